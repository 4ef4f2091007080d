package calc_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/calc"
)

// pastLife is a book with two cells that are fed, what each of them was told, and functions of their pasts: those of single values in column C of two sheets, those
// that give arrays on a third.
type pastLife struct {
	t       *testing.T
	r       *rand.Rand
	b       *replica
	now     int64
	fixed   int64 // the time that one formula asks about, which the clock shows once
	version uint64
	zone    *time.Location
	a, z    told
	fed     cells.Ref // where A1 is now
	base    cells.Ref // of the functions on the first sheet
	asks    []ask
}

// TestPastsAgainstTheirDefinition feeds cells at random (bursts, gaps, resets, late and early readings, repeated ones, texts, truths, errors, blanks, typed values), lets
// time go on with no more than ticks, over days on which clocks are set, moves the cells, changes their policies, takes the book from the store now and then, and asks
// after each entry whether every function gives what its definition makes of all points. A value that changes by time alone and is not due in time fails here.
func TestPastsAgainstTheirDefinition(t *testing.T) {
	for seed := range uint64(14) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { newPastLife(t, seed).live(300, 0) })
	}
}

// TestPastsBeyondWhatIsKept is the same with so many readings that the oldest are forgotten.
func TestPastsBeyondWhatIsKept(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { newPastLife(t, 100+seed).live(40, 1500) })
	}
}

func newPastLife(t *testing.T, seed uint64) *pastLife {
	zone, now := "UTC", start
	switch seed % 7 {
	case 2:
		zone, now = "Europe/Berlin", time.Date(2026, 10, 24, 22, 50, 0, 0, time.UTC).UnixMilli() // an hour is there twice
	case 4:
		zone, now = "Europe/Berlin", time.Date(2027, 3, 27, 23, 40, 0, 0, time.UTC).UnixMilli() // an hour is not there
	case 5:
		zone, now = "Asia/Kathmandu", time.Date(2026, 12, 31, 18, 0, 0, 0, time.UTC).UnixMilli()
	}
	at, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	l := &pastLife{t: t, r: rand.New(rand.NewPCG(seed, 11)), b: newReplica(), now: now, fixed: now + 10*minute, zone: at, asks: slices.Concat(asks, shapes, accesses)}
	l.do(cells.AddSheet{Name: "Sheet1", Index: -1}, cells.AddSheet{Name: "Sheet2", Index: -1}, cells.AddSheet{Name: "Sheet3", Index: -1}, cells.SetBook{Zone: zone})
	l.fed, l.base = cells.Ref{Sheet: 1}, cells.Ref{Sheet: 1, Col: 2}
	fixed := fmt.Sprintf("%q", time.UnixMilli(l.fixed).In(at).Format("2006-01-02 15:04:05"))
	text := func(formula, sheet string) cells.Input {
		return cells.Typed(strings.NewReplacer("A1", sheet+"A1", "B1", sheet+"B1", "FIXED", fixed).Replace(formula))
	}
	for i, sheet := range []string{"", "Sheet1!"} {
		op := cells.Set{Range: cells.Range{Sheet: cells.SheetID(i + 1), Left: 2, Right: 2, Bottom: int32(len(l.asks) - 1)}}
		for _, a := range l.asks {
			op.Inputs = append(op.Inputs, text(a.formula, sheet))
		}
		l.do(op)
	}
	for i, s := range spreads {
		l.do(cells.Set{Range: cells.Ref{Sheet: 3, Col: int32(4 * i)}.Range(), Inputs: []cells.Input{text(s.formula, "Sheet1!")}})
	}
	return l
}

func (l *pastLife) do(ops ...cells.Op) {
	l.t.Helper()
	l.version++
	e := cells.Entry{Version: l.version, At: l.now, Seed: l.version, Revision: calc.Revision, Actor: "ann", Ops: ops}
	if ch := l.b.book.Apply(e); ch.Refused != nil {
		l.t.Fatal(ch.Refused)
	}
}

func (l *pastLife) live(steps, burst int) {
	for range steps {
		l.now += []int64{0, 1, int64(l.r.IntN(900)), int64(l.r.IntN(5000)), 15_000, 20_001, 60_000, int64(l.r.IntN(150_000)), int64(l.r.IntN(2)) * 3_000_000}[l.r.IntN(9)]
		did := "a tick"
		switch l.r.IntN(18) {
		case 0:
			did = l.typed()
		case 1:
			did = l.moved()
		case 2, 3, 4:
		default:
			did = l.ingest(burst)
		}
		l.a.shown, l.z.shown = append(l.a.shown, l.a.value()), append(l.z.shown, l.z.value())
		l.do(cells.Tick{})
		l.check(did)
		if l.r.IntN(25) == 0 {
			l.b.save(len(l.b.parts) == 0)
			again, err := l.b.reload()
			if err != nil {
				l.t.Fatal(err)
			}
			l.b.book = again
		}
	}
}

func (p *told) value() cells.Value {
	if len(p.v) == 0 {
		return cells.Value{}
	}
	return p.v[len(p.v)-1]
}

