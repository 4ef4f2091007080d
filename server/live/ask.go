package live

import (
	"context"
	"errors"

	"freshet/cells"
)

// answer answers a tab's question about cells that it need not see.
func (c *client) answer(ctx context.Context, m askMessage) {
	if m.What == "summary" {
		c.summarise(ctx, m)
		return
	}
	var out outgoing
	var refusal *cells.Error
	err := c.room.book.View(ctx, func(v cells.View) error {
		switch m.What {
		case "edge":
			var to cells.Ref
			if to, refusal = edge(v, m.From, m.Direction); refusal == nil {
				out = text(answerMessage{T: "answer", ID: m.ID, Ref: &to})
			}
		case "read":
			out, refusal = c.readRange(v, m)
		case "check":
			if !m.From.Valid() {
				refusal = offSheet()
				return nil
			}
			out = text(answerMessage{T: "answer", ID: m.ID, Fault: v.CheckInput(m.From, m.Input)})
		case "spill":
			out = text(answerMessage{T: "answer", ID: m.ID, Spill: spillOver(v, m.From)})
		default:
			refusal = cells.Refuse(cells.Invalid, "there is no question %q", m.What)
		}
		return nil
	})
	c.reply(ctx, m, out, refusal, err)
}

// reply sends what came of a question.
func (c *client) reply(ctx context.Context, m askMessage, out outgoing, refusal *cells.Error, err error) {
	if err != nil && !errors.As(err, &refusal) {
		c.hub.log.Error("a question could not be answered", "book", c.book, "err", err)
		refusal = cells.Refuse(cells.Unavailable, "the book cannot be read now")
	}
	if refusal != nil {
		out = text(refuseMessage{T: "refuse", ID: m.ID, Error: refusal})
	}
	_ = c.out.answer(ctx, out) // gone: nobody asks any more
}

// spillOver is the array that covers a cell, and the formula it comes from; nil when there is none.
func spillOver(v cells.View, at cells.Ref) *spillPart {
	over, ok := v.Spill(at)
	if !ok {
		return nil
	}
	return &spillPart{Range: over, Input: v.Cell(over.TopLeft()).Input}
}

func offSheet() *cells.Error { return cells.Refuse(cells.Invalid, "the range is on no sheet") }

func (c *client) readRange(v cells.View, m askMessage) (outgoing, *cells.Error) {
	if !m.Range.Valid() || m.ID == 0 {
		return outgoing{}, offSheet()
	}
	var e encoder
	p := v.Position()
	e.begin(0, m.ID, p.Version, 0)
	if extent, ok := v.Extent(m.Range.Sheet); ok {
		if r, ok := m.Range.Intersect(extent); ok {
			if n := c.hub.limits.ReadCells; r.Size() > n {
				return outgoing{}, cells.Refuse(cells.TooLarge, "a range of %d cells is read at once, not of %d", n, r.Size())
			}
			e.snapshot(v, []cells.Range{r})
		}
	}
	data, _ := e.end()
	return outgoing{binary: true, data: data, compress: len(data) >= compressFrom}, nil
}

// edge is where Ctrl+arrow leads: inside a block of filled cells to its end, else to the next filled cell, else to the edge of the sheet.
func edge(v cells.View, from cells.Ref, direction string) (cells.Ref, *cells.Error) {
	var dr, dc int32
	switch direction {
	case "up":
		dr = -1
	case "down":
		dr = 1
	case "left":
		dc = -1
	case "right":
		dc = 1
	default:
		return from, cells.Refuse(cells.Invalid, "there is no direction %q", direction)
	}
	if !from.Valid() {
		return from, offSheet()
	}
	last := cells.Ref{Sheet: from.Sheet, Row: from.Row, Col: from.Col} // the edge of the sheet
	switch direction {
	case "up":
		last.Row = 0
	case "down":
		last.Row = cells.MaxRows - 1
	case "left":
		last.Col = 0
	case "right":
		last.Col = cells.MaxCols - 1
	}
	extent, ok := v.Extent(from.Sheet)
	if !ok {
		return last, nil
	}
	step := func(r cells.Ref) cells.Ref { return cells.Ref{Sheet: r.Sheet, Row: r.Row + dr, Col: r.Col + dc} }
	within := func(r cells.Ref) bool { return r.Valid() && (dr < 0 || dc < 0 || extent.Contains(r)) }
	filled := func(r cells.Ref) bool { return !v.Value(r).IsBlank() }
	if (dr < 0 || dc < 0) && !extent.Contains(from) {
		// From beyond what is there, the first place that can be filled is at its border.
		if dr < 0 {
			from.Row = min(from.Row, extent.Bottom+1)
		} else {
			from.Col = min(from.Col, extent.Right+1)
		}
	}
	at := step(from)
	if !within(at) {
		return last, nil
	}
	if filled(from) && filled(at) {
		for next := step(at); within(next) && filled(next); next = step(at) {
			at = next
		}
		return at, nil
	}
	for within(at) {
		if filled(at) {
			return at, nil
		}
		at = step(at)
	}
	return last, nil
}
