package calc

import (
	"math"
	"slices"
	"strings"
	"time"

	"freshet/cells"
	"freshet/cells/formula"
)

// What a filled source goes on with, as in Excel: cells of one sort that stand next to each other make a stretch, and each stretch goes on by itself, so that 1 and a blank become 1, blank,
// 2, blank. Numbers and times follow the straight line through them, days of equal dates the months, names of days and months their order, and texts with a number count on.

// stretch is cells of the source that go on together.
type stretch struct {
	first, n int
	next     func(i int) cells.Value // the i-th value, counted from the stretch's first; nil repeats
}

// progress tells what comes k-th, counted from the first of the source, when k is beyond it; false when the cell repeats. The source is in the direction of the fill, which goes up or to the
// left when back is set. With other a single number goes on too, and everything else repeats.
func (b *Book) progress(from []content, back, other bool) func(k int) (cells.Value, bool) {
	n := len(from)
	of := make([]*stretch, n)
	lists := likeliest(formula.Calendar(b.locale), from)
	moves := false
	for i := 0; i < n; {
		end := i + 1
		by := ruleOf(from[i], lists)
		for end < n && by != nil && by.same(ruleOf(from[end], lists)) {
			end++
		}
		s := &stretch{first: i, n: end - i}
		for j := i; j < end; j++ {
			of[j] = s
		}
		if lone := n == 1 && by != nil && by.kind == plainNumber; by != nil && lone == other {
			s.next = by.goesOn(from[i:end], lists, back)
			moves = moves || s.next != nil
		}
		i = end
	}
	if !moves {
		return nil
	}
	return func(k int) (cells.Value, bool) {
		s := of[k%n]
		if s.next == nil {
			return cells.Value{}, false
		}
		return s.next(k/n*s.n + k%n - s.first), true
	}
}

// rule is by what a cell may go on.
type rule struct {
	kind seriesKind
	list int     // of words
	text counted // the parts of a text with a number
}

type seriesKind byte

const (
	plainNumber seriesKind = iota
	wholeTime              // a date, with or without a time
	clockTime
	spanOfTime
	listedWord
	countedText
)

func ruleOf(c content, lists [][]string) *rule {
	if c.t != nil {
		return nil
	}
	switch c.v.Kind() {
	case cells.Number:
		return &rule{kind: plainNumber}
	case cells.Time:
		if x := c.v.Float(); x >= 0 && x < 1 {
			return &rule{kind: clockTime}
		}
		return &rule{kind: wholeTime}
	case cells.Duration:
		return &rule{kind: spanOfTime}
	case cells.Text:
		if list, _ := wordIn(lists, c.v.Text()); list >= 0 {
			return &rule{kind: listedWord, list: list}
		}
		if t, ok := countedIn(c.v.Text()); ok {
			return &rule{kind: countedText, text: t}
		}
	}
	return nil
}

func (u *rule) same(o *rule) bool {
	return o != nil && u.kind == o.kind && u.list == o.list && u.text.like(o.text)
}

// goesOn continues cells of one sort; nil when they follow no rule.
func (u *rule) goesOn(from []content, lists [][]string, back bool) func(i int) cells.Value {
	at := func(f func(v cells.Value) float64) []float64 {
		x := make([]float64, len(from))
		for i, c := range from {
			x[i] = f(c.v)
		}
		return x
	}
	switch u.kind {
	case listedWord:
		list := lists[u.list]
		x := at(func(v cells.Value) float64 { _, i := wordIn(lists, v.Text()); return float64(i) })
		step, ok := evenStep(x, len(list), back)
		if !ok {
			return nil
		}
		like := from[0].v.Text()
		return func(i int) cells.Value {
			return cells.Str(inCase(list[modulo(int(x[0])+step*i, len(list))], like))
		}
	case countedText:
		x := at(func(v cells.Value) float64 { t, _ := countedIn(v.Text()); return float64(t.number) })
		step, ok := evenStep(x, 0, back)
		if !ok {
			return nil
		}
		return func(i int) cells.Value { return cells.Str(u.text.with(int64(x[0]) + int64(step)*int64(i))) }
	}
	x := at(func(v cells.Value) float64 { return v.Float() })
	if u.kind == wholeTime {
		if next := byMonths(x); next != nil {
			return func(i int) cells.Value { return cells.Moment(next(i)) }
		}
	}
	first, step := x[0], 1.0
	switch {
	case len(x) > 1:
		first, step = line(x)
	case u.kind == clockTime || u.kind == spanOfTime:
		step = 1. / 24
		fallthrough
	default:
		if back {
			step = -step
		}
	}
	return func(i int) cells.Value {
		y := first + float64(step*float64(i))
		switch u.kind {
		case plainNumber:
			return cells.Num(cells.RoundDecimal(y, 12))
		case spanOfTime:
			return cells.Span(toMilliseconds(y))
		case clockTime:
			y = toMilliseconds(y)
			return cells.Moment(y - math.Floor(y))
		}
		return cells.Moment(toMilliseconds(y))
	}
}

