package store_test

import (
	"os"
	"runtime"
	"testing"
	"time"

	"freshet/cells/store"
)

// remains counts what a process holds that a leak would add to.
func remains(t *testing.T) (goroutines, files int, heap uint64) {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return runtime.NumGoroutine(), len(open), m.HeapAlloc
}

// Books are opened, used and closed five hundred times: nothing stays behind, whether the close is one's own or time is passing in the book.
func TestOpeningAndClosingLeavesNothing(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url(), func(o *store.Options) { o.Engine, o.Warm, o.Idle = nil, -1, time.Hour })
	ids := make([]string, 10)
	for i := range ids {
		ids[i] = create(t, s)
		b, err := s.Book(t.Context(), ids[i])
		if err != nil {
			t.Fatal(err)
		}
		update(t, b, typed(0, 0, "=NOW()"))
		update(t, b, typed(0, 1, `=absent(A2,"1s")&age(A2)`))
		b.Release()
	}
	cycle := func(n int) {
		for i := range n {
			b, err := s.Book(t.Context(), ids[i%len(ids)])
			if err != nil {
				t.Fatal(err)
			}
			update(t, b, reading(1, float64(i%7), 0))
			b.Release()
		}
		eventually(t, "no book is open", func() bool { return s.Stats().Books == 0 })
	}
	cycle(50) // what is made once is made
	goroutines, files, heap := remains(t)
	cycle(500)
	eventually(t, "nothing runs on", func() bool { n, _, _ := remains(t); return n <= goroutines+2 })
	_, more, grown := remains(t)
	if more > files+3 {
		t.Errorf("%d files are open, %d before", more, files)
	}
	if grown > heap+2<<20 {
		t.Errorf("the heap holds %d bytes, %d before", grown, heap)
	}
	t.Logf("goroutines %d, files %d → %d, heap %d → %d", goroutines, files, more, heap, grown)
}
