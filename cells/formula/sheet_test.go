package formula_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/formula"
	"freshet/cells/series"
)

// sheet is a small book for tests: inputs by cell, evaluated on demand, each cell once.
type sheet struct {
	t        testing.TB
	compiler *formula.Compiler
	inputs   map[cells.Ref]string
	values   map[cells.Ref]cells.Value
	running  map[cells.Ref]bool
	names    map[string]cells.Range
	sheets   []string
	locale   string
	at       int64
	seed     uint64
	steps    int
	past     map[cells.Ref][]cells.Point // newest first
	series   map[cells.Ref]*series.Series
}

// The time of the waves in tests: Sunday, 2026-11-22 13:14:15 UTC.
var testTime = time.Date(2026, 11, 22, 13, 14, 15, 0, time.UTC).UnixMilli()

func newSheet(t testing.TB) *sheet {
	return &sheet{
		t: t, compiler: formula.NewCompiler(), inputs: map[cells.Ref]string{}, values: map[cells.Ref]cells.Value{}, running: map[cells.Ref]bool{},
		names: map[string]cells.Range{}, sheets: []string{"Sheet1", "Sheet2", "My sheet"}, locale: "en", at: testTime, seed: 42,
	}
}

// ref reads "A1" or "Sheet2!A1".
func (s *sheet) ref(text string) cells.Ref {
	s.t.Helper()
	name, rest, _ := cells.SplitSheet(text)
	g, ok := cells.ParseA1(rest)
	if !ok {
		s.t.Fatalf("%q is no cell", text)
	}
	g.Sheet = 1
	if name != "" {
		g.Sheet, _ = s.Sheet(name)
	}
	return g.TopLeft()
}

func (s *sheet) set(cell, input string) {
	s.inputs[s.ref(cell)] = input
	clear(s.values)
}

// setup reads "A1: 3; A2: =A1*2"; a semicolon inside quotes or brackets does not part.
func (s *sheet) setup(text string) {
	for _, part := range splitOutside(text) {
		cell, input, ok := strings.Cut(part, ":")
		if !ok {
			s.t.Fatalf("%q is no setup", part)
		}
		if rest, isPast := strings.CutPrefix(strings.TrimSpace(cell), "past "); isPast {
			s.remember(s.ref(rest), strings.Fields(input))
			continue
		}
		if name, isName := strings.CutPrefix(strings.TrimSpace(cell), "name "); isName {
			g, _ := cells.ParseA1(strings.TrimSpace(input))
			g.Sheet = 1
			s.names[strings.ToLower(name)] = g
			continue
		}
		if strings.TrimSpace(cell) == "locale" {
			s.locale = strings.TrimSpace(input)
			continue
		}
		s.set(strings.TrimSpace(cell), strings.TrimSpace(input))
	}
}

