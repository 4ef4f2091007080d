package series

import (
	"slices"
	"sort"

	"freshet/cells"
)

// How many points a series keeps: when there are more than Most, the oldest go until Least are left.
const (
	Least = 4096
	Most  = Least + Least/2
)

// Series is the past of one cell. The zero Series has no points. It is not safe for concurrent use, not even by readers, which keep what they found.
type Series struct {
	all   points
	some  *points // the numbers among them; nil when all are
	wave  uint64  // in which the newest point was noted; not stored, as it only matters within that wave
	own   int     // how many points were there before that wave
	began int64   // when the newest value before that wave began
	kept  kept
	since int64   // when the newest value began
	gone  uint64  // how many points were forgotten
	runs  []*run  // of filters, sorted
	joins []*Join // sorted by call
	stale bool    // runs or joins changed in a way that is to be stored
	reads int
}

// points are kept by columns: most are numbers, and there are thousands of them for each cell.
type points struct {
	at    []int64
	x     []float64
	kind  []cells.Kind
	other map[int]cells.Value // by place: what is no number
	texts int                 // bytes of the texts among these

	// The places of the newest point that is no time, and that is no duration; -1 for none.
	notTime, notSpan int
}

// kept is what can be made again from the points.
type kept struct {
	totals   *pyramid[total, *total]
	squares  *pyramid[squares, *squares]
	extremes *pyramid[extremes, *extremes]
	changes  *pyramid[changes, *changes]
	lines    *pyramid[line, *line]
	decays   []*pyramid[decay, *decay]
	ranks    []*ranks
}

func number(k cells.Kind) bool {
	return k == cells.Number || k == cells.Time || k == cells.Duration || k == cells.Bool
}

// Add notes a value from a time on, which counts from the newest point when that is later.
func (s *Series) Add(at int64, v cells.Value) {
	n := len(s.all.at)
	if n > 0 {
		at = max(at, s.all.at[n-1])
	}
	if n == 0 || !s.all.value(n-1).Equal(v) {
		s.since = at
	}
	if s.some == nil && !number(v.Kind()) {
		s.some = s.all.numbers()
	}
	if s.some != nil && number(v.Kind()) {
		s.some.add(at, v)
	}
	s.all.add(at, v)
	if len(s.all.at) > Most {
		s.trim(len(s.all.at) - Least)
	}
}

// Note is Add for a value that a formula gave: a second one in the same wave takes the place of the first, because a cell is evaluated again when something it
// read was not settled yet. What comes back to the value before the wave is no point.
func (s *Series) Note(at int64, wave uint64, v cells.Value) {
	n := len(s.all.at)
	if s.wave == wave && wave != 0 && s.own < n {
		s.cut(s.own)
		if s.own > 0 && s.all.value(s.own-1).Equal(v) {
			return
		}
	} else {
		s.wave, s.own, s.began = wave, n, s.since
	}
	s.Add(at, v)
	s.own = min(s.own, len(s.all.at)-1)
}

// Before is how many points there were before a wave: a formula that asks what its own cell was means those.
func (s *Series) Before(wave uint64) int {
	if s.wave == wave && wave != 0 {
		return s.own
	}
	return len(s.all.at)
}

// Len is how many points are kept.
func (s *Series) Len() int { return len(s.all.at) }

// pointBytes is about how much memory a point takes.
const pointBytes = 20

// Size is about how much memory the points take, in bytes. It follows from the points alone.
func (s *Series) Size() int { return pointBytes*len(s.all.at) + s.all.texts }

// few is how many points Shorten leaves alone.
const few = 16

// Shorten forgets the older half of the points, as adding one does when there are too many; false when there are so few that it is not worth while.
func (s *Series) Shorten() bool {
	n := len(s.all.at)
	if n <= few {
		return false
	}
	s.trim(n / 2)
	return true
}

// At is the i-th point, the oldest being 0.
func (s *Series) At(i int) (at int64, v cells.Value) {
	s.reads++
	return s.all.at[i], s.all.value(i)
}

