package cells

import (
	"slices"
	"strings"
)

// ErrCode is the kind of an error a cell can show. The numbers are part of the stored and the wire format.
type ErrCode uint8

// The error codes. Their order is that of ERROR.TYPE where Excel has them.
const (
	ErrNull    ErrCode = 1  // #NULL!
	ErrDiv0    ErrCode = 2  // #DIV/0!
	ErrValue   ErrCode = 3  // #VALUE!: an argument of the wrong sort
	ErrRef     ErrCode = 4  // #REF!: a reference to what is gone
	ErrName    ErrCode = 5  // #NAME?: nobody knows that name
	ErrNum     ErrCode = 6  // #NUM!: a number out of bounds
	ErrNA      ErrCode = 7  // #N/A: not available, not found
	ErrPending ErrCode = 8  // #PENDING!: a result is on its way
	ErrSpill   ErrCode = 9  // #SPILL!: an array has no room
	ErrCycle   ErrCode = 10 // #CYCLE!: the formula depends on itself
	ErrLimit   ErrCode = 11 // #LIMIT!: a budget ran out
	ErrCalc    ErrCode = 14 // #CALC!: an array that came out empty
)

var errNames = map[ErrCode]string{
	ErrNull: "#NULL!", ErrDiv0: "#DIV/0!", ErrValue: "#VALUE!", ErrRef: "#REF!", ErrName: "#NAME?", ErrNum: "#NUM!",
	ErrNA: "#N/A", ErrPending: "#PENDING!", ErrSpill: "#SPILL!", ErrCycle: "#CYCLE!", ErrLimit: "#LIMIT!", ErrCalc: "#CALC!",
}

// String is the code as cells show it: "#DIV/0!".
func (c ErrCode) String() string {
	if s, ok := errNames[c]; ok {
		return s
	}
	return "#ERROR!"
}

// ParseErrCode reads "#DIV/0!" and its like, in any case.
func ParseErrCode(s string) (ErrCode, bool) {
	for c, name := range errNames {
		if strings.EqualFold(name, s) {
			return c, true
		}
	}
	return 0, false
}

// CellError is an error as a value: it is stored, shown, and passed on by the formulas that read it, always
// with the cell where it first arose. It is immutable.
type CellError struct {
	Code    ErrCode
	Message string // a sentence for the person at the sheet; never empty when the engine made it
	Origin  Ref    // the cell where it arose; the zero Ref while an evaluation has not placed it yet
	Func    string // the function that raised it, in upper case; "" for an operator or a literal
	Arg     int    // which argument was at fault, from 1; 0 when it is none
	Cycle   []Ref  // for #CYCLE!: the loop, in order of reading, starting at its first cell by Ref.Compare
}

// Equal reports whether two errors tell a reader the same.
func (e *CellError) Equal(o *CellError) bool {
	if e == nil || o == nil {
		return e == o
	}
	return e.Code == o.Code && e.Message == o.Message && e.Origin == o.Origin && e.Func == o.Func && e.Arg == o.Arg &&
		slices.Equal(e.Cycle, o.Cycle)
}

// Error is the code and the sentence, so that an evaluation can carry a CellError as a Go error inside
// the language package. Elsewhere a CellError is a value and never a Go error.
func (e *CellError) Error() string { return e.Code.String() + " " + e.Message }
