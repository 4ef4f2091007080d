package formula_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"freshet/cells"
	"freshet/cells/formula"
)

// table is a Reader of three columns.
type table [][3]cells.Value

func (x table) Value(r cells.Ref) cells.Value {
	if int(r.Row) >= len(x) || r.Col > 2 {
		return cells.Value{}
	}
	return x[r.Row][r.Col]
}

func (x table) Scan(g cells.Range, yield func(cells.Ref, cells.Value) bool) {
	for row := g.Top; row <= min(g.Bottom, int32(len(x))-1); row++ {
		for col := g.Left; col <= min(g.Right, 2); col++ {
			at := cells.Ref{Sheet: g.Sheet, Row: row, Col: col}
			if v := x.Value(at); !v.IsBlank() && !yield(at, v) {
				return
			}
		}
	}
}

func (x table) Extent(s cells.SheetID) (cells.Range, bool) {
	return cells.Range{Sheet: s, Bottom: int32(len(x)) - 1, Right: 2}, true
}

// strange is values of all kinds, some of them nearly equal, at the ends of the numbers, or equal but for their case.
func strange(r *rand.Rand) cells.Value {
	x := float64(r.IntN(8)-3) / 10
	switch r.IntN(24) {
	case 0:
		return cells.Value{}
	case 1:
		return cells.Boolean(r.IntN(2) == 0)
	case 2, 3, 4:
		return cells.Str(textsInOrder[r.IntN(len(textsInOrder))])
	case 5:
		return cells.Fail(&cells.CellError{Code: cells.ErrNA, Message: "none", Origin: cells.Ref{Sheet: 1, Row: 1, Col: 1}})
	case 6:
		return cells.Moment(x)
	case 7:
		return cells.Span(x)
	case 8:
		return cells.Num([]float64{math.MaxFloat64, -math.MaxFloat64, 5e-324, -5e-324, 0x1p-1022, 1e15, 1e15 + 1}[r.IntN(7)])
	case 9:
		return cells.Num(math.Nextafter(x, 1))
	}
	return cells.Num(x)
}

// plainNumbers is what is sorted by its bits.
func plainNumbers(r *rand.Rand) cells.Value {
	return cells.Num([]float64{math.MaxFloat64, -1, 0, 5e-324, -5e-324, r.Float64(), float64(r.IntN(5)), -r.Float64() * 1e9}[r.IntN(8)])
}

func tableOf(r *rand.Rand, rows int, value func(*rand.Rand) cells.Value) table {
	x := make(table, rows)
	for i := range x {
		x[i] = [3]cells.Value{value(r), value(r), cells.Num(float64(i))}
	}
	return x
}

// evaluated is a formula's array over a table.
func evaluated(t *testing.T, x table, src string) *cells.Array {
	t.Helper()
	s := newSheet(t)
	home := cells.Ref{Sheet: 1, Row: 9, Col: 9}
	v := compile(t, s, src, "J10").Eval(&formula.Wave{Cells: x, Scope: s, At: testTime}, home)
	a := v.Array()
	if a == nil {
		a = &cells.Array{Rows: 1, Cols: 1, Values: []cells.Value{v}}
	}
	return a
}

// inOrder is the order of SORT as a comparison.
func inOrder(a, b cells.Value, down bool) int {
	last := func(v cells.Value) int {
		return map[cells.Kind]int{cells.Failed: 1, cells.Blank: 2}[v.Kind()]
	}
	if x, y := last(a), last(b); x+y > 0 {
		return x - y
	}
	c := formula.Compare(a, b)
	if down {
		c = -c
	}
	return c
}

// TestSortIsAStableSortByComparison compares SORT, SORTBY and sortBy with a stable sort by the comparison of the operators.
func TestSortIsAStableSortByComparison(t *testing.T) {
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 31))
		value := strange
		if seed%3 == 0 {
			value = plainNumbers
		}
		x := tableOf(r, []int{2, 7, 40, 191, 193, 700}[r.IntN(6)], value)
		for _, downs := range [][2]bool{{false, false}, {true, false}, {false, true}, {true, true}} {
			order := make([]int, len(x))
			for i := range order {
				order[i] = i
			}
			slices.SortStableFunc(order, func(a, b int) int {
				if c := inOrder(x[a][0], x[b][0], downs[0]); c != 0 {
					return c
				}
				return inOrder(x[a][1], x[b][1], downs[1])
			})
			sign := map[bool]int{false: 1, true: -1}
			all := fmt.Sprintf("A1:C%d", len(x))
			for _, src := range []string{
				fmt.Sprintf("=CHOOSECOLS(SORT(%s,{1,2},{%d,%d}),3)", all, sign[downs[0]], sign[downs[1]]),
				fmt.Sprintf("=TRANSPOSE(CHOOSEROWS(SORT(TRANSPOSE(%s),{1,2},{%d,%d},TRUE),3))", all, sign[downs[0]], sign[downs[1]]),
				fmt.Sprintf("=SORTBY(C1:C%[1]d,A1:A%[1]d,%[2]d,B1:B%[1]d,%[3]d)", len(x), sign[downs[0]], sign[downs[1]]),
			} {
				got := evaluated(t, x, src)
				for i, k := range order {
					if got.Values[i].Float() != float64(k) {
						t.Fatalf("seed %d: %s has row %v in place %d, not %d", seed, src, got.Values[i].Float(), i, k)
					}
				}
			}
		}
	}
}

