package series

import (
	"cmp"
	"slices"

	"freshet/cells"
)

// Filter is a recursion over the numbers of a cell's past: a rule and its parameters. Equal filters are the same one.
type Filter struct {
	Rule Rule
	P    [2]float64
}

// State is what a filter remembers: how many numbers it has seen, and a few of its own, whose meaning the rule defines.
type State struct {
	N uint64
	F [5]float64
}

// run is a filter in use.
type run struct {
	Filter
	base  State // before the oldest number kept
	asked bool  // since the last time points were forgotten
	now   State // after done numbers; memory
	done  int
}

// Run is the state of a filter after the newest number. From the first time it is asked for the filter is in use: when points are forgotten it keeps what it
// made of them, until nobody has asked for a while.
func (s *Series) Run(f Filter) State {
	i, found := slices.BinarySearchFunc(s.runs, f, func(r *run, f Filter) int { return r.compare(f) })
	if !found {
		s.runs = slices.Insert(s.runs, i, &run{Filter: f})
	}
	r := s.runs[i]
	if !r.asked {
		r.asked, s.stale = true, true
	}
	r.advance(s, len(s.numbers().at))
	return r.now
}

func (f Filter) compare(o Filter) int {
	return cmp.Or(cmp.Compare(f.Rule, o.Rule), cmp.Compare(f.P[0], o.P[0]), cmp.Compare(f.P[1], o.P[1]))
}

// advance takes the numbers up to n.
func (r *run) advance(s *Series, n int) {
	if r.done == 0 {
		r.now = r.base
	}
	r.steps(s, &r.now, r.done, n)
	r.done = max(r.done, n)
}

// steps takes numbers from…to-1 into a state.
func (r *run) steps(s *Series, state *State, from, to int) {
	p := s.numbers()
	for i := from; i < to; i++ {
		r.Step(state, p.at[i], p.value(i))
		s.reads++
	}
}

// settle is told that the oldest n numbers are about to be forgotten.
func (s *Series) settle(n int) {
	s.runs = slices.DeleteFunc(s.runs, func(r *run) bool { return !r.asked })
	for _, r := range s.runs {
		if r.done <= n {
			r.advance(s, n)
			r.base = r.now
		} else {
			r.steps(s, &r.base, 0, n)
		}
		r.done -= n
		r.asked = false
	}
}

// Stale reports, once, whether something was kept since the last time that Append has to write, beside points.
func (s *Series) Stale() bool {
	was := s.stale
	s.stale = false
	return was
}

// Held is the number that a state keeps at a place, as the cell held it, with its kind behind it.
func (s State) Held(i int) cells.Value {
	return cells.FromParts(cells.Kind(s.F[i+1]), s.F[i], nil)
}
