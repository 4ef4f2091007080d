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

// wholeWindow reports whether a block that encodeBlock wrote has room for all of its rows.
func wholeWindow(in []byte) bool {
	r := bytesReader{cells.ByteReader{Rest: in}}
	r.Byte()
	base, n := r.Uvarint(), r.Uvarint()
	return base == 0 && n == blockRows
}

// decodeBlock reads what encodeBlock wrote. The bytes may be damaged: that is an error, never a panic. The numbers of a whole window come to lie in the first of the
// memory that is there for them, if any is left.
func decodeBlock(in []byte, memory *[]float64) (*block, error) {
	r := bytesReader{cells.ByteReader{Rest: in}}
	if r.Byte() != 1 {
		return nil, errTorn
	}
	base, n := r.Uvarint(), r.Uvarint()
	if r.Torn || base+n > blockRows {
		return nil, errTorn
	}
	b := &block{base: int32(base), kinds: make([]cells.Kind, n)}
	if m := *memory; n == blockRows && len(m) >= blockRows {
		b.nums, *memory = m[:n:n], m[n:]
	} else {
		b.nums = make([]float64, n)
	}
	for i, k := range r.Take(n) {
		b.kinds[i] = cells.Kind(k)
	}
	if !readValues(&r, b) {
		return nil, errTorn
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

// readValues reads the values of the cells whose kinds are known; false when they are damaged.
func readValues(r *bytesReader, b *block) bool {
	var table []cells.Value
	for i := 0; i < len(b.kinds); i++ {
		k := b.kinds[i]
		var v cells.Value
		switch k {
		case cells.Blank:
			continue
		case cells.Number, cells.Time, cells.Duration, cells.Bool:
			n := 1 // as most blocks have nothing else, those that follow are read with it
			for i+n < len(b.kinds) && b.kinds[i+n] == k {
				n++
			}
			if !readNumbers(r, b.nums[i:i+n]) {
				return false
			}
			b.count(k, int32(n))
			i += n - 1
			continue
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
			return false
		}
		if r.Torn || v.Kind() != k {
			return false
		}
		_, num, ptr := v.Parts()
		b.nums[i] = num
		b.count(k, 1)
		b.texts += textBytes(k, num)
		if ptr != nil && b.ptrs == nil {
			b.ptrs = make([]unsafe.Pointer, len(b.kinds))
		}
		if ptr != nil {
			b.ptrs[i] = ptr
		}
	}
	return true
}

// readNumbers reads numbers of eight bytes; false when there are fewer, or some are none.
func readNumbers(r *bytesReader, into []float64) bool {
	bytes := r.Take(8 * uint64(len(into)))
	if r.Torn {
		return false
	}
	for i := range into {
		bits := binary.LittleEndian.Uint64(bytes[8*i:])
		if bits>>52&0x7ff == 0x7ff { // infinite, or not a number
			return false
		}
		into[i] = math.Float64frombits(bits)
	}
	return true
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
