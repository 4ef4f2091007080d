package live_test

import (
	"encoding/binary"
	"encoding/json"
	"math"

	"freshet/cells"
)

// shown is what a tab knows of a cell.
type shown struct {
	value   cells.Value
	input   string
	format  cells.Format
	formula bool
	reading bool
	spilled bool
	at      int64
}

type side struct {
	Areas  [][5]int64
	Texts  []string
	Faults []struct {
		Code, Message string
		Origin        *[3]int64
		Func          string
		Arg           int
		Cycle         [][3]int64
	}
	Arrays []struct {
		Rows, Cols int
		First      [2]float64
	}
	Inputs  []string
	Formats []cells.Format
}

// apply reads a frame, as web/frame.ts does.
func (t *tab) apply(b []byte) {
	le := binary.LittleEndian
	end := len(b) - int(le.Uint32(b[28:]))
	var s side
	if end < len(b) {
		if err := json.Unmarshal(b[end:], &s); err != nil {
			t.t.Errorf("side table: %v", err)
		}
	}
	if le.Uint32(b[4:]) != 0 {
		t.got = append(t.got, heard{T: "frame", ID: le.Uint32(b[4:])})
		return
	}
	if b[1]&1 != 0 {
		clear(t.cells)
		t.resets++
	}
	for _, a := range s.Areas {
		area := cells.Range{Sheet: cells.SheetID(a[0]), Top: int32(a[1]), Left: int32(a[2]), Bottom: int32(a[3]), Right: int32(a[4])}
		for r := range t.cells {
			if area.Contains(r) {
				delete(t.cells, r)
			}
		}
	}
	version := uint64(math.Float64frombits(le.Uint64(b[8:])))
	if version < t.version {
		t.t.Errorf("the tab went back from version %d to %d", t.version, version)
	}
	t.version = version
	t.frames++
	at := 32
	for range le.Uint32(b[24:]) {
		at = t.applyRun(b, at, int64(math.Float64frombits(le.Uint64(b[16:]))), s)
	}
	if at != end {
		t.t.Errorf("the runs end at %d, the side table begins at %d", at, end)
	}
}

func (t *tab) applyRun(b []byte, at int, frameAt int64, s side) int {
	le := binary.LittleEndian
	first := cells.Ref{Sheet: cells.SheetID(le.Uint32(b[at+12:])), Row: int32(le.Uint32(b[at:])), Col: int32(le.Uint16(b[at+4:]))}
	mark, parts, n := b[at+6], b[at+7], int(le.Uint32(b[at+8:]))
	at += 16
	take := func(bit byte, size int) []byte {
		if parts&bit == 0 {
			return nil
		}
		p := b[at : at+size]
		at += (size + 7) &^ 7
		return p
	}
	marks, values := take(1, n), take(2, 8*n)
	oneAt, ats := take(4, 8), take(8, 8*n)
	inputs := take(16, 4*n)
	format, formats := take(32, 4), take(64, 4*n)
	float := func(p []byte, i int) float64 { return math.Float64frombits(le.Uint64(p[8*i:])) }
	for i := range n {
		r := first
		r.Row += int32(i)
		m := mark
		if marks != nil {
			m = marks[i]
		}
		x := 0.0
		if values != nil {
			x = float(values, i)
		}
		c := t.cells[r]
		old := c.value
		c.value = s.valueOf(m&7, x)
		if m&0x80 == 0 {
			c = shown{value: c.value, formula: m&8 != 0, reading: m&16 != 0, spilled: m&32 != 0}
			switch {
			case oneAt != nil:
				c.at = int64(float(oneAt, 0))
			case ats != nil:
				c.at = int64(float(ats, i))
			}
			if inputs != nil && le.Uint32(inputs[4*i:]) != 0 {
				c.input = s.Inputs[le.Uint32(inputs[4*i:])-1]
			} else if c.reading && !c.formula {
				c.input = cells.LiteralText(c.value, c.format, "en")
			}
			switch {
			case format != nil:
				c.format = s.Formats[le.Uint32(format)]
			case formats != nil && le.Uint32(formats[4*i:]) != 0:
				c.format = s.Formats[le.Uint32(formats[4*i:])-1]
			}
		} else {
			if !c.value.Equal(old) {
				c.at = frameAt
			}
			c.spilled = !c.formula && !c.reading && c.input == "" && !c.value.IsBlank()
		}
		t.cells[r] = c
	}
	return at
}

func (s side) valueOf(kind byte, x float64) cells.Value {
	switch cells.Kind(kind) {
	case cells.Number:
		return cells.Num(x)
	case cells.Text:
		return cells.Str(s.Texts[int(x)])
	case cells.Bool:
		return cells.Boolean(x != 0)
	case cells.Time:
		return cells.Moment(x)
	case cells.Duration:
		return cells.Span(x)
	case cells.Failed:
		f := s.Faults[int(x)]
		code, _ := cells.ParseErrCode(f.Code)
		e := &cells.CellError{Code: code, Message: f.Message, Func: f.Func, Arg: f.Arg}
		if o := f.Origin; o != nil {
			e.Origin = cells.Ref{Sheet: cells.SheetID(o[0]), Row: int32(o[1]), Col: int32(o[2])}
		}
		for _, o := range f.Cycle {
			e.Cycle = append(e.Cycle, cells.Ref{Sheet: cells.SheetID(o[0]), Row: int32(o[1]), Col: int32(o[2])})
		}
		return cells.Fail(e)
	case cells.Arrayed:
		a := s.Arrays[int(x)]
		return s.valueOf(byte(a.First[0]), a.First[1]) // a tab shows the first element
	}
	return cells.Value{}
}
