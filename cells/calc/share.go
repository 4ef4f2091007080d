package calc

import "sync/atomic"

// share is tasks from one on up to another, of which the first and the last are taken by different goroutines at once. Every task is in one share at most, and leaves it once.
type share struct {
	rest atomic.Uint64 // the first task and the one after the last
	_    [56]byte      // the rest of a line of the cache
}

// give puts tasks into a share that is empty. Only its owner does.
func (s *share) give(from, to int32) { s.rest.Store(pack(from, to)) }

func pack(from, to int32) uint64 { return uint64(uint32(from))<<32 | uint64(uint32(to)) }

func unpack(x uint64) (from, to int32) { return int32(x >> 32), int32(uint32(x)) }

func (s *share) left() int32 {
	from, to := unpack(s.rest.Load())
	return to - from
}

func (s *share) empty() bool { return s.left() == 0 }

// first takes some of the first tasks: an eighth of what is left, at most so many. None when from is to.
func (s *share) first(most int32) (from, to int32) {
	for {
		x := s.rest.Load()
		from, end := unpack(x)
		if from == end {
			return from, end
		}
		to := from + max(1, min(most, (end-from)/8))
		if s.rest.CompareAndSwap(x, pack(to, end)) {
			return from, to
		}
	}
}

// last takes the later half of the tasks. None when from is to.
func (s *share) last() (from, to int32) {
	for {
		x := s.rest.Load()
		first, end := unpack(x)
		from := first + (end-first)/2
		if first == end || s.rest.CompareAndSwap(x, pack(first, from)) {
			return from, end
		}
	}
}
