package formula

import "freshet/cells"

// References is every rectangle the formula names, in order of appearance: its precedents, what its names stand for, and references that
// only ask for places. Where a formula stands on either side of one of their edges, an Edit can do different things to it.
func (t *Template) References() []Relative {
	out := make([]Relative, 0, len(t.refs))
	for i := range t.refs {
		if !t.refs[i].unknown {
			out = append(out, t.refs[i].Relative)
		}
	}
	return out
}

// Follow is where a rectangle is after the edit; false when it is gone.
func Follow(e Edit, g cells.Range) (cells.Range, bool) { return e.rectangle(g) }
