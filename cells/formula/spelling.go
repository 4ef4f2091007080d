package formula

import (
	"strings"

	"freshet/cells"
)

// parseCell reads A1, $A$1 and their like in either case; coordinates count from zero.
func parseCell(w string) (c cells.Ref, abs [2]bool, ok bool) {
	i := 0
	if i < len(w) && w[i] == '$' {
		abs[1] = true
		i++
	}
	from := i
	for i < len(w) && w[i]|0x20 >= 'a' && w[i]|0x20 <= 'z' {
		i++
	}
	if i == from || i-from > 3 {
		return c, abs, false
	}
	if c.Col, ok = cells.ParseColumn(w[from:i]); !ok {
		return c, abs, false
	}
	if i < len(w) && w[i] == '$' {
		abs[0] = true
		i++
	}
	c.Row, ok = cells.ParseRow(w[i:])
	return c, abs, ok
}

// half is one side of A:A or 1:1.
type half struct {
	line int32
	abs  bool
}

func parseColumnHalf(w string) (half, bool) {
	rest, abs := strings.CutPrefix(w, "$")
	col, ok := cells.ParseColumn(rest)
	return half{col, abs}, ok
}

func parseRowHalf(w string) (half, bool) {
	rest, abs := strings.CutPrefix(w, "$")
	row, ok := cells.ParseRow(rest)
	return half{row, abs}, ok
}

// allLower reports whether all letters of a reference are small ones.
func allLower(w string) bool {
	for i := range len(w) {
		if w[i] >= 'A' && w[i] <= 'Z' {
			return false
		}
	}
	return true
}
