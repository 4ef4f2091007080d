package cells

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Ops is a list of ops that travels as JSON, each an object with its kind under "op".
type Ops []Op

// MarshalJSON writes the ops with their kinds.
func (o Ops) MarshalJSON() ([]byte, error) {
	out := make([]byte, 0, 64*len(o)+2)
	out = append(out, '[')
	for i, op := range o {
		if i > 0 {
			out = append(out, ',')
		}
		body, err := json.Marshal(op)
		if err != nil {
			return nil, fmt.Errorf("op %d (%s): %w", i, op.Kind(), err)
		}
		out = append(out, `{"op":"`...)
		out = append(out, op.Kind()...)
		out = append(out, '"')
		if len(body) > 2 {
			out = append(out, ',')
		}
		out = append(out, body[1:]...)
	}
	return append(out, ']'), nil
}

// UnmarshalJSON reads ops; an unknown kind or a field of the wrong type is refused with the op's number.
func (o *Ops) UnmarshalJSON(b []byte) error {
	if err := CheckOpsText(b); err != nil {
		return err
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return Refuse(Invalid, "ops must be a list of objects")
	}
	ops := make(Ops, 0, len(raw))
	for i, r := range raw {
		op, err := decodeOp(r)
		if err != nil {
			return Refuse(Invalid, "%v", err).At(fmt.Sprintf("ops[%d]", i))
		}
		ops = append(ops, op)
	}
	*o = ops
	return nil
}

// maxOpText is the longest string in ops, in bytes: what a person types may be cut to MaxText, but not read at any length.
const maxOpText = 4 * MaxText

// CheckOpsText refuses JSON with a string that no op may have, before anybody takes the trouble to parse it; nil when there is none.
func CheckOpsText(b []byte) *Error {
	for {
		i := bytes.IndexByte(b, '"')
		if i < 0 {
			return nil
		}
		b = b[i+1:]
		n := stringEnd(b)
		if n > maxOpText && n-5*bytes.Count(b[:n], []byte{'\\'}) > maxOpText { // an escape takes six bytes at most
			return Refuse(TooLarge, "an input has at most %d bytes", maxOpText)
		}
		b = b[min(n+1, len(b)):]
	}
}

// stringEnd is how long a JSON string is, without its quotes.
func stringEnd(b []byte) int {
	n := 0
	for {
		i := bytes.IndexByte(b[n:], '"')
		if i < 0 {
			return len(b)
		}
		n += i
		slashes := 0
		for slashes < n && b[n-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return n
		}
		n++
	}
}

func decodeOp(b []byte) (Op, error) {
	var k struct {
		Op string `json:"op"`
	}
	if err := json.Unmarshal(b, &k); err != nil {
		return nil, fmt.Errorf("an op must be an object with a field \"op\"")
	}
	switch k.Op {
	case "set":
		return decodeAs[Set](b)
	case "fill":
		return decodeAs[Fill](b)
	case "copy":
		return decodeAs[Copy](b)
	case "move":
		return decodeAs[Move](b)
	case "clear":
		return decodeAs[Clear](b)
	case "insert":
		return decodeAs[Insert](b)
	case "delete":
		return decodeAs[Delete](b)
	case "addSheet":
		return decodeAs[AddSheet](b)
	case "renameSheet":
		return decodeAs[RenameSheet](b)
	case "moveSheet":
		return decodeAs[MoveSheet](b)
	case "deleteSheet":
		return decodeAs[DeleteSheet](b)
	case "defineName":
		return decodeAs[DefineName](b)
	case "dropName":
		return decodeAs[DropName](b)
	case "setFormat":
		return decodeAs[SetFormat](b)
	case "setWidth":
		return decodeAs[SetWidth](b)
	case "setBook":
		return decodeAs[SetBook](b)
	case "setPolicy":
		return decodeAs[SetPolicy](b)
	case "bind":
		return decodeAs[Bind](b)
	case "unbind":
		return decodeAs[Unbind](b)
	case "ingest":
		return decodeAs[Ingest](b)
	case "tick":
		return Tick{}, nil
	case "recall":
		return decodeAs[Recall](b)
	case "undo":
		return Undo{}, nil
	case "redo":
		return Redo{}, nil
	}
	return nil, fmt.Errorf("there is no op %q", k.Op)
}

func decodeAs[T Op](b []byte) (Op, error) {
	var op T
	if err := json.Unmarshal(b, &op); err != nil {
		return nil, fmt.Errorf("%s: %w", op.Kind(), err)
	}
	return op, nil
}
