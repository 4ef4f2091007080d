package calc

import (
	"math"
	"slices"
	"strings"
	"time"

	"freshet/cells"
)

// shownMonths is how a date alone goes on in a cell that shows no days: by months, or by years where it shows no months either, as in Excel. Nil for others.
func shownMonths(c content, f *cells.Format, back bool) func(k int) (cells.Value, bool) {
	if c.t != nil || c.v.Kind() != cells.Time || f == nil || f.Kind != cells.Date || f.Pattern == "" {
		return nil
	}
	pattern := strings.ToLower(f.Pattern)
	step := 1
	switch {
	case strings.ContainsAny(pattern, `dhs"\`):
		return nil
	case strings.Contains(pattern, "m"):
	case strings.Contains(pattern, "y"):
		step = 12
	default:
		return nil
	}
	if back {
		step = -step
	}
	x := c.v.Float()
	at := cells.TimeOf(math.Floor(x), time.UTC)
	first := time.Date(at.Year(), at.Month()+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
	day := min(at.Day(), first.AddDate(0, 1, -1).Day())
	next := byMonths([]float64{x, cells.SerialOf(first) + float64(day-1) + x - math.Floor(x)})
	if next == nil {
		return nil
	}
	return func(k int) (cells.Value, bool) { return cells.Moment(next(k)), true }
}

// likeliest puts the lists first in which more words of a line stand: May is short beside Apr and long beside April. Long lines are not gone through for that.
func likeliest(lists [][]string, from []content) [][]string {
	const most = 1000
	if len(from) > most {
		return lists
	}
	count := make(map[*string]int, len(lists)) // by the list's first word
	for _, list := range lists {
		for _, c := range from {
			if c.t == nil && c.v.Kind() == cells.Text {
				if in, _ := wordIn([][]string{list}, c.v.Text()); in >= 0 {
					count[&list[0]]++
				}
			}
		}
	}
	lists = slices.Clone(lists)
	slices.SortStableFunc(lists, func(x, y []string) int { return count[&y[0]] - count[&x[0]] })
	return lists
}
