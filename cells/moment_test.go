package cells_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"freshet/cells"
)

// TestNoMomentIsTakenForAText joins pieces of dates and times at random, and looks that whatever a layout reads was let through to the layouts.
func TestNoMomentIsTakenForAText(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	pieces := []string{
		"2026", "11", "22", "5", "09", "123", "12345", "26", "000", "1", "Nov", "november", "MAY", "Sept", "Jan", "June", "AM", "pm", "PM", "T", "t", "Z",
		"+02:00", "-", "/", ".", ":", ", ", " ", "  ", "x", "é", "12:30", "9:05:07", "9:05:07.25", "2026-11-22", "22.11.2026", "11/22/26", "22-Nov-2026", "Nov 5, 2026",
	}
	found := 0
	for range 20_000 {
		var b strings.Builder
		for range 1 + r.IntN(6) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		s, locale := b.String(), []string{"en", "en-GB", "de", "nl"}[r.IntN(4)]
		if !cells.IsMoment(s, locale) {
			continue
		}
		if found++; !cells.MayBeMoment(s) {
			t.Errorf("%q is a date or time in %s and was taken for a text", s, locale)
		}
	}
	if found < 100 {
		t.Errorf("only %d of the texts were dates or times", found)
	}
}

// TestTextsCostLittle counts: a text with a number in it is not tried against every layout.
func TestTextsCostLittle(t *testing.T) {
	for _, s := range []string{"text 7", "A-1234", "555-123-4567", "Route 66, exit 5", "ready"} {
		if n := testing.AllocsPerRun(100, func() { cells.ParseLiteral(s, "en") }); n > 8 {
			t.Errorf("reading %q allocates %v times", s, n)
		}
	}
}
