package keyspace_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"freshet/server/embed/internal/keyspace"
)

func TestStreamAgreesWithASlice(t *testing.T) {
	g := rand.New(rand.NewPCG(4, 5))
	var s keyspace.Stream
	var model []keyspace.StreamID
	next := keyspace.StreamID{Ms: 1}
	for range 50_000 {
		switch g.IntN(8) {
		case 0:
			if n := g.IntN(60); len(model) > n && g.IntN(5) == 0 {
				if got := s.TrimToLength(n); got != len(model)-n {
					t.Fatalf("trimmed %d of %d to %d", got, len(model), n)
				}
				model = model[len(model)-n:]
			}
		case 1:
			id := keyspace.StreamID{Ms: next.Ms - uint64(g.IntN(int(min(next.Ms, 50)))), Seq: uint64(g.IntN(3))}
			i := slices.Index(model, id)
			if s.Delete(id) != (i >= 0) {
				t.Fatalf("Delete(%v) with it at %d", id, i)
			}
			if i >= 0 {
				model = slices.Delete(slices.Clone(model), i, i+1)
			}
		case 2:
			from := keyspace.StreamID{Ms: next.Ms - uint64(g.IntN(int(min(next.Ms, 80))))}
			to := keyspace.StreamID{Ms: from.Ms + uint64(g.IntN(40)), Seq: uint64(g.IntN(3))}
			var want []keyspace.StreamID
			for _, id := range model {
				if !id.Less(from) && !to.Less(id) {
					want = append(want, id)
				}
			}
			var got []keyspace.StreamID
			for _, e := range s.Range(from, to) {
				got = append(got, e.ID)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("Range(%v, %v): %v, want %v", from, to, got, want)
			}
		default:
			s.Append(next, []string{"f", next.String()})
			model = append(model, next)
			if next.Seq++; g.IntN(2) == 0 {
				next = keyspace.StreamID{Ms: next.Ms + 1}
			}
		}
		if s.Len() != len(model) || len(model) > 0 && s.First() != model[0] {
			t.Fatalf("Len %d First %v, want %v", s.Len(), s.First(), model)
		}
	}
}

func TestStreamIDs(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0-7", "5-3": "5-3", "18446744073709551615-18446744073709551615": "18446744073709551615-18446744073709551615",
		"": "", "-": "", "5-": "", "-5": "", "+5": "", "5-+3": "", "x": "", "1-2-3": "", "18446744073709551616": "", "1 ": "",
	} {
		id, ok := keyspace.ParseStreamID(text, 7)
		if ok != (want != "") || ok && id.String() != want {
			t.Errorf("%q: got %v %v, want %q", text, id, ok, want)
		}
	}
	if _, ok := keyspace.MaxStreamID.Next(); ok {
		t.Error("something follows the greatest id")
	}
	if _, ok := (keyspace.StreamID{}).Prev(); ok {
		t.Error("something precedes 0-0")
	}
	if id, ok := (keyspace.StreamID{Ms: 3}).Prev(); !ok || id.String() != "2-18446744073709551615" {
		t.Errorf("before 3-0 comes %v", id)
	}
}

func TestDeadlinesComeInOrder(t *testing.T) {
	g := rand.New(rand.NewPCG(6, 7))
	k := keyspace.New()
	model := map[string]int64{}
	for range 20_000 {
		key := fmt.Sprint(g.IntN(50))
		switch g.IntN(5) {
		case 0:
			k.Delete(key)
			delete(model, key)
		case 1:
			if e := k.Lookup(key); e != nil {
				k.ExpireAt(key, e, 0)
				delete(model, key)
			}
		default:
			at := int64(1 + g.IntN(1000))
			e := k.Lookup(key)
			if e == nil {
				e = k.Put(key, "v")
			}
			k.ExpireAt(key, e, at)
			model[key] = at
		}
		earliest := int64(0)
		for _, at := range model {
			if earliest == 0 || at < earliest {
				earliest = at
			}
		}
		_, at, ok := k.NextDeadline()
		if ok != (len(model) > 0) || at != earliest || k.Volatile() != len(model) {
			t.Fatalf("next deadline %d %v of %d, want %d of %d", at, ok, k.Volatile(), earliest, len(model))
		}
	}
}
