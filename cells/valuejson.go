package cells

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// errorJSON is a CellError as JSON carries it inside the house (ops, checkpoint overlays, history).
type errorJSON struct {
	Error   string `json:"error"`
	Message string `json:"message,omitempty"`
	Origin  *Ref   `json:"origin,omitempty"`
	Func    string `json:"func,omitempty"`
	Arg     int    `json:"arg,omitempty"`
	Cycle   []Ref  `json:"cycle,omitempty"`
}

// MarshalJSON writes a number, text, truth or blank as JSON's own; {"time": serial}, {"duration": days},
// {"error": "#N/A", …} and {"array": [[…]]} for the rest. Nothing is lost on the way through UnmarshalJSON.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case Number:
		return strconv.AppendFloat(nil, v.num, 'g', -1, 64), nil
	case Text:
		return json.Marshal(v.Text())
	case Bool:
		return strconv.AppendBool(nil, v.Truth()), nil
	case Time:
		return fmt.Appendf(nil, `{"time":%s}`, strconv.FormatFloat(v.num, 'g', -1, 64)), nil
	case Duration:
		return fmt.Appendf(nil, `{"duration":%s}`, strconv.FormatFloat(v.num, 'g', -1, 64)), nil
	case Failed:
		e := v.Err()
		j := errorJSON{Error: e.Code.String(), Message: e.Message, Func: e.Func, Arg: e.Arg, Cycle: e.Cycle}
		if e.Origin != (Ref{}) {
			j.Origin = &e.Origin
		}
		return json.Marshal(j)
	case Arrayed:
		a := v.Array()
		rows := make([][]Value, a.Rows)
		for r := range rows {
			rows[r] = a.Values[r*a.Cols : (r+1)*a.Cols]
		}
		return json.Marshal(map[string]any{"array": rows})
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (v *Value) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	*v = Value{}
	if len(b) == 0 {
		return fmt.Errorf("value: empty")
	}
	switch b[0] {
	case 'n':
		return nil
	case 't', 'f':
		var t bool
		if err := json.Unmarshal(b, &t); err != nil {
			return fmt.Errorf("value: %w", err)
		}
		*v = Boolean(t)
		return nil
	case '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return fmt.Errorf("value: %w", err)
		}
		*v = Str(s)
		return nil
	case '{':
		return v.unmarshalObject(b)
	}
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return fmt.Errorf("value: %s is no number", b)
	}
	*v = Num(f)
	return nil
}

func (v *Value) unmarshalObject(b []byte) error {
	var o struct {
		errorJSON
		Time     *float64  `json:"time"`
		Duration *float64  `json:"duration"`
		Array    [][]Value `json:"array"`
	}
	if err := json.Unmarshal(b, &o); err != nil {
		return fmt.Errorf("value: %w", err)
	}
	switch {
	case o.Time != nil:
		*v = Moment(*o.Time)
	case o.Duration != nil:
		*v = Span(*o.Duration)
	case o.Array != nil:
		a := &Array{Rows: len(o.Array)}
		for i, row := range o.Array {
			if i == 0 {
				a.Cols = len(row)
			}
			if len(row) != a.Cols {
				return fmt.Errorf("value: row %d of the array has %d elements, the first has %d", i+1, len(row), a.Cols)
			}
			a.Values = append(a.Values, row...)
		}
		*v = Arr(a)
	case o.Error != "":
		code, ok := ParseErrCode(o.Error)
		if !ok {
			return fmt.Errorf("value: there is no error %q", o.Error)
		}
		e := &CellError{Code: code, Message: o.Message, Func: o.Func, Arg: o.Arg, Cycle: o.Cycle}
		if o.Origin != nil {
			e.Origin = *o.Origin
		}
		*v = Fail(e)
	default:
		return fmt.Errorf("value: an object must be a time, a duration, an error or an array")
	}
	return nil
}