// identical is what UNIQUE takes for the same.
func identical(a, b cells.Value) bool {
	if a.Kind() == cells.Text && b.Kind() == cells.Text {
		return strings.Map(unicode.ToLower, a.Text()) == strings.Map(unicode.ToLower, b.Text())
	}
	if a.Numeric() && b.Numeric() {
		return a.Float() == b.Float()
	}
	return a.Equal(b)
}

// TestUniqueIsWhatWasNotThereBefore compares UNIQUE and COUNTUNIQUE with comparing every row with every other.
func TestUniqueIsWhatWasNotThereBefore(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 33))
		x := tableOf(r, 2+r.IntN(300), strange)
		for _, width := range []int{1, 2} {
			var first []int
			filled := 0
			for i := range x {
				if !slices.ContainsFunc(first, func(k int) bool { return identical(x[i][0], x[k][0]) && (width == 1 || identical(x[i][1], x[k][1])) }) {
					first = append(first, i)
					if !x[i][0].IsBlank() {
						filled++
					}
				}
			}
			got := evaluated(t, x, fmt.Sprintf("=UNIQUE(A1:%s%d)", []string{"", "A", "B"}[width], len(x)))
			if got.Rows != len(first) {
				t.Fatalf("seed %d: UNIQUE gives %d of %d rows", seed, got.Rows, len(first))
			}
			for i, k := range first {
				if want := x[k][0]; !want.IsBlank() && !identical(got.At(i, 0), want) {
					t.Fatalf("seed %d: row %d of UNIQUE is %s, not %s", seed, i, show(got.At(i, 0)), show(want))
				}
			}
			if n := evaluated(t, x, fmt.Sprintf("=COUNTUNIQUE(A1:A%d)", len(x))).Values[0].Float(); width == 1 && n != float64(filled) {
				t.Fatalf("seed %d: COUNTUNIQUE is %v, not %d", seed, n, filled)
			}
		}
	}
}

// TestSearchFindsTheFirstPlace compares SEARCH with trying every place.
func TestSearchFindsTheFirstPlace(t *testing.T) {
	letters := []string{"a", "b", "A", "B", "ä", "Ä", "İ", "*", "?", "~*", "~?", "ß"}
	word := func(r *rand.Rand, n, of int) string {
		var b strings.Builder
		for range r.IntN(n) {
			b.WriteString(letters[r.IntN(of)])
		}
		return b.String()
	}
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 35))
		hay, needle := word(r, 12, 7), word(r, 6, len(letters))
		want := 0.0
		runes := []rune(hay)
		for i := range len(runes) + 1 {
			if i < max(len(runes), 1) && stands([]rune(strings.Map(unicode.ToLower, needle)), []rune(strings.Map(unicode.ToLower, string(runes[i:])))) {
				want = float64(i + 1)
				break
			}
		}
		if hay == "" || needle == "" {
			continue
		}
		got := evaluated(t, table{{cells.Str(needle), cells.Str(hay)}}, "=IFERROR(SEARCH(A1,B1),0)").Values[0].Float()
		if got != want {
			t.Fatalf("SEARCH(%q,%q) is %v, not %v", needle, hay, got, want)
		}
	}
}

// stands reports whether a pattern matches the beginning of a text.
func stands(p, s []rune) bool {
	switch {
	case len(p) == 0:
		return true
	case p[0] == '*':
		return stands(p[1:], s) || len(s) > 0 && stands(p, s[1:])
	case len(s) == 0:
		return false
	case p[0] == '~' && len(p) > 1 && strings.ContainsRune("*?~", p[1]):
		return p[1] == s[0] && stands(p[2:], s[1:])
	}
	return (p[0] == '?' || p[0] == s[0]) && stands(p[1:], s[1:])
}
