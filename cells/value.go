package cells

import (
	"math"
	"unsafe"
)

// Kind says what sort of thing a Value is.
type Kind uint8

// The kinds of values, in no order that matters to comparison. The numbers are part of
// the stored and the wire format: they are never reused.
const (
	Blank    Kind = 0 // an empty cell
	Number   Kind = 1 // a float64, never NaN or infinite
	Text     Kind = 2 // valid UTF-8 of at most MaxText bytes
	Bool     Kind = 3
	Time     Kind = 4 // a date-time as an Excel serial: days since 1899-12-30, in the book's time zone
	Duration Kind = 5 // a span as days
	Failed   Kind = 6 // a *CellError
	Arrayed  Kind = 7 // an *Array
)

// MaxText is the longest text a cell may hold, in bytes of UTF-8 (Excel's limit, counted in characters there).
const MaxText = 32767

// Value is what a cell holds: a small immutable word of three machine words, compared with Equal (never ==).
// The zero Value is blank.
type Value struct {
	num  float64 // number, serial, days, 0/1, or the length of the text
	ptr  unsafe.Pointer
	kind Kind
}

// Num makes a number; NaN and infinities become #NUM!.
func Num(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Fail(&CellError{Code: ErrNum, Message: "the result is not a finite number"})
	}
	if f == 0 {
		f = 0 // no negative zero: it would differ in its bits and nowhere else
	}
	return Value{num: f, kind: Number}
}

// Str makes a text. The caller keeps it valid UTF-8 and within MaxText.
func Str(s string) Value {
	return Value{num: float64(len(s)), ptr: unsafe.Pointer(unsafe.StringData(s)), kind: Text}
}

// Boolean makes TRUE or FALSE.
func Boolean(b bool) Value {
	if b {
		return Value{num: 1, kind: Bool}
	}
	return Value{kind: Bool}
}

// Moment makes a date-time from an Excel serial.
func Moment(serial float64) Value {
	v := Num(serial)
	if v.kind == Number {
		v.kind = Time
	}
	return v
}

// Span makes a duration from days.
func Span(days float64) Value {
	v := Num(days)
	if v.kind == Number {
		v.kind = Duration
	}
	return v
}

// Fail makes an error value. The error belongs to the value from now on and is never changed.
func Fail(e *CellError) Value { return Value{ptr: unsafe.Pointer(e), kind: Failed} }

// Arr makes an array value. The array belongs to the value from now on and is never changed.
func Arr(a *Array) Value { return Value{ptr: unsafe.Pointer(a), kind: Arrayed} }

// Parts takes a value apart into the words it is made of, for storage by columns: the pointer is nil but for text, errors and
// arrays. FromParts is its inverse.
func (v Value) Parts() (kind Kind, num float64, ptr unsafe.Pointer) { return v.kind, v.num, v.ptr }

// FromParts puts together what Parts took apart. Words that did not come from Parts make no value.
func FromParts(kind Kind, num float64, ptr unsafe.Pointer) Value {
	return Value{num: num, ptr: ptr, kind: kind}
}

// Kind is the sort of the value.
func (v Value) Kind() Kind { return v.kind }

// IsBlank reports whether the value is an empty cell's.
func (v Value) IsBlank() bool { return v.kind == Blank }

// Float is the number behind a Number, Time, Duration or Bool; zero for every other kind.
func (v Value) Float() float64 {
	if v.kind == Text {
		return 0
	}
	return v.num
}

// Text is the text of a Text value, else "".
func (v Value) Text() string {
	if v.kind != Text {
		return ""
	}
	return unsafe.String((*byte)(v.ptr), int(v.num))
}

// Truth is the truth of a Bool value, else false.
func (v Value) Truth() bool { return v.kind == Bool && v.num != 0 }

// Err is the error of a Failed value, else nil.
func (v Value) Err() *CellError {
	if v.kind != Failed {
		return nil
	}
	return (*CellError)(v.ptr)
}

// Array is the array of an Arrayed value, else nil.
func (v Value) Array() *Array {
	if v.kind != Arrayed {
		return nil
	}
	return (*Array)(v.ptr)
}

// Numeric reports whether arithmetic can use Float as it is: Number, Time and Duration.
func (v Value) Numeric() bool { return v.kind == Number || v.kind == Time || v.kind == Duration }

// Equal reports whether two values are the same in every way a reader could see: kind, bits
// of the number, text, the error with its origin and message, every element of an array.
// It decides the cutoff; it is not the `=` of formulas.
func (v Value) Equal(o Value) bool {
	if v.kind != o.kind {
		return false
	}
	switch v.kind {
	case Text:
		return v.Text() == o.Text()
	case Failed:
		return v.ptr == o.ptr || v.Err().Equal(o.Err())
	case Arrayed:
		return v.ptr == o.ptr || v.Array().Equal(o.Array())
	}
	return math.Float64bits(v.num) == math.Float64bits(o.num)
}

// Array is a rectangle of values in row order. It is immutable once it is part of a Value.
type Array struct {
	Rows, Cols int
	Values     []Value // len = Rows*Cols; no element is itself an array
}

// At is the element of a row and column counted from zero.
func (a *Array) At(row, col int) Value { return a.Values[row*a.Cols+col] }

// Equal reports whether both have the same shape and equal elements.
func (a *Array) Equal(o *Array) bool {
	if a.Rows != o.Rows || a.Cols != o.Cols {
		return false
	}
	for i := range a.Values {
		if !a.Values[i].Equal(o.Values[i]) {
			return false
		}
	}
	return true
}
