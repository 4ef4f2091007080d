package calc_test

import (
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
