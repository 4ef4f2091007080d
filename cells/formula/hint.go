package formula

import (
	"math/bits"
	"strings"
	"sync"
)

// namesHinted is for how many unknown names of a formula the nearest function is looked for. It shows one error at a time.
const namesHinted = 8

// known is a function whose name may have been meant.
type known struct {
	name    string // in capitals
	shown   string
	letters uint64
}

var knownNames = sync.OnceValue(func() []known {
	var all []known
	for name, fn := range functions() {
		all = append(all, known{strings.ToUpper(name), fn.Name, lettersOf(strings.ToUpper(name))})
	}
	return all
})

// lettersOf is the set of the characters of a name: a bit for each, some of which share one.
func lettersOf(name string) (set uint64) {
	for i := range len(name) {
		set |= 1 << (name[i] & 63)
	}
	return set
}

// suggest finds the function that is called so elsewhere, or whose name is nearest to one that nobody knows; "" when none is near.
func suggest(name string) string {
	name = strings.ToUpper(name)
	if ours, ok := foreignNames[name]; ok {
		return ours
	}
	if len(name) < 2 || len(name) > longestHinted {
		return ""
	}
	letters := lettersOf(name)
	best, bestDistance := "", 1+len(name)/3
	for i := range knownNames() {
		k := &knownNames()[i]
		d := bestDistance + 1
		if bits.OnesCount64(letters^k.letters) <= 2*bestDistance { // a letter changed is two of the difference
			d = distance(name, k.name, bestDistance)
		}
		if len(name) >= 3 && strings.HasPrefix(k.name, name) {
			d = min(d, 1)
		}
		if d < bestDistance || d == bestDistance && best != "" && k.shown < best {
			best, bestDistance = k.shown, d
		}
	}
	return best
}

// longestHinted is the length of the longest name that suggest takes, and mostLetters that of the longest it is compared with.
const (
	longestHinted = 24
	mostLetters   = longestHinted + 1 + longestHinted/3
)

// distance is the number of letters to insert, remove, change or swap (Damerau and Levenshtein, optimal string alignment), or limit+1 when it is more
// than that.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || len(b) > mostLetters {
		return limit + 1
	}
	var rows [3][mostLetters + 1]int
	before, previous, current := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
			least = min(least, current[j])
		}
		if least > limit+1 {
			return limit + 1 // a swap goes back two rows, and saves one at most
		}
		before, previous, current = previous, current, before
	}
	return min(previous[len(b)], limit+1)
}
