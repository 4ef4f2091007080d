package formula_test

import (
	"testing"
	"time"

	"freshet/cells/formula"
)

// TestStepsByTheClock walks minute by minute over days on which clocks were put forward or back, at night and at midnight, by half an hour and by a day, and holds every
// answer against what the clock shows.
func TestStepsByTheClock(t *testing.T) {
	for _, x := range []struct{ zone, day string }{
		{"Europe/Berlin", "2027-03-28"},
		{"Europe/Berlin", "2026-10-25"},
		{"Australia/Lord_Howe", "2026-04-05"},
		{"Australia/Lord_Howe", "2026-10-04"},
		{"America/Sao_Paulo", "2018-11-04"},
		{"America/Havana", "2025-11-02"},
		{"Pacific/Apia", "2011-12-30"},
		{"Asia/Kathmandu", "2026-01-01"},
		{"UTC", "1969-12-31"},
	} {
		zone, err := time.LoadLocation(x.zone)
		if err != nil {
			t.Fatal(err)
		}
		middle, err := time.Parse(time.DateOnly, x.day)
		if err != nil {
			t.Fatal(err)
		}
		shown := func(at int64) int64 {
			_, seconds := time.UnixMilli(at).In(zone).Zone()
			return at + int64(seconds)*1000
		}
		for _, step := range []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 24 * time.Hour} {
			size := step.Milliseconds()
			floor := func(at int64) int64 {
				s := shown(at)
				return s - (s%size+size)%size
			}
			begin := middle.Add(-80 * time.Hour).UnixMilli()
			var passed []int64
			check := func(from, until int64) {
				for at := from; at < until; at += 60_000 {
					if last, next := formula.StepsAround(zone, at, size); last != from || next != until {
						t.Fatalf("%s by %v: around %v lie %v and %v, want %v and %v", x.zone, step, time.UnixMilli(at).In(zone),
							time.UnixMilli(last).In(zone), time.UnixMilli(next).In(zone), time.UnixMilli(from).In(zone), time.UnixMilli(until).In(zone))
					}
				}
			}
			for at := begin; at < begin+160*3_600_000; at += 60_000 {
				leapt := shown(at)-shown(at-60_000) > 60_000 && floor(at) > floor(at-60_000)
				if shown(at)%size != 0 && !leapt {
					continue
				}
				if n := len(passed); n > 0 {
					check(passed[n-1], at)
				}
				passed = append(passed, at)
			}
			if len(passed) < 5 {
				t.Fatalf("%s by %v: %d steps", x.zone, step, len(passed))
			}
		}
	}
}
