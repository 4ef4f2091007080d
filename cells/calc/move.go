package calc

import (
	"maps"

	"freshet/cells"
	"freshet/cells/formula"
)

// move takes the cells of a range to another place; references to them follow, and references to what was there before are gone.
func (w *wave) move(op cells.Move) {
	dst := moved(op)
	if dst == op.Source {
		return
	}
	b := w.b
	from, to := b.sheets[op.Source.Sheet], b.sheets[op.Dest.Sheet]
	e := formula.Moved{Source: op.Source, Dest: op.Dest}
	back := formula.Moved{Source: dst, Dest: op.Source.TopLeft()}
	pieces := w.carried(from, e, back)
	formats := from.captureFormats(op.Source)
	w.losing(to, dst)
	if over := to.capture(dst); len(over) > 0 {
		w.undoing(&restoreCells{sheet: to.id, area: dst, before: over})
	}
	if w.way == forward {
		defer w.moveFormats(from, to, op.Source, dst, formats)
	}
	concerned := regionSet{}
	concerned.reading(from, op.Source)
	concerned.reading(to, dst)
	concerned.of(b.mentions.silent)
	if b.thorough {
		for _, s := range b.tabs {
			concerned.on(s)
		}
	}
	stays := w.rewriteEach(e, concerned)
	// The areas are emptied first, so that what is planted again finds the graph as it will be.
	parted := make([]rewritten, 0, len(stays))
	for _, x := range stays {
		parted = append(parted, w.outside(x, op.Source, dst)...)
	}
	series, pasts := takePlaces(from.series, op.Source, dst), takePlaces(from.pasts, op.Source, dst)
	takePlaces(to.series, dst, dst)
	takePlaces(to.pasts, dst, dst)
	w.carrying = true
	w.blankRange(from, op.Source)
	w.blankRange(to, dst)
	for _, x := range parted {
		w.replant(x, back)
	}
	w.putPieces(to, pieces, w.by)
	w.carrying = false
	w.followBook(e, back)
	to.series, to.pasts = givePlaces(to.series, series), givePlaces(to.pasts, pasts)
	from.pastCols, to.pastCols = nil, nil
	b.recountPasts()
	b.stored.sheet(from.id)
	b.stored.sheet(to.id)
	b.undos.shift(b, e, w.actor)
	w.undoing(&moveBack{op: cells.Move{Source: dst, Dest: op.Source.TopLeft()}})
}

// carried is what stands in the source, as it will stand at the destination. What moving back would not make what it was is noted.
func (w *wave) carried(s *sheet, e, back formula.Moved) []piece {
	down, right := e.Dest.Row-e.Source.Top, e.Dest.Col-e.Source.Left
	var out []piece
	for _, p := range s.capture(e.Source) {
		if p.t == nil {
			p.top, p.col = p.top+down, p.col+right
			out = append(out, p)
			continue
		}
		for _, g := range w.b.rewrite(s.id, p.col, p.top, p.bottom(), p.t, e) {
			n := g.to - g.from + 1
			out = append(out, piece{col: p.col + right, top: g.from + down, n: n, t: g.t})
			then := w.b.compiler.Rewrite(g.t, cells.Ref{Sheet: e.Dest.Sheet, Row: g.from + down, Col: p.col + right}, back)
			if then != p.t {
				w.undoing(&restoreCells{
					sheet: s.id, area: cells.Range{Sheet: s.id, Top: g.from, Left: p.col, Bottom: g.to, Right: p.col},
					before: []piece{{col: p.col, top: g.from, n: n, t: p.t}},
					after:  []piece{{col: p.col, top: g.from, n: n, t: then}},
				})
			}
		}
	}
	return out
}

// outside is the parts of a rewritten region that lie neither in the source nor at the destination and change. They stand for themselves, as the region
// itself may be cut meanwhile.
func (w *wave) outside(x rewritten, src, dst cells.Range) []rewritten {
	var out []rewritten
	r := x.r
	for _, g := range x.segs {
		if g.t == r.use.t {
			continue
		}
		left := []span{{g.from, g.to}}
		for _, in := range [2]cells.Range{src, dst} {
			if in.Sheet == r.sheet.id && r.col >= in.Left && r.col <= in.Right {
				left = without(left, in.Top, in.Bottom)
			}
		}
		for _, p := range left {
			out = append(out, rewritten{&region{sheet: r.sheet, col: r.col, top: p.from, bottom: p.to, use: r.use}, []segment{{p.from, p.to, g.t}}})
		}
	}
	return out
}

// without is the rows that are not among from…to.
func without(rows []span, from, to int32) []span {
	var out []span
	for _, p := range rows {
		if p.from < from {
			out = append(out, span{p.from, min(p.to, from-1)})
		}
		if p.to > to {
			out = append(out, span{max(p.from, to+1), p.to})
		}
	}
	return out
}

// moveFormats takes formats along.
func (w *wave) moveFormats(from, to *sheet, src, dst cells.Range, formats []columnFormats) {
	for _, f := range formats {
		w.reformat(from, f.col, src.Top, src.Bottom, nil)
	}
	w.copyFormats(to, dst, src, formats, 1, 1)
}

// takePlaces takes what is kept by cell of the source away and gives it back with the places it will have.
func takePlaces[T any](from map[place]T, src, dst cells.Range) map[place]T {
	taken := make(map[place]T)
	for p, x := range from {
		if p.row >= src.Top && p.row <= src.Bottom && p.col >= src.Left && p.col <= src.Right {
			taken[place{p.row + dst.Top - src.Top, p.col + dst.Left - src.Left}] = x
			delete(from, p)
		}
	}
	return taken
}

func givePlaces[T any](to, taken map[place]T) map[place]T {
	if to == nil {
		return taken
	}
	maps.Copy(to, taken)
	return to
}
