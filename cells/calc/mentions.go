package calc

import (
	"cmp"
	"errors"
	"maps"
	"reflect"
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

// useSet is formulas of a book, each once.
type useSet map[*use]struct{}

// inOrder is the formulas in the order in which they came.
func (s useSet) inOrder() []*use {
	return slices.SortedFunc(maps.Keys(s), func(a, b *use) int { return cmp.Compare(a.id, b.id) })
}

// mentions finds formulas by what is in their text, so that an edit of a name or a sheet goes through those it concerns and no others.
type mentions struct {
	names      map[string]useSet        // in lower case: known or not, and functions and sheets that nobody knows
	sheets     map[cells.SheetID]useSet // without the formula's own
	unresolved useSet
	volatile   useSet
	dynamic    useSet
	historic   useSet
	positional useSet
	silent     useSet // they have references that are none of their precedents
}

func newMentions() mentions {
	return mentions{
		names: make(map[string]useSet), sheets: make(map[cells.SheetID]useSet),
		unresolved: useSet{}, volatile: useSet{}, dynamic: useSet{}, historic: useSet{}, positional: useSet{}, silent: useSet{},
	}
}

// change enters a formula wherever it belongs, or takes it out.
func (m *mentions) change(u *use, in bool) {
	for _, s := range []struct {
		is bool
		of useSet
	}{
		{len(u.t.Unresolved()) > 0, m.unresolved},
		{u.t.Volatile(), m.volatile},
		{u.dynamic, m.dynamic},
		{u.t.Historic(), m.historic},
		{positional(u.t), m.positional},
		{silent(u.t), m.silent},
	} {
		switch {
		case in && s.is:
			s.of[u] = struct{}{}
		case s.is:
			delete(s.of, u)
		}
	}
	for _, names := range [2][]string{u.t.Names(), u.t.Unresolved()} {
		for _, name := range names {
			enrol(m.names, name, u, in)
		}
	}
	for _, id := range u.t.SheetIDs() {
		enrol(m.sheets, id, u, in)
	}
}

// check compares the sets with those made anew. It is for tests.
func (m *mentions) check(uses map[*formula.Template]*use) error {
	anew := newMentions()
	for _, u := range uses {
		anew.change(u, true)
	}
	if !reflect.DeepEqual(anew, *m) {
		return errors.New("the formulas found by what is in their text are not those that are there")
	}
	return nil
}

// enrol enters a formula under a key, or takes it out.
func enrol[K comparable](sets map[K]useSet, key K, u *use, in bool) {
	s := sets[key]
	switch {
	case in && s == nil:
		sets[key] = useSet{u: {}}
	case in:
		s[u] = struct{}{}
	default:
		if delete(s, u); len(s) == 0 {
			delete(sets, key)
		}
	}
}

// silent reports whether a formula has references through which it reads nothing, so that no edge of the graph leads to it: ROW(A1).
func silent(t *formula.Template) bool {
	reads := t.Precedents()
	for _, r := range t.References() {
		r.Past = false
		past := r
		past.Past = true
		if !slices.Contains(reads, r) && !slices.Contains(reads, past) {
			return true
		}
	}
	return false
}
