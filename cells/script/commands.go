package script

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"freshet/cells"
)

// maxListed is how many cells one line may list.
const maxListed = 100_000

// op reads a command.
func (r *runner) op(word, rest string) (cells.Op, error) {
	f := strings.Fields(rest)
	need := func(n int) error {
		if len(f) < n {
			return fmt.Errorf("%s needs %d words", word, n)
		}
		return nil
	}
	switch word {
	case "set":
		return r.set(rest)
	case "clear":
		g, err := r.rangeOf(rest)
		return cells.Clear{Range: g}, err
	case "fill", "copy", "move":
		if err := need(2); err != nil {
			return nil, err
		}
		a, err := r.rangeOf(f[0])
		b, err2 := r.rangeOf(f[1])
		if err := errors.Join(err, err2); err != nil {
			return nil, err
		}
		switch word {
		case "fill":
			op := cells.Fill{Source: a, Target: b}
			if len(f) > 2 {
				op.Mode = cells.FillMode(f[2])
			}
			return op, nil
		case "copy":
			return cells.Copy{Source: a, Dest: b}, nil
		}
		return cells.Move{Source: a, Dest: b.TopLeft()}, nil
	case "insert", "delete":
		if err := need(3); err != nil {
			return nil, err
		}
		return r.insertOrDelete(word, f)
	case "format":
		if err := need(2); err != nil {
			return nil, err
		}
		g, err := r.rangeOf(f[0])
		x := cells.Format{Kind: cells.FormatKind(strings.TrimPrefix(f[1], "general"))}
		if len(f) > 2 {
			x.Decimals, _ = strconv.Atoi(f[2])
		}
		return cells.SetFormat{Range: g, Format: x}, err
	case "policy":
		if err := need(2); err != nil {
			return nil, err
		}
		g, err := r.rangeOf(f[0])
		return cells.SetPolicy{Range: g, Policy: cells.Policy{Log: cells.LogPolicy(strings.TrimPrefix(f[1], "readings"))}}, err
	case "ingest":
		return r.ingest(f)
	case "tick":
		return cells.Tick{}, nil
	case "undo":
		return cells.Undo{}, nil
	case "redo":
		return cells.Redo{}, nil
	}
	return r.bookOp(word, rest, f)
}

// bookOp reads a command about sheets, names and the book.
func (r *runner) bookOp(word, rest string, f []string) (cells.Op, error) {
	if len(f) == 0 {
		return nil, fmt.Errorf("there is no command %q, or it needs more words", word)
	}
	switch word {
	case "sheet":
		return cells.AddSheet{Name: rest, Index: -1}, nil
	case "rename", "reorder", "drop":
		if len(f) < 2 {
			return nil, fmt.Errorf("%s needs 2 words", word)
		}
		name := f[0]
		if word == "drop" {
			name = f[1]
		}
		id, err := r.sheetID(name)
		switch word {
		case "rename":
			return cells.RenameSheet{Sheet: id, Name: f[1]}, err
		case "drop":
			return cells.DeleteSheet{Sheet: id}, err
		}
		n, err2 := strconv.Atoi(f[1])
		return cells.MoveSheet{Sheet: id, Index: n}, errors.Join(err, err2)
	case "name":
		if len(f) < 2 {
			return nil, errors.New("name needs 2 words")
		}
		g, err := r.rangeOf(f[1])
		return cells.DefineName{Name: f[0], Range: g}, err
	case "unname":
		return cells.DropName{Name: f[0]}, nil
	case "title":
		return cells.SetBook{Title: rest}, nil
	case "zone":
		return cells.SetBook{Zone: f[0]}, nil
	case "locale":
		return cells.SetBook{Locale: f[0]}, nil
	case "bind":
		if len(f) < 2 {
			return nil, errors.New("bind needs 2 words")
		}
		g, err := r.rangeOf(f[1])
		return cells.Bind{Binding: cells.Binding{ID: f[0], Source: "mqtt", Topic: f[0], Target: g.TopLeft()}}, err
	case "unbind":
		return cells.Unbind{ID: f[0]}, nil
	case "size":
		if len(f) < 4 {
			return nil, errors.New("size needs 4 words")
		}
		return r.size(f)
	}
	return nil, fmt.Errorf("there is no command %q", word)
}

