package calc_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
	"freshet/cells/script"
)

// follower runs the cases of the conformance corpus, and lets a copy of each book live on: whatever the cases read becomes something else, and every function must follow.
type follower struct {
	*driver
	r     *rand.Rand
	steps int // of each book
	live  func(follower, *replica, cells.SheetID)
	lives *int
}

// caseCol is where scripts put the formulas of cases: column Z.
const caseCol = 25

func (f follower) Apply(r cells.Request) (*cells.Changes, error) {
	ch, err := f.driver.Apply(r)
	if err != nil || len(r.Ops) < 2 {
		return ch, err
	}
	if clear, ok := r.Ops[0].(cells.Clear); ok && clear.Range.Left == caseCol {
		*f.lives++
		lived := &replica{book: f.book, parts: make(map[string][]byte)}
		lived.save(true)
		f.reload(lived)
		f.live(f, lived, clear.Range.Sheet)
	}
	return ch, nil
}

// becomes is what cells become: equal values with other formulas behind them, other kinds, arrays and errors.
var becomes = []string{
	"", "0", "1", "2", "=1+1", "=3-1", "-1", "7.5", "1e300", "text", "a", "=\"a\"", "'1", "TRUE", "=1=1", "2026-11-22", "12:30", "=1/0", "#N/A", "={1;2}", "={2,1}", "=SEQUENCE(3)", "{1}", "b*", "=\"\"",
}

func (f follower) change(at cells.Ref) cells.Op {
	switch f.r.IntN(16) {
	case 0:
		return cells.Undo{}
	case 1:
		return cells.Insert{Sheet: at.Sheet, Axis: cells.Rows, At: at.Row + int32(f.r.IntN(2)), Count: 1}
	case 2:
		return cells.Delete{Sheet: at.Sheet, Axis: cells.Rows, At: at.Row, Count: 1}
	case 3:
		return cells.Move{Source: at.Range(), Dest: cells.Ref{Sheet: at.Sheet, Row: at.Row + int32(f.r.IntN(3)), Col: at.Col}}
	}
	return cells.Set{Range: at.Range(), Inputs: []cells.Input{cells.Typed(becomes[f.r.IntN(len(becomes))])}}
}

func (f follower) reload(r *replica) {
	book, err := r.reload()
	if err != nil {
		f.t.Fatal(err)
	}
	r.book = book
}

// inputs is where the cases of a sheet may read.
func (f follower) inputs(b *calc.Book, sheet cells.SheetID) []cells.Ref {
	list := []cells.Ref{{Sheet: sheet}, {Sheet: sheet, Col: 1}, {Sheet: sheet, Row: 6, Col: 2}}
	if g, ok := b.Extent(sheet); ok {
		b.Scan(g, func(at cells.Ref, c cells.Cell) bool {
			if at.Col < caseCol && !c.Spilled {
				list = append(list, at)
			}
			return true
		})
	}
	return list
}

// follow compares the book with the oracle, and with what it is from nothing.
func (f follower) follow(lived *replica, sheet cells.SheetID) {
	bare := newReplica()
	bare.apply("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
	for at, t := range newOracle(lived.book).formulas {
		// What depends on time is not what inputs tell, the oracle does not say what is in the way of an array, and an intersection of names can be typed only
		// where the names are known.
		input := lived.book.Cell(at).Input
		known := bare.book.CheckInput(cells.Ref{Sheet: 1, Row: at.Row, Col: at.Col}, input) == nil
		if t.Historic() || t.Volatile() || t.Timed() || strings.Contains(input, "ERROR.MESSAGE") || !known {
			lived.apply("ann", cells.Clear{Range: at.Range()})
		}
	}
	inputs := f.inputs(lived.book, sheet)
	var done []string
	for range f.steps {
		op := f.change(inputs[f.r.IntN(len(inputs))])
		text, _ := cells.Ops{op}.MarshalJSON()
		ch := lived.apply("eve", op)
		done = append(done, fmt.Sprintf("%s %v", text, ch.Refused))
		if err := newOracle(lived.book).check(); err != nil {
			f.t.Errorf("%v\nafter\n%s\nof\n%s", err, strings.Join(done, "\n"), dump(lived.book))
			return
		}
	}
	if strings.Contains(dump(lived.book), "#REF!") {
		return // a reference that was lost cannot be typed
	}
	fresh := fromNothing(f.t, lived, f.r, f.r.IntN(2) == 0)
	if a, b := shown(lived), shown(fresh); a != b {
		f.t.Errorf("%s\nafter\n%s", difference(a, b), strings.Join(done, "\n"))
	}
}

// restart compares the book with one that begins again from the store after every entry.
func (f follower) restart(lived *replica, sheet cells.SheetID) {
	other := &replica{book: lived.book, parts: make(map[string][]byte)}
	other.save(true)
	f.reload(other)
	inputs := f.inputs(lived.book, sheet)
	now := int64(0)
	var done []string
	for range f.steps {
		at := inputs[f.r.IntN(len(inputs))]
		op := f.change(at)
		switch f.r.IntN(4) {
		case 0:
			op = cells.Ingest{Readings: []cells.Reading{{Ref: at, Value: cells.Num(float64(f.r.IntN(9)))}}}
		case 1:
			op = cells.Tick{}
		}
		now += int64(f.r.IntN(90_000))
		text, _ := cells.Ops{op}.MarshalJSON()
		for _, r := range []*replica{lived, other} {
			e := r.entry("eve", op)
			e.At += now
			r.book.Apply(e)
		}
		done = append(done, fmt.Sprintf("%d %s", now, text))
		if a, b := dump(lived.book), dump(other.book); a != b {
			f.t.Errorf("%s\nafter\n%s", difference(a, b), strings.Join(done, "\n"))
			return
		}
		other.save(false)
		f.reload(other)
	}
}

func casesLive(t *testing.T, seed uint64, steps int, live func(follower, *replica, cells.SheetID)) {
	files, err := script.Files("../testdata/conformance")
	if err != nil {
		t.Fatal(err)
	}
	lives := 0
	for i, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			f := follower{driver: newDriver(t), r: rand.New(rand.NewPCG(uint64(i), seed)), steps: steps, live: live, lives: &lives}
			f.check = false
			if _, _, err := script.Run(string(src), f); err != nil {
				t.Fatal(err)
			}
		})
	}
	t.Logf("%d books", lives)
}

// TestCasesFollow changes what the cases of the conformance corpus read, and compares every function with the oracle, and with what it gives from nothing.
func TestCasesFollow(t *testing.T) { casesLive(t, 1, 8, follower.follow) }

// TestCasesAfterARestart does the same, with readings and time that passes, to books of which one begins again from the store all the time.
func TestCasesAfterARestart(t *testing.T) { casesLive(t, 2, 5, follower.restart) }
