package formula

import (
	"time"

	"freshet/cells"
	"freshet/cells/exact"
	"freshet/cells/series"
)

// Scope resolves names while a formula is compiled, and for INDIRECT and SHEET while it is evaluated. Names and sheets are found in any case.
type Scope interface {
	Sheet(name string) (cells.SheetID, bool)
	Name(name string) (cells.Range, bool)
	SheetName(cells.SheetID) (string, bool)
	SheetPlace(cells.SheetID) (place, of int) // of its tab, counted from one, and how many tabs there are; place 0 when it is gone
	Locale() string                           // BCP 47: how decimals and lists are typed and shown
}

// Reader is how an evaluation reads cells.
type Reader interface {
	// Value is a cell's value; blank for a place that does not exist.
	Value(cells.Ref) cells.Value
	// Scan calls yield for the cells of the range that are not blank, row by row, until yield returns false.
	// Its cost follows what is there.
	Scan(r cells.Range, yield func(cells.Ref, cells.Value) bool)
	// Extent is a range from A1 that covers every cell that is not blank; false for a blank sheet. It is a function of the book's
	// state, equal on all replicas, because budgets are counted by it.
	Extent(cells.SheetID) (cells.Range, bool)
}

// Summary is what aggregates need to know of a range.
type Summary struct {
	Sum      exact.Sum        // of numbers, times and durations: the exact real sum, so that neither order nor grouping counts (see package exact)
	Count    int64            // how many numbers, times and durations
	Times    int64            // how many of Count are times
	Spans    int64            // how many of Count are durations
	Filled   int64            // how many cells are not blank
	Min, Max float64          // of what Count counts; zero when that is nothing, or when nobody asked
	Err      *cells.CellError // the first error in the order of cells.Ref.Compare (column by column), with its origin; nil when there is none
}

// Summer is a Reader that knows summaries of one-sheet ranges without reading every cell: SUM, COUNT, COUNTA, AVERAGE, MIN and MAX ask
// it first. False: read the cells instead. Its answer must be bit for bit that of Summarize over Scan, except that Min and Max are needed only with
// extremes: a number that is taken away leaves no trace in a sum, but the least one leaves a question.
//
// Every sum of a formula (SUM, AVERAGE, SUMIF, SUMPRODUCT, …, over ranges, arrays and plain arguments together) is an exact.Sum: merge the
// sums of the arguments and round once with Float64. calc keeps such sums by differences and in trees; only an exact sum is the same then.
type Summer interface {
	Summary(r cells.Range, extremes bool) (Summary, bool)
}

// Inputs is a Reader that knows what stands behind values: FORMULATEXT and ISFORMULA ask it.
type Inputs interface {
	FormulaText(cells.Ref) (string, bool)
}

// Subtotaler is a Reader that knows which cells of a range hold a formula with SUBTOTAL in it, which SUBTOTAL asks it: in parts that
// do not overlap, in any order.
type Subtotaler interface {
	Subtotals(r cells.Range, yield func(cells.Range))
}

// Spills is a Reader that knows how far the array of a formula has spilled: A1# asks it. Of a formula that gives one value, and of one whose array has no
// room, it is the formula's own cell. False: there is no formula.
type Spills interface {
	Spill(cells.Ref) (cells.Range, bool)
}

// Historian is a Reader that knows the past of cells, for avg_over, rate, prev and their like. It is part of the replicated state.
type Historian interface {
	// Past is the points of a cell's history, of which the newest is its present value with the time it came; nil when none is kept. Of a cell
	// that a function of the past names, and of the formula's own where it asks for that, one is. Evaluations ask it for windows and
	// filters, and let it remember what joins have taken.
	Past(r cells.Ref) *series.Series
}

// Wave is what an evaluation depends on beside the cell it stands in. One goroutine uses it at a time; it keeps
// scratch space between evaluations, so use one for many. The exported fields are not changed here.
type Wave struct {
	Cells  Reader
	Scope  Scope          // for INDIRECT and SHEET; nil: they know no sheet and no name
	At     int64          // the time of the wave, Unix milliseconds
	Zone   *time.Location // nil is UTC
	Seed   uint64         // of chance
	Entry  uint64         // which wave it is, from 1; zero when nobody counts
	Locale string         // how numbers in text are read and written; "" is English

	// Read, when not nil, is told every range that an evaluation of a Dynamic template is about to read and that is not among its
	// Precedents, before it is read. False stops the evaluation: its value is of no use, Unready reports true, and the caller evaluates again
	// when the range is calculated.
	Read func(cells.Range) bool

	// Fault, when not nil, is told what an evaluation panicked with, while its stack can still be seen (runtime/debug.Stack). The value is
	// an error with FaultMessage.
	Fault func(at cells.Ref, cause any)

	// Allowance, when above zero, is how much work an evaluation may be. One that needs more stops there: its value is of no use, and
	// Starved reports true, unless it ran over its own budget in any case.
	Allowance int

	steps   int
	work    int
	due     int64
	unready bool
	starved bool
	scratch frame
}

// Unready reports whether Read stopped the latest evaluation.
func (w *Wave) Unready() bool { return w.unready }

// Starved reports whether the Allowance stopped the latest evaluation.
func (w *Wave) Starved() bool { return w.starved }

// Due is when the value of the latest evaluation may change by time alone, in Unix milliseconds; math.MaxInt64 for never. It is told for what is Timed; a Volatile
// formula may change at any time besides.
func (w *Wave) Due() int64 { return w.due }

// Steps is how much the latest evaluation has spent of its budget (MaxSteps).
func (w *Wave) Steps() int { return w.steps }

// Work is Steps without those that the Reader spared, as a Summer and a Finder do: how much was really done.
func (w *Wave) Work() int { return w.work }

// The budgets of one evaluation. What runs over is #LIMIT! with the name of the budget. All are counted, none is timed, so
// that every replica stops at the same place.
const (
	MaxFormula  = 8192      // characters of a formula
	MaxNesting  = 256       // brackets in each other
	MaxSteps    = 4_000_000 // operations; an operation is some 20 ns, and what takes longer counts more
	MaxElements = 3_000_000 // elements of arrays and lists made by one evaluation
	MaxDepth    = 256       // calls of lambdas in each other
	MaxPattern  = 1_000     // bytes of a regular expression
)
