package feed

import (
	"net/url"
	"strings"

	"freshet/cells"
)

// place is where a reading goes: a cell, or a name that the book resolves when the reading takes effect.
type place struct {
	ref  cells.Ref
	name string
}

// sheets finds a sheet by its name in any case; with "" the first of the tabs.
type sheets func(name string) (cells.SheetID, bool)

// placeOf reads what follows "cells/" in a topic: "A1", "Sheet2!A1", "'My sheet'!A1" or a name,
// with %-escapes for what a topic cannot carry.
func placeOf(text string, find sheets) (place, *cells.Error) {
	text, err := url.PathUnescape(text)
	if err != nil {
		return place{}, cells.Refuse(cells.Invalid, "the topic has a %% that begins no escape: write %%25 for a %%")
	}
	if text == "" {
		return place{}, cells.Refuse(cells.Invalid, "the topic ends with cells/: say which cell, for example cells/A1")
	}
	sheet, rest, ok := cells.SplitSheet(text)
	if !ok {
		return place{}, cells.Refuse(cells.Invalid, "%q is no cell: write Sheet2!A1 or 'My sheet'!A1", clip(text))
	}
	r, isRef := cells.ParseA1(rest)
	if !isRef {
		if sheet != "" || !nameLike(text) {
			return place{}, cells.Refuse(cells.Invalid, "%q is neither a cell such as A1 or Sheet2!A1 nor a name", clip(text))
		}
		return place{name: text}, nil
	}
	if !r.Single() {
		return place{}, cells.Refuse(cells.Invalid, "%q is a range: a reading goes to one cell", clip(text))
	}
	id, ok := find(sheet)
	if !ok {
		return place{}, cells.Refuse(cells.NotFound, "there is no sheet %q", clip(sheet))
	}
	r.Sheet = id
	return place{ref: r.TopLeft()}, nil
}

// nameLike keeps texts that can be no name from reaching the log. Whether the name exists the book decides.
func nameLike(s string) bool {
	return len(s) <= 255 && !strings.ContainsAny(s, "!'\"/:;,()[]{} \t\r\n\x00")
}
