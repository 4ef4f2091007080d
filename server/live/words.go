package live

import "hash/maphash"

// words is the texts of a frame, each once, in the order in which they were first told. There may be as many as cells, and hardly two that
// are equal: what finds them is a hash table of places, which is cheaper to fill than a map is.
type words struct {
	list   []string
	hashes []uint32 // of the texts, to grow by
	slots  []uint32 // places, counted from one, by hash; a power of two of them, at most half of them taken
}

const fewestSlots = 64

var wordSeed = maphash.MakeSeed()

// place is where a text stands in the list; it is added when it is not there.
func (w *words) place(s string) uint32 {
	if 2*len(w.list) >= len(w.slots) {
		w.grow()
	}
	hash := uint32(maphash.String(wordSeed, s))
	mask := uint32(len(w.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		switch at := w.slots[i]; {
		case at == 0:
			w.list, w.hashes = append(w.list, s), append(w.hashes, hash)
			w.slots[i] = uint32(len(w.list))
			return uint32(len(w.list) - 1)
		case w.hashes[at-1] == hash && w.list[at-1] == s:
			return at - 1
		}
	}
}

func (w *words) grow() {
	w.slots = make([]uint32, max(fewestSlots, 4*len(w.slots)))
	mask := uint32(len(w.slots) - 1)
	for n, hash := range w.hashes {
		i := hash & mask
		for w.slots[i] != 0 {
			i = (i + 1) & mask
		}
		w.slots[i] = uint32(n + 1)
	}
}
