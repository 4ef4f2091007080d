package live_test

import (
	"errors"
	"testing"

	"freshet/cells"
	"freshet/server/live"
)

// FuzzDecode holds that whatever a tab sends is a message or a refusal, and that ops which were read can be moved by any shift.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{"t":"hello","protocol":1,"client":"abcdefgh","book":"b","view":{"sheet":1,"top":0,"left":0,"bottom":31,"right":7,"pins":[]}}`,
		`{"t":"edit","seq":1,"base":3,"ops":[{"op":"set","range":{"sheet":1,"top":0,"left":0,"bottom":1,"right":0},"inputs":["1",{"value":2}]}]}`,
		`{"t":"edit","seq":1,"ops":[{"op":"delete","sheet":1,"axis":"rows","at":3,"count":2},{"op":"move"},{"op":"bind"}]}`,
		`{"t":"presence","sheet":1,"selection":{},"editing":true}`, `{"t":"ask","id":1,"what":"edge"}`,
		`{"t":"ask","id":2,"what":"check","from":{"sheet":1,"row":0,"col":0},"input":"=1+*2"}`, `{"t":"ask","id":3,"what":"spill","from":{"sheet":1}}`, `{"t":"ping","at":1}`, `[]`, `{"t":7}`, ``,
	} {
		f.Add([]byte(s), int32(2), int32(3))
	}
	f.Fuzz(func(t *testing.T, b []byte, at, count int32) {
		m, err := live.Decode(b)
		var refusal *cells.Error
		if err != nil && !errors.As(err, &refusal) {
			t.Fatalf("%q is no message, and no refusal but %v", b, err)
		}
		if err != nil || m == nil {
			return
		}
		for _, op := range live.OpsOf(m) {
			for _, axis := range []cells.Axis{cells.Rows, cells.Cols} {
				live.ShiftOp(op, cells.Shift{Sheet: 1, Axis: axis, At: at, Count: count})
			}
		}
	})
}
