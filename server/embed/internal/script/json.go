package script

import (
	"encoding/json"
	"io"
	"math"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// maxJSONDepth is lua-cjson's limit of nesting, both ways.
const maxJSONDepth = 1000

// jsonLibrary is the part of lua-cjson that scripts use: encode, decode, null.
func jsonLibrary(l *lua.LState) *lua.LTable {
	lib := l.NewTable()
	null := l.NewUserData() // distinct from nil, so that it can stand in a table
	lib.RawSetString("null", null)
	lib.RawSetString("encode", l.NewFunction(func(l *lua.LState) int {
		if l.GetTop() != 1 {
			l.RaiseError("bad argument #1 to 'encode' (expected 1 argument)")
		}
		e := jsonEncoder{state: l, null: null}
		e.value(l.Get(1), 0)
		l.Push(lua.LString(e.out.String()))
		return 1
	}))
	lib.RawSetString("decode", l.NewFunction(func(l *lua.LState) int {
		if l.GetTop() != 1 {
			l.RaiseError("bad argument #1 to 'decode' (expected 1 argument)")
		}
		text := l.CheckString(1)
		d := jsonDecoder{state: l, null: null, in: json.NewDecoder(strings.NewReader(text))}
		d.in.UseNumber()
		v := d.value(0)
		if _, err := d.in.Token(); err != io.EOF {
			l.RaiseError("Expected the end but found more at character %d", d.in.InputOffset())
		}
		l.Push(v)
		return 1
	}))
	return lib
}

type jsonEncoder struct {
	state *lua.LState
	null  *lua.LUserData
	out   strings.Builder
}

func (e *jsonEncoder) value(v lua.LValue, depth int) {
	if depth > maxJSONDepth {
		e.state.RaiseError("Cannot serialise, excessive depth (%d)", depth)
	}
	switch v := v.(type) {
	case *lua.LNilType:
		e.out.WriteString("null")
	case lua.LBool:
		e.out.WriteString(strconv.FormatBool(bool(v)))
	case lua.LNumber:
		f := float64(v)
		if math.IsInf(f, 0) || math.IsNaN(f) {
			e.state.RaiseError("Cannot serialise number: must not be NaN or Inf")
		}
		e.out.WriteString(formatNumber(f))
	case lua.LString:
		e.text(string(v))
	case *lua.LTable:
		e.table(v, depth)
	default:
		if v == lua.LValue(e.null) {
			e.out.WriteString("null")
			return
		}
		e.state.RaiseError("Cannot serialise %s: type not supported", v.Type().String())
	}
}

func (e *jsonEncoder) table(t *lua.LTable, depth int) {
	if n, ok := e.arrayLength(t); ok {
		e.out.WriteByte('[')
		for i := range n {
			if i > 0 {
				e.out.WriteByte(',')
			}
			e.value(t.RawGetInt(i+1), depth+1)
		}
		e.out.WriteByte(']')
		return
	}
	e.out.WriteByte('{')
	first := true
	t.ForEach(func(k, v lua.LValue) {
		if !first {
			e.out.WriteByte(',')
		}
		first = false
		switch k := k.(type) {
		case lua.LString:
			e.text(string(k))
		case lua.LNumber:
			e.out.WriteString(`"` + formatNumber(float64(k)) + `"`)
		default:
			e.state.RaiseError("Cannot serialise %s: table key must be a number or string", k.Type().String())
		}
		e.out.WriteByte(':')
		e.value(v, depth+1)
	})
	e.out.WriteByte('}')
}

// arrayLength decides as lua-cjson does: only positive whole keys make an array;
// one that is mostly holes is refused; an empty table is an object.
func (e *jsonEncoder) arrayLength(t *lua.LTable) (int, bool) {
	length, items, array := 0, 0, true
	t.ForEach(func(k, _ lua.LValue) {
		n, ok := k.(lua.LNumber)
		if !ok || float64(n) != math.Floor(float64(n)) || n < 1 {
			array = false
			return
		}
		length = max(length, int(n))
		items++
	})
	if !array || items == 0 {
		return 0, false
	}
	if length > 10 && length > 2*items {
		e.state.RaiseError("Cannot serialise table: excessively sparse array")
	}
	return length, true
}

const hexDigits = "0123456789abcdef"

func (e *jsonEncoder) text(s string) {
	e.out.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\' || c == '/':
			e.out.WriteByte('\\')
			e.out.WriteByte(c)
		case c >= 0x20 && c != 0x7f:
			e.out.WriteByte(c)
		case c == '\b':
			e.out.WriteString(`\b`)
		case c == '\t':
			e.out.WriteString(`\t`)
		case c == '\n':
			e.out.WriteString(`\n`)
		case c == '\f':
			e.out.WriteString(`\f`)
		case c == '\r':
			e.out.WriteString(`\r`)
		default:
			e.out.WriteString(`\u00`)
			e.out.WriteByte(hexDigits[c>>4])
			e.out.WriteByte(hexDigits[c&15])
		}
	}
	e.out.WriteByte('"')
}

type jsonDecoder struct {
	state *lua.LState
	null  *lua.LUserData
	in    *json.Decoder
}

func (d *jsonDecoder) token() json.Token {
	t, err := d.in.Token()
	if err != nil {
		if err == io.EOF {
			d.state.RaiseError("Expected value but found T_END at character %d", d.in.InputOffset()+1)
		}
		d.state.RaiseError("Expected value but found invalid token at character %d", d.in.InputOffset()+1)
	}
	return t
}

func (d *jsonDecoder) value(depth int) lua.LValue {
	if depth > maxJSONDepth {
		d.state.RaiseError("Found too many nested data structures (%d)", depth)
	}
	switch t := d.token().(type) {
	case bool:
		return lua.LBool(t)
	case json.Number:
		f, _ := t.Float64() // out of range is infinite, as in C
		return lua.LNumber(f)
	case string:
		return lua.LString(t)
	case json.Delim:
		table := d.state.NewTable()
		for d.in.More() {
			if t == '{' {
				key, _ := d.token().(string)
				table.RawSetString(key, d.value(depth+1))
			} else {
				table.Append(d.value(depth + 1))
			}
		}
		d.token()
		return table
	}
	return d.null
}
