package keyspace_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strconv"
	"testing"

	"freshet/server/embed/internal/keyspace"
)

// commands shows a value as Dump does.
func commands(value any) (all [][]string) {
	keyspace.Dump("k", value, 0, func(args ...string) { all = append(all, args) })
	return all
}

// change changes a value at random.
func change(g *rand.Rand, value any) {
	word := strconv.Itoa(g.IntN(3000))
	switch v := value.(type) {
	case *keyspace.Hash:
		if g.IntN(3) == 0 {
			v.Delete(word)
		} else {
			v.Set(word, fmt.Sprint(g.Int()))
		}
	case *keyspace.Set:
		if g.IntN(3) == 0 {
			v.Delete(word)
		} else {
			v.Set(word, struct{}{})
		}
	case *keyspace.ZSet:
		if g.IntN(3) == 0 {
			v.Delete(word)
		} else {
			v.Set(word, g.Float64())
		}
	case *keyspace.List:
		switch {
		case g.IntN(3) == 0 && v.Len() > 0:
			v.PopFront()
		case g.IntN(3) == 0 && v.Len() > 0:
			v.Items()[g.IntN(v.Len())] = word
		case g.IntN(2) == 0:
			v.PushFront(word)
		default:
			v.PushBack(word)
		}
	case *keyspace.Stream:
		switch g.IntN(12) {
		case 0:
			v.TrimToLength(v.Len() * 3 / 4)
		case 1:
			v.Delete(keyspace.StreamID{Ms: uint64(g.IntN(int(v.LastID.Ms + 1)))})
		case 2:
			v.CreateGroup(word, v.LastID, 0)
			g := v.Group(word)
			g.Assign(v.LastID, g.CreateConsumer("c", 1)).Deliveries = 1
		default:
			v.Append(keyspace.StreamID{Ms: v.LastID.Ms + 1}, []string{"f", word})
		}
	}
}

// A frozen value stays as it was, and a copy goes its own way, whatever becomes of
// the original; and the other way round.
func TestFrozenAndCopiedValuesAreIndependent(t *testing.T) {
	for _, make := range []func() any{
		func() any { return &keyspace.Hash{} }, func() any { return &keyspace.Set{} }, func() any { return &keyspace.ZSet{} },
		func() any { return &keyspace.List{} }, func() any { return &keyspace.Stream{} },
	} {
		g := rand.New(rand.NewPCG(8, 9))
		v := make()
		t.Run(keyspace.TypeName(v), func(t *testing.T) {
			for range 15 {
				for range g.IntN(400) {
					change(g, v)
				}
				frozen, copied := keyspace.Freeze(v), keyspace.Copy(v)
				now := commands(v)
				if !reflect.DeepEqual(commands(frozen), now) || !reflect.DeepEqual(commands(copied), now) {
					t.Fatal("a copy differs from the start")
				}
				for range g.IntN(300) {
					change(g, v)
				}
				if !reflect.DeepEqual(commands(frozen), now) {
					t.Fatal("a frozen value changed with the original")
				}
				if !reflect.DeepEqual(commands(copied), now) {
					t.Fatal("a copy changed with the original")
				}
				after := commands(v)
				for range g.IntN(300) {
					change(g, copied)
				}
				if !reflect.DeepEqual(commands(v), after) {
					t.Fatal("the original changed with its copy")
				}
			}
		})
	}
}
