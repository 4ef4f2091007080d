package calc

import (
	"freshet/cells"
)

// What the cells of a book may hold. It is counted, never measured, so that every replica stops at the same cell: it follows from the values alone,
// whatever storage they share, and however they came there. Formulas stop first, so that there is always room to type.
const (
	maxFormulaTexts = 256 << 20 // bytes of all long texts, beyond which formulas give no more of them
	maxFormulaCells = 16_000_000
	maxTypedTexts   = 512 << 20 // beyond which inputs are refused
	maxTypedCells   = 20_000_000

	maxFormulaBytes = 2 << 30 // that all formulas count, beyond which more are refused

	// longText is from how many bytes on a text counts; shorter ones are reckoned with the cells.
	longText = 33
	// blockCells is as how many cells a block counts in which there is any: one cell of its own takes as much storage as many next to each other.
	blockCells = 128
)

// What must have become free, since formulas found no room, before they are tried again.
const (
	freeTexts = maxFormulaTexts / 64
	freeCells = maxFormulaCells / 64
)

const (
	fullTextsMessage = "the texts of the book take more than 256 MiB: this formula waits for room"
	fullCellsMessage = "the book has more than 16,000,000 cells: this array waits for room"
)

// amount is how much cells hold.
type amount struct {
	Texts int64 `json:"texts"` // bytes of long texts
	Cells int64 `json:"cells"` // that are not blank
}

func (h amount) plus(o amount) amount  { return amount{h.Texts + o.Texts, h.Cells + o.Cells} }
func (h amount) minus(o amount) amount { return amount{h.Texts - o.Texts, h.Cells - o.Cells} }

// within reports whether neither is more.
func (h amount) within(limit amount) bool { return h.Texts <= limit.Texts && h.Cells <= limit.Cells }

// room is the bounds of what a book holds.
type room struct {
	formulas, typed amount
	free            amount
	programs, pasts int64 // of Book.formulas and Book.pasts
	runs            int64 // of formats and policies
}

var usualRoom = room{
	formulas: amount{maxFormulaTexts, maxFormulaCells},
	typed:    amount{maxTypedTexts, maxTypedCells},
	free:     amount{freeTexts, freeCells},
	programs: maxFormulaBytes, pasts: maxPastBytes, runs: maxRuns,
}

// textBytes is what the text of a cell counts, of which the kind and the number are known.
func textBytes(k cells.Kind, x float64) int64 {
	if k == cells.Text && x >= longText {
		return int64(x)
	}
	return 0
}

// amount is what the block counts.
func (b *block) amount() amount {
	if b.used == 0 {
		return amount{}
	}
	return amount{b.texts, int64(b.used) + blockCells}
}

// account makes known to the sheet what a block holds now.
func (s *sheet) account(b *block) {
	now := b.amount()
	s.amount = s.amount.plus(now).minus(b.known)
	b.known = now
}

// recount finds what a sheet holds after blocks came and went.
func (s *sheet) recount() {
	s.amount, s.runs = amount{}, 0
	for _, c := range s.cols {
		if c == nil {
			continue
		}
		s.runs += int64(len(c.formats) + len(c.keep))
		for _, b := range c.blocks {
			if b != nil {
				b.known = amount{}
				s.account(b)
			}
		}
	}
}

// holds is what all cells of the book hold.
func (b *Book) holds() amount {
	var h amount
	for _, s := range b.tabs {
		h = h.plus(s.amount)
	}
	return h
}

// holdText gives what a formula's own cell may hold: its text, or the error that says there is no room for it.
func (w *wave) holdText(r *region, row int32, v cells.Value) cells.Value {
	size := int64(len(v.Text()))
	if size < longText {
		return v
	}
	now := w.b.holds()
	old := r.sheet.value(row, r.col)
	kind, x, _ := old.Parts()
	if now.Texts-textBytes(kind, x)+size <= w.b.room.formulas.Texts || old.Equal(v) {
		return v
	}
	return w.crowdedOut(r, row, now, &w.fullTexts, fullTextsMessage)
}

