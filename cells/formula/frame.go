package formula

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"freshet/cells"
)

// frame is the state of one evaluation.
type frame struct {
	w            *Wave
	t            *Template
	at           cells.Ref
	env          *binding
	stack        []operand
	areas        [4]area // memory for the first areas that the evaluation refers to
	referred     int     // how many of them are in use
	steps        int
	spared       int // of steps: what the reader knew without the work
	bound        int // what steps must not pass
	elements     int
	depth        int
	draws        uint64
	next         int64             // when time alone may change the value
	site         uint64            // which call of the formula is under way
	turns        map[uint64]uint64 // how often each call that remembers was made
	locale       string
	zone         *time.Location
	zones        map[string]*time.Location // those that TZ has asked for
	ends         []end                     // how far the whole columns and rows reach that were read
	rows         [2]Rows                   // of indexes
	loaded       [4]loaded                 // ranges that closures visit
	loads        int                       // how many were put there
	keyed        [2][]keyed                // of sorting
	seen         identities
	slab         []binding // memory for arguments of lambdas
	bindings     int       // how many of them are in use
	bindingsUsed int       // and were at once
	owned        uint8     // which arguments of the call that begins are arrays that nobody else has
	asked        asked
	inOrder      sortedRange
	formats      [4]parsedFormat // the last ones of TEXT
	formatted    int             // how many were read
	buffers      [floatsLists][]float64
	lent         int            // how many of them are in use
	expression   *regexp.Regexp // the regular expression of this evaluation that was used last
}

// FaultMessage is the message of a cell whose evaluation met a fault of the program.
const FaultMessage = "the evaluation broke off: this is a fault of the program, not of the formula"

// zoneNamed finds a time zone by its IANA name. Reading one costs much, so those found are kept with the wave.
func (f *frame) zoneNamed(name string) (*time.Location, bool) {
	f.step(500) // found or not, so that the count does not tell
	if z, ok := f.zones[name]; ok {
		return z, true
	}
	if name == "" || len(name) > 64 || strings.EqualFold(name, "local") {
		return nil, false
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, false
	}
	if f.zones == nil || len(f.zones) >= 64 {
		f.zones = map[string]*time.Location{}
	}
	f.zones[name] = z
	return z, true
}

// halt ends an evaluation from within: a budget ran out, or a range is not ready.
type halt struct {
	limit   string
	unready bool
	starved bool
}

// Eval is the value of the formula in the cell. It is a function of the wave and the cell; errors carry the cell where they arose.
func (t *Template) Eval(w *Wave, at cells.Ref) (v cells.Value) {
	f := &w.scratch
	f.w, f.t, f.at, f.env = w, t, at, nil
	f.stack, f.ends = f.stack[:0], f.ends[:0]
	f.steps, f.spared, f.elements, f.depth, f.draws, f.referred, f.lent, f.bindings, f.next = 0, 0, 0, 0, 0, 0, 0, 0, math.MaxInt64
	f.expression = nil
	f.asked.n = 0
	clear(f.turns)
	f.rebound()
	f.locale, f.zone = w.Locale, w.zone()
	w.unready, w.starved = false, false
	defer func() {
		w.steps, w.work, w.due = f.steps, f.steps-f.spared, f.next
		f.env = nil
		f.forget()
		if f.elements > 10_000 {
			f.stack = nil // it may still hold arrays that nobody needs
		}
		if r := recover(); r != nil {
			h, ok := r.(halt)
			if !ok {
				// A fault of the program itself. One formula must not end the process that serves every book; the message is
				// the same on every replica, and the fuzz test fails on it.
				if w.Fault != nil {
					w.Fault(at, r)
				}
				v = cells.Fail(&cells.CellError{Code: cells.ErrCalc, Message: FaultMessage, Origin: at})
				return
			}
			w.unready, w.starved = h.unready, h.starved
			v = cells.Fail(&cells.CellError{Code: cells.ErrLimit, Message: h.limit, Origin: at})
		}
	}()
	if t.block(); t.lone != nil {
		if v, steps, ok := t.lone.eval(w, at); ok {
			f.steps = steps
			return v
		}
	}
	return f.result(t.root.eval(f))
}

// zone is where the wave takes place.
func (w *Wave) zone() *time.Location {
	if w.Zone == nil {
		return time.UTC
	}
	return w.Zone
}

// step charges work before it is done. It stops the evaluation when the budget does not allow it.
func (f *frame) step(n int) {
	if f.steps+n > f.bound {
		f.stop(n)
	}
	f.steps += n
}

func (f *frame) stop(n int) {
	if f.steps+n > MaxSteps {
		panic(halt{limit: "the formula takes more than 4,000,000 steps"})
	}
	panic(halt{limit: "the allowance of the evaluation is spent", starved: true})
}

