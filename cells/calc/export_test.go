package calc

// ShrinkBudget gives the book's waves a budget that small programs run out of. Replicas that are compared need the same.
func (b *Book) ShrinkBudget(work, heavy, light int) {
	b.budgets = budgets{wave: budget{work: work, heavy: heavy, light: light}, resume: budget{work: work, heavy: heavy, light: light}}
}

// Waiting reports whether formulas may wait for a later wave.
func (b *Book) Waiting() bool { return b.waiting }

// WaveWork is how much of its budget the latest wave spent.
func (b *Book) WaveWork() int { return b.budgets.wave.work - b.spare.budget.work }

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

// ParallelRuns is how many runs of rows several goroutines have evaluated.
func (b *Book) ParallelRuns() int { return b.parallel }
