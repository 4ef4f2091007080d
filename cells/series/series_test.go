package series_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/series"
)

func TestTimeDoesNotGoBack(t *testing.T) {
	s := new(series.Series)
	s.Add(1000, cells.Num(1))
	s.Add(400, cells.Num(2)) // late
	s.Add(2000, cells.Num(2))
	if at, v := s.At(1); at != 1000 || v.Float() != 2 {
		t.Errorf("a late value counts from %d", at)
	}
	if s.Since() != 1000 {
		t.Errorf("the value began at %d", s.Since())
	}
	if !s.Repeats(2000, cells.Num(2)) || s.Repeats(2001, cells.Num(2)) || s.Repeats(2000, cells.Num(3)) {
		t.Error("what repeats a reading is the same value at the same time")
	}
	if s.Find(999) != -1 || s.Find(1000) != 1 || s.Find(1999) != 1 || s.Find(5000) != 2 {
		t.Error("the value in force at a time is not found")
	}
}

// A formula that is calculated twice in a wave leaves one point, and sees both times what was before.
func TestOneValueForEachWave(t *testing.T) {
	s, once := new(series.Series), new(series.Series)
	edges := series.Filter{Rule: series.Edges}
	for i := range 20 {
		at, wave := int64(i*100), uint64(i+1)
		if i%3 == 0 {
			s.Note(at, wave, cells.Str("not yet"))
			s.Run(edges)
			if got := s.Before(wave); got != i {
				t.Fatalf("wave %d: %d points before it, want %d", wave, got, i)
			}
		}
		s.Note(at, wave, cells.Num(float64(i%2)))
		once.Add(at, cells.Num(float64(i%2)))
	}
	if s.Len() != once.Len() || s.Run(edges) != once.Run(edges) || s.Since() != once.Since() {
		t.Errorf("%d points, %v; want %d, %v", s.Len(), s.Run(edges), once.Len(), once.Run(edges))
	}
	a, b := s.Window(series.Span{Count: 10}, 3000), once.Window(series.Span{Count: 10}, 3000)
	if a.Sum() != b.Sum() || a.Variance() != b.Variance() {
		t.Error("windows differ")
	}
}

// What a wave comes back to was there all the time.
func TestAValueThatComesBackIsNoPoint(t *testing.T) {
	s := new(series.Series)
	s.Note(100, 1, cells.Num(7))
	s.Note(200, 2, cells.Value{})
	s.Note(200, 2, cells.Num(7))
	if s.Len() != 1 || s.Since() != 100 || s.Before(2) != 1 {
		t.Errorf("%d points, the newest since %d", s.Len(), s.Since())
	}
	s.Note(200, 2, cells.Num(8))
	s.Note(300, 3, cells.Num(8))
	if s.Len() != 3 || s.Since() != 200 || s.Before(3) != 2 {
		t.Errorf("%d points, the newest since %d", s.Len(), s.Since())
	}
}

// TestWhatIsKnownCanBeForgotten compares a series that lives with one that is read from its bytes again and again.
func TestWhatIsKnownCanBeForgotten(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	a, b := new(series.Series), new(series.Series)
	at := int64(1_790_000_000_000)
	for i := range 2*series.Most + 100 {
		at += int64(r.IntN(900))
		v := draw(r, 4)
		a.Add(at, v)
		b.Add(at, v)
		if i%401 != 0 {
			continue
		}
		for _, span := range spans {
			x, y := a.Window(span, at), b.Window(span, at)
			if x.Len() != y.Len() || x.Kind() != y.Kind() || x.Sum() != y.Sum() {
				t.Fatalf("point %d, window %v: they differ", i, span)
			}
			if x.Len() > 1 {
				s1, _, _ := x.Line()
				s2, _, _ := y.Line()
				if x.Decayed(5000) != y.Decayed(5000) || x.Variance() != y.Variance() || x.Mode() != y.Mode() || s1 != s2 {
					t.Fatalf("point %d, window %v: they differ", i, span)
				}
			}
		}
		for _, f := range filters {
			if a.Run(f) != b.Run(f) {
				t.Fatalf("point %d: filter %v differs", i, f)
			}
		}
		if !bytes.Equal(a.Append(nil), b.Append(nil)) || a.Total() != b.Total() {
			t.Fatalf("point %d: they are stored otherwise", i)
		}
		b = loaded(t, b)
	}
}

// TestJoinsAreStored holds that what joins took goes with the series.
func TestJoinsAreStored(t *testing.T) {
	s := new(series.Series)
	s.Add(1, cells.Num(1))
	j := s.Join(3, 2, func(i int) uint64 { return uint64(i) })
	if !s.Stale() || s.Stale() {
		t.Error("what is new is to be stored, once")
	}
	s.Join(1, 1, func(int) uint64 { return 7 })
	s.Take(j, 9, []uint64{5, 6}, []cells.Value{cells.Num(2), cells.Str("x")})
	b := loaded(t, s)
	got, done := b.Join(3, 2, nil).Last()
	if !done || len(got) != 2 || !got[1].Equal(cells.Str("x")) || b.Join(3, 2, nil).Taken[1] != 6 || b.Join(1, 1, nil).Taken[0] != 7 {
		t.Errorf("loaded, the join has %v", got)
	}
	if _, done := b.Join(3, 1, func(int) uint64 { return 0 }).Last(); done {
		t.Error("a call of other cells goes on with what the one before took")
	}
	b.Restart()
	if _, done := b.Join(3, 2, func(int) uint64 { return 0 }).Last(); done {
		t.Error("a new formula goes on with what the old one took")
	}
}

func FuzzRead(f *testing.F) {
	s := new(series.Series)
	for i := range 40 {
		s.Add(int64(i*10), draw(rand.New(rand.NewPCG(uint64(i), 1)), 4))
	}
	s.Run(series.Filter{Rule: series.Edges})
	s.Join(1, 2, func(int) uint64 { return 1 })
	f.Add(s.Append(nil))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		r := cells.ByteReader{Rest: b}
		p, ok := series.Read(&r, func() cells.Value {
			v, rest, err := cells.ReadValue(r.Rest)
			r.Torn = r.Torn || err != nil
			r.Rest = rest
			return v
		})
		if !ok {
			return
		}
		p.Add(1, cells.Num(1))
		w := p.Window(series.Span{Time: 1000}, 5000)
		w.Sum()
		w.Growth()
	})
}
