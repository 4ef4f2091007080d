package collation

import (
	"bytes"
	"cmp"
	"sync"
	"unicode/utf8"
)

// Compare orders two texts: -1 when a comes before b, 1 when behind it, 0 when they are equal (see Equal). It is a total order.
func Compare(a, b string) int {
	if order, ok := Quick(a, b); ok {
		return order
	}
	return ByKeys(a, b)
}

// Quick is Compare for texts that going through them once puts in order, as it does nearly all; false for others, whose keys have to be made (see Cost).
func Quick(a, b string) (order int, ok bool) {
	x, y := behindEqual(a, b)
	alike := false // something so far is not equal and has one place
	for x != "" && y != "" {
		if x[0]|y[0] < utf8.RuneSelf {
			if x[0] != y[0] {
				p, q := ranks[x[0]], ranks[y[0]]
				switch {
				case p == 0 || q == 0:
					return 0, false
				case p != q:
					return cmp.Compare(p, q), stands(x[1:]) && stands(y[1:])
				}
			}
			x, y = x[1:], y[1:]
			continue
		}
		r, m := decode(x)
		s, n := decode(y)
		x, y = x[m:], y[n:]
		if r == s || smalls.get(r) == smalls.get(s) {
			continue
		}
		p, q := placeOf(r), placeOf(s)
		switch {
		case p == 0 || q == 0 || !stands(x) || !stands(y):
			return 0, false
		case p != q:
			return cmp.Compare(p, q), true
		}
		alike = true
	}
	if x == "" && y == "" {
		return 0, !alike
	}
	// A place more comes behind, whatever accents are before it.
	return cmp.Compare(len(x), len(y)), stands(x) && stands(y)
}

// behindEqual is what two texts have behind equal beginnings, or more of them; whole characters.
func behindEqual(a, b string) (x, y string) {
	x, y = a, b
	for len(x) >= 8 && len(y) >= 8 && x[:8] == y[:8] {
		x, y = x[8:], y[8:]
	}
	at := len(a) - len(x)
	if at == 0 || (x == "" || utf8.RuneStart(x[0])) && (y == "" || utf8.RuneStart(y[0])) {
		return x, y
	}
	for at--; at > 0 && !utf8.RuneStart(a[at]); at-- {
	}
	return a[at:], b[at:]
}

// comparing is the memory in which two keys are made.
var comparing = sync.Pool{New: func() any { return new([2][]byte) }}

// ByKeys is Compare by the keys of both texts, whatever they are.
func ByKeys(a, b string) int {
	keys := comparing.Get().(*[2][]byte)
	keys[0] = AppendKey(keys[0][:0], a)
	keys[1] = AppendKey(keys[1][:0], b)
	order := bytes.Compare(keys[0], keys[1])
	if cap(keys[0])+cap(keys[1]) <= manyBytes {
		comparing.Put(keys)
	}
	if order == 0 {
		order = byCharacters(a, b)
	}
	return order
}
