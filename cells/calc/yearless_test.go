package calc_test

import (
	"testing"

	"freshet/cells/script"
)

// TestDaysWithoutAYearAreOfTheEntrysYear types a day around a turn of the year: the time of the entry and the zone of the book decide.
func TestDaysWithoutAYearAreOfTheEntrysYear(t *testing.T) {
	d := newDriver(t)
	d.now = 1_798_759_800_000 // 2026-12-31 23:30 UTC
	_, failures, err := script.Run(`
set A1 5-Jul
text A1 5-Jul
input A1 2026-07-05
set B1 =DATEVALUE("5-JUL")
text B1 2026-07-05
zone Europe/Berlin
set A1:A3 5 Jul | 29 Feb | 1 1/2
text A1 5-Jul
input A1 2027-07-05
expect A2 "29 Feb"
input A2 '29 Feb
expect A3 1.5
set C1 =DATEVALUE("5-JUL")
text C1 2027-07-05
set C2 =VALUE("Jul 5")-C1
expect C2 0
`, d)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range failures {
		t.Error(f)
	}
}
