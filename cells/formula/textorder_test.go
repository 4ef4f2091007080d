package formula_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/collation"
	"freshet/cells/formula"
)

// textsInOrder is texts whose order is another one than that of their codes; each is behind the one before it, or equal to it without case.
var textsInOrder = []string{
	"", "\x00", " ", "_", "-", "'", "(", "$", "1", "10", "2", "a", "A", "a\x00", "a\u0301", "á", "Ä", "ä", "A LONG TEXT with a tail", "a long text with an end", "aa", "Arger", "ARGER", "Ärger", "ÄRGER", "ärgern", "argo",
	"co-op", "coal", "coop", "cote", "coté", "côte", "Côté", "elan", "e\u0301lan", "élan", "STRASSE", "straße", "strassen", "Zebra", "zoë", "zoo", "Ωmega", "Яблоко", "เก่", "ไก่", "가", "각", "中", "文",
}

func TestTextsAreInOrder(t *testing.T) {
	for i, s := range textsInOrder[1:] {
		if collation.Compare(textsInOrder[i], s) > 0 {
			t.Errorf("%q comes behind %q", textsInOrder[i], s)
		}
	}
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func column1(texts []string) table {
	x := make(table, len(texts))
	for i, s := range texts {
		x[i] = [3]cells.Value{cells.Str(s), cells.Num(float64(i + 1)), {}}
	}
	return x
}

// TestTextsAreComparedInOrder asks everything that compares two texts.
func TestTextsAreComparedInOrder(t *testing.T) {
	for i := range textsInOrder {
		for j := range textsInOrder {
			a, b := textsInOrder[i], textsInOrder[j]
			c := collation.Compare(a, b)
			x := table{{cells.Str(a), cells.Str(b)}}
			for src, want := range map[string]bool{
				"=A1<B1": c < 0, "=A1<=B1": c <= 0, "=A1>B1": c > 0, "=A1>=B1": c >= 0, "=A1=B1": c == 0, "=A1<>B1": c != 0, "=GT(A1,B1)": c > 0, "=LTE(A1,B1)": c <= 0, "=EQ(A1,B1)": c == 0,
				"=ISBETWEEN(A1,B1,\"zz\")": c >= 0 && collation.Compare(a, "zz") <= 0, "=A1 in [B1]": c == 0, "=SWITCH(A1,B1,TRUE,FALSE)": c == 0,
			} {
				if got := evaluated(t, x, src).Values[0]; got.Truth() != want || got.Kind() != cells.Bool {
					t.Fatalf("%q, %q: %s is %s", a, b, src, show(got))
				}
			}
			if b == "" || b[0] < '3' || strings.Contains(b, "\x00") {
				continue // these are read as numbers or as signs
			}
			for src, want := range map[string]bool{
				`=COUNTIF(A1:A1,">"&B1)=1`: c > 0, `=COUNTIFS(A1:A1,"<="&B1)=1`: c <= 0, `=COUNTIF(A1:A1,"="&B1)=1`: c == 0, `=COUNTIF(A1:A1,"<>"&B1)=1`: c != 0,
			} {
				if got := evaluated(t, x, src).Values[0]; got.Truth() != want {
					t.Fatalf("%q, %q: %s is %s", a, b, src, show(got))
				}
			}
		}
	}
}

// TestTextsAreSortedInOrder asks everything that sorts, of shuffled texts.
func TestTextsAreSortedInOrder(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 41))
		texts := make([]string, 5+r.IntN(400))
		for i := range texts {
			texts[i] = textsInOrder[r.IntN(len(textsInOrder))]
			if r.IntN(3) == 0 { // long ones with one beginning
				texts[i] = strings.Repeat("Größe ", 5+r.IntN(2)*20) + texts[i]
			}
		}
		up := slices.Clone(texts)
		slices.SortStableFunc(up, collation.Compare)
		down := slices.Clone(texts)
		slices.SortStableFunc(down, func(a, b string) int { return collation.Compare(b, a) })
		all := fmt.Sprintf("A1:A%d", len(texts))
		for src, want := range map[string][]string{
			"=SORT(" + all + ")": up, "=SORT(" + all + ",1,-1)": down, "=SORTBY(" + all + "," + all + ")": up, "=sort(" + all + ")": up, "=sort(" + all + ", \"desc\")": down,
			"=sortBy(" + all + ", #)": up, "=SORTN(" + all + ",9999,0,1,TRUE)": up,
		} {
			got := evaluated(t, column1(texts), src)
			for i, v := range got.Values {
				if v.Text() != want[i] {
					t.Fatalf("seed %d: %s has %q in place %d, not %q", seed, src, v.Text(), i, want[i])
				}
			}
		}
		for _, src := range []string{"=TAKE(GROUPBY(" + all + ",%s,SUM,0,0),,1)", "=TAKE(PIVOTBY(" + all + ",1+0*%[1]s,%[1]s,SUM,0,0,,0),1-ROWS(UNIQUE(" + all + ")),1)", "=DROP(QUERY(" + all + ",\"select Col1, count(Col1) group by Col1\",0),,-1)"} {
			got := evaluated(t, column1(texts), strings.ReplaceAll(strings.ReplaceAll(src, "%[1]s", "%s"), "%s", strings.ReplaceAll(all, "A", "B")))
			if got.Rows < 5 {
				t.Fatalf("%s is %s", src, show(got.Values[0]))
			}
			for i := 1; i < got.Rows; i++ {
				if a, b := got.At(i-1, 0), got.At(i, 0); !a.IsBlank() && collation.Compare(a.Text(), b.Text()) > 0 {
					t.Fatalf("seed %d: %s has %q before %q", seed, src, a.Text(), b.Text())
				}
			}
		}
	}
}

