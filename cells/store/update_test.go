package store_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"freshet/cells"
	"freshet/cells/store"
)

func TestUpdateIsVisibleWhenItReturns(t *testing.T) {
	s := open(t, startRedis(t).url())
	b := hold(t, s, create(t, s))
	c := update(t, b, set(0, 0, 7))
	if c.Position.Version != 2 || len(c.Values) != 1 {
		t.Fatalf("changes %+v", c)
	}
	if got := valueAt(t, b, cell(0, 0)); !got.Equal(cells.Num(7)) {
		t.Fatalf("A1 is %v", got.Float())
	}
}

func TestRefusalsCostNoRecord(t *testing.T) {
	s := open(t, startRedis(t).url())
	b := hold(t, s, create(t, s))
	r := set(0, 0, 1)
	op := r.Ops[0].(cells.Set)
	op.Range.Sheet = 9
	r.Ops[0] = op
	_, err := b.Update(t.Context(), r)
	var refusal *cells.Error
	if !errors.As(err, &refusal) || refusal.Code != cells.NotFound {
		t.Fatalf("got %v", err)
	}
	if _, err := b.Update(t.Context(), cells.Request{Actor: "p1"}); !errors.As(err, &refusal) {
		t.Fatalf("a request for nothing: %v", err)
	}
	if c := update(t, b, set(0, 0, 1)); c.Position.Version != 2 {
		t.Fatalf("version %d", c.Position.Version)
	}
}

func TestRepeatedRequestTakesEffectOnce(t *testing.T) {
	s := open(t, startRedis(t).url())
	b := hold(t, s, create(t, s))
	r := set(0, 0, 1)
	r.Client, r.Seq = "tab", 1
	if c := update(t, b, r); c.Repeated {
		t.Fatal("the first is no repetition")
	}
	r.Ops = set(0, 0, 2).Ops
	if c := update(t, b, r); !c.Repeated {
		t.Fatal("the second is")
	}
	if got := valueAt(t, b, cell(0, 0)); !got.Equal(cells.Num(1)) {
		t.Fatalf("A1 is %v", got.Float())
	}
}

// A repetition is recognised even when the book would not have the request any more.
func TestRepetitionIsNoRefusal(t *testing.T) {
	s := open(t, startRedis(t).url())
	b := hold(t, s, create(t, s))
	r := set(0, 0, 1)
	r.Client, r.Seq = "tab", 1
	update(t, b, r)
	op := r.Ops[0].(cells.Set)
	op.Range.Sheet = 9
	r.Ops = cells.Ops{op}
	if c := update(t, b, r); !c.Repeated {
		t.Fatal("not recognised")
	}
	r.Seq = 2
	if _, err := b.Update(t.Context(), r); code(err) != cells.NotFound {
		t.Fatalf("got %v", err)
	}
}

// Many callers at once share few scripts, each gets its own answer, and the watcher sees every version in order.
func TestManyCallersShareCommits(t *testing.T) {
	s := open(t, startRedis(t).url())
	b := hold(t, s, create(t, s))
	var mu sync.Mutex
	var seen []uint64
	defer b.Watch(func(c *cells.Changes) {
		mu.Lock()
		seen = append(seen, c.Position.Version)
		mu.Unlock()
	})()
	const callers, each = 16, 50
	versions := make([]uint64, callers*each)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			for j := range each {
				c, err := b.Update(t.Context(), set(i, j, float64(i*each+j)))
				if err != nil {
					t.Error(err)
					return
				}
				versions[i*each+j] = c.Position.Version
			}
		})
	}
	wg.Wait()
	got := map[uint64]bool{}
	for _, v := range versions {
		if got[v] {
			t.Fatalf("version %d was answered twice", v)
		}
		got[v] = true
	}
	for i := range callers * each {
		if v := valueAt(t, b, cell(i/each, i%each)); !v.Equal(cells.Num(float64(i))) {
			t.Fatalf("cell %d is %v", i, v.Float())
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for i, v := range seen {
		if v != uint64(i+2) {
			t.Fatalf("the watcher saw %d as number %d", v, i)
		}
	}
	st := s.Stats()
	if st.Entries != callers*each || st.Commits >= st.Entries {
		t.Fatalf("%d entries in %d commits", st.Entries, st.Commits)
	}
}

// An update costs one script call, and one more that writes history when it left points.
func TestCommandsPerUpdate(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url())
	b := hold(t, s, create(t, s))
	update(t, b, set(0, 0, 0)) // loads the script
	c := r.client()
	before := calls(t, c)
	for i := range 20 {
		update(t, b, set(0, 0, float64(i)))
	}
	after := calls(t, c)
	if n := after["evalsha"] - before["evalsha"]; n != 20 {
		t.Errorf("%d script calls for 20 updates", n)
	}
	for _, name := range []string{"xrange", "hgetall", "get", "eval"} {
		if n := after[name] - before[name]; n > 1 { // one look at the log may fall into the time
			t.Errorf("%d × %s", n, name)
		}
	}
}

func TestUnknownBook(t *testing.T) {
	s := open(t, startRedis(t).url())
	for _, id := range []string{"", "nosuchbook", "{x}", "a b", "nosuchbookatall2345"} {
		_, err := s.Book(t.Context(), id)
		var refusal *cells.Error
		if !errors.As(err, &refusal) || refusal.Code != cells.NotFound {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// A panic of the engine costs the one book its replica and is a fault, not a silence; other books go on.
func TestEngineFailureStaysInItsBook(t *testing.T) {
	s := open(t, startRedis(t).url())
	b, other := hold(t, s, create(t, s)), hold(t, s, create(t, s))
	r := set(0, 0, 1)
	r.Ops = cells.Ops{cells.Set{Range: cell(0, 0).Range(), Inputs: []cells.Input{cells.Typed("panic")}}}
	if _, err := b.Update(t.Context(), r); err == nil {
		t.Fatal("no error")
	}
	<-b.Done()
	if _, err := s.Book(t.Context(), b.ID()); err == nil {
		t.Fatal("the book opened again although its log cannot be applied")
	}
	update(t, other, set(0, 0, 1))
}

var _ store.Engine = ledger{}

// A formula that the engine could not evaluate goes to the log of the server, with its place and its text.
func TestFaultsOfFormulasAreLogged(t *testing.T) {
	var out bytes.Buffer
	s := open(t, startRedis(t).url(), func(o *store.Options) { o.Logger = slog.New(slog.NewTextHandler(&out, nil)) })
	b := hold(t, s, create(t, s))
	update(t, b, cells.Request{Actor: "ann", Ops: cells.Ops{cells.Set{Range: cell(2, 1).Range(), Inputs: []cells.Input{cells.Typed("fault")}}}})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a formula met a fault", "book=" + b.ID(), "cell=B3", "formula=\"=1+1\"", "told to"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the log does not say %s:\n%s", want, out.String())
		}
	}
	if s.Stats().Faults != 1 {
		t.Errorf("%d faults are counted", s.Stats().Faults)
	}
}
