package calc

import (
	"strconv"
	"strings"

	"freshet/cells"
)

// parsePartName is which part of a sheet has a name; false when no part has.
func parsePartName(name string) (k partKey, ok bool) {
	rest, ok := strings.CutPrefix(name, "s")
	id, rest, found := strings.Cut(rest, "/")
	sheet, err := strconv.ParseUint(id, 10, 32)
	if !ok || !found || err != nil || rest == "" {
		return k, false
	}
	k.sheet = cells.SheetID(sheet)
	if rest == "p" {
		k.kind = spillPart
		return k, name == k.name()
	}
	col, number, numbered := strings.Cut(rest[1:], "/b")
	switch rest[0] {
	case 'c':
		k.kind = blockPart
	case 'g':
		k.kind = graphPart
	case 'f':
		k.kind = columnPart
	case 'h':
		k.kind = seriesPart
	case 'a':
		k.kind = formerPastPart
	case 'y':
		k.kind = pastPart
	case 'd':
		k.kind = duePart
	default:
		return k, false
	}
	k.col, ok = parseIndex(col)
	if numbered && ok {
		k.number, ok = parseIndex(number)
	}
	return k, ok && name == k.name() // written in no other way
}

func parseIndex(text string) (int32, bool) {
	n, err := strconv.ParseInt(text, 10, 32)
	return int32(n), err == nil && n >= 0
}
