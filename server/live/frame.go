package live

import (
	"encoding/binary"
	"encoding/json"
	"math"

	"freshet/cells"
)

// A frame of cells, little-endian, every part aligned to 8 bytes from its beginning:
//
//	 0  u8   1, the sort of the frame
//	 1  u8   flags: 1 = forget everything held before
//	 2  u16  zero
//	 4  u32  the question it answers, or zero
//	 8  f64  the version the frame brings the tab to
//	16  f64  the time of that version, Unix milliseconds
//	24  u32  how many runs follow
//	28  u32  bytes of JSON after the runs: the side table, or none
//
// A run is cells one below the other:
//
//	 0  u32  row of the first
//	 4  u16  column
//	 6  u8   mark of every cell, where no marks follow
//	 7  u8   parts that follow, in this order
//	 8  u32  how many cells
//	12  u32  sheet
//
//	part  1  marks, u8 a cell
//	part  2  values, f64 a cell: a number, serial, days or truth, or the place in the side table of a text, fault or array
//	part  4  f64: when all the values last changed
//	part  8  f64 a cell: when its value last changed
//	part 16  u32 a cell: the place in the side table of its input, counted from one; zero is none
//	part 32  u32: the place in the side table of the format all of them have
//	part 64  u32 a cell: the place of its format, counted from one; zero is the default
//
// Marks, values and the rest are padded to 8 bytes. A mark is a cells.Kind and flags. Where neither part 4 nor 8 follows, a value
// that differs from the one held changed at the time of the frame.
const (
	frameCells       = 1
	frameHeader      = 32
	flagReset   byte = 1

	markFormula byte = 0x08
	markReading byte = 0x10
	markSpilled byte = 0x20
	markAsIs    byte = 0x80 // input, format and flags are as they were: only the value is told

	partMarks   byte = 1
	partValues  byte = 2
	partAt      byte = 4
	partAts     byte = 8
	partInputs  byte = 16
	partFormat  byte = 32
	partFormats byte = 64
)

// sideTable is what of a frame is no number. Areas are complete: what the tab holds in them is forgotten before the runs are read.
type sideTable struct {
	Areas   [][5]int64     `json:"areas,omitempty"` // sheet, top, left, bottom, right
	Texts   []string       `json:"texts,omitempty"`
	Faults  []wireFault    `json:"faults,omitempty"`
	Arrays  []wireArray    `json:"arrays,omitempty"`
	Inputs  []string       `json:"inputs,omitempty"`
	Formats []cells.Format `json:"formats,omitempty"`
}

type wireFault struct {
	Code    string     `json:"code"`
	Message string     `json:"message"`
	Origin  *[3]int64  `json:"origin,omitempty"` // sheet, row, column
	Func    string     `json:"func,omitempty"`
	Arg     int        `json:"arg,omitempty"`
	Cycle   [][3]int64 `json:"cycle,omitempty"`
}

// wireArray is an array as one cell shows it: its size and its first element.
type wireArray struct {
	Rows  int `json:"rows"`
	Cols  int `json:"cols"`
	First any `json:"first"` // [mark, value]
}

// encoder writes one frame. The zero encoder is ready.
type encoder struct {
	buf      []byte
	runs     uint32
	count    int // cells told
	side     sideTable
	texts    words
	inputs   words
	faults   map[*cells.CellError]uint32
	formats  map[cells.Format]uint32
	run      runBuffer
	hasTable bool
	scratch  []cells.Value
}

// runBuffer gathers the cells of one run.
type runBuffer struct {
	at      cells.Ref
	marks   []byte
	values  []float64
	ats     []float64
	inputs  []uint32
	formats []uint32
	known   bool // inputs, formats and times are told
}

// begin starts a frame; what was in the encoder is forgotten.
func (e *encoder) begin(flags byte, id uint32, version uint64, at int64) {
	*e = encoder{buf: make([]byte, frameHeader, 1024), run: e.run, scratch: e.scratch}
	e.run.reset()
	e.buf[0], e.buf[1] = frameCells, flags
	binary.LittleEndian.PutUint32(e.buf[4:], id)
	binary.LittleEndian.PutUint64(e.buf[8:], math.Float64bits(float64(version)))
	binary.LittleEndian.PutUint64(e.buf[16:], math.Float64bits(float64(at)))
}

// area says that everything in the range is told by the runs of this frame.
func (e *encoder) area(r cells.Range) {
	e.hasTable = true
	e.side.Areas = append(e.side.Areas, [5]int64{int64(r.Sheet), int64(r.Top), int64(r.Left), int64(r.Bottom), int64(r.Right)})
}

