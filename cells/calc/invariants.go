package calc

import (
	"fmt"
	"slices"

	"freshet/cells"
)

// CheckInvariants looks for anything in the book that cannot be: lists of regions out of order or overlapping, edges that the graph
// does not mirror or that the graph has and nobody knows, counts that are not those of the cells, spilled arrays that nobody spilled. It is for tests; its
// cost is that of the whole book.
func (b *Book) CheckInvariants() error {
	edges := 0
	for _, s := range b.tabs {
		if b.sheets[s.id] != s {
			return fmt.Errorf("the sheet %s is not known by its id", s.name)
		}
		for col, c := range s.cols {
			if c == nil {
				continue
			}
			if err := b.checkColumn(s, int32(col), c, &edges); err != nil {
				return fmt.Errorf("%s, column %s: %w", s.name, cells.ColumnName(int32(col)), err)
			}
			if err := b.checkRoute(s, c, int32(col)); err != nil {
				return fmt.Errorf("%s, column %s: %w", s.name, cells.ColumnName(int32(col)), err)
			}
		}
		if err := s.checkAmount(); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := s.checkClaims(); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := b.checkSpills(s); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	if len(b.sheets) != len(b.tabs) {
		return fmt.Errorf("there are %d sheets and %d tabs", len(b.sheets), len(b.tabs))
	}
	if err := b.kept.check(b); err != nil {
		return err
	}
	formulas, pasts := int64(0), b.pasts
	if b.recountPasts(); pasts != b.pasts {
		return fmt.Errorf("the pasts of cells count %d bytes, and are %d", pasts, b.pasts)
	}
	for t, u := range b.uses {
		formulas += formulaBytes(t) + regionBytes*int64(len(u.regions))
	}
	if formulas != b.formulas {
		return fmt.Errorf("the formulas count %d bytes, and are %d", b.formulas, formulas)
	}
	if err := b.mentions.check(b.uses); err != nil {
		return err
	}
	return b.checkGraph(edges)
}

func (b *Book) checkColumn(s *sheet, col int32, c *column, edges *int) error {
	last := int32(-1)
	seen := make(map[*region]bool)
	for i, list := range c.regions {
		for j, r := range list {
			if r.sheet != s || r.col != col || r.top > r.bottom {
				return fmt.Errorf("the region of rows %d to %d does not belong here", r.top, r.bottom)
			}
			if int(r.top>>blockBits) > i || int(r.bottom>>blockBits) < i {
				return fmt.Errorf("the region of rows %d to %d is listed in block %d", r.top, r.bottom, i)
			}
			if !seen[r] {
				if r.top <= last {
					return fmt.Errorf("the region of rows %d to %d overlaps the one before", r.top, r.bottom)
				}
				if int(r.top>>blockBits) != i {
					return fmt.Errorf("the region of rows %d to %d is missing in its first block", r.top, r.bottom)
				}
				last = r.bottom
				seen[r] = true
				if err := b.checkRegion(r, edges); err != nil {
					return err
				}
			} else if j != 0 {
				return fmt.Errorf("the region of rows %d to %d is listed twice in block %d", r.top, r.bottom, i)
			}
		}
	}
	for r := range seen {
		for i := r.top >> blockBits; i <= r.bottom>>blockBits; i++ {
			if c.region(max(r.top, i<<blockBits)) != r {
				return fmt.Errorf("the region of rows %d to %d is not found in block %d", r.top, r.bottom, i)
			}
		}
	}
	if err := c.checkSupers(); err != nil {
		return err
	}
	if f := c.finder; f != nil && f.built == c.changes {
		if err := f.check(c); err != nil {
			return fmt.Errorf("the index: %w", err)
		}
	}
	for i, blk := range c.blocks {
		if blk == nil {
			continue
		}
		if err := blk.check(); err != nil {
			return fmt.Errorf("block %d: %w", i, err)
		}
	}
	return nil
}

func (b *Book) checkRegion(r *region, edges *int) error {
	u := b.uses[r.use.t]
	if u != r.use || r.place >= len(u.regions) || u.regions[r.place] != r {
		return fmt.Errorf("the region of rows %d to %d is not among those of its formula", r.top, r.bottom)
	}
	if len(r.edges) != len(u.reads) {
		return fmt.Errorf("the region of rows %d to %d has %d edges for %d precedents", r.top, r.bottom, len(r.edges), len(u.reads))
	}
	for i := range r.edges {
		if err := b.checkEdge(r, &r.edges[i], edges); err != nil {
			return err
		}
	}
	for row, es := range r.found {
		if row < r.top || row > r.bottom {
			return fmt.Errorf("the region of rows %d to %d found precedents of row %d", r.top, r.bottom, row)
		}
		for _, e := range es {
			if e.row != row {
				return fmt.Errorf("a precedent found by row %d says row %d", row, e.row)
			}
			if err := b.checkEdge(r, e, edges); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *Book) checkEdge(r *region, e *edge, edges *int) error {
	if e.region != r {
		return fmt.Errorf("an edge of the region of rows %d to %d belongs to another one", r.top, r.bottom)
	}
	id, at, ok := e.covers(r.top, r.bottom)
	s := b.sheets[id]
	if !ok || s == nil {
		if e.entry != nil {
			return fmt.Errorf("an edge of the region of rows %d to %d reads what is not there", r.top, r.bottom)
		}
		return nil
	}
	*edges++
	if e.entry == nil || e.entry.rect != at || s.readers.entries[at] != e.entry || int(e.pos) >= len(e.entry.readers) || e.entry.readers[e.pos] != e {
		return fmt.Errorf("the graph does not know that the region of rows %d to %d reads %v", r.top, r.bottom, at)
	}
	return nil
}

// checkGraph counts what the indexes hold and looks whether they find it.
func (b *Book) checkGraph(edges int) error {
	have := 0
	for _, s := range b.tabs {
		for at, e := range s.readers.entries {
			if len(e.readers) == 0 {
				return fmt.Errorf("%s: nobody reads %v any more", s.name, at)
			}
			have += len(e.readers)
			found := false
			s.readers.search(at, func(x *entry) { found = found || x == e })
			if !found {
				return fmt.Errorf("%s: the index does not find %v", s.name, at)
			}
		}
	}
	if have != edges {
		return fmt.Errorf("the graph has %d edges, the regions %d", have, edges)
	}
	return nil
}

func (b *block) check() error {
	used, fails, numbers, texts := int32(0), int32(0), int32(0), int64(0)
	var all tally // of cells taken one by one
	for i, k := range b.kinds {
		if k != cells.Blank {
			used++
		}
		switch k {
		case cells.Failed:
			fails++
		case cells.Number:
			numbers++
		}
		texts += textBytes(k, b.nums[i])
		all.add(k, b.nums[i])
	}
	if used != b.used || fails != b.fails || numbers != b.numbers {
		return fmt.Errorf("it counts %d cells, %d errors and %d numbers, and has %d, %d and %d", b.used, b.fails, b.numbers, used, fails, numbers)
	}
	if texts != b.texts {
		return fmt.Errorf("it counts %d bytes of long texts, and has %d", b.texts, texts)
	}
	return b.checkParts(&all)
}

func (b *Book) checkSpills(s *sheet) error {
	covered, held, looped := 0, 0, 0
	anchors := map[int32]int{}
	for at, p := range s.spills {
		anchors[at.col]++
		if p.looped {
			looped++
		}
		if p.blocked {
			held++
		}
		i, found := slices.BinarySearchFunc(s.held, p, (*spill).compare)
		if p.looped && !p.blocked || p.blocked && !(found && s.held[i] == p && p.rows <= s.heldRows && p.cols <= s.heldCols) {
			return fmt.Errorf("the array of row %d covers nothing, which its sheet does not know", p.anchor.row)
		}
		if p.anchor != at {
			return fmt.Errorf("the array of row %d is kept under another place", p.anchor.row)
		}
		if s.region(at.row, at.col) == nil {
			return fmt.Errorf("an array spills from row %d of column %s, where no formula is", at.row, cells.ColumnName(at.col))
		}
		if !p.blocked {
			covered += int(p.rows)*int(p.cols) - 1
		}
	}
	if held != len(s.held) || looped != s.looped {
		return fmt.Errorf("%d arrays cover nothing, %d of them for a loop; the sheet counts %d and %d", held, looped, len(s.held), s.looped)
	}
	for col, c := range s.cols {
		if c == nil {
			continue
		}
		if n := anchors[int32(col)]; n != c.anchors {
			return fmt.Errorf("%d arrays are spread from column %s, which counts %d", n, cells.ColumnName(int32(col)), c.anchors)
		}
		for _, x := range c.spilled {
			if s.spills[x.v.anchor] != x.v || x.v.blocked {
				return fmt.Errorf("rows %d to %d of column %s belong to an array that is not there", x.from, x.to, cells.ColumnName(int32(col)))
			}
			covered -= int(x.to-x.from) + 1
		}
	}
	if covered != 0 {
		return fmt.Errorf("the arrays cover %d cells more than the columns say", covered)
	}
	return nil
}

// checkAmount compares what a sheet counts with what its blocks hold.
func (s *sheet) checkAmount() error {
	var all amount
	runs := int64(0)
	for _, c := range s.cols {
		if c == nil {
			continue
		}
		runs += int64(len(c.formats) + len(c.keep))
		for _, b := range c.blocks {
			if b != nil {
				all = all.plus(b.amount())
			}
		}
	}
	if runs != s.runs {
		return fmt.Errorf("it counts %d runs of formats and policies, and has %d", s.runs, runs)
	}
	if all != s.amount {
		return fmt.Errorf("it counts %+v, and holds %+v", s.amount, all)
	}
	return nil
}
