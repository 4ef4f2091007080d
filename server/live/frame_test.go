package live_test

import (
	"encoding/base64"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"freshet/cells"
	"freshet/server/live"
)

var update = flag.Bool("update", false, "write what the code does into testdata")

// goldenFrame is one frame of testdata/frames.json, which the browser's tests read as well: they hold the cells they decode against
// Cells, which this side fills from the view.
type goldenFrame struct {
	Name  string       `json:"name"`
	Frame []byte       `json:"frame"` // base64
	Cells []goldenCell `json:"cells"` // what a tab shows that applied this frame and those before it
}

type goldenCell struct {
	Sheet   cells.SheetID `json:"sheet"`
	Cell    string        `json:"cell"`
	Text    string        `json:"text"`
	Input   string        `json:"input,omitempty"`
	Formula bool          `json:"formula,omitempty"`
	Reading bool          `json:"reading,omitempty"`
	Spilled bool          `json:"spilled,omitempty"`
	At      int64         `json:"at,omitempty"`
	Error   string        `json:"error,omitempty"` // message
	Origin  string        `json:"origin,omitempty"`
	Bold    bool          `json:"bold,omitempty"`
}

func rangeOf(t testing.TB, sheet cells.SheetID, a1 string) cells.Range {
	t.Helper()
	r, ok := cells.ParseA1(a1)
	if !ok {
		t.Fatalf("%q is no range", a1)
	}
	r.Sheet = sheet
	return r
}

