package engine

import "freshet/server/embed/internal/resp"

// effects is the batch being made.
type effects struct {
	body  []byte
	count int
	whole []byte
}

func (b *effects) add(args ...string) {
	b.body = resp.AppendCommand(b.body, args...)
	b.count++
}

const (
	multiRecord = "*1\r\n$5\r\nMULTI\r\n"
	execRecord  = "*1\r\n$4\r\nEXEC\r\n"
)

// Effects returns what the commands since the last Settle or Discard changed, as one
// atomic batch, nil if nothing. The bytes are valid until then.
func (e *Engine) Effects() []byte {
	b := &e.effects
	switch b.count {
	case 0:
		return nil
	case 1:
		return b.body
	}
	b.whole = append(b.whole[:0], multiRecord...)
	b.whole = append(b.whole, b.body...)
	b.whole = append(b.whole, execRecord...)
	return b.whole
}

// Settle ends the batch: it is safe. Messages published go to their subscribers,
// and touched is called with each key that changed.
func (e *Engine) Settle(touched func(key string)) {
	e.reset()
	for _, p := range e.published {
		e.deliver(p)
	}
	clear(e.published)
	e.published = e.published[:0]
	if len(e.touched) > 0 {
		if touched != nil {
			for key := range e.touched {
				touched(key)
			}
		}
		clear(e.touched)
	}
}

// Discard ends the batch: it is lost. Nobody hears of it.
func (e *Engine) Discard() {
	e.reset()
	clear(e.published)
	e.published = e.published[:0]
	clear(e.touched)
}

func (e *Engine) reset() {
	if cap(e.effects.body) > 4<<20 {
		e.effects = effects{}
	}
	e.effects.body, e.effects.count = e.effects.body[:0], 0
}
