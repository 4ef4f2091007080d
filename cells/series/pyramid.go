package series

// fan is how many runs of one level make one of the next.
const fan = 16

// aggregate is something that is known of a run of points and can be put together from those of its parts.
type aggregate[T any] interface {
	*T
	take(p *points, i int) // adds the i-th point, which comes after those there are
	join(o *T)             // adds all of another, which stays as it is and comes after
}

// pyramid has the aggregates of all aligned runs of fan, fan², … points that are complete.
type pyramid[T any, P aggregate[T]] struct {
	empty  T
	levels [][]T
}

// over puts together what is known of points from…to-1, from left to right. It reads points at the ends of a window and those that are new.
func (y *pyramid[T, P]) over(s *Series, from, to int) T {
	p := s.numbers()
	y.grow(s, p)
	out := y.empty
	for i := from; i < to; {
		level, size := -1, 1
		for level+1 < len(y.levels) && i%(size*fan) == 0 && i+size*fan <= to {
			level++
			size *= fan
		}
		if level >= 0 {
			P(&out).join(&y.levels[level][i/size])
			i += size
			continue
		}
		P(&out).take(p, i)
		s.reads++
		i++
	}
	return out
}

// grow adds the runs that have become complete.
func (y *pyramid[T, P]) grow(s *Series, p *points) {
	size := fan
	for level := 0; len(p.at) >= size; level++ {
		if level == len(y.levels) {
			y.levels = append(y.levels, nil)
		}
		for k := len(y.levels[level]); (k+1)*size <= len(p.at); k++ {
			run := y.empty
			for i := range fan {
				if level == 0 {
					P(&run).take(p, k*fan+i)
					s.reads++
				} else {
					P(&run).join(&y.levels[level-1][k*fan+i])
				}
			}
			y.levels[level] = append(y.levels[level], run)
		}
		size *= fan
	}
}
