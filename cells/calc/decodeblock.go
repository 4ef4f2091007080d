package calc

import (
	"encoding/binary"
	"errors"
	"math"
	"unsafe"

	"freshet/cells"
)

// errTorn says that bytes are not what a block was written as.
var errTorn = errors.New("the block is damaged")

// decodeBlock reads what encodeBlock wrote. The bytes may be damaged: that is an error, never a panic.
func decodeBlock(in []byte) (*block, error) {
	r := bytesReader{cells.ByteReader{Rest: in}}
	if r.Byte() != 1 {
		return nil, errTorn
	}
	base, n := r.Uvarint(), r.Uvarint()
	if r.Torn || base+n > blockRows {
		return nil, errTorn
	}
	b := &block{base: int32(base), kinds: make([]cells.Kind, n), nums: make([]float64, n)}
	for i, k := range r.Take(n) {
		b.kinds[i] = cells.Kind(k)
	}
	var table []cells.Value
	for i, k := range b.kinds {
		var v cells.Value
		switch k {
		case cells.Blank:
			continue
		case cells.Number, cells.Time, cells.Duration, cells.Bool:
			bits := r.Take(8)
			if r.Torn {
				return nil, errTorn
			}
			x := math.Float64frombits(binary.LittleEndian.Uint64(bits))
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return nil, errTorn
			}
			v = cells.FromParts(k, x, nil)
		case cells.Text:
			v = r.value()
		case cells.Failed, cells.Arrayed:
			at := r.Uvarint()
			if at == uint64(len(table)) {
				table = append(table, r.value())
			} else if at > uint64(len(table)) {
				r.Torn = true
			}
			if !r.Torn {
				v = table[at]
			}
		default:
			return nil, errTorn
		}
		if r.Torn || v.Kind() != k {
			return nil, errTorn
		}
		_, num, ptr := v.Parts()
		b.nums[i] = num
		b.count(k, 1)
		if ptr != nil && b.ptrs == nil {
			b.ptrs = make([]unsafe.Pointer, n)
		}
		if ptr != nil {
			b.ptrs[i] = ptr
		}
	}
	if r.Byte() == 0 {
		b.at.same = r.Varint()
	} else {
		b.at.each = make([]int64, n)
		last := int64(0)
		for i := range b.at.each {
			last += r.Varint()
			b.at.each[i] = last
		}
	}
	by := func() stamp {
		x := r.Uvarint()
		return stamp{uint32(x >> 1), x&1 == 1}
	}
	if r.Byte() == 0 {
		b.by.same = by()
	} else {
		b.by.each = make([]stamp, n)
		for i := range b.by.each {
			b.by.each[i] = by()
		}
	}
	if r.Torn || len(r.Rest) > 0 {
		return nil, errTorn
	}
	return b, nil
}

// bytesReader reads a part of a checkpoint.
type bytesReader struct{ cells.ByteReader }

func (r *bytesReader) value() cells.Value {
	v, rest, err := cells.ReadValue(r.Rest)
	if err != nil {
		r.Torn = true
		return cells.Value{}
	}
	r.Rest = rest
	return v
}
