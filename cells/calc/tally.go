package calc

import (
	"encoding/binary"
	"unsafe"

	"freshet/cells"
	"freshet/cells/exact"
)

// tally is what an aggregate needs to know of a set of cells. Sums are exact, so a tally kept by differences
// is the tally made afresh. Only the least and greatest number may have to be looked for again.
type tally struct {
	sum      exact.Sum
	numbers  int32 // cells with a number, time or duration
	times    int32
	spans    int32
	used     int32   // cells that are not blank
	fails    int32   // cells with an error
	aged     bool    // min and max are not known
	min, max float64 // of the numbers, when there are any
}

func (t *tally) add(kind cells.Kind, x float64) {
	switch kind {
	case cells.Blank:
		return
	case cells.Time:
		t.times++
	case cells.Duration:
		t.spans++
	case cells.Number:
	case cells.Failed:
		t.fails++
		t.used++
		return
	default:
		t.used++
		return
	}
	t.used++
	t.sum.Add(x)
	if t.numbers == 0 {
		t.min, t.max, t.aged = x, x, false
	} else {
		t.min, t.max = min(t.min, x), max(t.max, x)
	}
	t.numbers++
}

func allNumbers(kinds []cells.Kind) bool {
	const eight = 0x0101_0101_0101_0101 * uint64(cells.Number)
	other := uint64(0)
	raw := unsafe.Slice((*byte)(unsafe.SliceData(kinds)), len(kinds))
	for ; len(raw) >= 8; raw = raw[8:] {
		other |= binary.LittleEndian.Uint64(raw) ^ eight
	}
	for _, k := range raw {
		other |= uint64(k ^ byte(cells.Number))
	}
	return other == 0
}

// addNumbers adds cells that are all numbers; their least and greatest only with extremes.
func (t *tally) addNumbers(xs []float64, extremes bool) {
	t.sum.AddAll(xs)
	if !extremes {
		t.aged = true
	} else {
		if t.numbers == 0 {
			t.min, t.max, t.aged = xs[0], xs[0], false
		}
		least, most := t.min, t.max
		for _, x := range xs {
			least, most = min(least, x), max(most, x)
		}
		t.min, t.max = least, most
	}
	t.numbers += int32(len(xs))
	t.used += int32(len(xs))
}

// remove takes a cell away.
func (t *tally) remove(kind cells.Kind, x float64) {
	switch kind {
	case cells.Blank:
		return
	case cells.Time:
		t.times--
	case cells.Duration:
		t.spans--
	case cells.Number:
	case cells.Failed:
		t.fails--
		t.used--
		return
	default:
		t.used--
		return
	}
	t.used--
	t.numbers--
	t.sum.Sub(x)
	t.aged = t.numbers > 0 && (t.aged || x <= t.min || x >= t.max)
}

// change is what becomes of a tally when a cell's value becomes another one.
func (t *tally) change(oldKind cells.Kind, old float64, kind cells.Kind, x float64) {
	if kind != cells.Number || oldKind != cells.Number {
		t.remove(oldKind, old)
		t.add(kind, x)
		return
	}
	t.sum.Exchange(old, x)
	if t.numbers == 1 {
		t.min, t.max, t.aged = x, x, false
		return
	}
	t.aged = t.aged || old <= t.min || old >= t.max
	t.min, t.max = min(t.min, x), max(t.max, x)
}

func (t *tally) merge(o *tally) {
	if o.numbers > 0 {
		if t.numbers == 0 {
			t.min, t.max, t.aged = o.min, o.max, o.aged
		} else {
			t.min, t.max, t.aged = min(t.min, o.min), max(t.max, o.max), t.aged || o.aged
		}
		t.sum.Merge(&o.sum)
	}
	t.numbers += o.numbers
	t.times += o.times
	t.spans += o.spans
	t.used += o.used
	t.fails += o.fails
}

// unmerge takes the cells of another tally away.
func (t *tally) unmerge(o *tally) {
	if o.numbers > 0 {
		t.sum.Unmerge(&o.sum)
	}
	t.numbers -= o.numbers
	t.times -= o.times
	t.spans -= o.spans
	t.used -= o.used
	t.fails -= o.fails
	t.aged = t.numbers > 0
}

// renew takes the least and greatest number from parts in which they are known.
func (t *tally) renew(yield func(yield func(*tally))) {
	t.aged = false
	found := false
	yield(func(part *tally) {
		switch {
		case part.numbers == 0:
		case !found:
			t.min, t.max, found = part.min, part.max, true
		default:
			t.min, t.max = min(t.min, part.min), max(t.max, part.max)
		}
	})
}
