package live

import (
	"context"
	"math"
	"time"

	"freshet/cells"
)

// askCost is how many cells of a question weigh as much as one message of the tab.
const askCost = 200_000

// summarise answers with figures over a range. Writers are let in between its columns: of a book that changes meanwhile, each column is true
// at a version of its own, and the answer names the last.
func (c *client) summarise(ctx context.Context, m askMessage) {
	var sum summing
	var refusal *cells.Error
	var err error
	for more := true; more && err == nil && refusal == nil; {
		err = c.room.book.View(ctx, func(v cells.View) error {
			more, refusal = sum.more(v, m.Range, time.Now().Add(viewTime))
			return nil
		})
	}
	c.reply(ctx, m, text(answerMessage{T: "answer", ID: m.ID, Summary: &sum.Summary}), refusal, err)
	if sum.Count > askCost { // a large question is paid for by the tab's next messages
		_ = c.talkRate.WaitN(ctx, min(sum.Count/askCost, c.talkRate.Burst())) // the end of ctx is seen by who reads on
	}
}

// summing is a Summary on its way. The zero summing begins.
type summing struct {
	Summary
	next int32 // the column
}

// more goes on until the time; false when all is summed.
func (s *summing) more(v cells.View, r cells.Range, until time.Time) (bool, *cells.Error) {
	s.Version = v.Position().Version
	if !r.Valid() {
		return false, offSheet()
	}
	extent, _ := v.Extent(r.Sheet)
	r, ok := r.Intersect(extent)
	if !ok {
		return false, nil
	}
	for s.next = max(s.next, r.Left); s.next <= r.Right; {
		column := r
		column.Left, column.Right = s.next, s.next
		s.take(v.Figures(column))
		s.next++
		if time.Now().After(until) {
			return s.next <= r.Right, nil
		}
	}
	return false, nil
}

func (s *Summary) take(f cells.Figures) {
	if f.Numeric > 0 {
		if s.Numeric == 0 {
			s.Min, s.Max = f.Min, f.Max
		}
		s.Min, s.Max = min(s.Min, f.Min), max(s.Max, f.Max)
	}
	s.Count += f.Count
	s.Numeric += f.Numeric
	s.Sum = max(-math.MaxFloat64, min(math.MaxFloat64, s.Sum+f.Sum)) // what is beyond cannot be written as JSON
}
