package calc

// ShrinkBudget gives the book's waves a budget that small programs run out of. Replicas that are compared need the same.
func (b *Book) ShrinkBudget(work, heavy, light int) {
	b.budgets = budgets{wave: budget{work: work, heavy: heavy, light: light}, resume: budget{work: work, heavy: heavy, light: light}}
}

// Waiting reports whether formulas may wait for a later wave.
func (b *Book) Waiting() bool { return b.waiting }

// WaveWork is how much of its budget the latest wave spent.
func (b *Book) WaveWork() int { return b.budgets.wave.work - b.spare.budget.work }
