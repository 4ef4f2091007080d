package formula

import "strings"

// suggest finds the function that is called so elsewhere, or whose name is nearest to one that nobody knows; "" when none is near.
func suggest(name string) string {
	name = strings.ToUpper(name)
	if ours, ok := foreignNames[name]; ok {
		return ours
	}
	if len(name) < 2 || len(name) > 24 {
		return ""
	}
	best, bestDistance := "", 1+len(name)/3
	for candidate, fn := range functions() {
		d := distance(name, candidate, bestDistance)
		if strings.HasPrefix(candidate, name) && len(name) >= 3 {
			d = min(d, 1)
		}
		if d < bestDistance || d == bestDistance && best != "" && (fn.Name < best) {
			best, bestDistance = fn.Name, d
		}
	}
	return best
}

// distance is the number of letters to insert, remove, change or swap (Damerau and Levenshtein, optimal string alignment), or limit+1 when it is more
// than that.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var before []int
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current := make([]int, len(b)+1)
		current[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, previous = previous, current
	}
	return previous[len(b)]
}
