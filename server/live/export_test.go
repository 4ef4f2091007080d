package live

import (
	"bytes"
	"encoding/json"
	"reflect"
	"time"

	"freshet/cells"
)

// Frame encodes what the tests look at: complete areas, then what values and inputs of held ranges changed.
func Frame(v cells.View, reset bool, id uint32, at int64, areas, held, values, inputs []cells.Range) (frame []byte, empty bool) {
	var e encoder
	flags := byte(0)
	if reset {
		flags = flagReset
	}
	e.begin(flags, id, v.Position().Version, at)
	d := &dirt{values: addRanges(nil, values), inputs: addRanges(nil, inputs)}
	e.delta(v, held, d)
	e.snapshot(v, areas)
	return e.end()
}

// Decode reads a message of a tab.
func Decode(b []byte) (any, error) { return decode(b) }

// Subtract and Snap are the arithmetic of views.
var (
	Subtract = subtract
	Snap     = snap
)

// ShiftOp moves an op by a shift.
var ShiftOp = shiftOp

// OpsOf is the ops of an edit.
func OpsOf(m any) cells.Ops {
	e, _ := m.(editMessage)
	return e.Ops
}

// ServerMessages is one of every text message of the server, in the order of the protocol.
func ServerMessages() []any {
	info := cells.Info{
		Title: "A book", Zone: "UTC", Locale: "en", Sheets: []cells.Sheet{{ID: 1, Name: "Sheet1", Widths: []cells.Size{{From: 0, To: 2, Size: 120}}}},
		Names:    []cells.Name{{Name: "temp", Range: cells.Range{Sheet: 1, Top: 2, Bottom: 2}}},
		Bindings: []cells.Binding{{ID: "b", Source: "mqtt", Topic: "t/#", Path: "x.0", Target: cells.Ref{Sheet: 1, Row: 2}}},
	}
	extents := []cells.Range{{Sheet: 1, Bottom: 4, Right: 2}}
	return []any{
		welcomeMessage{"welcome", cells.Position{Epoch: "e1", Version: 5}, cells.Editor, youPart{"me", "Ada", 3}, info, extents, 0},
		ackMessage{"ack", 1, "", 6},
		ackMessage{"ack", 2, "an-older-client", 7},
		refuseMessage{T: "refuse", Seq: 3, Error: &cells.Error{Code: cells.Syntax, Message: "a value is missing", Where: "Sheet1!A1", Pos: 4, Hint: "add a number"}},
		refuseMessage{T: "refuse", ID: 9, Error: cells.Refuse(cells.TooLarge, "too much")},
		refuseMessage{T: "refuse", Of: "view", Error: cells.Refuse(cells.Invalid, "the view is on no sheet")},
		bookMessage{"book", 8, info},
		extentsMessage{"extents", 9, extents},
		shiftsMessage{"shifts", 10, []cells.Shift{{Sheet: 1, Axis: cells.Rows, At: 2, Count: -1}}},
		presenceNews{"presence", []Peer{{ID: "p", Name: "Bo", Color: 4, Role: cells.Viewer, Sheet: 1, Selection: &rect{1, 2, 3, 4}, Editing: true}, {ID: "q", Role: cells.Owner}}, []string{"r"}},
		answerMessage{T: "answer", ID: 1, Summary: &Summary{11, 3, 2, 5.5, 1.5, 4}},
		answerMessage{T: "answer", ID: 2, Ref: &cells.Ref{Sheet: 1, Row: 3}},
		pongMessage{"pong", 12},
		byeMessage{"bye", CloseDrain, "the server is restarting"},
	}
}

// Unknown tells the first field of a message that its sort does not have.
func Unknown(b []byte, m any) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		return err
	}
	delete(fields, "t")
	b, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	into := reflect.New(reflect.TypeOf(m))
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode(into.Interface())
}

// Summarise sums a range in one go.
func Summarise(v cells.View, r cells.Range) Summary {
	var s summing
	if more, refusal := s.more(v, r, time.Now().Add(time.Hour)); more || refusal != nil {
		panic("not summed")
	}
	return s.Summary
}
