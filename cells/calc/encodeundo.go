package calc

import (
	"fmt"
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

// storedActor is the part "u/<actor>" as revisions 1 and 2 wrote it, and what is read of it as it is written now (encodepieces.go).
type storedActor struct {
	Name string         `json:"name"`
	Used uint64         `json:"used"`
	Undo [][]storedStep `json:"undo,omitempty"`
	Redo [][]storedStep `json:"redo,omitempty"`
}

// storedStep is a step: which kind, and what of the fields that kind has.
type storedStep struct {
	Kind     string                    `json:"kind"`
	Sheet    cells.SheetID             `json:"sheet,omitempty"`
	Area     *cells.Range              `json:"area,omitempty"`
	Before   []storedPiece             `json:"before,omitempty"` // not in what is written now
	After    []storedPiece             `json:"after,omitempty"`
	Col      int32                     `json:"col,omitempty"`
	From     int32                     `json:"from,omitempty"`
	To       int32                     `json:"to,omitempty"`
	Axis     cells.Axis                `json:"axis,omitempty"`
	Count    int32                     `json:"count,omitempty"`
	Formats  []storedRun[cells.Format] `json:"formats,omitempty"`
	Format   *cells.Format             `json:"format,omitempty"`
	Sizes    []storedRun[int]          `json:"sizes,omitempty"`
	Size     int                       `json:"size,omitempty"`
	Keeps    []storedRun[cells.Policy] `json:"keeps,omitempty"`
	Keep     *cells.Policy             `json:"keep,omitempty"`
	Names    []cells.Name              `json:"names,omitempty"`
	Books    []cells.SetBook           `json:"books,omitempty"`
	Bindings []cells.Binding           `json:"bindings,omitempty"`
	Texts    []string                  `json:"texts,omitempty"`
	Places   []int                     `json:"places,omitempty"`
	Move     *cells.Move               `json:"move,omitempty"`
}

type storedPiece struct {
	Col     int32         `json:"col"`
	Top     int32         `json:"top"`
	N       int32         `json:"n"`
	Formula string        `json:"f,omitempty"` // its key
	Values  []cells.Value `json:"v,omitempty"`
}

func storePieces(ps []piece) []storedPiece {
	var out []storedPiece
	for _, p := range ps {
		x := storedPiece{Col: p.col, Top: p.top, N: p.n, Values: p.vals}
		if p.t != nil {
			x.Formula = p.t.Key()
		}
		out = append(out, x)
	}
	return out
}

func storeContent(at cells.Ref, c content) []storedPiece {
	switch {
	case c.t != nil:
		return []storedPiece{{Col: at.Col, Top: at.Row, N: 1, Formula: c.t.Key()}}
	case c.v.IsBlank():
		return nil
	}
	return []storedPiece{{Col: at.Col, Top: at.Row, N: 1, Values: []cells.Value{c.v}}}
}

func (l *loader) content(in []storedPiece) content {
	ps := l.pieces(in)
	if len(ps) == 0 {
		return content{}
	}
	return ps[0].content(0)
}

func (l *loader) pieces(in []storedPiece) []piece {
	var out []piece
	for _, x := range in {
		if x.N < 1 {
			l.fail("a piece has %d cells", x.N)
			continue
		}
		p := piece{col: x.Col, top: x.Top, n: x.N, vals: x.Values}
		if x.Formula != "" {
			if p.t = l.template(x.Formula); p.t == nil {
				continue // the loader has failed
			}
		} else if int(x.N) != len(x.Values) {
			l.fail("a piece of %d cells has %d values", x.N, len(x.Values))
			continue
		}
		out = append(out, p)
	}
	return out
}

func storeStep(s step) storedStep {
	switch x := s.(type) {
	case *restoreCells:
		return storedStep{Kind: "cells", Sheet: x.sheet, Area: &x.area, Before: storePieces(x.before), After: storePieces(x.after)}
	case *restoreCell:
		g := x.at.Range()
		return storedStep{Kind: "cell", Area: &g, Before: storeContent(x.at, x.before), After: storeContent(x.at, x.after)}
	case *restoreFormats:
		y := storedStep{Kind: "formats", Sheet: x.sheet, Col: x.col, From: x.from, To: x.to, Format: x.after}
		for _, r := range x.before {
			y.Formats = append(y.Formats, storedRun[cells.Format]{r.from, r.to, *r.v})
		}
		return y
	case *removeLines:
		return storedStep{Kind: "remove", Sheet: x.lines.Sheet, Axis: x.lines.Axis, From: x.lines.At, Count: x.lines.Count}
	case *bringLines:
		return storedStep{Kind: "bring", Sheet: x.lines.Sheet, Axis: x.lines.Axis, From: x.lines.At, Count: x.lines.Count}
	case *restoreName:
		return storedStep{Kind: "name", Names: []cells.Name{x.before, x.after}}
	case *restoreBook:
		return storedStep{Kind: "book", Books: []cells.SetBook{x.before, x.after}}
	case *restoreSizes:
		return storedStep{Kind: "sizes", Sheet: x.sheet, Axis: x.axis, From: x.from, To: x.to, Sizes: storeRuns(x.before), Size: x.after}
	case *restorePolicy:
		return storedStep{Kind: "keep", Sheet: x.sheet, Col: x.col, From: x.from, To: x.to, Keeps: storeRuns(x.before), Keep: &x.after}
	case *restoreBinding:
		return storedStep{Kind: "binding", Bindings: []cells.Binding{x.before, x.after}}
	case *restoreTab:
		return storedStep{Kind: "tab", Sheet: x.sheet, Texts: []string{x.before, x.after}, Places: []int{x.beforeIndex, x.afterIndex}}
	case *dropSheet:
		return storedStep{Kind: "dropSheet", Sheet: x.sheet}
	case *bringSheet:
		return storedStep{Kind: "bringSheet", Sheet: x.sheet, Texts: []string{x.name}, Places: []int{x.index}}
	case *moveBack:
		return storedStep{Kind: "move", Move: &x.op}
	case *restoreHistories:
		y := storedStep{Kind: "histories"}
		for _, h := range x.of {
			y.Places = append(y.Places, int(h.at.Sheet), int(h.at.Row), int(h.at.Col), int(h.id))
		}
		return y
	}
	panic(fmt.Sprintf("calc: a step of type %T cannot be stored", s))
}

func (l *loader) actor(x storedActor) {
	a := &actor{name: x.Name, used: x.Used}
	a.undo, a.redo = l.records(x.Undo), l.records(x.Redo)
	l.b.undos.actors[x.Name] = a
}

func (l *loader) records(in [][]storedStep) []*record {
	var out []*record
	for _, list := range in {
		r := new(record)
		for _, x := range list {
			if s := l.step(x); s != nil {
				r.steps = append(r.steps, s)
				r.size += s.bytes()
			}
		}
		l.b.undos.size += r.size
		out = append(out, r)
	}
	return out
}

func (l *loader) step(x storedStep) step {
	pair := func(n int) bool {
		if n != 2 {
			l.fail("a step of the kind %s has %d states", x.Kind, n)
		}
		return n == 2
	}
	lines := formula.Lines{Sheet: x.Sheet, Axis: x.Axis, At: x.From, Count: x.Count}
	switch x.Kind {
	case "cells":
		if x.Area != nil {
			return &restoreCells{sheet: x.Sheet, area: *x.Area, before: l.pieces(x.Before), after: l.pieces(x.After)}
		}
	case "cell":
		if x.Area != nil {
			return &restoreCell{at: x.Area.TopLeft(), before: l.content(x.Before), after: l.content(x.After)}
		}
	case "formats":
		s := &restoreFormats{sheet: x.Sheet, col: x.Col, from: x.From, to: x.To}
		if x.Format != nil {
			s.after = l.b.format(*x.Format)
		}
		for _, r := range x.Formats {
			s.before = append(s.before, run[*cells.Format]{r.From, r.To, l.b.format(r.Value)})
		}
		return s
	case "remove":
		return &removeLines{lines}
	case "bring":
		return &bringLines{lines}
	case "name":
		if pair(len(x.Names)) {
			return &restoreName{before: x.Names[0], after: x.Names[1]}
		}
	case "book":
		if pair(len(x.Books)) {
			return &restoreBook{before: x.Books[0], after: x.Books[1]}
		}
	case "sizes":
		return &restoreSizes{sheet: x.Sheet, axis: x.Axis, from: x.From, to: x.To, before: loadRuns(x.Sizes), after: x.Size}
	case "keep":
		if x.Keep != nil {
			return &restorePolicy{sheet: x.Sheet, col: x.Col, from: x.From, to: x.To, before: loadRuns(x.Keeps), after: *x.Keep}
		}
	case "binding":
		if pair(len(x.Bindings)) {
			return &restoreBinding{before: x.Bindings[0], after: x.Bindings[1]}
		}
	case "tab":
		if pair(len(x.Texts)) && pair(len(x.Places)) {
			return &restoreTab{sheet: x.Sheet, before: x.Texts[0], after: x.Texts[1], beforeIndex: x.Places[0], afterIndex: x.Places[1]}
		}
	case "dropSheet":
		return &dropSheet{sheet: x.Sheet}
	case "bringSheet":
		if len(x.Texts) == 1 && len(x.Places) == 1 {
			return &bringSheet{sheet: x.Sheet, name: x.Texts[0], index: x.Places[0]}
		}
	case "histories":
		s := new(restoreHistories)
		for h := range slices.Chunk(x.Places, 4) {
			if len(h) < 4 {
				l.fail("a step of the kind histories is not whole")
				break
			}
			s.of = append(s.of, history{cells.Ref{Sheet: cells.SheetID(h[0]), Row: int32(h[1]), Col: int32(h[2])}, cells.SeriesID(h[3])})
		}
		return s
	case "move":
		if x.Move != nil {
			return &moveBack{op: *x.Move}
		}
	}
	l.fail("a step of the kind %q is not whole", x.Kind)
	return nil
}