// value draws what is read or typed.
func (l *pastLife) value() cells.Value {
	switch l.r.IntN(12) {
	case 0:
		return cells.Str("off")
	case 1:
		return cells.Value{}
	case 2:
		return cells.Boolean(l.r.IntN(2) == 0)
	case 3:
		return cells.Fail(&cells.CellError{Code: cells.ErrDiv0, Message: "the sensor failed"})
	}
	return cells.Num(float64(l.r.IntN(3) * l.r.IntN(40)))
}

// own is a value as the cell shows it.
func own(v cells.Value, at cells.Ref) cells.Value {
	if e := v.Err(); e != nil {
		mine := *e
		mine.Origin = at
		return cells.Fail(&mine)
	}
	return v
}

func (l *pastLife) ingest(burst int) string {
	in := cells.Ingest{}
	for range 1 + l.r.IntN(3)*l.r.IntN(4) + l.r.IntN(1+burst) {
		ref, to := l.fed, &l.a
		if l.r.IntN(4) == 0 {
			ref, to = cells.Ref{Sheet: l.base.Sheet, Row: l.base.Row, Col: 1}, &l.z
		}
		x := cells.Reading{Ref: ref, Value: l.value()}
		if l.r.IntN(4) == 0 {
			x.At = l.now + int64(l.r.IntN(90_000)) - 80_000
		}
		for range 1 + l.r.IntN(8)/7 { // some come twice
			to.tell(l.now, x.At, own(x.Value, ref))
			in.Readings = append(in.Readings, x)
		}
	}
	l.do(in)
	return fmt.Sprint(newest(in.Readings))
}

// typed puts a value in as people do: one that is there already is none.
func (l *pastLife) typed() string {
	v := l.value()
	if v.Kind() == cells.Failed {
		v = cells.Num(3)
	}
	if !l.a.value().Equal(v) {
		l.a.tell(l.now, 0, v)
	}
	l.do(cells.Set{Range: l.fed.Range(), Inputs: []cells.Input{cells.Literal(v)}})
	return fmt.Sprint("typed ", v)
}

// moved puts the fed cell or the formulas elsewhere, or changes what is kept as history.
func (l *pastLife) moved() string {
	switch l.r.IntN(4) {
	case 0:
		l.do(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 0, Count: 2})
		l.base.Row += 2
		if l.fed.Sheet == 1 {
			l.fed.Row += 2
		}
		return "rows inserted"
	case 1:
		if l.base.Row < 2 || l.fed.Sheet == 1 && l.fed.Row < 2 {
			return "nothing"
		}
		l.do(cells.Delete{Sheet: 1, Axis: cells.Rows, At: 0, Count: 2})
		l.base.Row -= 2
		if l.fed.Sheet == 1 {
			l.fed.Row -= 2
		}
		return "rows deleted"
	case 2:
		to := cells.Ref{Sheet: cells.SheetID(1 + l.r.IntN(2)), Row: int32(l.r.IntN(30)), Col: int32(4 + l.r.IntN(3))}
		l.do(cells.Move{Source: l.fed.Range(), Dest: to})
		l.fed = to
		return "moved to " + to.A1()
	}
	p := cells.Policy{Log: []cells.LogPolicy{cells.LogReadings, cells.LogNothing, cells.LogChanges, cells.LogAll}[l.r.IntN(4)], Keep: l.r.IntN(3)}
	l.do(cells.SetPolicy{Range: l.fed.Range(), Policy: p})
	return fmt.Sprint("policy ", p)
}

// check compares all functions, every other one on the second sheet.
func (l *pastLife) check(did string) {
	l.t.Helper()
	w := l.a.ask(l.now, minute)
	w.other, w.zone, w.fixed = &l.z, l.zone, l.fixed
	for i, a := range l.asks {
		at := cells.Ref{Sheet: 1, Row: l.base.Row + int32(i), Col: l.base.Col}
		if (int(l.version)/2+i)%2 == 0 {
			at = cells.Ref{Sheet: 2, Row: int32(i), Col: 2}
		}
		if got, want := l.b.book.Value(at), a.want(w); !want.Equal(whatever) && !like(got, want) {
			l.t.Fatalf("at %d, after %s: %s is %v, want %v\n%v\n%v", l.now, did, a.formula, got, want, newest(l.a.at), newest(l.a.v))
		}
	}
	for i, s := range spreads {
		rows := s.want(w)
		if rows == nil {
			rows = [][]cells.Value{{none}}
		}
		rows = append(rows, make([]cells.Value, len(rows[0])))
		for y, row := range rows {
			for x, want := range row {
				if got := l.b.book.Value(cells.Ref{Sheet: 3, Row: int32(y), Col: int32(4*i + x)}); !want.Equal(whatever) && !like(got, want) {
					l.t.Fatalf("at %d, after %s: row %d of %s has %v, want %v\n%v\n%v", l.now, did, y, s.formula, got, want, newest(l.a.at), newest(l.a.v))
				}
			}
		}
	}
}
