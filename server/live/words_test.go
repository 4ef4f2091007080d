package live_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"testing"

	"freshet/cells"
	"freshet/server/live"
)

// Each text is told once, in the order in which it first comes, however many there are and however often.
func TestTextsAreToldOnce(t *testing.T) {
	const rows = 5000
	p := newPage()
	text := func(row int) string {
		if row%3 == 0 {
			return "often"
		}
		return fmt.Sprint("text ", row*row%3001)
	}
	var want []string
	known := map[string]bool{}
	for row := range rows {
		if s := text(row); !known[s] {
			known[s] = true
			want = append(want, s)
		}
		p.cells[cells.Ref{Sheet: 1, Row: int32(row)}] = cells.Cell{Value: cells.Str(text(row)), Input: text(row)}
	}
	area := []cells.Range{{Sheet: 1, Bottom: rows - 1}}
	frame, _ := live.Frame(p, false, 0, 7, area, nil, nil, nil)
	var told struct{ Texts, Inputs []string }
	end := len(frame) - int(binary.LittleEndian.Uint32(frame[28:]))
	if err := json.Unmarshal(frame[end:], &told); err != nil {
		t.Fatal(err)
	}
	for what, got := range map[string][]string{"texts": told.Texts, "inputs": told.Inputs} {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%d %s are told, not the %d that differ, in their order", len(got), what, len(want))
		}
	}
	x := &tab{t: t, cells: map[cells.Ref]shown{}}
	x.apply(frame)
	for row := range rows {
		if got := x.cells[cells.Ref{Sheet: 1, Row: int32(row)}]; got.value.Text() != text(row) || got.input != text(row) {
			t.Fatalf("row %d is told as %q, %q", row, got.value.Text(), got.input)
		}
	}
}
