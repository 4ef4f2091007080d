package calc

import (
	"math"

	"freshet/cells"
	"freshet/cells/formula"
)

// ShrinkBudget gives the book's waves a budget that small programs run out of. Replicas that are compared need the same.
func (b *Book) ShrinkBudget(work, heavy, light int) {
	b.budgets = budgets{wave: budget{work: work, heavy: heavy, light: light}, resume: budget{work: work, heavy: heavy, light: light}}
}

// Reader is how evaluations see the book.
func (b *Book) Reader() formula.Reader { return sight{b: b} }

// Waiting reports whether formulas may wait for a later wave.
func (b *Book) Waiting() bool { return b.waiting }

// WaveWork is how much of its budget the latest wave spent.
func (b *Book) WaveWork() int { return b.budgets.wave.work - b.spare.budget.work }

// Unhurry has every entry go through a wave.
func (b *Book) Unhurry() { b.unhurried = true }

// Quick is how many entries were done without a wave.
func (b *Book) Quick() int { return b.quicks }

// PointsRead is how many points of the pasts of cells were looked at so far.
func (b *Book) PointsRead() int {
	n := 0
	for _, s := range b.tabs {
		for _, p := range s.pasts {
			n += p.Reads()
		}
	}
	return n
}

// ParallelRuns is how often several goroutines have evaluated at once.
func (b *Book) ParallelRuns() int { return b.parallel }

// Replaced is how many results took the place of others while they were evaluated.
func (b *Book) Replaced() int { return b.replaced }

// ShareAll has several goroutines evaluate what little there is.
func (b *Book) ShareAll() { b.worth = worth{all: 1, one: 1, steps: 1} }

// WakeHelpers has goroutines help whether they sleep or not, and whatever else the machine does.
func (b *Book) WakeHelpers() { b.worth.wake = 0 }

// ShareNothing has one goroutine evaluate everything.
func (b *Book) ShareNothing() { b.worth.one = math.MaxInt }

// BreakCell makes every evaluation that reads the cell panic, as a mistake in the program would.
func (b *Book) BreakCell(at cells.Ref) {
	if b.spare == nil {
		panic("the book has had no wave yet")
	}
	b.spare.fw.Cells = brokenSight{sight{b: b}, at}
}

type brokenSight struct {
	sight
	at cells.Ref
}

func (s brokenSight) Value(r cells.Ref) cells.Value {
	if r == s.at {
		panic("this cell is broken")
	}
	return s.sight.Value(r)
}

// CallAll makes every formula that waits for its moment due at once.
func (b *Book) CallAll() {
	for _, s := range b.tabs {
		for _, u := range b.uses {
			for _, r := range u.regions {
				for row := r.top; u.timed && r.sheet == s && row <= r.bottom; row++ {
					if s.due == nil {
						s.due = make(map[place]int64)
					}
					s.due[place{row, r.col}] = 0
				}
			}
		}
	}
}

// ShrinkRoom gives the book little room for texts and cells, of which formulas get half. Replicas that are compared need the same.
func (b *Book) ShrinkRoom(texts, cells int64) {
	b.room = room{programs: b.room.programs, pasts: b.room.pasts, runs: b.room.runs, formulas: amount{texts / 2, cells / 2}, typed: amount{texts, cells}, free: amount{texts / 64, cells / 64}}
}

// Holds is the bytes of long texts in the book, and what its cells count.
func (b *Book) Holds() (texts, cells int64) { return b.holds().Texts, b.holds().Cells }

// ShrinkFormulas gives the book that many bytes for formulas.
func (b *Book) ShrinkFormulas(bytes int64) { b.room.programs = bytes }

// ShrinkPasts gives the book that many bytes for the pasts of cells.
func (b *Book) ShrinkPasts(bytes int64) { b.room.pasts = bytes }

// PastBytes is what the pasts of cells count.
func (b *Book) PastBytes() int64 { return b.pasts }

// ShrinkRuns gives the book room for so many runs of formats and policies.
func (b *Book) ShrinkRuns(n int64) { b.room.runs = n }

// Concerned counts the formulas that edits of places, sheets and names have gone through.
func (b *Book) Concerned() int { return b.concerned }

// BeThorough has moves go through all formulas of the book.
func (b *Book) BeThorough() { b.thorough = true }
