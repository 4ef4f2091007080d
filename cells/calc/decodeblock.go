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
	r := bytesReader{b: in}
	if r.byte() != 1 {
		return nil, errTorn
	}
	base, n := r.uvarint(), r.uvarint()
	if r.bad || base+n > blockRows {
		return nil, errTorn
	}
	b := &block{base: int32(base), kinds: make([]cells.Kind, n), nums: make([]float64, n)}
	for i, k := range r.take(n) {
		b.kinds[i] = cells.Kind(k)
	}
	var table []cells.Value
	for i, k := range b.kinds {
		var v cells.Value
		switch k {
		case cells.Blank:
			continue
		case cells.Number, cells.Time, cells.Duration, cells.Bool:
			bits := r.take(8)
			if r.bad {
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
			at := r.uvarint()
			if at == uint64(len(table)) {
				table = append(table, r.value())
			} else if at > uint64(len(table)) {
				r.bad = true
			}
			if !r.bad {
				v = table[at]
			}
		default:
			return nil, errTorn
		}
		if r.bad || v.Kind() != k {
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
	if r.byte() == 0 {
		b.at.same = r.varint()
	} else {
		b.at.each = make([]int64, n)
		last := int64(0)
		for i := range b.at.each {
			last += r.varint()
			b.at.each[i] = last
		}
	}
	by := func() stamp {
		x := r.uvarint()
		return stamp{uint32(x >> 1), x&1 == 1}
	}
	if r.byte() == 0 {
		b.by.same = by()
	} else {
		b.by.each = make([]stamp, n)
		for i := range b.by.each {
			b.by.each[i] = by()
		}
	}
	if r.bad || len(r.b) > 0 {
		return nil, errTorn
	}
	return b, nil
}

// bytesReader reads from bytes that may end too soon.
type bytesReader struct {
	b   []byte
	bad bool
}

func (r *bytesReader) take(n uint64) []byte {
	if r.bad || n > uint64(len(r.b)) {
		r.bad = true
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *bytesReader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *bytesReader) uvarint() uint64 {
	x, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return x
}

func (r *bytesReader) varint() int64 {
	x, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return x
}

func (r *bytesReader) value() cells.Value {
	v, rest, err := cells.ReadValue(r.b)
	if err != nil {
		r.bad = true
		return cells.Value{}
	}
	r.b = rest
	return v
}