// cell tells everything of a cell. Cells that follow one another down a column make a run.
func (e *encoder) cell(at cells.Ref, c cells.Cell) {
	e.join(at, true)
	mark := byte(c.Value.Kind())
	if c.Formula {
		mark |= markFormula
	}
	if c.Reading {
		mark |= markReading
	}
	if c.Spilled {
		mark |= markSpilled
	}
	r := &e.run
	r.marks = append(r.marks, mark)
	r.values = append(r.values, e.slot(c.Value))
	r.ats = append(r.ats, float64(c.At))
	input := uint32(0)
	if c.Input != "" && !derivable(c) {
		input = e.input(c.Input)
	}
	r.inputs = append(r.inputs, input)
	format := uint32(0)
	if c.Format != (cells.Format{}) {
		format = e.format(c.Format)
	}
	r.formats = append(r.formats, format)
}

// derivable reports whether the tab can write the input of the cell itself: a number that came as a reading.
func derivable(c cells.Cell) bool {
	return c.Reading && !c.Formula && (c.Value.Numeric() || c.Value.Kind() == cells.Bool)
}

// value tells the value of a cell whose input and format the tab holds.
func (e *encoder) value(at cells.Ref, v cells.Value) {
	e.join(at, false)
	e.run.marks = append(e.run.marks, byte(v.Kind())|markAsIs)
	e.run.values = append(e.run.values, e.slot(v))
}

// join ends the run unless the cell goes on with it.
func (e *encoder) join(at cells.Ref, known bool) {
	e.count++
	r := &e.run
	n := int32(len(r.marks))
	if n > 0 && (r.known != known || at.Sheet != r.at.Sheet || at.Col != r.at.Col || at.Row != r.at.Row+n) {
		e.endRun()
		n = 0
	}
	if n == 0 {
		r.at, r.known = at, known
	}
}

// slot is what stands for a value in the values of a run.
func (e *encoder) slot(v cells.Value) float64 {
	switch v.Kind() {
	case cells.Text:
		return float64(e.texts.place(v.Text()))
	case cells.Failed:
		return float64(e.fault(v.Err()))
	case cells.Arrayed:
		a := v.Array()
		w := wireArray{Rows: a.Rows, Cols: a.Cols, First: []any{0, 0}}
		if len(a.Values) > 0 && a.Values[0].Kind() != cells.Arrayed {
			first := a.Values[0]
			w.First = []any{first.Kind(), e.slot(first)}
		}
		e.side.Arrays = append(e.side.Arrays, w)
		return float64(len(e.side.Arrays) - 1)
	}
	return v.Float()
}

func (e *encoder) fault(err *cells.CellError) uint32 {
	if i, ok := e.faults[err]; ok {
		return i
	}
	w := wireFault{Code: err.Code.String(), Message: err.Message, Func: err.Func, Arg: err.Arg}
	if err.Origin.Sheet != 0 {
		w.Origin = &[3]int64{int64(err.Origin.Sheet), int64(err.Origin.Row), int64(err.Origin.Col)}
	}
	for _, r := range err.Cycle[:min(len(err.Cycle), 100)] {
		w.Cycle = append(w.Cycle, [3]int64{int64(r.Sheet), int64(r.Row), int64(r.Col)})
	}
	if e.faults == nil {
		e.faults = map[*cells.CellError]uint32{}
	}
	i := uint32(len(e.side.Faults))
	e.faults[err] = i
	e.side.Faults = append(e.side.Faults, w)
	return i
}

func (e *encoder) input(s string) uint32 { return e.inputs.place(s) + 1 }

// format is the place of a format in the side table, counted from one.
func (e *encoder) format(f cells.Format) uint32 {
	i, ok := e.formats[f]
	if !ok {
		if e.formats == nil {
			e.formats = map[cells.Format]uint32{}
		}
		e.side.Formats = append(e.side.Formats, f)
		i = uint32(len(e.side.Formats))
		e.formats[f] = i
	}
	return i
}

// end finishes the frame and hands it over. empty reports that it tells nothing but its version.
func (e *encoder) end() (frame []byte, empty bool) {
	e.endRun()
	binary.LittleEndian.PutUint32(e.buf[24:], e.runs)
	s := &e.side
	s.Texts, s.Inputs = e.texts.list, e.inputs.list
	if e.hasTable || len(s.Texts)+len(s.Faults)+len(s.Arrays)+len(s.Inputs)+len(s.Formats) > 0 {
		table, err := json.Marshal(s)
		if err != nil {
			panic("live: a side table cannot be written: " + err.Error())
		}
		binary.LittleEndian.PutUint32(e.buf[28:], uint32(len(table)))
		e.buf = append(e.buf, table...)
	}
	frame = e.buf
	e.buf = nil
	return frame, e.runs == 0 && !e.hasTable && frame[1] == 0
}