// TestTextsAreFoundInOrder looks texts up among sorted ones, and among unsorted ones by what is next.
func TestTextsAreFoundInOrder(t *testing.T) {
	n := len(textsInOrder)
	up := column1(textsInOrder)
	mixed := slices.Clone(textsInOrder)
	rand.New(rand.NewPCG(1, 43)).Shuffle(n, func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	among := column1(mixed)
	last := func(s string) int { // the last that is not behind it
		i := n - 1
		for i >= 0 && collation.Compare(textsInOrder[i], s) > 0 {
			i--
		}
		return i + 1
	}
	for _, s := range append([]string{"aß", "Argerlich", "ärger", "cotes", "ÉLAN", "zebu", "Zz", "ก", "丁"}, textsInOrder...) {
		if strings.Contains(s, "\x00") {
			continue // is a blank in a formula
		}
		want := last(s)
		for _, src := range []string{"=MATCH(%s,A1:A%d,1)", "=VLOOKUP(%s,A1:B%d,2,TRUE)", "=LOOKUP(%s,A1:A%[2]d,B1:B%[2]d)"} {
			src = fmt.Sprintf(src, quoted(s), n)
			if got := evaluated(t, up, src).Values[0]; got.Float() != float64(want) {
				t.Errorf("%s is %s, not %d", src, show(got), want)
			}
		}
		for mode, sign := range map[int]int{-1: 1, 1: -1} {
			best := ""
			found := false
			for _, x := range mixed {
				if c := collation.Compare(s, x) * sign; c >= 0 && (!found || collation.Compare(x, best)*sign > 0) {
					best, found = x, true
				}
			}
			src := fmt.Sprintf("=XLOOKUP(%s,A1:A%[2]d,A1:A%[2]d,\"none\",%d)", quoted(s), n, mode)
			if got := evaluated(t, among, src).Values[0].Text(); found && !collation.Equal(got, best) || !found && got != "none" {
				t.Errorf("%s is %q, not %q", src, got, best)
			}
		}
	}
}

// TestTextsOfBlocksAreInOrder compares blocks of rows with each of them alone, and counts that blocks decide what letters decide, and leave what takes keys.
func TestTextsOfBlocksAreInOrder(t *testing.T) {
	s := newSheet(t)
	pairs := func(of func(a, b string) bool) (x *strips) {
		x = new(strips)
		for _, a := range textsInOrder {
			for _, b := range textsInOrder {
				if of(a, b) {
					for c, v := range []cells.Value{cells.Str(a), cells.Str(b), {}, {}} {
						x.cols[c] = append(x.cols[c], v)
					}
				}
			}
		}
		return x
	}
	quick := func(a, b string) bool { _, ok := collation.Quick(a, b); return ok }
	for _, op := range []string{"<", "<=", ">", ">=", "=", "<>"} {
		for name, x := range map[string]*strips{"quick": pairs(quick), "slow": pairs(func(a, b string) bool { return !quick(a, b) })} {
			tmpl := compile(t, s, "=IF(A1"+op+"B1,1,2)", "D1")
			w := &formula.Wave{Cells: x, Scope: s, At: testTime}
			left := 0
			for from := 0; from+2 < len(x.cols[0]); from += 200 {
				n := min(200, len(x.cols[0])-from)
				var out formula.Block
				at := cells.Ref{Sheet: 1, Row: int32(from), Col: 3}
				if !tmpl.EvalBlock(w, at, n, &out) {
					t.Fatalf("%s: no block", op)
				}
				for i := range n {
					at.Row = int32(from + i)
					want := tmpl.Eval(w, at)
					switch got := out.Nums[i]; {
					case got != got:
						left++
					case got != want.Float():
						t.Fatalf("%q %s %q is %v in a block, %s alone", x.cols[0][from+i].Text(), op, x.cols[1][from+i].Text(), got, show(want))
					}
				}
			}
			if want := map[bool]int{true: len(x.cols[0])}[name == "slow" && op != "=" && op != "<>"]; left != want {
				t.Errorf("%s: %d of %d %s rows are left to Eval", op, left, len(x.cols[0]), name)
			}
		}
	}
}

// TestKeysAreCharged holds that what takes the keys of long texts is stopped before it is done.
func TestKeysAreCharged(t *testing.T) {
	x := table{{cells.Str(strings.Repeat("e\u0301", 10_000) + "a"), cells.Str(strings.Repeat("é", 14_000) + "b")}, {cells.Str(strings.Repeat("\u0f71", 9000)), cells.Str(strings.Repeat("ﷺ", 9000))}}
	for _, src := range []string{
		"=SUM(MAP(SEQUENCE(900),LAMBDA(i,(A1<B1)*1)))", "=count(1..900, # > 0 and A1 < B1)", "=COUNTIF(IF(SEQUENCE(900)>0,A1),\">\"&B1)", "=ROWS(SORT(IF(SEQUENCE(900)>0,A2)))", "=ROWS(SORT(IF(SEQUENCE(900)>0,B2)))",
		"=ROWS(SORTBY(SEQUENCE(900),IF(ISODD(SEQUENCE(900)),A1,B1)))", "=XLOOKUP(A1,IF(SEQUENCE(900)>0,B1),SEQUENCE(900),0,-1)", "=len(sortBy(1..900, A2))", "=SUM(MATCH(IF(SEQUENCE(900)>0,A1),A1:B1,1))",
		"=ROWS(QUERY(IF(SEQUENCE(900)>0,A2),\"select Col1 order by Col1\",0))", "=ROWS(GROUPBY(IF(SEQUENCE(900)>0,A2)&SEQUENCE(900),SEQUENCE(900),SUM))",
	} {
		if got := evaluated(t, x, src).Values[0]; got.Kind() != cells.Failed || got.Err().Code != cells.ErrLimit {
			t.Errorf("%s is %s", src, show(got))
		}
	}
}
