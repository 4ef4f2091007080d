package formula

import (
	"strings"
	"time"

	"freshet/cells"
	"freshet/cells/series"
)

// A clock of the book's zone goes on by itself within a stretch (time.Time.ZoneBounds) and is put forward or back between two. Steps by the clock are where
// it shows full multiples of a step: one that it leaps over is where it leaps; one that it shows twice is there twice.

func (f *frame) inZone(ms int64) time.Time { return time.UnixMilli(ms).In(f.zone) }

// stretch is how far ahead of UTC the clock is at a time, from when, and until when; beyond calendars where it never changes.
func (f *frame) stretch(at int64) (ahead, from, until int64) {
	const never = 1 << 60
	t := f.inZone(at)
	_, seconds := t.Zone()
	start, end := t.ZoneBounds()
	if from, until = -never, never; !start.IsZero() {
		from = start.UnixMilli()
	}
	if !end.IsZero() {
		until = end.UnixMilli()
	}
	return int64(seconds) * 1000, from, until
}

// floorTo is the latest multiple of a step not above a number.
func floorTo(x, step int64) int64 {
	r := x % step
	if r < 0 {
		r += step
	}
	return x - r
}

// multiples is the latest full multiple of a step before or at a time, by the clocks of the book's zone, and the next.
func (f *frame) multiples(at, step int64) (last, next int64) {
	ahead, from, until := f.stretch(at)
	shown := floorTo(at+ahead, step)
	if next = shown + step - ahead; next >= until {
		next = f.firstMultiple(until, shown+step, step)
	}
	if last = shown - ahead; last >= from {
		return last, next
	}
	for end := from; ; end = from {
		ahead, from, _ = f.stretch(end - 1)
		before := floorTo(end-1+ahead, step)
		if shown > before {
			return end, next // the clock leapt over it
		}
		if last, shown = before-ahead, before; last >= from {
			return last, next
		}
	}
}

// firstMultiple is the first multiple of a step from a time on at which the clock is set; due is the one it would have come to.
func (f *frame) firstMultiple(at, due, step int64) int64 {
	for {
		ahead, _, until := f.stretch(at)
		if due <= at+ahead {
			return at
		}
		due = -floorTo(-(at + ahead), step)
		if due-ahead < until {
			return due - ahead
		}
		at = until
	}
}

// stepsBack is so many multiples of a step up to now, oldest first, and the next.
func (f *frame) stepsBack(count int, step int64) (begins []int64, next int64) {
	begins = make([]int64, count)
	at := f.w.At
	for i := count - 1; i >= 0; i-- {
		last, after := f.multiples(at, step)
		if i == count-1 {
			next = after
		}
		begins[i], at = last, last-1
	}
	return begins, next
}

// stepsSince is the multiples of a step from the one at or before a time up to now, and the next.
func (f *frame) stepsSince(at, step int64) (begins []int64, next int64, failed operand) {
	first, next := f.multiples(at, step)
	begins = append(begins, first)
	for next <= f.w.At {
		if len(begins) == maxBuckets {
			return nil, 0, argument(cells.ErrLimit, 3, "there are at most 10,000 steps")
		}
		begins = append(begins, next)
		_, next = f.multiples(next, step)
	}
	return begins, next, operand{}
}

// midnight is when a day of the book's zone begins: where the clock shows midnight twice, the first time.
func (f *frame) midnight(y int, m time.Month, d int) int64 {
	const day = 86_400_000
	begin, _ := f.multiples(time.Date(y, m, d, 12, 0, 0, 0, f.zone).UnixMilli(), day)
	if first, _ := f.multiples(begin-1, day); begin-first < day/2 {
		return first
	}
	return begin
}

func meter(f *frame, a []operand) operand {
	var from, next int64
	y, m, d := f.inZone(f.w.At).Date()
	switch strings.ToLower(a[1].Text()) {
	case "hour":
		from, next = f.multiples(f.w.At, 3_600_000)
	case "day":
		from, next = f.midnight(y, m, d), f.midnight(y, m, d+1)
	case "week":
		d -= (int(f.inZone(f.w.At).Weekday()) + 6) % 7
		from, next = f.midnight(y, m, d), f.midnight(y, m, d+7)
	case "month":
		from, next = f.midnight(y, m, 1), f.midnight(y, m+1, 1)
	case "year":
		from, next = f.midnight(y, 1, 1), f.midnight(y+1, 1, 1)
	default:
		return argument(cells.ErrValue, 2, "the period is hour, day, week, month or year")
	}
	s, e := f.past(a[0])
	if e.failed() {
		return e
	}
	f.due(next)
	growth, _ := s.Window(series.Span{Time: f.w.At - from}, f.w.At).Growth()
	return num(growth)
}
