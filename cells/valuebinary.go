package cells

import (
	"encoding/binary"
	"errors"
	"math"
)

// errTorn says that bytes end before the value does, or are none.
var errTorn = errors.New("cells: the bytes are no value")

// AppendValue appends the binary form of a value: its kind in a byte; 8 bytes little-endian of IEEE 754 for numbers, times,
// durations and truths; a varint length and bytes for text; the fields in order for an error; rows,
// columns and elements for an array. Equal values have equal bytes on every machine.
func AppendValue(b []byte, v Value) []byte {
	b = append(b, byte(v.kind))
	switch v.kind {
	case Number, Time, Duration, Bool:
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v.num))
	case Text:
		b = appendString(b, v.Text())
	case Failed:
		e := v.Err()
		b = append(b, byte(e.Code))
		b = appendString(b, e.Message)
		b = appendRef(b, e.Origin)
		b = appendString(b, e.Func)
		b = binary.AppendUvarint(b, uint64(e.Arg))
		b = binary.AppendUvarint(b, uint64(len(e.Cycle)))
		for _, r := range e.Cycle {
			b = appendRef(b, r)
		}
	case Arrayed:
		a := v.Array()
		b = binary.AppendUvarint(b, uint64(a.Rows))
		b = binary.AppendUvarint(b, uint64(a.Cols))
		for _, x := range a.Values {
			b = AppendValue(b, x)
		}
	}
	return b
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func appendRef(b []byte, r Ref) []byte {
	b = binary.AppendUvarint(b, uint64(r.Sheet))
	b = binary.AppendVarint(b, int64(r.Row))
	return binary.AppendVarint(b, int64(r.Col))
}

// ReadValue reads one value from the front of b and gives back the rest. The bytes may come from anywhere:
// what is no value is an error, never a panic, and allocates no more than the bytes allow.
func ReadValue(b []byte) (Value, []byte, error) {
	r := valueReader{ByteReader{Rest: b}}
	v := r.value(0)
	if r.Torn {
		return Value{}, nil, errTorn
	}
	return v, r.Rest, nil
}

// valueReader reads values, and what they are made of.
type valueReader struct{ ByteReader }

func (r *valueReader) string() string { return string(r.Take(r.Uvarint())) }

func (r *valueReader) ref() Ref {
	return Ref{SheetID(r.Uvarint()), int32(r.Varint()), int32(r.Varint())}
}

func (r *valueReader) value(depth int) Value {
	kind := Kind(r.Byte())
	switch kind {
	case Blank:
		return Value{}
	case Number, Time, Duration, Bool:
		bits := r.Take(8)
		if r.Torn {
			return Value{}
		}
		f := math.Float64frombits(binary.LittleEndian.Uint64(bits))
		if math.IsNaN(f) || math.IsInf(f, 0) || kind == Bool && f != 0 && f != 1 {
			r.Torn = true
		}
		return Value{num: f, kind: kind}
	case Text:
		return Str(r.string())
	case Failed:
		e := &CellError{Code: ErrCode(r.Byte()), Message: r.string(), Origin: r.ref(), Func: r.string(), Arg: int(r.Uvarint())}
		n := r.Uvarint()
		if n > uint64(len(r.Rest)) {
			r.Torn = true
			return Value{}
		}
		for range n {
			e.Cycle = append(e.Cycle, r.ref())
		}
		return Fail(e)
	case Arrayed:
		rows, cols := r.Uvarint(), r.Uvarint()
		if depth > 0 || rows > MaxRows || cols > MaxRows || rows*cols > uint64(len(r.Rest)) {
			r.Torn = true
			return Value{}
		}
		a := &Array{Rows: int(rows), Cols: int(cols), Values: make([]Value, 0, rows*cols)}
		for range rows * cols {
			a.Values = append(a.Values, r.value(depth+1))
			if r.Torn {
				return Value{}
			}
		}
		return Arr(a)
	}
	r.Torn = true
	return Value{}
}