func (r *runner) set(rest string) (cells.Op, error) {
	where, what, _ := strings.Cut(rest, " ")
	g, err := r.rangeOf(where)
	if err != nil {
		return nil, err
	}
	if g.Single() {
		return cells.Set{Range: g, Inputs: []cells.Input{cells.Typed(strings.TrimSpace(what))}}, nil
	}
	if g.Size() > maxListed {
		return nil, fmt.Errorf("%s has more than %d cells", g.A1(), maxListed)
	}
	parts := strings.Split(what, "|")
	op := cells.Set{Range: g}
	for i := range g.Size() {
		// Fewer inputs than cells go round.
		op.Inputs = append(op.Inputs, cells.Typed(strings.TrimSpace(parts[i%len(parts)])))
	}
	return op, nil
}

func (r *runner) insertOrDelete(word string, f []string) (cells.Op, error) {
	id, err := r.sheetID(r.sheet)
	if err != nil {
		return nil, err
	}
	at, ok := int32(0), false
	axis := cells.Axis(f[0])
	if axis == cells.Rows {
		at, ok = cells.ParseRow(f[1])
	} else {
		at, ok = cells.ParseColumn(f[1])
	}
	n, err := strconv.ParseInt(f[2], 10, 32)
	if !ok || err != nil {
		return nil, fmt.Errorf("%s %s is no line and count", f[1], f[2])
	}
	if word == "insert" {
		return cells.Insert{Sheet: id, Axis: axis, At: at, Count: int32(n)}, nil
	}
	return cells.Delete{Sheet: id, Axis: axis, At: at, Count: int32(n)}, nil
}

func (r *runner) size(f []string) (cells.Op, error) {
	id, err := r.sheetID(r.sheet)
	if err != nil {
		return nil, err
	}
	op := cells.SetWidth{Sheet: id, Axis: cells.Axis(f[0])}
	parse := cells.ParseColumn
	if op.Axis == cells.Rows {
		parse = cells.ParseRow
	}
	var ok, ok2 bool
	op.From, ok = parse(f[1])
	op.To, ok2 = parse(f[2])
	op.Size, err = strconv.Atoi(f[3])
	if !ok || !ok2 {
		err = errors.New("there are no such lines")
	}
	return op, err
}

func (r *runner) ingest(f []string) (cells.Op, error) {
	var op cells.Ingest
	for _, x := range f {
		where, what, ok := strings.Cut(x, "=")
		if !ok {
			return nil, fmt.Errorf("%q is no reading", x)
		}
		what, ago, timed := strings.Cut(what, "@")
		v, _ := cells.ParseLiteral(strings.ReplaceAll(what, "_", " "), "en")
		reading := cells.Reading{Value: v}
		if timed {
			d, err := time.ParseDuration(ago)
			if err != nil {
				return nil, err
			}
			if r.last == nil || r.last.At == 0 {
				return nil, errors.New("when a reading was measured is told by the time of a command before it")
			}
			reading.At = r.last.At + (r.waited + d).Milliseconds()
		}
		if g, err := r.rangeOf(where); err == nil {
			reading.Ref = g.TopLeft()
		} else {
			reading.Name = where
		}
		op.Readings = append(op.Readings, reading)
	}
	return op, nil
}

func (r *runner) sheetID(name string) (cells.SheetID, error) {
	var s cells.Sheet
	ok := false
	err := r.d.View(func(v cells.View) error {
		s, ok = v.SheetNamed(name)
		return nil
	})
	if err == nil && !ok {
		err = fmt.Errorf("there is no sheet %q", name)
	}
	return s.ID, err
}

// rangeOf reads a reference, on the sheet in use unless it names one.
func (r *runner) rangeOf(text string) (cells.Range, error) {
	name, rest, ok := cells.SplitSheet(text)
	if !ok {
		return cells.Range{}, fmt.Errorf("%q is no reference", text)
	}
	if name == "" {
		name = r.sheet
	}
	g, ok := cells.ParseA1(rest)
	if !ok {
		return cells.Range{}, fmt.Errorf("%q is no reference", text)
	}
	id, err := r.sheetID(name)
	g.Sheet = id
	return g, err
}
