package script

import (
	"errors"
	"fmt"
	"strings"

	"freshet/cells"
)

// Cases stand in column Z from row 20 on, out of the way of their inputs, and are applied together as far as they fit above row 128.
const (
	caseCol    = 25
	caseTop    = 19
	caseBottom = 127
)

// oneCase is a line "case =SUM(A1:A3) => 6".
type oneCase struct {
	line    int // from 0
	formula string
	want    string
	at      cells.Ref
}

// readCase reads a line; false when it is no case.
func readCase(line string) (c oneCase, ok bool, err error) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "case ")
	if !ok {
		return c, false, nil
	}
	cut := strings.LastIndex(rest, "=>")
	if cut < 0 {
		return c, true, errors.New(`a case has a formula, "=>" and a value`)
	}
	c.formula, c.want = strings.TrimSpace(rest[:cut]), strings.TrimSpace(rest[cut+2:])
	return c, true, nil
}

// height is how many rows what is expected takes.
func (c *oneCase) height() int32 {
	if !strings.HasPrefix(c.want, "{") {
		return 1
	}
	rows, quoted, escaped := int32(1), false, false
	for _, r := range c.want {
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
		case r == '"':
			quoted = !quoted
		case r == ';' && !quoted:
			rows++
		}
	}
	return rows
}

// cases does the cases that begin at a line, in one entry, and gives how each line should read.
func (r *runner) cases(lines []string) (seen []string, err error) {
	if r.batch != nil {
		return nil, errors.New("a batch is applied at its end; nothing can be expected inside")
	}
	id, err := r.sheetID(r.sheet)
	if err != nil {
		return nil, err
	}
	var list []oneCase
	row := int32(caseTop)
	for i, line := range lines {
		c, ok, err := readCase(line)
		if err != nil {
			return nil, err
		}
		if !ok || row > caseTop && row+c.height() > caseBottom {
			break
		}
		c.line, c.at = i, cells.Ref{Sheet: id, Row: row, Col: caseCol}
		row += c.height()
		list = append(list, c)
	}
	room := cells.Range{Sheet: id, Top: caseTop, Left: caseCol, Bottom: max(row, caseBottom), Right: 2*caseCol + 1}
	ops := cells.Ops{cells.Clear{Range: room}}
	for _, c := range list {
		ops = append(ops, cells.Set{Range: c.at.Range(), Inputs: []cells.Input{cells.Typed(c.formula)}})
	}
	if err := r.apply(r.actor, ops); err != nil {
		return nil, err
	}
	refused := make([]*cells.Error, len(list))
	if r.refused != nil {
		// One that cannot be compiled takes the others with it: each for itself.
		if err := r.apply(r.actor, ops[:1]); err != nil {
			return nil, err
		}
		for i := range list {
			if err := r.apply(r.actor, ops[i+1:i+2]); err != nil {
				return nil, err
			}
			refused[i] = r.refused
		}
	}
	for i, c := range list {
		got := ""
		if refused[i] != nil {
			got = "refused: " + string(refused[i].Code)
		} else if err := r.d.View(func(v cells.View) error {
			got = shownAt(v, c.at)
			return nil
		}); err != nil {
			return nil, err
		}
		seen = append(seen, fmt.Sprintf("case %s => %s", c.formula, got))
	}
	return seen, nil
}

// shownAt writes the value of a case, or the whole array that it spilled, as {1,"a";TRUE,4}.
func shownAt(v cells.View, at cells.Ref) string {
	right, below := at, at
	for right.Col++; v.Cell(right).Spilled; right.Col++ {
	}
	for below.Row++; v.Cell(below).Spilled; below.Row++ {
	}
	g := cells.Range{Sheet: at.Sheet, Top: at.Row, Left: at.Col, Bottom: below.Row - 1, Right: right.Col - 1}
	values := make([]cells.Value, g.Size())
	v.Values(g, values)
	if len(values) == 1 {
		return shownValue(values[0])
	}
	var b strings.Builder
	b.WriteByte('{')
	for i, x := range values {
		switch {
		case i > 0 && i%g.Cols() == 0:
			b.WriteByte(';')
		case i > 0:
			b.WriteByte(',')
		}
		b.WriteString(shownValue(x))
	}
	return b.String() + "}"
}

// shownValue writes a value as cases do: numbers as a cell shows them, with 15 digits.
func shownValue(v cells.Value) string {
	if v.Kind() == cells.Blank || v.Kind() == cells.Text {
		return Show(v)
	}
	return cells.Format{}.Render(v, "en")
}
