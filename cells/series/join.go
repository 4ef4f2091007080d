package series

import (
	"encoding/binary"
	"slices"

	"freshet/cells"
)

// Join is what a formula that brings several cells together has taken of each, or what a call that goes by what it was before has given, by call within the formula: part of the past of the formula's own cell, so that it
// moves, is stored and is forgotten with it.
type Join struct {
	Call   uint64        // which call of the formula it is
	Taken  []uint64      // of each cell, how many points
	Values []cells.Value // what was taken last
	wave   uint64        // in which that was; not stored
	done   bool          // something was taken
}

// Total is how many points there ever were, those forgotten too.
func (s *Series) Total() uint64 { return s.gone + uint64(len(s.all.at)) }

// Join finds what a call has taken of n cells, or begins with nothing taken of what is there before the newest points: begin gives how many to begin with.
func (s *Series) Join(call uint64, n int, begin func(i int) uint64) *Join {
	i, found := slices.BinarySearchFunc(s.joins, call, func(j *Join, call uint64) int {
		switch {
		case j.Call < call:
			return -1
		case j.Call > call:
			return 1
		}
		return 0
	})
	if found && len(s.joins[i].Taken) == n {
		return s.joins[i]
	}
	j := &Join{Call: call, Taken: make([]uint64, n)}
	for k := range j.Taken {
		j.Taken[k] = begin(k)
	}
	if found {
		s.joins[i] = j
	} else {
		s.joins = slices.Insert(s.joins, i, j)
	}
	s.stale = true
	return j
}

// Take notes, in a wave, that points were taken.
func (s *Series) Take(j *Join, wave uint64, taken []uint64, values []cells.Value) {
	j.Taken, j.Values, j.wave, j.done = taken, values, wave, true
	s.stale = true
}

// Restart forgets what joins have taken: the cell got another formula.
func (s *Series) Restart() {
	s.stale = s.stale || len(s.joins) > 0
	s.joins = nil
}

// Last is what was taken last; false when nothing was.
func (j *Join) Last() ([]cells.Value, bool) { return j.Values, j.done }

// In reports whether something was taken in a wave.
func (j *Join) In(wave uint64) bool { return j.done && j.wave == wave && wave != 0 }

func (s *Series) appendJoins(out []byte) []byte {
	out = binary.AppendUvarint(out, uint64(len(s.joins)))
	for _, j := range s.joins {
		out = binary.AppendUvarint(out, j.Call)
		out = append(binary.AppendUvarint(out, uint64(len(j.Taken))), asked(j.done))
		for i, n := range j.Taken {
			out = binary.AppendUvarint(out, n)
			if j.done {
				out = cells.AppendValue(out, j.Values[i])
			}
		}
	}
	return out
}

func (s *Series) readJoins(r *cells.ByteReader, value func() cells.Value) bool {
	for range min(r.Uvarint(), uint64(len(r.Rest))) {
		j := &Join{Call: r.Uvarint()}
		n := r.Uvarint()
		j.done = r.Byte() != 0
		for range min(n, uint64(len(r.Rest))) {
			j.Taken = append(j.Taken, r.Uvarint())
			if j.done {
				j.Values = append(j.Values, value())
			}
		}
		if r.Torn {
			return false
		}
		s.joins = append(s.joins, j)
	}
	return true
}
