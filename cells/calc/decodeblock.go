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
	last := int64(0)
	readLane(&r, &b.at, n, func() int64 {
		last += r.Varint()
		return last
	})
	readLane(&r, &b.by, n, func() stamp {
		x := r.Uvarint()
		return stamp{uint32(x >> 1), x&1 == 1}
	})
	if r.Torn || len(r.Rest) > 0 {
		return nil, errTorn
	}
	return b, nil
}

// readLane reads a lane of n cells.
func readLane[T comparable](r *bytesReader, l *lane[T], n uint64, one func() T) {
	switch r.Byte() {
	case laneSame:
		l.same = one()
	case laneEach:
		l.each = make([]T, n)
		for i := range l.each {
			l.each[i] = one()
		}
	case laneFew:
		l.same = one()
		count := r.Uvarint()
		if count == 0 || count > fewExceptions {
			r.Torn = true
			return
		}
		l.few = make([]exception[T], count)
		next := uint64(0)
		for k := range l.few {
			i := r.Uvarint()
			if i < next || i >= n {
				r.Torn = true
				return
			}
			next = i + 1
			l.few[k] = exception[T]{int32(i), one()}
		}
	default:
		r.Torn = true
	}
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
