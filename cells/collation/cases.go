package collation

import (
	"sync/atomic"
	"unicode"
)

// caseTable is what characters become by a function: what is added to them, 256 at a time, read when one of them is first asked for. All letters with capitals lie below its end.
type caseTable struct {
	of    func(rune) rune
	pages [0x20000 >> 8]atomic.Pointer[[256]rune]
}

// same is the page of characters that stay what they are.
var same [256]rune

func (t *caseTable) get(r rune) rune {
	if uint32(r)>>8 >= uint32(len(t.pages)) {
		return t.of(r)
	}
	p := t.pages[r>>8].Load()
	if p == nil {
		p = t.read(r &^ 0xff)
	}
	return r + p[r&0xff]
}

func (t *caseTable) read(first rune) *[256]rune {
	page := new([256]rune)
	for i := range page {
		r := first + rune(i)
		page[i] = t.of(r) - r
	}
	if *page == same {
		page = &same
	}
	t.pages[first>>8].Store(page)
	return page
}

var (
	smalls = caseTable{of: unicode.ToLower}
	folds  = caseTable{of: leastFolded}
)

// leastFolded is the first of the characters that Unicode's simple folding takes for one.
func leastFolded(r rune) rune {
	least := r
	for x := unicode.SimpleFold(r); x != r; x = unicode.SimpleFold(x) {
		least = min(least, x)
	}
	return least
}

// ToLower is unicode.ToLower, and fast for all letters.
func ToLower(r rune) rune { return smalls.get(r) }
