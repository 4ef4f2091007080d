package script

import (
	"strconv"

	lua "github.com/yuin/gopher-lua"

	"freshet/server/embed/internal/resp"
)

// valueSink is the [resp.Sink] that turns a reply into a Lua value, by the table
// of conversions in Redis' documentation of EVAL.
type valueSink struct {
	state   *lua.LState
	result  lua.LValue
	open    []container
	failure string // the error reply, if it was one
}

type container struct {
	table *lua.LTable
	left  int
}

var _ resp.Sink = (*valueSink)(nil)

func (s *valueSink) add(v lua.LValue) {
	if len(s.open) == 0 {
		s.result = v
		return
	}
	last := &s.open[len(s.open)-1]
	last.table.Append(v)
	last.left--
	for len(s.open) > 0 && s.open[len(s.open)-1].left == 0 {
		s.open = s.open[:len(s.open)-1]
	}
}

func (s *valueSink) field(name, text string) {
	t := s.state.CreateTable(0, 1)
	t.RawSetString(name, lua.LString(text))
	s.add(t)
}

func (s *valueSink) Status(text string) { s.field("ok", text) }

func (s *valueSink) Error(text string) {
	if len(s.open) > 0 {
		s.field("err", text)
		return
	}
	s.failure = text
}

func (s *valueSink) Int(n int64)      { s.add(lua.LNumber(n)) }
func (s *valueSink) Bulk(text string) { s.add(lua.LString(text)) }
func (s *valueSink) Double(f float64) { s.add(lua.LString(resp.FormatFloat(f))) }
func (s *valueSink) Null()            { s.add(lua.LFalse) }
func (s *valueSink) NullArray()       { s.add(lua.LFalse) }
func (s *valueSink) Map(n int)        { s.Array(2 * n) }
func (s *valueSink) Set(n int)        { s.Array(n) }
func (s *valueSink) Push(n int)       { s.Array(n) }

func (s *valueSink) Array(n int) {
	t := s.state.CreateTable(n, 0)
	if n == 0 {
		s.add(t)
		return
	}
	// It is entered where it stands before it is filled; a container that it
	// completes must stay open until then, so its count falls when it closes.
	if len(s.open) > 0 {
		last := &s.open[len(s.open)-1]
		last.table.Append(t)
		last.left--
		if last.left == 0 {
			s.open = s.open[:len(s.open)-1]
		}
	} else {
		s.result = t
	}
	s.open = append(s.open, container{t, n})
}

// maxReplyDepth bounds nested tables in a result, which may contain themselves.
const maxReplyDepth = 128

// reply writes what a script returned.
func reply(v lua.LValue, out resp.Sink, depth int) {
	switch v := v.(type) {
	case lua.LBool:
		if v {
			out.Int(1)
		} else {
			out.Null()
		}
	case lua.LNumber:
		out.Int(int64(v))
	case lua.LString:
		out.Bulk(string(v))
	case *lua.LTable:
		replyTable(v, out, depth)
	default:
		out.Null()
	}
}

func replyTable(t *lua.LTable, out resp.Sink, depth int) {
	if depth > maxReplyDepth {
		out.Error("ERR reached lua stack limit")
		return
	}
	if text, ok := t.RawGetString("err").(lua.LString); ok {
		out.Error(string(text))
		return
	}
	if text, ok := t.RawGetString("ok").(lua.LString); ok {
		out.Status(string(text))
		return
	}
	if n, ok := t.RawGetString("double").(lua.LNumber); ok {
		out.Double(float64(n))
		return
	}
	n := 0
	for t.RawGetInt(n+1) != lua.LNil {
		n++
	}
	out.Array(n)
	for i := range n {
		reply(t.RawGetInt(i+1), out, depth+1)
	}
}

// formatNumber writes a number as Lua's tostring does ("%.14g").
func formatNumber(f float64) string {
	return strconv.FormatFloat(f, 'g', 14, 64)
}
