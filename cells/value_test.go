package cells_test

import (
	"encoding/json"
	"math"
	"testing"

	"freshet/cells"
)

func everyKind() []cells.Value {
	fail := &cells.CellError{
		Code: cells.ErrCycle, Message: "A1 depends on itself", Origin: cells.Ref{Sheet: 1, Row: 4, Col: 2}, Func: "SUM", Arg: 2,
		Cycle: []cells.Ref{{Sheet: 1}, {Sheet: 1, Row: 1}},
	}
	return []cells.Value{
		{},
		cells.Num(0), cells.Num(-1.5), cells.Num(math.MaxFloat64), cells.Num(5e-324), cells.Str(""), cells.Str("naïve ☂ text"), cells.Boolean(true),
		cells.Boolean(false), cells.Moment(46348.25), cells.Span(-0.5), cells.Fail(fail), cells.Fail(&cells.CellError{Code: cells.ErrNA}),
		cells.Arr(&cells.Array{Rows: 2, Cols: 2, Values: []cells.Value{cells.Num(1), cells.Str("x"), {}, cells.Boolean(true)}}),
	}
}

func TestValuesSurviveBothForms(t *testing.T) {
	for i, v := range everyKind() {
		back, rest, err := cells.ReadValue(append(cells.AppendValue(nil, v), 7))
		if err != nil || !back.Equal(v) || len(rest) != 1 {
			t.Errorf("value %d came back from bytes as %+v, %d left, %v", i, back, len(rest), err)
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var read cells.Value
		if err := json.Unmarshal(text, &read); err != nil || !read.Equal(v) {
			t.Errorf("value %d came back from %s as %+v, %v", i, text, read, err)
		}
		for j, o := range everyKind() {
			if v.Equal(o) != (i == j) {
				t.Errorf("values %d and %d: equal is %v", i, j, v.Equal(o))
			}
		}
	}
}

func TestNumbersAreFinite(t *testing.T) {
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if v := cells.Num(f); v.Err() == nil || v.Err().Code != cells.ErrNum {
			t.Errorf("%v became %+v", f, v)
		}
	}
	if !cells.Num(math.Copysign(0, -1)).Equal(cells.Num(0)) {
		t.Error("a negative zero differs from zero")
	}
}

func FuzzReadValue(f *testing.F) {
	for _, v := range everyKind() {
		f.Add(cells.AppendValue(nil, v))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		v, rest, err := cells.ReadValue(b)
		if err != nil {
			return
		}
		again, left, err := cells.ReadValue(cells.AppendValue(nil, v))
		if err != nil || len(left) != 0 || !again.Equal(v) {
			t.Fatalf("%x (%d left) does not come back: %+v, %v", b, len(rest), again, err)
		}
	})
}

func TestOpsSurviveJSON(t *testing.T) {
	r := cells.Range{Sheet: 1, Top: 1, Left: 2, Bottom: 3, Right: 4}
	at := cells.Ref{Sheet: 1, Row: 1, Col: 2}
	ops := cells.Ops{
		cells.Set{Range: at.Range(), Inputs: []cells.Input{cells.Typed("=A1*2")}},
		cells.Set{Range: at.Range(), Inputs: []cells.Input{cells.Literal(cells.Moment(1.5))}},
		cells.Fill{Source: at.Range(), Target: r},
		cells.Copy{Source: at.Range(), Dest: r},
		cells.Move{Source: r, Dest: at},
		cells.Clear{Range: r},
		cells.Insert{Sheet: 1, Axis: cells.Rows, At: 3, Count: 2},
		cells.Delete{Sheet: 1, Axis: cells.Cols, At: 3, Count: 2},
		cells.AddSheet{Name: "Two", Index: -1},
		cells.RenameSheet{Sheet: 1, Name: "x"},
		cells.MoveSheet{Sheet: 1, Index: 2},
		cells.DeleteSheet{Sheet: 2},
		cells.DefineName{Name: "temp", Range: r},
		cells.DropName{Name: "temp"},
		cells.SetFormat{Range: r, Format: cells.Format{Kind: cells.Percent, Decimals: 1}},
		cells.SetWidth{Sheet: 1, Axis: cells.Cols, From: 1, To: 2, Size: 80},
		cells.SetBook{Title: "t"},
		cells.SetPolicy{Range: r, Policy: cells.Policy{Log: cells.LogAll}},
		cells.Bind{Binding: cells.Binding{ID: "b", Source: "mqtt", Topic: "a/+", Target: at}},
		cells.Unbind{ID: "b"},
		cells.Ingest{Readings: []cells.Reading{{Ref: at, Value: cells.Num(4), At: 9}, {Name: "temp", Value: cells.Str("x")}}},
		cells.Tick{},
		cells.Recall{Pasts: []cells.Recalled{{Awaited: cells.Awaited{Series: 3, Version: 7}, Points: []cells.Point{{At: 5, Value: cells.Num(2)}, {At: 6, Value: cells.Str("off")}}}}},
		cells.Undo{},
		cells.Redo{},
	}
	text, err := json.Marshal(ops)
	if err != nil {
		t.Fatal(err)
	}
	var back cells.Ops
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(back)
	if err != nil || string(again) != string(text) || len(back) != len(ops) {
		t.Errorf("ops came back as\n%s\nnot\n%s", again, text)
	}
	for i := range ops {
		if ops[i].Kind() != back[i].Kind() || ops[i].Needs() < cells.Editor {
			t.Errorf("op %d: %s came back as %s, and needs %s", i, ops[i].Kind(), back[i].Kind(), ops[i].Needs())
		}
	}
}

func TestBadOpsAreNamed(t *testing.T) {
	for text, where := range map[string]string{
		`[{"op":"clear","range":{}},{"op":"explode"}]`: "ops[1]", `[{"op":"set","range":7}]`: "ops[0]", `[3]`: "ops[0]",
	} {
		var ops cells.Ops
		err := ops.UnmarshalJSON([]byte(text))
		refusal, ok := err.(*cells.Error)
		if !ok || refusal.Where != where || refusal.Code != cells.Invalid {
			t.Errorf("%s: %#v", text, err)
		}
	}
}
