package calc

import (
	"slices"
	"sort"
)

// run says that lines from…to have a property; both lines belong to it.
type run[T comparable] struct {
	from, to int32
	v        T
}

// runs is a property of lines: sorted, disjoint, equal neighbours joined. Lines in no run have the zero T.
type runs[T comparable] []run[T]

func (s runs[T]) find(at int32) int {
	return sort.Search(len(s), func(i int) bool { return s[i].to >= at })
}

func (s runs[T]) get(at int32) T { return s.at(at).v }

// at is the run that a line is in; the zero one when it is in none.
func (s runs[T]) at(line int32) run[T] {
	if i := s.find(line); i < len(s) && s[i].from <= line {
		return s[i]
	}
	return run[T]{}
}

// in is the runs of lines from…to, cut to them.
func (s runs[T]) in(from, to int32) runs[T] {
	var out runs[T]
	for i := s.find(from); i < len(s) && s[i].from <= to; i++ {
		out = append(out, run[T]{max(from, s[i].from), min(to, s[i].to), s[i].v})
	}
	return out
}

// set gives lines from…to a property. Who holds the runs as they were keeps them.
func (s *runs[T]) set(from, to int32, v T) {
	*s = slices.Clone(*s)
	s.put(from, to, v)
}

// put is set where nobody else holds the runs.
func (s *runs[T]) put(from, to int32, v T) {
	old := *s
	i := old.find(from)
	j := i
	var with []run[T]
	for ; j < len(old) && old[j].from <= to; j++ {
		if old[j].from < from {
			with = append(with, run[T]{old[j].from, from - 1, old[j].v})
		}
	}
	var zero T
	if v != zero {
		with = append(with, run[T]{from, to, v})
	}
	if j > i && old[j-1].to > to {
		with = append(with, run[T]{to + 1, old[j-1].to, old[j-1].v})
	}
	out := slices.Replace(old, i, j, with...)
	*s = join(out, max(i-1, 0), i+len(with)+1)
}

func join[T comparable](s runs[T], from, to int) runs[T] {
	to = min(to, len(s))
	w := from
	for i := from; i < len(s); i++ {
		if i < to && w > from && s[w-1].v == s[i].v && s[w-1].to+1 == s[i].from {
			s[w-1].to = s[i].to
			continue
		}
		s[w] = s[i]
		w++
	}
	return s[:w]
}

// insert makes room for n lines before the one at; they have no property, except inside a run, which grows. What leaves the sheet at its last line is cut.
func (s *runs[T]) insert(at, n, last int32) {
	var out runs[T]
	for _, r := range *s {
		if r.from >= at {
			r.from += n
		}
		if r.to >= at {
			r.to = min(r.to+n, last)
		}
		if r.from <= last {
			out = append(out, r)
		}
	}
	*s = out
}

// remove takes n lines beginning at at away.
func (s *runs[T]) remove(at, n int32) {
	var out runs[T]
	for _, r := range *s {
		from, to := r.from, r.to
		if from >= at {
			from = max(at, from-n)
		}
		if to >= at {
			to = max(at-1, to-n)
		}
		if from <= to {
			out = append(out, run[T]{from, to, r.v})
		}
	}
	*s = join(out, 0, len(out))
}

// close is remove on lines that are the sheet's own: a run to the last one that is most of the sheet stays one to the last.
func (s *runs[T]) close(at, n, last int32) {
	end := s.whole(last)
	s.remove(at, n)
	var zero T
	if end != zero {
		s.put(last-n+1, last, end)
	}
}

// whole is the property of more than half of the lines up to the last one, without a gap; the zero one if there is none.
func (s runs[T]) whole(last int32) T {
	if end := s.at(last); end.from <= last/2 {
		return end.v
	}
	var zero T
	return zero
}

// common is the lines that have the same property in both.
func (s runs[T]) common(o runs[T]) runs[T] {
	var out runs[T]
	for i, j := 0, 0; i < len(s) && j < len(o); {
		a, b := s[i], o[j]
		if from, to := max(a.from, b.from), min(a.to, b.to); from <= to && a.v == b.v {
			out = append(out, run[T]{from, to, a.v})
		}
		if a.to < b.to {
			i++
		} else {
			j++
		}
	}
	return out
}
