package formula

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"

	"freshet/cells/collation"
)

// textKeys is the keys of texts that are sorted.
type textKeys struct {
	f     *frame
	down  bool
	texts func(i int) string
	of    [][]byte
}

// orderTexts sorts lines by the keys of their texts, and texts that collate alike by their characters.
func (f *frame) orderTexts(lines []int32, k *lineKey) {
	f.step(len(lines))
	t := textKeys{f: f, down: k.down, texts: func(i int) string { return k.at(int(lines[i])).Text() }, of: make([][]byte, len(lines))}
	var room []byte
	allPlain := true
	for j := range lines {
		s := t.texts(j)
		f.chargeText(s)
		reserve := func(n int) {
			if cap(room)-len(room) < n {
				room = make([]byte, 0, max(keyRoom, n))
			}
		}
		reserve(len(s))
		key, plain := collation.AppendPlain(room, s)
		if !plain {
			f.step(collation.Cost(s) / bytesPerStep)
			reserve(4 * len(s))
			key = collation.AppendKey(room, s)
			allPlain = false
		}
		t.of[j], room = key[len(room):], key
	}
	x := f.keys(0, len(lines))
	for j := range x {
		x[j].line = int32(j)
	}
	t.sort(x, 0)
	for from := 0; from < len(x) && !allPlain; {
		to := from + 1
		different := false
		for ; to < len(x) && bytes.Equal(t.of[x[from].line], t.of[x[to].line]); to++ {
			different = different || !collation.Equal(t.texts(int(x[to-1].line)), t.texts(int(x[to].line)))
		}
		if different {
			t.sortAlike(x[from:to])
		}
		from = to
	}
	sorted := make([]int32, len(lines))
	for j := range x {
		sorted[j] = lines[x[j].line]
	}
	copy(lines, sorted)
}

// keyRoom is how many bytes of keys are together in memory.
const keyRoom = 1 << 15

// shortKeys is up to where keys are sorted eight bytes at a time.
const shortKeys = 64

// sort sorts by what keys have from a place on. One that has ended goes on as if with zeros, since what a key has behind another one that it begins with
// is never zeros alone.
func (t *textKeys) sort(x []keyed, at int) {
	if len(x) == 0 {
		return
	}
	for j := range x {
		key := t.of[x[j].line]
		if x[j].key = eightBytes(key[min(at, len(key)):]); t.down {
			x[j].key = ^x[j].key
		}
	}
	if sorted := t.f.sortKeyed(x); &sorted[0] != &x[0] {
		copy(x, sorted)
	}
	at += 8
	for from := 0; from < len(x); {
		to := from + 1
		longer := len(t.of[x[from].line]) > at
		for ; to < len(x) && x[to].key == x[from].key; to++ {
			longer = longer || len(t.of[x[to].line]) > at
		}
		switch run := x[from:to]; {
		case !longer || len(run) == 1:
		case at < shortKeys:
			t.sort(run, at)
		default:
			t.sortStably(run, func(a, b int32) int { return bytes.Compare(t.of[a], t.of[b]) })
		}
		from = to
	}
}

// sortAlike sorts texts that have one key: their bytes in small letters have the order of their characters.
func (t *textKeys) sortAlike(x []keyed) {
	small := make(map[int32]string, len(x))
	for _, k := range x {
		s := t.texts(int(k.line))
		t.f.step(keysSteps + len(s)/bytesPerCase)
		small[k.line] = strings.Map(unicode.ToLower, s)
	}
	t.sortStably(x, func(a, b int32) int { return strings.Compare(small[a], small[b]) })
}

func (t *textKeys) sortStably(x []keyed, compare func(a, b int32) int) {
	slices.SortStableFunc(x, func(a, b keyed) int {
		if t.down {
			return compare(b.line, a.line)
		}
		return compare(a.line, b.line)
	})
}

// eightBytes is the first eight bytes of a key as a number of the same order.
func eightBytes(key []byte) uint64 {
	if len(key) >= 8 {
		return binary.BigEndian.Uint64(key)
	}
	var b [8]byte
	copy(b[:], key)
	return binary.BigEndian.Uint64(b[:])
}
