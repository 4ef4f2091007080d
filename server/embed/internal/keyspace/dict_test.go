package keyspace_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"freshet/server/embed/internal/keyspace"
)

func TestDictAgreesWithAMap(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	var d keyspace.Dict[int]
	model := map[string]int{}
	for i := range 200_000 {
		span := 20 // small, then large, then small again
		if i > 50_000 && i < 150_000 {
			span = 2000
		}
		key := strconv.Itoa(g.IntN(span))
		_, there := model[key]
		switch g.IntN(3) {
		case 0:
			if d.Set(key, i) == there {
				t.Fatalf("Set(%s): added %v, was there %v", key, !there, there)
			}
			model[key] = i
		case 1:
			if d.Delete(key) != there {
				t.Fatalf("Delete(%s): %v", key, !there)
			}
			delete(model, key)
		default:
			if v, ok := d.Get(key); ok != there || v != model[key] {
				t.Fatalf("Get(%s): %d %v, want %d %v", key, v, ok, model[key], there)
			}
		}
		if d.Len() != len(model) {
			t.Fatalf("Len %d, want %d", d.Len(), len(model))
		}
	}
	clone := d.Clone()
	d.Set("only here", 1)
	if clone.Has("only here") || clone.Len() != len(model) {
		t.Error("a clone is not independent")
	}
}

// What is there from the first call of a scan to the last is visited, whatever else
// comes and goes.
func TestScanVisitsWhatStays(t *testing.T) {
	for seed := range uint64(200) {
		g := rand.New(rand.NewPCG(seed, 3))
		var d keyspace.Dict[int]
		stays := map[string]bool{}
		for i := range 100 + g.IntN(400) {
			key := fmt.Sprintf("key%d", i)
			d.Set(key, i)
			if g.IntN(2) == 0 {
				stays[key] = false
			}
		}
		fresh := 0
		for cursor, calls := uint64(0), 0; ; calls++ {
			cursor = d.Scan(cursor, 1+g.IntN(20), func(key string, _ int) {
				if _, ok := stays[key]; ok {
					stays[key] = true
				}
			})
			if cursor == 0 {
				break
			}
			if calls > 100_000 {
				t.Fatal("the scan does not end")
			}
			for range g.IntN(30) {
				key := fmt.Sprintf("key%d", g.IntN(500))
				if _, ok := stays[key]; !ok {
					d.Delete(key)
				}
				if g.IntN(4) == 0 {
					d.Set(fmt.Sprintf("new%d", fresh), 0)
					fresh++
				}
			}
		}
		for key, visited := range stays {
			if !visited {
				t.Fatalf("seed %d: %s was not visited", seed, key)
			}
		}
	}
}
