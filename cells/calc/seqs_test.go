package calc_test

import (
	"fmt"
	"testing"

	"freshet/cells"
)

// TestRepetitionsPassTheCheck sends a request again that could not be done a second time.
func TestRepetitionsPassTheCheck(t *testing.T) {
	r := newReplica()
	r.apply("ann", cells.AddSheet{Name: "Sheet1", Index: -1}, cells.AddSheet{Name: "Sheet2", Index: -1})
	e := r.entry("ann", cells.DeleteSheet{Sheet: 2})
	e.Client, e.Seq = "tab", 7
	if ch := r.book.Apply(e); ch.Refused != nil {
		t.Fatal(ch.Refused)
	}
	if got := r.book.LastSeq("tab"); got != 7 {
		t.Errorf("the last number of the tab is %d", got)
	}
	again := cells.Request{Actor: "ann", Client: "tab", Seq: 7, Ops: e.Ops}
	if err := r.book.Check(again); err != nil {
		t.Errorf("the repetition: %v", err)
	}
	again.Seq = 8
	if err := r.book.Check(again); err == nil {
		t.Error("another request to delete the same sheet passes")
	}
}

// TestNamesOfActorsAreBounded has more people write than the book tells apart.
func TestNamesOfActorsAreBounded(t *testing.T) {
	r := newReplica()
	r.apply("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
	readings := make([]cells.Reading, 60_000)
	for i := range readings {
		readings[i] = cells.Reading{Ref: cells.Ref{Sheet: 1, Row: int32(i)}, Value: cells.Num(1), From: fmt.Sprint("sensor", i)}
	}
	r.apply("ann", cells.Ingest{Readings: readings})
	if got := r.book.Cell(readings[100].Ref).Source; got != "sensor100" {
		t.Errorf("an early one is from %q", got)
	}
	if got := r.book.Cell(readings[59_999].Ref).Source; got != "" {
		t.Errorf("the last one is from %q", got)
	}
	if err := check(r, true, true); err != nil {
		t.Error(err)
	}
	r.apply("ann", cells.Set{Range: readings[59_999].Ref.Range(), Inputs: []cells.Input{cells.Typed("2")}})
	if got := r.book.Cell(readings[59_999].Ref).Source; got != "ann" {
		t.Errorf("what ann wrote is from %q", got)
	}
}