// known charges n steps for what the reader knew at once, with no more work than a few steps: the budget of the evaluation counts them, so that it
// does not matter who knows what, the allowance does not.
func (f *frame) known(n int) {
	f.spared += max(0, n-knownWork)
	f.rebound()
	f.step(n)
}

// knownWork is the work of asking a reader that knows.
const knownWork = 8

func (f *frame) rebound() {
	f.bound = MaxSteps
	if a := f.w.Allowance; a > 0 {
		f.bound = min(f.bound, a+f.spared)
	}
}

// take charges elements of arrays and lists that are about to be made, before they are.
func (f *frame) take(n int) {
	if f.elements += n; f.elements > MaxElements || n < 0 {
		panic(halt{limit: "the formula makes more than 3,000,000 array elements"})
	}
	f.step(n)
}

// enter charges one level of calls; leave gives it back.
func (f *frame) enter() {
	if f.depth++; f.depth > MaxDepth {
		panic(halt{limit: "functions call each other more than 256 deep"})
	}
}

func (f *frame) leave() { f.depth-- }

// result makes of an operand what a cell can hold.
func (f *frame) result(o operand) cells.Value {
	switch o.obj.(type) {
	case nil:
	case *area, *list:
		o = val(cells.Arr(f.array(o)))
	case *dict:
		o = val(f.json(o))
	case *union:
		sign := string(cells.SeparatorsOf(f.locale).List)
		o = val(fail(cells.ErrValue, "several ranges are no value for a cell: give them to a function, as in SUM((A1:A2"+sign+"C1:C2))"))
	case *lambda:
		if x := o.obj.(*lambda); x.fn != nil {
			o = val(fail(cells.ErrName, x.fn.Name+" is a function: write "+x.fn.Signature()))
			break
		}
		o = val(fail(cells.ErrCalc, "a function is no value for a cell: call it with its arguments"))
	case *lambdas:
		o = val(fail(cells.ErrCalc, "functions are no value for a cell: give them to GROUPBY or PIVOTBY"))
	case omittedArgument:
		o = num(0)
	}
	switch o.Kind() {
	case cells.Blank:
		return cells.Num(0)
	case cells.Failed:
		return f.place(o.Value)
	case cells.Arrayed:
		a := o.Array()
		if len(a.Values) == 0 {
			return f.place(fail(cells.ErrCalc, "the array has no elements"))
		}
		if len(a.Values) == 1 {
			return f.result(val(a.Values[0]))
		}
		return cells.Arr(f.settle(a))
	}
	return o.Value
}

// settle gives every element of an array that is to be shown a value: blanks are 0, errors have a place.
func (f *frame) settle(a *cells.Array) *cells.Array {
	for i := range a.Values {
		k := a.Values[i].Kind()
		if k != cells.Blank && (k != cells.Failed || a.Values[i].Err().Origin != cells.Ref{}) {
			continue
		}
		b := &cells.Array{Rows: a.Rows, Cols: a.Cols, Values: slices.Clone(a.Values)}
		var last, placed cells.Value // what has no element at many places has one error
		for j := i; j < len(b.Values); j++ {
			switch b.Values[j].Kind() {
			case cells.Blank:
				b.Values[j] = cells.Num(0)
			case cells.Failed:
				if b.Values[j].Err() != last.Err() {
					last = b.Values[j]
					placed = f.place(last)
				}
				b.Values[j] = placed
			}
		}
		return b
	}
	return a
}

// place gives an error the cell it arose in, if it has none.
func (f *frame) place(v cells.Value) cells.Value {
	e := v.Err()
	if e == nil || e.Origin != (cells.Ref{}) {
		return v
	}
	placed := *e
	placed.Origin = f.at
	return cells.Fail(&placed)
}

// read is the value of a cell; an error that has no place gets that cell's.
func (f *frame) read(r cells.Ref) cells.Value {
	v := f.w.Cells.Value(r)
	if v.Kind() == cells.Failed && v.Err().Origin == (cells.Ref{}) {
		placed := *v.Err()
		placed.Origin = r
		return cells.Fail(&placed)
	}
	return v
}

// reach tells the caller of a range that only the evaluation finds.
func (f *frame) reach(g cells.Range) {
	if f.w.Read != nil && !f.w.Read(g) {
		panic(halt{limit: "a range is not calculated yet", unready: true})
	}
}

// draw is a random number in [0, 1): a function of the seed, the cell and how many were drawn before. The generator is splitmix64 (Steele, Lea and
// Flood, 2014).
func (f *frame) draw() float64 {
	f.draws++
	x := f.w.Seed ^ uint64(f.at.Sheet)<<48 ^ uint64(uint32(f.at.Row))<<20 ^ uint64(uint32(f.at.Col))
	x = mix(x + 0x9e3779b97f4a7c15)
	return float64(mix(x+f.draws*0x9e3779b97f4a7c15)>>11) * 0x1p-53
}

func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
