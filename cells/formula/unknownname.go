package formula

import (
	"regexp"
	"strings"

	"freshet/cells"
)

var (
	farCell   = regexp.MustCompile(`^[A-Za-z]{1,4}[1-9][0-9]{0,9}$`)
	zeroCell  = regexp.MustCompile(`^[A-Za-z]{1,3}0+[0-9]*$`)
	rowColumn = regexp.MustCompile(`^[Rr][0-9]*[Cc][0-9]+$`)
)

// unknownBegins is how the sentence about an unknown name begins.
const unknownBegins = "nobody knows the name "

// unknownName is the error of a name that nobody knows, with what its writer may have meant. It depends on the name alone, as the same formula must
// give the same error wherever and whenever it is read.
func (b *builder) unknownName(name string) cells.Value {
	return fail(cells.ErrName, unknownBegins+name+"; "+b.meant(name))
}

func (b *builder) meant(name string) string {
	switch strings.ToLower(name) {
	case "null", "none", "undefined", "nothing":
		return "a blank is written nil, and an empty text \"\""
	}
	_, column := cells.ParseColumn(name)
	switch {
	case rowColumn.MatchString(name):
		return "cells are written as A1, with the letters of the column and the number of the row"
	case zeroCell.MatchString(name):
		return "the first row is 1, as in " + strings.ToUpper(strings.TrimRight(name, "0123456789")) + "1"
	case farCell.MatchString(name):
		return "as a cell it would lie beyond the last one, XFD1048576"
	}
	if hint := b.hint(name); hint != "" && !(column && len(name) < 3) {
		return "did you mean the function " + hint + "(…)?"
	}
	if column {
		upper := strings.ToUpper(name)
		return "a cell is written " + upper + "1, a column " + upper + ":" + upper + ", a text \"" + name + "\""
	}
	return "texts stand in \"quotes\""
}

// dotted is what stands for a name behind a point where there is no value whose field it could be: a function without its brackets, a cell behind the name of a
// sheet. False when it may be a field.
func (b *builder) dotted(left node, field string) (node, bool) {
	switch x := left.(type) {
	case *functionNode:
		if fn, ok := lookupFunction(x.fn.Name + "." + field); ok {
			return &constNode{fail(cells.ErrName, fn.Name+" is a function: write "+fn.Signature())}, true
		}
	case *constNode:
		_, _, cell := parseCell(field)
		e := x.value.Err()
		if e == nil || !cell {
			break
		}
		if rest, ok := strings.CutPrefix(e.Message, unknownBegins); ok {
			name, _, _ := strings.Cut(rest, ";")
			return &constNode{fail(cells.ErrName, unknownBegins+name+"; the cell of a sheet is written "+cells.QuoteSheet(name)+"!"+field)}, true
		}
	}
	return nil, false
}
