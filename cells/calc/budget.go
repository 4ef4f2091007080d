package calc

import (
	"freshet/cells"
)

// The budget of a wave, in the steps of package formula. It is counted, never timed, so that every replica stops at the same cell; and it is counted the
// same whether a row is evaluated in a block or by itself, and whatever is indexed or summed up already.
//
// What makes a wave long is either very many cells or few that take long. Both have a bound, the second a lower one: what an evaluation
// takes beyond its first lightWork steps also comes out of heavyWork. When that is spent, heavy formulas stop early, the cells below them
// that hold the same one are not even tried, and all others still get their value. A formula that gets none shows #LIMIT! and waits for a later
// wave (see resume).
const (
	waveWork  = 50_000_000 // of all rows together, in steps of a block: some 200 ms, if the language itself does them all
	heavyWork = 4_000_000  // of what heavy evaluations take beyond lightWork: one can spend all of its own budget, some 80 ms
	lightWork = 50_000     // what an evaluation takes without being heavy: a millisecond
	baseWork  = 2          // of any evaluation

	languageWork = 9  // what a step of the language itself counts in waveWork; a step of a block is a few nanoseconds, one of the language some twenty
	spreadWork   = 4  // steps of the language in which a cell of an array is spread over the sheet
	columnWork   = 80 // and what each of its columns takes besides
)

// What a later wave may spend on formulas that wait, and how long after the last such wave it may.
const (
	resumeWork  = 40_000_000
	resumeAfter = 500 // milliseconds of the book's time
	maxVain     = 32  // waves in a row, besides two for each formula, that go on with what waits and leave no less waiting
)

const (
	manyStepsMessage  = "the recalculation takes more than 50,000,000 steps: this formula waits for the next one"
	heavyStepsMessage = "the heavy formulas of this recalculation take more than 4,000,000 steps together: this one waits for the next"
	vainMessage       = "the formulas that wait for each other take more steps than a recalculation has, however often it is tried"
)

// budget is what a wave may still spend.
type budget struct {
	work, heavy int
	light       int
	out         bool // something did not get its value
	last        bool // what gets no value does not wait for another wave
	many, slow  *cells.CellError
}

// budgets are those of every wave of a book, and of its going on with what waits.
type budgets struct{ wave, resume budget }

var allBudgets = budgets{
	wave:   budget{work: waveWork, heavy: heavyWork, light: lightWork},
	resume: budget{work: resumeWork, heavy: heavyWork, light: lightWork},
}

// affords reports whether a cell of a region may be evaluated.
func (w *wave) affords(r *region) bool { return w.budget.work > 0 && r.use.stopped != w.first }

// allowance is how much work the next evaluation may be.
func (p *budget) allowance() int {
	return min((p.work+languageWork-1)/languageWork, p.light+p.heavy)
}

// spend takes an evaluation, and the spreading of an array it gave, from the budget. Of a row that a block may evaluate counts its price, and what no
// block would have done.
func (p *budget) spend(u *use, work int, v cells.Value) {
	work += spreading(v)
	work = max(0, work-u.most)
	p.heavy = max(0, p.heavy-max(0, work-p.light))
	if p.work -= languageWork * work; u.price > 0 {
		p.work -= u.price
	} else {
		p.work -= baseWork
	}
}

// spreading is how many steps of the language it takes to spread a value over the sheet, if it is an array.
func spreading(v cells.Value) int {
	if a := v.Array(); a != nil {
		return spreadWork*len(a.Values) + columnWork*min(a.Cols, cells.MaxCols)
	}
	return 0
}

// fits is how many of n rows of a region that may be evaluated in a block can be paid.
func (p *budget) fits(r *region, n int32) int32 {
	return int32(min(int(n), max(0, p.work/r.use.price)))
}

// starve gives a formula that cannot be evaluated in this wave the error that says so, and reports whether its value changed. The error is one for the whole
// wave, with the cell where the budget ran out; a cell that waits already keeps the one it has.
func (w *wave) starve(r *region, row int32) bool {
	p := &w.budget
	p.out = true
	e := &p.many
	message := manyStepsMessage
	switch {
	case p.last:
		message = vainMessage
	case waits(r.sheet.value(row, r.col)):
		w.b.waiting = true
		return false
	default:
		w.b.waiting = true
		if !w.resuming {
			w.b.tries = tries{}
		}
		if p.work > languageWork*p.light {
			e, message = &p.slow, heavyStepsMessage
		}
	}
	if *e == nil {
		*e = &cells.CellError{Code: cells.ErrLimit, Message: message, Origin: r.ref(row)}
	}
	return w.settle(r, row, cells.Fail(*e))
}

// waits reports whether a value says that its formula, or one that it reads, waits for a later wave.
func waits(v cells.Value) bool {
	if v.Kind() != cells.Failed {
		return false
	}
	e := v.Err()
	return e.Code == cells.ErrLimit && (e.Message == manyStepsMessage || e.Message == heavyStepsMessage)
}

// resume goes on with the formulas that wait, when this wave had enough for its own and the last one that did so is a moment ago. They are evaluated in order as
// far as a portion of steps reaches; so each gets its value in the end, if its own budget allows, and no wave takes long.
func (w *wave) resume() {
	b := w.b
	if !b.waiting && b.crowded == nil || w.budget.out || w.at-b.resumed < resumeAfter {
		return
	}
	concerns := waits
	if b.roomy() {
		concerns = func(v cells.Value) bool { return waits(v) || crowded(v) }
		b.crowded = nil // crowdedOut says so again
	} else if !b.waiting {
		return
	}
	left := 0
	for _, s := range b.tabs {
		for col, c := range s.cols {
			if c != nil {
				c.waiting(concerns, func(from, to int32) {
					w.fresh.add(s.id, int32(col), from, to)
					left += int(to - from + 1)
				})
			}
		}
	}
	b.waiting = false // starve says so again
	if len(w.fresh) > 0 {
		b.resumed = w.at
		w.budget = b.budgets.resume
		w.budget.last = b.tries.again(left)
		w.outsets.reset()
		w.resuming = true
		w.run()
		w.resuming = false
	}
}

// tries is how it goes with what waits. Formulas on a loop that take more steps together than a wave has might be tried for ever.
type tries struct {
	Least int `json:"least"` // as few waited at the beginning of one of the tries
	Most  int `json:"most"`  // and as many since
	Vain  int `json:"vain"`  // tries since then
}

// again counts a try that begins with so many formulas, and reports whether it is to be the last. Each try does one of them at least, so those that had to wait for them have
// had their turn, too, after as many tries.
func (t *tries) again(left int) bool {
	if t.Least == 0 || left < t.Least {
		*t = tries{Least: left, Most: left}
		return false
	}
	t.Most = max(t.Most, left)
	if t.Vain++; t.Vain < maxVain+2*t.Most {
		return false
	}
	*t = tries{}
	return true
}

// waiting calls yield with the formula cells whose value says that they wait.
func (c *column) waiting(concerns func(cells.Value) bool, yield func(from, to int32)) {
	for i, blk := range c.blocks {
		if blk == nil || blk.fails == 0 {
			continue
		}
		first := int32(i) << blockBits
		c.regionsIn(first, first+blockRows-1, func(r *region) bool {
			for row := max(r.top, first); row <= min(r.bottom, first+blockRows-1); row++ {
				if concerns(blk.get(row - first)) {
					yield(row, row)
				}
			}
			return true
		})
	}
}