// Find is the place of the newest point not after a time; -1 when there is none.
func (s *Series) Find(at int64) int { return s.all.find(at) }

// Repeats reports whether a value measured at a time is the newest point once more.
func (s *Series) Repeats(at int64, v cells.Value) bool {
	n := len(s.all.at)
	return n > 0 && s.all.at[n-1] == at && s.all.value(n-1).Equal(v)
}

// Since is when the newest value began: equal ones in a row count as one.
func (s *Series) Since() int64 { return s.since }

// Reads is how many points were looked at to answer questions, for tests of the work.
func (s *Series) Reads() int { return s.reads }

// numbers is the points that windows are made of.
func (s *Series) numbers() *points {
	if s.some != nil {
		return s.some
	}
	return &s.all
}

// trim forgets the oldest n points. What filters in use made of them stays.
func (s *Series) trim(n int) {
	m := n
	if s.some != nil {
		m = 0
		for _, k := range s.all.kind[:n] {
			if number(k) {
				m++
			}
		}
	}
	s.settle(m)
	s.all.drop(n)
	if s.some != nil {
		s.some.drop(m)
		if len(s.all.other) == 0 {
			s.some = nil
		}
	}
	s.kept = kept{}
	s.own = max(0, s.own-n)
	s.gone += uint64(n)
}

// cut takes back all points from the i-th on, those of the latest wave.
func (s *Series) cut(i int) {
	for _, k := range s.all.kind[i:] {
		if s.some != nil && number(k) {
			s.some.keep(len(s.some.at) - 1)
		}
	}
	s.all.keep(i)
	s.kept = kept{}
	s.since = s.began
	for _, r := range s.runs {
		r.done, r.now = 0, r.base
	}
}

func (p *points) add(at int64, v cells.Value) {
	i := len(p.at)
	if i == 0 {
		p.notTime, p.notSpan = -1, -1
	}
	k := v.Kind()
	p.at, p.kind, p.x = append(p.at, at), append(p.kind, k), append(p.x, v.Float())
	if !number(k) {
		if p.other == nil {
			p.other = make(map[int]cells.Value)
		}
		p.other[i] = v
		p.texts += len(v.Text())
	}
	if k != cells.Time {
		p.notTime = i
	}
	if k != cells.Duration {
		p.notSpan = i
	}
}

func (p *points) value(i int) cells.Value {
	if k := p.kind[i]; number(k) {
		return cells.FromParts(k, p.x[i], nil)
	}
	return p.other[i]
}

func (p *points) find(at int64) int {
	return sort.Search(len(p.at), func(i int) bool { return p.at[i] > at }) - 1
}

func (p *points) numbers() *points {
	q := new(points)
	for i := range p.at {
		if number(p.kind[i]) {
			q.add(p.at[i], p.value(i))
		}
	}
	return q
}

// drop forgets the oldest n.
func (p *points) drop(n int) {
	p.at, p.x, p.kind = slices.Delete(p.at, 0, n), slices.Delete(p.x, 0, n), slices.Delete(p.kind, 0, n)
	p.notTime, p.notSpan = max(-1, p.notTime-n), max(-1, p.notSpan-n)
	if len(p.other) == 0 {
		return
	}
	moved := make(map[int]cells.Value, len(p.other))
	for i, v := range p.other {
		if i >= n {
			moved[i-n] = v
		} else {
			p.texts -= len(v.Text())
		}
	}
	p.other = moved
}

// keep forgets all but the oldest n.
func (p *points) keep(n int) {
	for i := n; i < len(p.at); i++ {
		if v, ok := p.other[i]; ok {
			p.texts -= len(v.Text())
			delete(p.other, i)
		}
	}
	p.at, p.x, p.kind = p.at[:n], p.x[:n], p.kind[:n]
	p.notTime, p.notSpan = -1, -1
	for i, k := range p.kind {
		if k != cells.Time {
			p.notTime = i
		}
		if k != cells.Duration {
			p.notSpan = i
		}
	}
}
