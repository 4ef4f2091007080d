package cells_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"freshet/cells"
)

// TestLongTextsAreRefusedUnread wants a string refused by its length alone, and all shorter ones read, whatever is escaped in them.
func TestLongTextsAreRefusedUnread(t *testing.T) {
	const longest = 4 * cells.MaxText
	for _, x := range []struct {
		text  string
		taken bool
	}{
		{strings.Repeat("x", longest), true},
		{strings.Repeat("x", longest+1), false},
		{"=1" + strings.Repeat("+1", 500_000), false},
		{strings.Repeat("\x01", longest), true}, // six bytes each
		{strings.Repeat("\"", longest), true},
		{strings.Repeat(`\`, longest), true},
		{strings.Repeat(`\"`, longest/2), true},
	} {
		ops := cells.Ops{cells.Set{Range: cells.Ref{Sheet: 1}.Range(), Inputs: []cells.Input{cells.Typed("short"), cells.Typed(x.text), cells.Typed("end")}}}
		b, err := json.Marshal(ops)
		if err != nil {
			t.Fatal(err)
		}
		var out cells.Ops
		err = json.Unmarshal(b, &out)
		var refusal *cells.Error
		switch {
		case x.taken && err != nil:
			t.Errorf("%d bytes of %.6q: %v", len(x.text), x.text, err)
		case x.taken && out[0].(cells.Set).Inputs[1].Text != x.text:
			t.Errorf("%d bytes of %.6q are read as something else", len(x.text), x.text)
		case !x.taken && (!errors.As(err, &refusal) || refusal.Code != cells.TooLarge):
			t.Errorf("%d bytes of %.6q: %v", len(x.text), x.text, err)
		}
	}
	for _, torn := range []string{"[{\"op", `[{"op\\`, "[\"", `["\`, `["\"`} {
		if err := cells.CheckOpsText([]byte(torn)); err != nil {
			t.Errorf("%s: %v", torn, err)
		}
	}
}
