package formula

import (
	"slices"
	"sync"

	"freshet/cells"
)

// Template is one formula with its references relative to the cell it stands in, shared by a whole filled column. It is
// immutable and safe for concurrent use.
type Template struct {
	key        string
	pieces     []piece
	refs       []reference
	precedents []Relative
	names      []string
	unresolved []string
	volatile   bool
	timed      bool
	dynamic    bool
	past       bool
	own        bool   // it reads what its own cell was
	unread     bool   // its text could not be read
	most       bounds // of the value
	lambdas    bool   // it makes functions
	subtotals  bool   // it calls SUBTOTAL
	inputs     bool   // it asks what stands behind values
	intersects bool   // it has an @
	root       node

	blockOnce sync.Once // makes program and lone
	program   *blockProgram
	lone      *LoneAggregate
}

// Key is the canonical relative text. Equal keys are the same template; it is stable across processes, and Compiler.FromKey
// reads it. It is the formula as typed in English with every reference written «R[-1]C[2]» (relative), «R5C3» (absolute),
// «#2!R[0]C[0]» (on the sheet with that id), «A:C[0]:C[0]» (a whole column) or «n:temp@#1!R1C1» (a name and what it stands for).
func (t *Template) Key() string { return t.key }

// Precedents is what the formula reads, in order of appearance, without repetitions: what its names stand for too. What a Dynamic formula finds while it is
// evaluated is not among it (one read for its past too is there twice, and a formula that reads what its own cell was has itself), nor is a reference that only asks for places (ROW, COLUMN, ROWS, COLUMNS, ISREF, SHEET and the base of OFFSET).
func (t *Template) Precedents() []Relative { return t.precedents }

// Names is the defined names and the unknown identifiers it uses, in lower case, sorted.
func (t *Template) Names() []string { return t.names }

// Unresolved is the names ("temp"), functions ("fobar()") and sheets ("sheet9!") nobody knows, in lower case, sorted. When one of them
// appears, Compiler.Rebind makes the template that knows it.
func (t *Template) Unresolved() []string { return t.unresolved }

// Volatile reports whether the value depends on the time or the seed of the wave: NOW, TODAY, RAND and their like.
func (t *Template) Volatile() bool { return t.volatile }

// Timed reports whether time alone may change the value, at times that each evaluation tells (Wave.Due): avg_over(A1,"5m"), isfresh and their like.
func (t *Template) Timed() bool { return t.timed }

// Dynamic reports whether some precedents are known only while evaluating: OFFSET, INDIRECT, a range with a computed end, a spill (A1#).
func (t *Template) Dynamic() bool { return t.dynamic }

// Historic reports whether it reads the history of cells.
func (t *Template) Historic() bool { return t.past }

// Subtotals reports whether the formula calls SUBTOTAL, so that other subtotals pass its cell over.
func (t *Template) Subtotals() bool { return t.subtotals }

// Inputs reports whether the value depends on what stands in the cells it reads and not on their values alone: FORMULATEXT, ISFORMULA, and A1#, which asks
// whether there is a formula and how far its array reaches.
func (t *Template) Inputs() bool { return t.inputs }

// Intersects reports whether it has an implicit intersection, so that which cell of a range counts depends on its own row or column: @A1:A9.
func (t *Template) Intersects() bool { return t.intersects }

// SheetIDs is the ids of the sheets it names, without its own, sorted.
func (t *Template) SheetIDs() []cells.SheetID {
	var ids []cells.SheetID
	for i := range t.refs {
		if id := t.refs[i].Sheet; id != 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