func TestGoldenFrames(t *testing.T) {
	const file = "testdata/frames.json"
	p := newPage()
	divided := &cells.CellError{Code: cells.ErrDiv0, Message: "1 is divided by 0", Origin: cells.Ref{Sheet: 2, Row: 4, Col: 1}, Func: "MOD", Arg: 2}
	cycle := &cells.CellError{Code: cells.ErrCycle, Message: "the formula depends on itself", Origin: cells.Ref{Sheet: 1}, Cycle: []cells.Ref{{Sheet: 1}, {Sheet: 2, Row: 1}}}
	for i := range int32(5) {
		p.cells[cells.Ref{Sheet: 1, Row: i, Col: 0}] = cells.Cell{Input: "1", Value: cells.Num(float64(i) + 0.5), At: 1000}
		p.cells[cells.Ref{Sheet: 1, Row: i, Col: 1}] = cells.Cell{Input: "=A" + string('1'+i) + "*2", Formula: true, Value: cells.Num(float64(i)*2 + 1), At: 1000 + int64(i), Format: cells.Format{Kind: cells.AsNumber, Decimals: 2, Bold: i == 2}}
	}
	p.put(1, "C1", cells.Cell{Input: "naïve ☃", Value: cells.Str("naïve ☃"), At: 5})
	p.put(1, "C2", cells.Cell{Input: "TRUE", Value: cells.Boolean(true), At: 5})
	p.put(1, "C3", cells.Cell{Input: "2026-11-22", Value: cells.Moment(46348), At: 5})
	p.put(1, "C4", cells.Cell{Formula: true, Input: "=B1-A1", Value: cells.Span(1.25), At: 5})
	p.put(1, "C5", cells.Cell{Formula: true, Input: "=MOD(1;0)", Value: cells.Fail(divided), At: 5})
	p.put(1, "C6", cells.Cell{Formula: true, Input: "=C6", Value: cells.Fail(cycle), At: 5})
	p.put(1, "C7", cells.Cell{Input: "21.5", Reading: true, Value: cells.Num(21.5), At: 9, Format: cells.Format{Unit: "°C"}})
	p.put(1, "C8", cells.Cell{Format: cells.Format{Bold: true}})
	p.put(1, "D1", cells.Cell{Formula: true, Input: "={1;2}", Value: cells.Arr(&cells.Array{Rows: 2, Cols: 1, Values: []cells.Value{cells.Num(1), cells.Num(2)}}), At: 5})
	p.put(1, "D2", cells.Cell{Spilled: true, Value: cells.Num(2), At: 5})
	p.put(2, "A1", cells.Cell{Input: "elsewhere", Value: cells.Str("elsewhere"), At: 5})

	area, other := rangeOf(t, 1, "A1:H32"), rangeOf(t, 2, "A1:H32")
	var got []goldenFrame
	take := func(name string, reset bool, areas []cells.Range, values, inputs []string) {
		var held, vs, is []cells.Range
		if areas == nil {
			held = []cells.Range{area, other}
		}
		for _, a := range values {
			vs = append(vs, rangeOf(t, 1, a))
		}
		for _, a := range inputs {
			is = append(is, rangeOf(t, 1, a))
		}
		frame, _ := live.Frame(p, reset, 0, 2000+int64(len(got)), areas, held, vs, is)
		got = append(got, goldenFrame{name, frame, goldenCells(p)})
	}
	take("snapshot", true, []cells.Range{area, other}, nil, nil)

	set := func(a1 string, v cells.Value, at int64) {
		r := rangeOf(t, 1, a1).TopLeft()
		c := p.cells[r]
		c.Value, c.At = v, at
		p.cells[r] = c
	}
	p.position.Version++
	set("B2", cells.Num(-3.25), 2001)
	take("one number", false, nil, []string{"B2"}, nil)

	p.position.Version++
	for i := range int32(5) {
		c := p.cells[cells.Ref{Sheet: 1, Row: i, Col: 1}]
		c.Value, c.At = cells.Num(float64(i)), 2002
		p.cells[cells.Ref{Sheet: 1, Row: i, Col: 1}] = c
	}
	set("C5", cells.Str("mended"), 2002)
	set("C1", cells.Str("other text"), 2002)
	take("a column of values, one text", false, nil, []string{"B1:B5", "C5", "C1"}, nil)

	p.position.Version++
	p.put(1, "C1", cells.Cell{})
	delete(p.cells, rangeOf(t, 1, "C1").TopLeft())
	p.put(1, "C7", cells.Cell{Input: "22", Reading: true, Value: cells.Num(22), At: 2003, Format: cells.Format{Unit: "°C"}})
	p.put(1, "E5", cells.Cell{Input: "new", Value: cells.Str("new"), At: 2003})
	p.put(1, "D2", cells.Cell{})
	delete(p.cells, rangeOf(t, 1, "D2").TopLeft())
	p.put(1, "D3", cells.Cell{Spilled: true, Value: cells.Num(9), At: 2003})
	take("inputs, a cleared cell, a spill that moved", false, nil, []string{"D2:D3"}, []string{"C1", "C7", "E5"})

	p.position.Version++
	take("nothing but the version", false, nil, nil, nil)

	p.position.Version++
	take("an area anew", false, []cells.Range{area}, nil, nil)

	if *update {
		raw, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want []goldenFrame
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	if len(want) != len(got) {
		t.Fatalf("%d frames, want %d", len(got), len(want))
	}
	for i := range got {
		if g, w := base64.StdEncoding.EncodeToString(got[i].Frame), base64.StdEncoding.EncodeToString(want[i].Frame); g != w {
			t.Errorf("frame %q is\n%s, want\n%s", got[i].Name, g, w)
		}
	}
}

// goldenCells lists what the view shows in the places the test uses, blank ones too.
func goldenCells(p *page) []goldenCell {
	var out []goldenCell
	add := func(r cells.Ref) {
		c := p.cells[r]
		g := goldenCell{
			Sheet: r.Sheet, Cell: r.A1(), Text: c.Format.Render(c.Value, "en"), Input: c.Input, Formula: c.Formula,
			Reading: c.Reading, Spilled: c.Spilled, At: c.At, Bold: c.Format.Bold,
		}
		if e := c.Value.Err(); e != nil {
			g.Error = e.Message
			g.Origin = e.Origin.A1()
			if e.Origin.Sheet != r.Sheet {
				g.Origin = cells.QuoteSheet(p.info.Sheets[e.Origin.Sheet-1].Name) + "!" + g.Origin
			}
		}
		out = append(out, g)
	}
	for col := range int32(5) {
		for row := range int32(8) {
			add(cells.Ref{Sheet: 1, Row: row, Col: col})
		}
	}
	add(cells.Ref{Sheet: 2})
	return out
}

// TestFrameSize holds what a changed number costs on the wire.
func TestFrameSize(t *testing.T) {
	p := newPage()
	for i := range int32(1000) {
		p.cells[cells.Ref{Sheet: 1, Row: i, Col: 0}] = cells.Cell{Input: "=RAND()", Formula: true, Value: cells.Num(float64(i))}
	}
	held := []cells.Range{rangeOf(t, 1, "A1:H1024")}
	for _, c := range []struct {
		changed string
		most    int
	}{{"A1:A1000", 32 + 16 + 8*1000}, {"A7", 32 + 16 + 8}} {
		frame, _ := live.Frame(p, false, 0, 0, nil, held, []cells.Range{rangeOf(t, 1, c.changed)}, nil)
		if len(frame) > c.most {
			t.Errorf("%s changed: %d bytes, want at most %d", c.changed, len(frame), c.most)
		}
	}
}
