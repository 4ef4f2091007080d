package calc_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"freshet/cells"
)

// graph is the stored graph of a book: its regions with what they read, each with the text of its formula in place of the formula's number, and its arrays.
// The numbers are given as formulas come, everything else must follow from the inputs.
func graph(t *testing.T, r *replica) string {
	t.Helper()
	r.save(true)
	keys := make(map[uint32]string)
	var names []string
	for name, bytes := range r.parts {
		if strings.HasPrefix(name, "t/") {
			if err := json.Unmarshal(bytes, &keys); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		} else if graphPart.MatchString(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out strings.Builder
	for _, name := range names {
		if strings.HasSuffix(name, "/p") {
			fmt.Fprintf(&out, "%s %s\n", name, r.parts[name])
			continue
		}
		var regions []struct {
			Cells   string          `json:"cells"`
			Formula uint32          `json:"formula"`
			Reads   []string        `json:"reads"`
			Found   json.RawMessage `json:"found"`
		}
		if err := json.Unmarshal(r.parts[name], &regions); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, g := range regions {
			fmt.Fprintf(&out, "%s %s %s reads %v, found %s\n", name, g.Cells, keys[g.Formula], g.Reads, g.Found)
		}
	}
	return out.String()
}

var graphPart = regexp.MustCompile(`^s\d+/(g\d+/b\d+|p)$`)

// shown is every value of a book with its place.
func shown(r *replica) string {
	var out strings.Builder
	for _, s := range r.book.Info().Sheets {
		if g, ok := r.book.Extent(s.ID); ok {
			r.book.Scan(g, func(at cells.Ref, c cells.Cell) bool {
				text := "" // of other inputs it depends on the format
				if c.Formula {
					text = c.Input
				}
				if c.Formula || !c.Value.IsBlank() {
					fmt.Fprintf(&out, "%s!%s %q %s %v\n", s.Name, at.A1(), text, show(c.Value), c.Spilled)
				}
				return true
			})
		}
	}
	return out.String()
}

// fromNothing builds the book that another one became, in one of many ways: its inputs in any order, cell by cell or many at once.
func fromNothing(t *testing.T, like *replica, r *rand.Rand, together bool) *replica {
	t.Helper()
	fresh := newReplica()
	must := func(ops ...cells.Op) {
		t.Helper()
		if ch := fresh.apply("ann", ops...); ch.Refused != nil {
			t.Fatalf("from nothing: %v: %v", ops, ch.Refused)
		}
	}
	info := like.book.Info()
	must(cells.SetBook{Title: info.Title, Zone: info.Zone, Locale: info.Locale})
	last := cells.SheetID(1)
	for _, s := range info.Sheets {
		last = max(last, s.ID)
	}
	for id := cells.SheetID(1); id <= last; id++ {
		must(cells.AddSheet{Name: fmt.Sprintf("tmp%d", id), Index: -1})
	}
	for id := cells.SheetID(1); id <= last; id++ {
		if _, ok := like.book.Sheet(id); !ok {
			must(cells.DeleteSheet{Sheet: id})
		}
	}
	for i, s := range info.Sheets {
		must(cells.RenameSheet{Sheet: s.ID, Name: s.Name})
		must(cells.MoveSheet{Sheet: s.ID, Index: i})
	}
	var ops []cells.Op
	for _, n := range info.Names {
		ops = append(ops, cells.DefineName(n))
	}
	for _, s := range info.Sheets {
		if g, ok := like.book.Extent(s.ID); ok {
			like.book.Scan(g, func(at cells.Ref, c cells.Cell) bool {
				switch {
				case c.Formula:
					ops = append(ops, cells.Set{Range: at.Range(), Inputs: []cells.Input{cells.Typed(c.Input)}})
				case !c.Spilled && !c.Value.IsBlank():
					v := c.Value
					if e := v.Err(); e != nil {
						v = cells.Fail(&cells.CellError{Code: e.Code, Message: e.Message, Func: e.Func, Arg: e.Arg})
					}
					ops = append(ops, cells.Set{Range: at.Range(), Inputs: []cells.Input{cells.Literal(v)}})
				}
				return true
			})
		}
	}
	r.Shuffle(len(ops), func(i, j int) { ops[i], ops[j] = ops[j], ops[i] })
	if together && len(ops) > 0 {
		must(ops...)
		return fresh
	}
	for _, op := range ops {
		must(op)
	}
	return fresh
}

// TestTheSameFromNothing lives through edits, fills, pastes, moves, lines that come and go, sheets and names, undo and redo, and compares the values and the stored
// graph with those of books that were built from nothing but the inputs that came of it.
func TestTheSameFromNothing(t *testing.T) {
	for seed := range uint64(80) {
		sameFromNothing(t, seed, 40)
	}
}

// FuzzFromNothing is TestTheSameFromNothing for other programs.
func FuzzFromNothing(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { sameFromNothing(t, seed, 60) })
}

func sameFromNothing(t *testing.T, seed uint64, steps int) {
	t.Helper()
	p := &program{r: rand.New(rand.NewPCG(seed, 17)), rows: 12, cols: 6, spills: seed%2 == 1}
	lived := newReplica()
	lived.apply("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
	var done []string
	do := func(op cells.Op) {
		text, _ := cells.Ops{op}.MarshalJSON()
		ch := lived.apply([]string{"ann", "bob"}[p.pick(2)], op)
		done = append(done, fmt.Sprintf("%s %v", text, ch.Refused))
	}
	for range steps {
		switch p.pick(10) {
		case 0:
			do(cells.Undo{})
		case 1:
			do(cells.Redo{})
		default:
			do(p.op(lived.book))
		}
	}
	// A reference that was lost cannot be typed.
	for _, s := range lived.book.Info().Sheets {
		if g, ok := lived.book.Extent(s.ID); ok {
			var lost []cells.Ref
			lived.book.Scan(g, func(at cells.Ref, c cells.Cell) bool {
				if c.Formula && strings.Contains(c.Input, "#REF!") {
					lost = append(lost, at)
				}
				return true
			})
			for _, at := range lost {
				do(cells.Clear{Range: at.Range()})
			}
		}
	}
	o := newOracle(lived.book)
	if err := o.check(); err != nil {
		t.Fatalf("seed %d: %v\nafter\n%s", seed, err, strings.Join(done, "\n"))
	}
	for _, together := range []bool{false, true} {
		fresh := fromNothing(t, lived, p.r, together)
		if a, b := shown(lived), shown(fresh); a != b {
			t.Fatalf("seed %d, together %v: %s\nafter\n%s", seed, together, difference(a, b), strings.Join(done, "\n")+"\n"+dump(lived.book))
		}
		if a, b := graph(t, lived), graph(t, fresh); a != b {
			t.Fatalf("seed %d, together %v: the graph: %s\nafter\n%s", seed, together, difference(a, b), strings.Join(done, "\n")+"\n"+dump(lived.book))
		}
	}
}

// difference is the lines that only one of two texts has.
func difference(a, b string) string {
	var out []string
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for _, line := range x {
		if !slices.Contains(y, line) {
			out = append(out, "it is          "+line)
		}
	}
	for _, line := range y {
		if !slices.Contains(x, line) {
			out = append(out, "from nothing   "+line)
		}
	}
	return strings.Join(out, "\n")
}
