package formula

import (
	"unsafe"

	"freshet/cells"
)

// ManyCells is from how many cells of a range on look-ups and criteria ask a Finder. It depends on the range alone, since how a formula is evaluated
// counts in its budget, which must be the same on every replica.
const ManyCells = 64

// Finder is a Reader that has indexes of columns for exact look-ups.
type Finder interface {
	// Find gives the position, counted from zero from the start (or, with last, the last such position), of the first cell of a
	// one-column or one-row range that equals the value as MATCH(…, 0) means it (text in any case, no wildcards; see EqualsExactly); -1 when none
	// does. ok is false when there is no index and the range must be read.
	Find(r cells.Range, v cells.Value, last bool) (pos int, ok bool)

	// FindBlock does as many look-ups as pos has elements, one for each row of a block. An element becomes the position in its range, counted from
	// zero; +Inf when no cell is equal; NaN when Eval must do this one. False: it did nothing. Several goroutines may ask at once.
	FindBlock(q *Lookup, pos []float64) bool

	// ValuesAt gives the values of cells of one column, one for each row of a block. False: it did nothing. Several goroutines may ask at once.
	ValuesAt(q *Places) bool

	// EqualRows adds to rows the rows of a one-column range where a criterion of equality is met. Lists may be long; they are valid until a cell
	// changes. False: there is no index, and the range must be read.
	EqualRows(r cells.Range, e *Equality, rows *Rows) bool
}

// Lookup is exact look-ups of a block of rows, each in a range of one column.
type Lookup struct {
	In                  cells.Range // where the first row of the block looks
	TopStep, BottomStep int32       // how far the ends of In go down from one row to the next: 0 or 1
	Keys                Keys        // what each row seeks
	Wild                bool        // * and ? in a text stand for any characters, so such a text is for Eval
	Last                bool        // the last of several equal cells is sought, not the first
}

// Keys is one value for each row of a block.
type Keys struct{ v *vector }

// Numbers is the keys when all are numbers, or blanks, which are 0; else nil. One that is not finite is for Eval.
func (k Keys) Numbers() []float64 {
	if k.v.plain {
		return k.v.nums
	}
	return nil
}

// Value is a key; false when it is for Eval.
func (k Keys) Value(j int) (cells.Value, bool) {
	v := k.v.value(j)
	return v, k.v.simple(j) && !isLong(v)
}

// Places is cells of one column, one for each row of a block, and what ValuesAt finds in them.
type Places struct {
	Sheet    cells.SheetID
	Col, Top int32
	Step     int32     // how far Top goes down from one row to the next: 0 or 1
	Pos      []float64 // how far below Top each cell lies. One that is not finite is no place

	Nums  []float64               // the number of each cell; NaN for no place, an error, and what lies beyond the sheet. May be Pos
	Kinds []cells.Kind            // its kind; Number where Nums is NaN
	Ptrs  func() []unsafe.Pointer // asked for memory, all nil, when there is a text: its pointer comes there
	Most  cells.Kind              // the greatest of Kinds
	Least cells.Kind              // the least of them
}

// Equality is what a criterion such as COUNTIF's asks for: 7, "x", TRUE, as cells meet it (see EqualNumbers and Numeral for numbers, collation.Equal
// for texts).
type Equality struct {
	Kind   cells.Kind // Number, Text or Bool
	Number float64
	Text   string
}

// Rows is sorted lists of rows; no row is in two of them.
type Rows struct {
	Lists [][]int32
	ones  [8]int32
	used  int
}

// Reset empties the lists.
func (r *Rows) Reset() { r.Lists, r.used = r.Lists[:0], 0 }

// Add adds a list, which is not copied.
func (r *Rows) Add(rows []int32) {
	if len(rows) > 0 {
		r.Lists = append(r.Lists, rows)
	}
}

// AddOne adds a list of one row.
func (r *Rows) AddOne(row int32) {
	if r.used == len(r.ones) {
		r.Lists = append(r.Lists, []int32{row})
		return
	}
	r.ones[r.used] = row
	r.used++
	r.Lists = append(r.Lists, r.ones[r.used-1:r.used:r.used])
}

// Count is how many rows there are.
func (r *Rows) Count() int {
	n := 0
	for _, l := range r.Lists {
		n += len(l)
	}
	return n
}

// EqualNumbers reports whether two numbers are equal as comparisons and criteria take them: they agree in the 15 digits that a cell shows. Their bits, as
// unsigned integers, then differ by less than 16.
func EqualNumbers(x, y float64) bool { return compareNumbers(x, y) == 0 }

// Numeral is the number that a text reads as where a criterion asks for a number.
func Numeral(s string) (float64, bool) {
	v, ok := parseText(s, "en")
	return v.Float(), ok && v.Kind() == cells.Number
}
