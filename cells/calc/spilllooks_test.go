package calc_test

import (
	"testing"

	"freshet/cells"
)

// TestArraysTellHowTheyShow checks that whoever shows cells hears of all of an array that grows, goes away, or shows in another format because its formula's cell or its source got one.
func TestArraysTellHowTheyShow(t *testing.T) {
	d := newDriver(t)
	apply := func(op cells.Op) *cells.Changes {
		t.Helper()
		ch, err := d.Apply(cells.Request{Actor: "ann", Ops: cells.Ops{op}})
		if err != nil {
			t.Fatal(err)
		}
		return ch
	}
	set := func(where string, inputs ...string) *cells.Changes {
		t.Helper()
		op := cells.Set{Range: at(where)}
		for _, in := range inputs {
			op.Inputs = append(op.Inputs, cells.Typed(in))
		}
		return apply(op)
	}
	told := func(ch *cells.Changes, where string, want bool) {
		t.Helper()
		ref := at(where).TopLeft()
		got := false
		for _, g := range ch.Inputs {
			got = got || g.Contains(ref)
		}
		if got != want {
			t.Errorf("%s is told: %v, want %v, in %v", where, got, want, ch.Inputs)
		}
	}
	shows := func(where, want string) {
		t.Helper()
		c := d.book.Cell(at(where).TopLeft())
		if got := c.Format.Render(c.Value, "en"); got != want {
			t.Errorf("%s shows %s, not %s", where, got, want)
		}
	}
	apply(cells.AddSheet{Name: "Sheet1", Index: -1})
	set("A1:B2", "$1.00", "5", "$2.00", "6")
	ch := set("D1", "=FILTER(A1:B9,A1:A9>0)")
	shows("D2", "$2.00")
	told(ch, "D2", true)
	told(ch, "E2", true)
	ch = set("A3:B3", "$3.00", "7")
	shows("D3", "$3.00")
	told(ch, "D3", true)
	ch = apply(cells.SetFormat{Range: at("B1:B9"), Format: cells.Format{Kind: cells.Percent}})
	shows("E3", "700%")
	told(ch, "E3", true)
	ch = apply(cells.SetFormat{Range: at("D1"), Format: cells.Format{Kind: cells.AsNumber, Decimals: 1}})
	shows("D3", "3.0")
	told(ch, "D3", true)
	ch = set("A1", "$9.00")
	told(ch, "D1", false)
	told(ch, "D2", false)
	ch = apply(cells.Clear{Range: at("D1")})
	told(ch, "E3", true)
	set("G1", "=A1:A3")
	ch = apply(cells.SetFormat{Range: at("C1:C9"), Format: cells.Format{Kind: cells.Percent}})
	told(ch, "G2", false)
}