func splitOutside(text string) []string {
	var out []string
	depth, from, quoted := 0, 0, false
	for i, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(' || c == '{' || c == '[':
			depth++
		case c == ')' || c == '}' || c == ']':
			depth--
		case c == ';' && depth == 0:
			out = append(out, text[from:i])
			from = i + 1
		}
	}
	if strings.TrimSpace(text[from:]) != "" {
		out = append(out, text[from:])
	}
	return out
}

func (s *sheet) Sheet(name string) (cells.SheetID, bool) {
	for i, n := range s.sheets {
		if strings.EqualFold(n, name) {
			return cells.SheetID(i + 1), true
		}
	}
	return 0, false
}

func (s *sheet) SheetName(id cells.SheetID) (string, bool) {
	if id == 0 || int(id) > len(s.sheets) {
		return "", false
	}
	return s.sheets[id-1], true
}

func (s *sheet) SheetPlace(id cells.SheetID) (place, of int) { return int(id), len(s.sheets) }

func (s *sheet) Name(name string) (cells.Range, bool) {
	g, ok := s.names[strings.ToLower(name)]
	return g, ok
}

func (s *sheet) Locale() string { return s.locale }

func (s *sheet) Value(r cells.Ref) cells.Value {
	if v, ok := s.values[r]; ok {
		return v
	}
	input := s.inputs[r]
	if !strings.HasPrefix(input, "=") {
		v, _ := cells.ParseLiteral(input, s.locale)
		return v
	}
	if s.running[r] {
		return cells.Fail(&cells.CellError{Code: cells.ErrCycle, Message: "a cycle", Origin: r})
	}
	s.running[r] = true
	v, err := s.eval(input, r)
	delete(s.running, r)
	if err != nil {
		s.t.Fatalf("%s: %v", input, err)
	}
	s.values[r] = v
	return v
}

func (s *sheet) eval(input string, at cells.Ref) (cells.Value, error) {
	t, err := s.compiler.Compile(input, at, s)
	if err != nil {
		return cells.Value{}, err
	}
	w := s.wave()
	v := t.Eval(w, at)
	s.steps = w.Steps()
	return v, nil
}

func (s *sheet) wave() *formula.Wave {
	return &formula.Wave{Cells: s, Scope: s, At: s.at, Seed: s.seed, Entry: 1, Locale: s.locale}
}

func (s *sheet) Scan(g cells.Range, yield func(cells.Ref, cells.Value) bool) {
	e, ok := s.Extent(g.Sheet)
	if !ok {
		return
	}
	if g, ok = g.Intersect(e); !ok {
		return
	}
	for row := g.Top; row <= g.Bottom; row++ {
		for col := g.Left; col <= g.Right; col++ {
			r := cells.Ref{Sheet: g.Sheet, Row: row, Col: col}
			if v := s.Value(r); !v.IsBlank() && !yield(r, v) {
				return
			}
		}
	}
}

func (s *sheet) Extent(id cells.SheetID) (cells.Range, bool) {
	e := cells.Range{Sheet: id}
	found := false
	for r, input := range s.inputs {
		if r.Sheet == id && input != "" {
			e, found = e.Union(r.Range()), true
		}
	}
	return e, found
}

func (s *sheet) FormulaText(r cells.Ref) (string, bool) {
	input := s.inputs[r]
	return input, strings.HasPrefix(input, "=")
}

// remember gives a cell a past: "20@-120" is 20, 120 seconds before now; "1b@0" is TRUE.
func (s *sheet) remember(r cells.Ref, points []string) {
	if s.past == nil {
		s.past = map[cells.Ref][]cells.Point{}
	}
	for _, p := range points {
		x, ago, _ := strings.Cut(p, "@")
		seconds, _ := strconv.Atoi(ago)
		v, _ := cells.ParseLiteral(strings.TrimSuffix(x, "b"), "en")
		if strings.HasSuffix(x, "b") {
			v = cells.Boolean(v.Float() != 0)
		}
		s.past[r] = append([]cells.Point{{At: s.at + int64(seconds)*1000, Value: v}}, s.past[r]...)
	}
}

func (s *sheet) Past(r cells.Ref) *series.Series {
	if s.series[r] == nil {
		p := new(series.Series)
		for _, x := range slices.Backward(s.past[r]) {
			p.Add(x.At, x.Value)
		}
		if s.series == nil {
			s.series = map[cells.Ref]*series.Series{}
		}
		s.series[r] = p
	}
	return s.series[r]
}

// show writes a value as the tests expect it: as the cell shows it, arrays as {1,2;3,4}.
func show(v cells.Value) string {
	a := v.Array()
	if a == nil {
		return cells.Format{}.Render(v, "en")
	}
	var b strings.Builder
	b.WriteByte('{')
	for i, x := range a.Values {
		switch {
		case i > 0 && i%a.Cols == 0:
			b.WriteByte(';')
		case i > 0:
			b.WriteByte(',')
		}
		b.WriteString(cells.Format{}.Render(x, "en"))
	}
	return b.String() + "}"
}

// home is where test formulas stand: out of the way of their inputs.
var home = cells.Ref{Sheet: 1, Row: 19, Col: 25}
