package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
	"freshet/cells/series"
)

var _ formula.Historian = sight{}

// Past is the values a cell had. It is kept for cells whose past some formula reads, from the time it does, and is part of the book's
// state: the same on every replica and after a restart.
func (s sight) Past(r cells.Ref) *series.Series {
	t := s.b.sheets[r.Sheet]
	if t == nil {
		return nil
	}
	at := place{r.Row, r.Col}
	p := t.pasts[at]
	if p != nil {
		s.b.asked = append(s.b.asked, pastAsked{pastKey(t, r.Col, r.Row), p})
	}
	return p
}

// pastAsked is a past that an evaluation has asked, which may have made it remember something that is to be stored.
type pastAsked struct {
	part partKey
	past *series.Series
}

// keepAsked notes what evaluations have made pasts remember.
func (b *Book) keepAsked() {
	for i, x := range b.asked {
		if x.past.Stale() {
			b.stored.touch(x.part)
		}
		b.asked[i].past = nil
	}
	b.asked = b.asked[:0]
}

// noted adds a value to the past of a cell that has one. A computed one may be calculated again in the same wave.
func (w *wave) noted(s *sheet, col, row int32, v cells.Value) {
	p := s.pasts[place{row, col}]
	if p == nil {
		return
	}
	before := p.Size()
	switch {
	case w.comp >= 0:
		p.Note(w.at, w.b.version, v)
	case w.measured != 0:
		p.Add(min(w.measured, w.at), v)
	default:
		p.Add(w.at, v)
	}
	w.b.pastGrew(before, p)
	w.b.stored.touch(pastKey(s, col, row))
}

// maxPastBytes is how much memory the pasts of all cells may take: those of some 10,000 cells that have as many points as package series keeps. When they take more,
// those that get points keep fewer of them.
const maxPastBytes = 1 << 30

// pastGrew counts what a past takes after it got a point.
func (b *Book) pastGrew(before int, p *series.Series) {
	b.pasts += int64(p.Size() - before)
	for b.pasts > b.room.pasts {
		if before = p.Size(); !p.Shorten() {
			return
		}
		b.pasts += int64(p.Size() - before)
	}
}

// recountPasts finds what all pasts take after some came or went.
func (b *Book) recountPasts() {
	b.pasts = 0
	for _, s := range b.tabs {
		for _, p := range s.pasts {
			b.pasts += int64(p.Size())
		}
	}
}

// renewed adds a reading whose value the cell has already. It wakes those who read the past, and nobody else.
func (w *wave) renewed(s *sheet, col, row int32, v cells.Value) {
	p := s.pasts[place{row, col}]
	if p == nil || w.measured != 0 && p.Repeats(w.measured, v) {
		return
	}
	w.noted(s, col, row, v)
	w.renewals.add(s.id, col, row, row)
}

// wakeHistoric makes what reads the past of cells dirty that have got the value they had.
func (w *wave) wakeHistoric() {
	w.renewals.tidy()
	for _, a := range w.renewals {
		s := w.b.sheets[a.sheet]
		if s == nil {
			continue
		}
		s.readers.search(rect{a.from, a.col, a.to, a.col}, func(e *entry) {
			from, to := max(a.from, e.rect.top), min(a.to, e.rect.bottom)
			for _, x := range e.readers {
				if !x.reads.Past {
					continue
				}
				if rows, ok := x.affected(from, to); ok {
					w.fresh.add(x.region.sheet.id, x.region.col, rows.from, rows.to)
				}
			}
		})
	}
	w.renewals = w.renewals[:0]
}

// recall begins to keep the pasts that rows of a region read.
func (w *wave) recall(r *region, from, to int32) {
	for _, x := range r.use.t.Precedents() {
		if !x.Past {
			continue
		}
		for row := from; row <= to; row++ {
			g, ok := x.At(r.ref(row))
			if !ok || !g.Single() {
				continue
			}
			if s := w.b.sheets[g.Sheet]; s != nil {
				w.keepPast(s, g.Left, g.Top)
			}
		}
	}
}

func (w *wave) keepPast(s *sheet, col, row int32) {
	at := place{row, col}
	if s.pasts[at] != nil {
		return
	}
	p := new(series.Series)
	if v := s.value(row, col); !v.IsBlank() {
		when := w.at
		if b := s.cols[col].block(row); b != nil {
			if t, _ := b.stampAt(row & (blockRows - 1)); t != 0 {
				when = t
			}
		}
		p.Add(when, v)
	}
	w.b.await(s.series[at], p.Len() > 0)
	if s.pasts == nil {
		s.pasts = make(map[place]*series.Series)
	}
	s.pasts[at] = p
	w.b.pasts += int64(p.Size())
	if s.pastCols != nil {
		s.pastCols[col] = true
	}
	w.b.stored.touch(pastKey(s, col, row))
}

// restart has formulas that are new in rows of a column begin with nothing taken by the joins of those before.
func (b *Book) restart(s *sheet, col, top, bottom int32) {
	if len(s.pasts) == 0 {
		return
	}
	again := func(row int32, p *series.Series) {
		if p.Restart(); p.Stale() {
			b.stored.touch(pastKey(s, col, row))
		}
	}
	if int(bottom-top) < len(s.pasts) {
		for row := top; row <= bottom; row++ {
			if p := s.pasts[place{row, col}]; p != nil {
				again(row, p)
			}
		}
		return
	}
	for at, p := range s.pasts {
		if at.col == col && at.row >= top && at.row <= bottom {
			again(at.row, p)
		}
	}
}

// forgetPasts drops the pasts that no formula reads any more.
func (b *Book) forgetPasts() {
	if !b.lessHistoric {
		return
	}
	b.lessHistoric = false
	read := make(map[cells.Ref]bool)
	for u := range b.mentions.historic {
		for _, r := range u.regions {
			for _, x := range u.t.Precedents() {
				for row := r.top; x.Past && row <= r.bottom; row++ {
					if g, ok := x.At(r.ref(row)); ok {
						read[g.TopLeft()] = true
					}
				}
			}
		}
	}
	for _, s := range b.tabs {
		for p := range s.pasts {
			if !read[cells.Ref{Sheet: s.id, Row: p.row, Col: p.col}] {
				b.pasts -= int64(s.pasts[p].Size())
				delete(s.pasts, p)
				b.awaitNoMore(s.series[p])
				s.pastCols = nil
				b.stored.touch(pastKey(s, p.col, p.row))
			}
		}
	}
}

// recalls reports whether the past of any cell of a column is kept.
func (s *sheet) recalls(col int32) bool {
	if len(s.pasts) == 0 {
		return false
	}
	if s.pastCols == nil {
		s.pastCols = make(map[int32]bool)
		for p := range s.pasts {
			s.pastCols[p.col] = true
		}
	}
	return s.pastCols[col]
}
