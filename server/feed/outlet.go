package feed

import (
	"bytes"
	"context"
	"math"
	"strconv"
	"sync"
	"time"

	"freshet/cells"
)

// maxFollowed is how many cells of a book can be followed at a time.
const maxFollowed = 256

// outlet tells the values of cells of one book to those who follow them. Its run goroutine is owned by Intake.Run and ends
// when nobody follows any more.
type outlet struct {
	in    *Intake
	id    string
	wake  chan struct{}
	marks chan struct{} // the book changed

	mu       sync.Mutex
	followed map[string]*followed // by place as written
	over     bool
}

type followed struct {
	tell func(payload []byte)
	last []byte
	told bool
}

// Follow calls tell with the value of a cell, as a payload that Decode reads, soon after the call and whenever it has
// changed, until stop is called. The newest value wins: a value that lasts for less than a tick may not be told. A place is written as in a
// topic below cells/; while it does not exist, nothing is told. A place that is followed already, or one too many in the
// book, is refused. Tell must not block.
func (i *Intake) Follow(ctx context.Context, book, place string, tell func(payload []byte)) (stop func(), err error) {
	for {
		i.mu.Lock()
		o := i.outlets[book]
		fresh := o == nil
		if fresh {
			o = &outlet{in: i, id: book, wake: make(chan struct{}, 1), marks: make(chan struct{}, 1), followed: map[string]*followed{}}
			i.outlets[book] = o
		}
		i.mu.Unlock()
		stop, again, err := o.follow(place, tell)
		if again {
			continue
		}
		if fresh {
			select {
			case i.starts <- o.run:
			case <-i.ended:
				o.leave(true)
				return nil, errEnded()
			case <-ctx.Done():
				o.leave(true)
				return nil, ctx.Err()
			}
		}
		return stop, err
	}
}

// follow notes a follower. Again says that the outlet is over.
func (o *outlet) follow(place string, tell func([]byte)) (stop func(), again bool, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.over:
		return nil, true, nil
	case o.followed[place] != nil:
		return nil, false, cells.Refuse(cells.Conflict, "the cell is followed already")
	case len(o.followed) >= maxFollowed:
		return nil, false, cells.Refuse(cells.TooMany, "%d cells of the book are followed already, which is the most", maxFollowed)
	}
	f := &followed{tell: tell}
	o.followed[place] = f
	signal(o.wake)
	return func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.followed[place] == f {
			delete(o.followed, place)
			signal(o.wake)
		}
	}, false, nil
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// leave ends the outlet; not by force while somebody follows. It reports whether it did.
func (o *outlet) leave(force bool) bool {
	o.in.mu.Lock()
	defer o.in.mu.Unlock()
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.followed) > 0 && !force {
		return false
	}
	o.over = true
	if o.in.outlets[o.id] == o {
		delete(o.in.outlets, o.id)
	}
	return true
}

// run opens the book, and opens it again after a while when that fails or the book ends, until nobody follows.
func (o *outlet) run(ctx context.Context) {
	for ctx.Err() == nil {
		if book, err := o.in.o.Open(ctx, o.id); err != nil {
			o.in.o.Logger.Debug("the values of a book cannot be told now", "book", o.id, "error", err)
		} else {
			o.watch(ctx, book)
			book.Release()
		}
		if o.leave(false) {
			return
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
		}
	}
	o.leave(true)
}

func (o *outlet) watch(ctx context.Context, book Book) {
	stop := book.Watch(func(c *cells.Changes) {
		if len(c.Values) > 0 || len(c.Shifts) > 0 || c.Book {
			signal(o.marks)
		}
	})
	defer stop()
	signal(o.marks)
	for {
		select {
		case <-o.marks:
		case <-o.wake:
			if o.idle() {
				return
			}
		case <-book.Done():
			return
		case <-ctx.Done():
			return
		}
		if err := o.tell(ctx, book); err != nil {
			if ctx.Err() == nil {
				o.in.o.Logger.Error("the values of a book could not be read", "book", o.id, "error", err)
			}
			return
		}
		select {
		case <-time.After(o.in.o.Tick):
		case <-ctx.Done():
			return
		}
	}
}

func (o *outlet) idle() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.followed) == 0
}

// tell reads what is followed and tells what has changed.
func (o *outlet) tell(ctx context.Context, book Book) error {
	o.mu.Lock()
	places := make(map[string]*followed, len(o.followed))
	for place, f := range o.followed {
		places[place] = f
	}
	o.mu.Unlock()
	news := make(map[*followed][]byte)
	err := book.View(ctx, func(v cells.View) error {
		for place, f := range places {
			value, ok := valueAt(v, place)
			if !ok {
				continue
			}
			if payload := Encode(value); !f.told || !bytes.Equal(payload, f.last) {
				f.last, f.told = payload, true
				news[f] = payload
			}
		}
		return nil
	})
	for f, payload := range news {
		f.tell(payload)
	}
	return err
}

func valueAt(v cells.View, text string) (cells.Value, bool) {
	p, refused := placeOf(text, func(name string) (cells.SheetID, bool) {
		if name == "" {
			for _, first := range v.Info().Sheets {
				return first.ID, true
			}
			return 0, false
		}
		s, ok := v.SheetNamed(name)
		return s.ID, ok
	})
	if refused != nil {
		return cells.Value{}, false
	}
	if p.name != "" {
		n, ok := v.Name(p.name)
		if !ok {
			return cells.Value{}, false
		}
		p.ref = n.Range.TopLeft()
	}
	return v.Value(p.ref), true
}

// Encode writes a value as a payload: digits, true or false, a text as it is, a time as 2026-11-22T19:30:00 in the book's zone, a
// span in seconds, an error by its code, an array by its first element. A blank is empty.
func Encode(v cells.Value) []byte {
	switch v.Kind() {
	case cells.Number:
		return digits(v.Float())
	case cells.Duration:
		return digits(cells.RoundDecimal(v.Float()*86400, 3))
	case cells.Bool:
		return strconv.AppendBool(nil, v.Truth())
	case cells.Time:
		return []byte(cells.TimeOf(v.Float(), time.UTC).Format("2006-01-02T15:04:05.999"))
	case cells.Text:
		return []byte(v.Text())
	case cells.Failed:
		return []byte(v.Err().Code.String())
	case cells.Arrayed:
		if a := v.Array(); len(a.Values) > 0 {
			return Encode(a.Values[0])
		}
	}
	return nil
}

// digits writes a number so that it reads back the same, without an exponent where that is short.
func digits(x float64) []byte {
	if a := math.Abs(x); a != 0 && (a < 1e-7 || a >= 1e21) {
		return strconv.AppendFloat(nil, x, 'e', -1, 64)
	}
	return strconv.AppendFloat(nil, x, 'f', -1, 64)
}
