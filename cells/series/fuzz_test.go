package series_test

import (
	"bytes"
	"testing"

	"freshet/cells"
	"freshet/cells/series"
)

// FuzzLife lets a series live by a program (values, what a formula gives again and again in a wave, what is forgotten, what is put in front) beside one that is written and
// read again and again: both know the same, and it is what a list of the points says.
func FuzzLife(f *testing.F) {
	f.Add([]byte{1, 9, 20, 2, 7, 1, 3, 0, 4, 5, 5, 6, 0, 7, 1})
	f.Add(bytes.Repeat([]byte{1, 40, 3, 2, 9, 7}, 60))
	f.Fuzz(func(t *testing.T, program []byte) {
		program = program[:min(len(program), 400)]
		live, stored := new(series.Series), new(series.Series)
		var list plain
		now, wave := int64(1_000_000), uint64(0)
		next := func() (b int64) {
			if len(program) > 0 {
				b, program = int64(program[0]), program[1:]
			}
			return b
		}
		value := func() cells.Value {
			switch b := next(); b % 5 {
			case 0:
				return cells.Str("off")
			case 1:
				return cells.Boolean(b > 100)
			case 2:
				return cells.Value{}
			default:
				return cells.Num(float64(b%40) / 4)
			}
		}
		for len(program) > 0 {
			switch op := next(); op % 8 {
			case 0:
				stored = loaded(t, stored)
			case 1, 2, 3:
				now += next() * 50
				v := value()
				live.Add(now, v)
				stored.Add(now, v)
				list.add(now, v)
			case 4: // a formula is evaluated several times
				now += 7
				wave++
				was := cells.Value{}
				if n := len(list.v); n > 0 {
					was = list.v[n-1]
				}
				for range 1 + op/8%3 {
					live.Note(now, wave, cells.Num(-1))
					stored.Note(now, wave, cells.Num(-1))
					v := value()
					live.Note(now, wave, v)
					stored.Note(now, wave, v)
					if op/8%3 == 0 && (len(list.v) == 0 || !v.Equal(was)) {
						list.add(now, v)
					}
				}
				if op/8%3 > 0 { // what was last
					if n := live.Len(); n > len(list.v) {
						_, v := live.At(n - 1)
						list.add(now, v)
					}
				}
			case 5:
				if live.Shorten() {
					stored.Shorten()
					list.at, list.v = list.at[len(list.at)/2:], list.v[len(list.v)/2:]
				}
			case 6:
				x, y := live.Run(filters[op/8%int64(len(filters))]), stored.Run(filters[op/8%int64(len(filters))])
				if x != y {
					t.Fatalf("a filter is %v, of the stored one %v", x, y)
				}
			case 7:
				first := now
				if len(list.at) > 0 {
					first = list.at[0]
				}
				old := []cells.Point{{At: first - 400 + next(), Value: value()}, {At: first - next()/4, Value: value()}}
				old[1].At = max(old[0].At, old[1].At)
				total := live.Total()
				x, y := live.Recall(old, false), stored.Recall(old, false)
				if x != y || live.Total() != total {
					t.Fatal("one takes what was before, the other does not, or the total is another")
				}
				if x {
					was := list
					list = plain{}
					for _, p := range old {
						list.add(p.At, p.Value)
					}
					for i, at := range was.at {
						list.add(at, was.v[i])
					}
				}
			}
			if live.Len() != len(list.v) || live.Total() != stored.Total() {
				t.Fatalf("%d points, want %d", live.Len(), len(list.v))
			}
			for i, v := range list.v {
				if at, got := live.At(i); at != list.at[i] || !got.Equal(v) {
					t.Fatalf("point %d is %v at %d, want %v at %d", i, got, at, v, list.at[i])
				}
			}
			for _, span := range []series.Span{{Time: 3000}, {Count: 5}} {
				w, z, want := live.Window(span, now), stored.Window(span, now), list.window(span, now)
				growth, resets := w.Growth()
				sum, falls, _, _ := want.growth()
				if w.Len() != len(want.x) || w.Sum() != want.sum() || w.Sum() != z.Sum() || growth != sum || resets != falls {
					t.Fatalf("window %v: the sum of %d is %v, of the stored one %v, want %v of %d", span, w.Len(), w.Sum(), z.Sum(), want.sum(), len(want.x))
				}
				if len(want.x) > 0 && (w.Mode() != want.mode() || w.Mode() != z.Mode()) {
					t.Fatalf("window %v: the mode is %v, want %v", span, w.Mode(), want.mode())
				}
			}
		}
		if live.Since() != stored.Since() || !bytes.Equal(live.Append(nil), stored.Append(nil)) {
			t.Error("they are stored otherwise")
		}
	})
}
