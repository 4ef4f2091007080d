package live

import (
	"context"
	"iter"
	"time"

	"freshet/cells"
)

// summaryCells bounds the cells a summary looks at.
const summaryCells = 16 << 20

// askCost is how many cells of a question weigh as much as one message of the tab.
const askCost = 20_000

// summarise answers with figures over a range. Writers are let in between its parts: of a book that changes meanwhile, each part is true
// at a version of its own, and the answer names the last.
func (c *client) summarise(ctx context.Context, m askMessage) {
	var sum summing
	defer sum.end()
	var refusal *cells.Error
	var err error
	for more := true; more && err == nil && refusal == nil; {
		err = c.room.book.View(ctx, func(v cells.View) error {
			more, refusal = sum.more(v, m.Range, time.Now().Add(viewTime))
			return nil
		})
	}
	c.reply(ctx, m, text(answerMessage{T: "answer", ID: m.ID, Summary: &sum.Summary}), refusal, err)
	if sum.size > askCost { // a large question is paid for by the tab's next messages
		_ = c.talkRate.WaitN(ctx, min(sum.size/askCost, c.talkRate.Burst())) // the end of ctx is seen by who reads on
	}
}

// summing is a Summary on its way. The zero summing begins.
type summing struct {
	Summary
	parts func() (cells.Range, bool)
	stop  func()
	size  int
	buf   []cells.Value
}

// end lets go of the parts that were not summed.
func (s *summing) end() {
	if s.stop != nil {
		s.stop()
	}
}

// more goes on until the time; false when all is summed.
func (s *summing) more(v cells.View, r cells.Range, until time.Time) (bool, *cells.Error) {
	s.Version = v.Position().Version
	if s.parts == nil {
		if !r.Valid() {
			return false, offSheet()
		}
		extent, _ := v.Extent(r.Sheet)
		r, ok := r.Intersect(extent)
		if !ok {
			return false, nil
		}
		if s.size = r.Size(); s.size > summaryCells {
			return false, cells.Refuse(cells.TooLarge, "a summary is of at most %d cells", summaryCells)
		}
		s.parts, s.stop = iter.Pull(strips(r, 4096))
		s.buf = make([]cells.Value, min(s.size, 4096))
	}
	for {
		part, ok := s.parts()
		if !ok {
			return false, nil
		}
		dst := s.buf[:part.Size()]
		v.Values(part, dst)
		for _, x := range dst {
			s.take(x)
		}
		if time.Now().After(until) {
			return true, nil
		}
	}
}

func (s *Summary) take(v cells.Value) {
	if v.IsBlank() {
		return
	}
	s.Count++
	if !v.Numeric() {
		return
	}
	x := v.Float()
	if s.Numeric == 0 {
		s.Min, s.Max = x, x
	}
	s.Numeric++
	s.Sum += x
	s.Min, s.Max = min(s.Min, x), max(s.Max, x)
}

// strips cuts a range into pieces of columns of at most n cells.
func strips(r cells.Range, n int) iter.Seq[cells.Range] {
	return func(yield func(cells.Range) bool) {
		for col := r.Left; col <= r.Right; col++ {
			for top := r.Top; top <= r.Bottom; top += int32(n) {
				if !yield(cells.Range{Sheet: r.Sheet, Top: top, Left: col, Bottom: min(r.Bottom, top+int32(n)-1), Right: col}) {
					return
				}
			}
		}
	}
}
