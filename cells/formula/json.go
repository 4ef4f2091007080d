package formula

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"freshet/cells"
)

// json is an operand as JSON text, keys in alphabetical order.
func (f *frame) json(o operand) cells.Value {
	b, bad := f.appendJSON(nil, o, 0)
	if bad.Kind() == cells.Failed {
		return bad
	}
	if len(b) > cells.MaxText {
		return textLimit()
	}
	return cells.Str(string(b))
}

func (f *frame) appendJSON(b []byte, o operand, depth int) ([]byte, cells.Value) {
	f.step(1)
	if depth > 64 || len(b) > 2*cells.MaxText {
		return b, textLimit()
	}
	var bad cells.Value
	switch x := o.obj.(type) {
	case *dict:
		b = append(b, '{')
		for i, k := range x.keys() {
			if i > 0 {
				b = append(b, ',')
			}
			f.chargeRunes(k)
			key, _ := json.Marshal(k)
			b = append(append(b, key...), ':')
			if b, bad = f.appendJSON(b, x.entries[k], depth+1); bad.Kind() == cells.Failed {
				return b, bad
			}
		}
		return append(b, '}'), bad
	case *lambda:
		return b, fail(cells.ErrValue, "a function has no JSON")
	case *list, *area:
		return f.appendItems(b, o, depth)
	}
	switch v := o.Value; v.Kind() {
	case cells.Number:
		return strconv.AppendFloat(b, v.Float(), 'g', -1, 64), bad
	case cells.Bool:
		return strconv.AppendBool(b, v.Truth()), bad
	case cells.Failed:
		return b, v
	case cells.Arrayed:
		return f.appendItems(b, o, depth)
	case cells.Blank:
		return append(b, "null"...), bad
	default:
		plain := ToText(v, "en").Text()
		f.chargeRunes(plain)
		s, _ := json.Marshal(plain)
		return append(b, s...), bad
	}
}

func (f *frame) appendItems(b []byte, o operand, depth int) ([]byte, cells.Value) {
	var bad cells.Value
	b = append(b, '[')
	add := func(i int, it operand) bool {
		if i > 0 {
			b = append(b, ',')
		}
		b, bad = f.appendJSON(b, it, depth+1)
		return bad.Kind() != cells.Failed
	}
	if l, ok := o.obj.(*list); ok {
		for i, it := range l.items {
			if !add(i, it) {
				return b, bad
			}
		}
	} else {
		for i, v := range f.array(o).Values {
			if !add(i, val(v)) {
				return b, bad
			}
		}
	}
	return append(b, ']'), bad
}

// parseJSON reads JSON text into lists, maps and plain values.
func (f *frame) parseJSON(s string) (operand, bool) {
	f.step(len(s)/2 + 4*strings.Count(s, "[") + 4*strings.Count(s, "{"))
	d := json.NewDecoder(strings.NewReader(s))
	var v any
	if err := d.Decode(&v); err != nil || d.More() {
		return operand{}, false
	}
	return f.fromJSON(v, 0)
}

func (f *frame) fromJSON(v any, depth int) (operand, bool) {
	f.take(1)
	f.step(3)
	if depth > 64 {
		return operand{}, false
	}
	switch v := v.(type) {
	case float64:
		return num(v), !math.IsInf(v, 0)
	case string:
		return val(cells.Str(v)), true
	case bool:
		return truth(v), true
	case []any:
		l := &list{items: make([]operand, len(v))}
		for i := range v {
			l.items[i], _ = f.fromJSON(v[i], depth+1)
		}
		return operand{obj: l}, true
	case map[string]any:
		m := &dict{entries: make(map[string]operand, len(v))}
		for k, x := range v {
			m.entries[k], _ = f.fromJSON(x, depth+1)
		}
		return operand{obj: m}, true
	}
	return operand{}, true
}
