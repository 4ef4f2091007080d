package calc

import "freshet/cells"

const (
	keptCost  = 16 // from which cost on the tally of a range is kept
	keptWide  = 16 // how many tallies of many rows are kept
	keptSets  = 1 << 14
	keptRows  = 4    // how many tallies of one row are kept
	keptIdle  = 1000 // after how many changes without a question a tally is dropped
	firstSets = 64
)

// tallyCost is about how many tallies or columns must be looked at to add up a range.
func tallyCost(g cells.Range) int {
	if g.Top == g.Bottom {
		return g.Cols()
	}
	return g.Cols() * (2 + g.Rows()>>(blockBits+5))
}

// keptTally is the tally of a range that somebody asked for.
type keptTally struct {
	s    *sheet
	at   rect
	idle uint16 // changes since somebody asked
	t    tally
}

func (e *keptTally) covers(s *sheet, row, col int32) bool {
	return e.s == s && e.at.top <= row && row <= e.at.bottom && e.at.left <= col && col <= e.at.right
}

// keptTallies are tallies of ranges for which many columns have to be looked at: totals of rows, and of whole tables. A change of one cell changes
// them by the difference; a change of many drops them, and so does everything that moves cells. They are what a tally made afresh
// is, so whether one is kept shows in the time it takes only. Their number is bounded.
type keptTallies struct {
	rows        [][]keptTally // of one row, by its last bits
	count       int           // in rows
	left, right int32         // the columns that those of rows cover
	wide        []keptTally   // of several rows
	next        int           // the one of wide to be replaced
	made        int           // counts tallies made afresh
}

func (k *keptTallies) empty() bool { return k.count == 0 && len(k.wide) == 0 }

// reset drops all.
func (k *keptTallies) reset() { *k = keptTallies{made: k.made} }

// tally is the tally of a range; it is kept from now on. It is good until a cell changes or the next question.
func (k *keptTallies) tally(s *sheet, g cells.Range, extremes bool) *tally {
	at := rect{g.Top, g.Left, g.Bottom, g.Right}
	e := k.find(s, at)
	if e == nil {
		e = k.place(s, at)
		s.tally(g, extremes, &e.t)
		k.made++
	}
	e.idle = 0
	if extremes && e.t.aged {
		e.t = tally{}
		s.tally(g, true, &e.t)
		k.made++
	}
	return &e.t
}

func (k *keptTallies) list(at rect) []keptTally {
	if at.top != at.bottom {
		return k.wide
	}
	if len(k.rows) == 0 {
		return nil
	}
	return k.rows[int(at.top)&(len(k.rows)-1)]
}

func (k *keptTallies) find(s *sheet, at rect) *keptTally {
	list := k.list(at)
	for i := range list {
		if e := &list[i]; e.at == at && e.s == s {
			return e
		}
	}
	return nil
}

// place makes room for the tally of a range, at the cost of another one when there is none.
func (k *keptTallies) place(s *sheet, at rect) *keptTally {
	e := keptTally{s: s, at: at}
	if at.top != at.bottom {
		if len(k.wide) < keptWide {
			k.wide = append(k.wide, e)
			return &k.wide[len(k.wide)-1]
		}
		k.next = (k.next + 1) % keptWide
		k.wide[k.next] = e
		return &k.wide[k.next]
	}
	if k.count >= len(k.rows) && len(k.rows) < keptSets {
		k.grow()
	}
	if k.count == 0 {
		k.left, k.right = at.left, at.right
	}
	k.left, k.right = min(k.left, at.left), max(k.right, at.right)
	set := &k.rows[int(at.top)&(len(k.rows)-1)]
	if len(*set) == keptRows {
		copy(*set, (*set)[1:])
		(*set)[keptRows-1] = e
	} else {
		*set = append(*set, e)
		k.count++
	}
	return &(*set)[len(*set)-1]
}

func (k *keptTallies) grow() {
	old := k.rows
	k.rows = make([][]keptTally, max(firstSets, 2*len(old)))
	for _, set := range old {
		for _, e := range set {
			i := int(e.at.top) & (len(k.rows) - 1)
			k.rows[i] = append(k.rows[i], e)
		}
	}
}

// change keeps the tallies over a cell when its value becomes another one.
func (k *keptTallies) change(s *sheet, row, col int32, oldKind cells.Kind, old float64, kind cells.Kind, x float64) {
	if k.count > 0 && k.left <= col && col <= k.right {
		set := &k.rows[int(row)&(len(k.rows)-1)]
		for i := 0; i < len(*set); i++ {
			e := &(*set)[i]
			if !e.covers(s, row, col) {
				continue
			}
			if e.idle++; e.idle > keptIdle {
				k.drop(set, i)
				i--
				continue
			}
			e.t.change(oldKind, old, kind, x)
		}
	}
	for i := range k.wide {
		if e := &k.wide[i]; e.covers(s, row, col) {
			e.t.change(oldKind, old, kind, x)
			e.idle++
		}
	}
}

func (k *keptTallies) drop(set *[]keptTally, i int) {
	last := len(*set) - 1
	(*set)[i] = (*set)[last]
	(*set)[last] = keptTally{}
	*set = (*set)[:last]
	k.count--
}

// forget drops the tallies over any of some cells.
func (k *keptTallies) forget(s *sheet, g rect) {
	for i := len(k.wide) - 1; i >= 0; i-- {
		if e := &k.wide[i]; e.s == s && e.at.overlaps(g) || e.idle > keptIdle {
			last := len(k.wide) - 1
			k.wide[i] = k.wide[last]
			k.wide[last] = keptTally{}
			k.wide = k.wide[:last]
		}
	}
	if k.count == 0 || g.right < k.left || g.left > k.right {
		return
	}
	first, n := int(g.top), min(int(g.bottom-g.top)+1, len(k.rows))
	for j := range n {
		set := &k.rows[(first+j)&(len(k.rows)-1)]
		for i := len(*set) - 1; i >= 0; i-- {
			if e := &(*set)[i]; e.s == s && e.at.overlaps(g) {
				k.drop(set, i)
			}
		}
	}
}
