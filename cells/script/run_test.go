package script_test

import (
	"strings"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/calc"
	"freshet/cells/script"
)

// engine is the engine alone.
type engine struct {
	book *calc.Book
	now  *time.Duration
}

func newEngine() engine {
	b := calc.New(calc.Options{ID: "b", Epoch: "e"})
	b.Trace(true)
	return engine{b, new(time.Duration)}
}

func (e engine) Apply(r cells.Request) (*cells.Changes, error) {
	v := e.book.Position().Version + 1
	ch := e.book.Apply(cells.Entry{Version: v, At: int64(v) + e.now.Milliseconds(), Seed: v, Revision: calc.Revision, Actor: r.Actor, Ops: r.Ops})
	if ch.Refused != nil {
		return ch, ch.Refused
	}
	return ch, nil
}

func (e engine) Wait(d time.Duration) { *e.now += d }

func (e engine) View(fn func(cells.View) error) error { return fn(e.book) }

func (e engine) Recomputed() ([]cells.Ref, bool) { return e.book.Recomputed(), true }

func TestRunTellsWhatIsNotAsExpected(t *testing.T) {
	src := "set A1 2\nset B1 =A1*2\nexpect B1 5\n# a remark\nrecomputed: none\ninput B1 =A1*2\n"
	seen, failures, err := script.Run(src, newEngine())
	if err != nil {
		t.Fatal(err)
	}
	if len(failures) != 2 || failures[0].Line != 3 || failures[0].Got != "expect B1 4" || failures[1].Got != "recomputed: B1" {
		t.Errorf("the failures are %v", failures)
	}
	if want := strings.NewReplacer("B1 5", "B1 4", "recomputed: none", "recomputed: B1").Replace(src); seen != want {
		t.Errorf("the script as seen is\n%s", seen)
	}
	if _, failures, _ := script.Run(seen, newEngine()); len(failures) > 0 {
		t.Errorf("a script as seen fails: %v", failures)
	}
}

func TestRunRefusesWhatItCannotRead(t *testing.T) {
	for _, src := range []string{
		"jump A1", "set", "set 1A 2", "insert rows x 1", "batch\nexpect A1 1\nend", "batch\nset A1 1", "end", "ingest A1", "size cols A", "expect Nowhere!A1 2",
	} {
		if _, _, err := script.Run(src, newEngine()); err == nil {
			t.Errorf("%q is taken", src)
		}
	}
}

func TestAnUnexpectedRefusalIsSeen(t *testing.T) {
	_, failures, err := script.Run("set A1 =1+\nrefused: conflict\nset A1 1\nrefused: syntax", newEngine())
	if err != nil || len(failures) != 2 {
		t.Errorf("failures %v, error %v", failures, err)
	}
}

// FuzzRun feeds scripts to the reader: it must refuse, never fail.
func FuzzRun(f *testing.F) {
	f.Add("set A1 2\nexpect A1 2")
	f.Add("as bob\nbatch\nset A1:B2 1 | =A1\nname x A1\nend\nundo\nredo")
	f.Add("sheet Data\ninsert cols B 2\nmove A1:B2 D4\nfill A1 A1:A9\ncycle A1 A1\nerror B2 #DIV/0! Sheet1!A1 SUM 1")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 400 {
			return
		}
		e := newEngine()
		if _, _, err := script.Run(src, e); err == nil {
			if err := e.book.CheckInvariants(); err != nil {
				t.Fatalf("%q: %v", src, err)
			}
		}
	})
}
