package store_test

import (
	"fmt"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/store"
)

func withCalc(o *store.Options) { o.Engine = nil }

// recalls counts the entries of a book's log that brought back what was.
func recalls(t *testing.T, r *server, id string) int {
	t.Helper()
	log, err := r.client().XRange(t.Context(), "{"+id+"}:log", "-", "+").Result()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, m := range log {
		if text, _ := m.Values["entry"].(string); strings.Contains(text, `"recall"`) {
			n++
		}
	}
	return n
}

// A formula that is entered when readings have come for a while sees them, on every server, and when the book is opened again; and it is one entry for all.
func TestAFormulaSeesWhatCameBeforeIt(t *testing.T) {
	r := startRedis(t)
	s, elsewhere := open(t, r.url(), withCalc), open(t, r.url(), withCalc)
	b := hold(t, s, create(t, s))
	other := hold(t, elsewhere, b.ID())
	want := 0.0
	for i := range 2500 {
		want += float64(i)
		update(t, b, reading(0, float64(i), 0))
	}
	update(t, b, typed(0, 1, `=sum_over(A1,6000)`))
	update(t, b, typed(1, 1, `=count_over(A1,"1h")`))
	for _, x := range []*store.Book{b, other} {
		eventually(t, "the readings are seen", func() bool {
			return valueAt(t, x, cell(0, 1)).Equal(cells.Num(want)) && valueAt(t, x, cell(1, 1)).Equal(cells.Num(2500))
		})
	}
	update(t, b, reading(0, 7, 0))
	for _, x := range []*store.Book{b, other, hold(t, open(t, r.url(), withCalc), b.ID())} {
		eventually(t, "the next one is counted", func() bool { return valueAt(t, x, cell(1, 1)).Equal(cells.Num(2501)) })
		if v := valueAt(t, x, cell(0, 1)); !v.Equal(cells.Num(want + 7)) {
			t.Errorf("the sum is %v, want %v", v, want+7)
		}
	}
	if n := recalls(t, r, b.ID()); n != 1 {
		t.Errorf("%d entries brought back what was", n)
	}
}

// What a server did not come to do, another does, or the same when it is there again.
func TestWhatIsAwaitedIsBroughtBackBySomebody(t *testing.T) {
	r := startRedis(t)
	still := func(o *store.Options) { o.Engine, o.Still = nil, true } // it brings nothing
	s := open(t, r.url(), still)
	b := hold(t, s, create(t, s))
	var formulas []string
	for i := range 40 {
		update(t, b, reading(i, float64(i), 0))
		update(t, b, reading(i, float64(i+1), 0))
		formulas = append(formulas, fmt.Sprintf("=sum_over(A%d,10)", i+1))
	}
	for i, f := range formulas {
		update(t, b, typed(i, 1, f))
	}
	other := hold(t, open(t, r.url(), withCalc), b.ID())
	eventually(t, "all readings are seen", func() bool {
		for i := range formulas {
			if !valueAt(t, other, cell(i, 1)).Equal(cells.Num(float64(2*i + 1))) {
				return false
			}
		}
		return true
	})
	if n := recalls(t, r, b.ID()); n != 1 {
		t.Errorf("%d entries brought back what was", n)
	}
}

// What people type is part of a past as what devices send: a server that knows the log alone, as after a kill, has every function of it from the same values, and the history shows these.
func TestTypedValuesAreThePastOnEveryServer(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url(), withCalc)
	b := hold(t, s, create(t, s))
	formulas := []string{"=prev(A1,2)", `=sum_over(A1,"1h")`, `=count_over(A1,"1h")`, "=ewma(A1,\"1m\")", "=changes(A1,100)", "=counter(A1)"}
	for i, f := range formulas {
		update(t, b, typed(i, 1, f))
	}
	update(t, b, reading(0, 20, 0))
	for _, v := range []string{"21", "21", "off", "22.5", "", "0", "23"} {
		update(t, b, typed(0, 0, v))
	}
	update(t, b, reading(0, 23, 0))
	again := hold(t, open(t, r.url(), withCalc, func(o *store.Options) { o.Still = true }), b.ID())
	for i, f := range formulas {
		if got, want := valueAt(t, again, cell(i, 1)), valueAt(t, b, cell(i, 1)); !got.Equal(want) {
			t.Errorf("%s is %v from the log, %v where it was written", f, got, want)
		}
	}
	if v := valueAt(t, b, cell(1, 1)); !v.Equal(cells.Num(20 + 21 + 22.5 + 0 + 23 + 23)) {
		t.Errorf("the sum is %v", v)
	}
	var shown []float64
	for _, p := range history(t, b, 0, 0, 100) {
		if p.Value.Kind() == cells.Number {
			shown = append(shown, p.Value.Float())
		}
	}
	if fmt.Sprint(shown) != "[20 21 22.5 0 23 23]" {
		t.Errorf("the history shows %v", shown)
	}
	// A formula that comes later finds the same.
	update(t, b, typed(0, 1, ""))
	update(t, b, typed(1, 2, `=sum_over(A1,"1h")`))
	if got, want := valueAt(t, b, cell(1, 2)), valueAt(t, b, cell(1, 1)); !got.Equal(want) {
		t.Errorf("a second sum is %v, the first %v", got, want)
	}
}