// toMilliseconds gives a number of days as it is read when it is typed.
func toMilliseconds(days float64) float64 { return math.Round(days*86_400_000) / 86_400_000 }

// evenStep is the distance between neighbours, when it is the same everywhere; of one alone 1, or -1 going back. Where things come round, of is how many there are.
func evenStep(x []float64, of int, back bool) (step int, ok bool) {
	if len(x) == 1 {
		if back {
			return -1, true
		}
		return 1, true
	}
	distance := func(i int) int {
		d := int(x[i] - x[i-1])
		if of > 0 {
			// Sunday follows Saturday, and Saturday goes before Sunday.
			if d = modulo(d, of); d > of/2 {
				d -= of
			}
		}
		return d
	}
	step = distance(1)
	for i := 2; i < len(x); i++ {
		if distance(i) != step {
			return 0, false
		}
	}
	return step, true
}

func modulo(x, n int) int { return (x%n + n) % n }

// line is the first value and the step of a straight line through values: by least squares as in Excel when they lie on none.
func line(x []float64) (first, step float64) {
	step = x[1] - x[0]
	for i := 2; i < len(x); i++ {
		if x[i]-x[i-1] != step {
			return leastSquares(x)
		}
	}
	return x[0], step
}

// byMonths continues two or more dates that are a number of months apart, on the same day of the month or each on the last: nil for others.
func byMonths(x []float64) func(i int) float64 {
	if len(x) < 2 || x[0] == x[1] {
		return nil
	}
	months := func(x float64) (n, day int, last bool) {
		at := cells.TimeOf(math.Floor(x), time.UTC)
		return at.Year()*12 + int(at.Month()) - 1, at.Day(), at.AddDate(0, 0, 1).Day() == 1
	}
	first, day, atEnd := months(x[0])
	second, _, _ := months(x[1])
	step := second - first
	clock := x[0] - math.Floor(x[0])
	most := day
	for i, y := range x {
		n, d, last := months(y)
		if n != first+step*i || step == 0 || y-math.Floor(y) != clock {
			return nil
		}
		atEnd, most = atEnd && last, max(most, d)
	}
	for _, y := range x {
		if _, d, last := months(y); d != most && !last {
			return nil
		}
	}
	return func(i int) float64 {
		year, month := (first+step*i)/12, time.Month((first+step*i)%12+1)
		end := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
		d := most
		if atEnd || d > end.Day() {
			d = end.Day()
		}
		return cells.SerialOf(time.Date(year, month, d, 0, 0, 0, 0, time.UTC)) + clock
	}
}

// wordIn finds a word in the lists, whatever its case; -1 when it is in none.
func wordIn(lists [][]string, s string) (list, i int) {
	for list, words := range lists {
		if i := slices.IndexFunc(words, func(w string) bool { return strings.EqualFold(w, s) }); i >= 0 {
			return list, i
		}
	}
	return -1, 0
}

// inCase writes a word in capitals or small letters when the other one is written so.
func inCase(word, like string) string {
	switch {
	case like == strings.ToUpper(like) && len(like) > 1:
		return strings.ToUpper(word)
	case like == strings.ToLower(like):
		return strings.ToLower(word)
	}
	return word
}
