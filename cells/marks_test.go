package cells_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"
	"time"

	"freshet/cells"
)

// signedYear is a year of two digits with a sign, which package time reads and nobody means.
var signedYear = regexp.MustCompile(`[-/.][-+][0-9]`)

// TestLayoutsThatAreLeftOutReadNothing writes times in every layout, changes some of the characters, and has every layout try to read what comes of it.
func TestLayoutsThatAreLeftOutReadNothing(t *testing.T) {
	const signs = "0123456789 -/.:,TJanPM"
	r := rand.New(rand.NewPCG(4, 8))
	var layouts []string
	for _, locale := range []string{"", "de", "fr", "nl"} {
		layouts = append(layouts, cells.Layouts(locale)...)
	}
	slices.Sort(layouts)
	layouts = slices.Compact(layouts)
	read := 0
	for range 10_000 {
		at := time.Date(100+r.IntN(9900), time.Month(1+r.IntN(12)), 1+r.IntN(31), r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(1000)*1_000_000, time.UTC)
		text := []byte(at.Format(layouts[r.IntN(len(layouts))]))
		if r.IntN(4) == 0 {
			text = append(text, []string{".5", ",25", ".123456789", " "}[r.IntN(4)]...)
		}
		for range r.IntN(3) {
			i := r.IntN(len(text))
			switch c := signs[r.IntN(len(signs))]; r.IntN(3) {
			case 0:
				text[i] = c
			case 1:
				text = slices.Insert(text, i, c)
			case 2:
				if len(text) > 1 {
					text = slices.Delete(text, i, i+1)
				}
			}
		}
		for _, layout := range layouts {
			if _, err := time.Parse(layout, string(text)); err == nil && !signedYear.Match(text) {
				if read++; !cells.MayRead(layout, string(text)) {
					t.Fatalf("%q is a time in %q, which is not tried", text, layout)
				}
			}
		}
	}
	if read < 3000 {
		t.Errorf("only %d texts were read", read)
	}
}

// BenchmarkDates prints what reading dates takes.
func BenchmarkDates(b *testing.B) {
	for _, s := range []string{"1/2/2020", "2020-01-02", "31.12.2020", "Jan 5, 2020", "5 January 2020 12:30", "1/2/3/4/5", "99:99:99", "5 Jul"} {
		b.Run(s, func(b *testing.B) {
			for b.Loop() {
				cells.ParseTyped(s, "", func() int { return 2026 })
			}
		})
	}
}
