package calc

import (
	"cmp"
	"slices"

	"freshet/cells"
)

// The past of a cell is kept from when a formula first reads it. What came for the cell before is in its history, which is not part of the book: so the book awaits it
// ([Book.Awaits]), and whoever keeps the log brings it ([cells.Recall]). It is data of the log then, and the past is the same on every replica.

// await is a past that begins later than the history of its cell.
type await struct {
	cells.Awaited
	Had bool `json:"had,omitempty"` // the past begins with the value that was there
}

func (b *Book) findAwait(id cells.SeriesID) (int, bool) {
	return slices.BinarySearchFunc(b.awaits, id, func(a await, id cells.SeriesID) int { return cmp.Compare(a.Series, id) })
}

// await notes that a past begins; with no history nothing is missing.
func (b *Book) await(id cells.SeriesID, had bool) {
	if id == 0 {
		return
	}
	x := await{cells.Awaited{Series: id, Version: b.version}, had}
	if i, known := b.findAwait(id); known {
		b.awaits[i] = x
	} else {
		b.awaits = slices.Insert(b.awaits, i, x)
	}
}

func (b *Book) awaitNoMore(id cells.SeriesID) {
	if i, known := b.findAwait(id); known {
		b.awaits = slices.Delete(b.awaits, i, i+1)
	}
}

// Awaits is the pasts for which a [cells.Recall] is still to bring what was before.
func (b *Book) Awaits() []cells.Awaited {
	if len(b.awaits) == 0 {
		return nil
	}
	out := make([]cells.Awaited, len(b.awaits))
	for i, x := range b.awaits {
		out[i] = x.Awaited
	}
	return out
}

// bringBack puts what was before into pasts that await it, and wakes who reads them. What nobody awaits any more is left.
func (w *wave) bringBack(op cells.Recall) {
	b := w.b
	wanted := make(map[cells.SeriesID]await, len(op.Pasts))
	for _, x := range op.Pasts {
		if i, known := b.findAwait(x.Series); known && b.awaits[i].Awaited == x.Awaited {
			wanted[x.Series] = b.awaits[i]
		}
	}
	if len(wanted) == 0 {
		return
	}
	b.awaits = slices.DeleteFunc(b.awaits, func(a await) bool { return wanted[a.Series] == a })
	places := make(map[cells.SeriesID]cells.Ref, len(wanted))
	for _, s := range b.tabs {
		for p, id := range s.series {
			if wanted[id].Series != 0 {
				places[id] = cells.Ref{Sheet: s.id, Row: p.row, Col: p.col}
			}
		}
	}
	for _, x := range op.Pasts {
		if at, ok := places[x.Series]; ok && wanted[x.Series].Awaited == x.Awaited {
			delete(places, x.Series)
			w.recalled(at, x.Points, wanted[x.Series].Had)
		}
	}
}

// recalled puts points from before in front of the past of a cell.
func (w *wave) recalled(at cells.Ref, earlier []cells.Point, had bool) {
	s := w.b.sheets[at.Sheet]
	p := s.pasts[place{at.Row, at.Col}]
	if p == nil {
		return
	}
	points := slices.Clone(earlier)
	for i := range points {
		points[i].Value = placed(points[i].Value, at)
	}
	before := p.Size()
	if !p.Recall(points, had) {
		return
	}
	w.b.pastGrew(before, p)
	w.b.stored.touch(pastKey(s, at.Col, at.Row))
	w.renewals.add(s.id, at.Col, at.Row, at.Row)
}