// holdArray reports whether there is room for an array; else it gives the error that says so.
func (w *wave) holdArray(r *region, row int32, g cells.Range, a *cells.Array) (cells.Value, bool) {
	var more amount
	for _, v := range a.Values {
		kind, x, _ := v.Parts()
		if kind != cells.Blank {
			more.Cells++
			more.Texts += textBytes(kind, x)
		}
	}
	now := w.b.holds()
	limit := w.b.room.formulas
	if now.plus(more).within(limit) {
		return cells.Value{}, true
	}
	after := now.plus(more).minus(r.sheet.holdsIn(g))
	switch {
	case more.Texts > 0 && after.Texts > limit.Texts:
		return w.crowdedOut(r, row, now, &w.fullTexts, fullTextsMessage), false
	case after.Cells > limit.Cells:
		return w.crowdedOut(r, row, now, &w.fullCells, fullCellsMessage), false
	}
	return cells.Value{}, true
}

// holdsIn is what the cells of a range hold, without what their blocks count.
func (s *sheet) holdsIn(g cells.Range) amount {
	var h amount
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		c := s.cols[col]
		if c == nil {
			continue
		}
		for i := g.Top >> blockBits; i <= g.Bottom>>blockBits && int(i) < len(c.blocks); i++ {
			b := c.blocks[i]
			if b == nil || b.used == 0 {
				continue
			}
			first := i << blockBits
			if g.Top <= first && g.Bottom >= first+blockRows-1 {
				h = h.plus(amount{b.texts, int64(b.used)})
				continue
			}
			lo, hi := b.window()
			for row := max(lo, g.Top-first); row <= min(hi-1, g.Bottom-first); row++ {
				if k := b.kinds[row-b.base]; k != cells.Blank {
					h = h.plus(amount{textBytes(k, b.nums[row-b.base]), 1})
				}
			}
		}
	}
	return h
}

// crowdedOut is the error of a formula for whose result there is no room. It is one for the whole wave, with the cell that found none first.
func (w *wave) crowdedOut(r *region, row int32, now amount, e **cells.CellError, message string) cells.Value {
	b := w.b
	b.crowded = &now
	if v := r.sheet.value(row, r.col); crowded(v) && v.Err().Message == message {
		return v
	}
	if *e == nil {
		*e = &cells.CellError{Code: cells.ErrLimit, Message: message, Origin: r.ref(row)}
	}
	return cells.Fail(*e)
}

// crowded reports whether a value says that there was no room for its formula's result, or for that of one that it reads.
func crowded(v cells.Value) bool {
	e := v.Err()
	return e != nil && e.Code == cells.ErrLimit && (e.Message == fullTextsMessage || e.Message == fullCellsMessage)
}

// roomy reports whether formulas that found no room are worth another try: enough has become free since the latest that found none.
func (b *Book) roomy() bool {
	if b.crowded == nil {
		return false
	}
	gone, free := b.crowded.minus(b.holds()), b.room.free
	return gone.Texts >= free.Texts || gone.Cells >= free.Cells
}

// mayCrowd reports whether results of a block of rows are more than there is certainly room for. Then these rows and those after them are evaluated one by one, since
// which of them still find room depends on those before.
func (n *node) mayCrowd(b *Book, res results) bool {
	size := res.texts()
	if size == 0 {
		return false
	}
	n.crowds = n.crowds || b.holds().Texts+size > b.room.formulas.Texts
	return n.crowds
}

// texts is what the results count.
func (r results) texts() int64 {
	if r.ptrs == nil || r.over > 0 {
		return 0
	}
	size := int64(0)
	kind := r.kind
	for i, x := range r.nums {
		if r.kinds != nil {
			kind = r.kinds[i]
		}
		if kind == cells.Text && x >= longText {
			size += int64(x)
		}
	}
	return size
}
