package main

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// quantile is the value below which the part q of the durations lies; they are sorted here.
func quantile(d []time.Duration, q float64) time.Duration {
	if len(d) == 0 {
		return 0
	}
	slices.Sort(d)
	return d[min(len(d)-1, int(math.Ceil(q*float64(len(d))))-1+btoi(q == 0))]
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func median(d []time.Duration) time.Duration { return quantile(d, 0.5) }

// perSecond writes how many of n there are in a second.
func perSecond(n int, took time.Duration) string {
	if took <= 0 {
		return "–"
	}
	return grouped(int64(float64(n)/took.Seconds())) + "/s"
}

// span writes a duration with three significant digits.
func span(d time.Duration) string {
	x, unit := float64(d), "ns"
	switch {
	case d >= time.Second:
		x, unit = x/1e9, "s"
	case d >= time.Millisecond:
		x, unit = x/1e6, "ms"
	case d >= time.Microsecond:
		x, unit = x/1e3, "µs"
	}
	decimals := max(0, 2-int(math.Floor(math.Log10(max(x, 1)))))
	return fmt.Sprintf("%.*f %s", decimals, x, unit)
}

// ratio writes how many times b goes into a.
func ratio(a, b time.Duration) string {
	if b <= 0 {
		return "–"
	}
	r := float64(a) / float64(b)
	if r >= 10 {
		return fmt.Sprintf("%.0f ×", r)
	}
	return fmt.Sprintf("%.2g ×", r)
}

// grouped writes an integer with a comma between thousands.
func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
