package formula_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"freshet/cells"
)

// TestQueriesAgainstAPlainOracle asks random queries of random tables, and holds what they give to what an oracle gives that goes over all rows for each value.
func TestQueriesAgainstAPlainOracle(t *testing.T) {
	asked, rows := 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 41))
		s := newSheet(t)
		table := randomTable(r, s)
		for range 25 {
			q := randomQuery(r)
			src := fmt.Sprintf("=QUERY(A1:D%d,\"%s\",1)", len(table)+1, q.text())
			v, err := s.eval(src, home)
			if err != nil {
				t.Fatalf("%s: %v", src, err)
			}
			want := q.answer(table)
			asked, rows = asked+1, rows+len(want)
			if got := shownRows(v); got != expectedRows(want) {
				t.Fatalf("seed %d: %s\ngives\n%s\nwant\n%s\nof %v", seed, src, got, expectedRows(want), table)
			}
		}
	}
	t.Logf("%d queries, %d rows", asked, rows)
	if rows < 5*asked/2 {
		t.Errorf("%d queries give %d rows only", asked, rows)
	}
}

// shownRows is a result without its header, a line a row.
func shownRows(v cells.Value) string {
	a := v.Array()
	if a == nil {
		if v.Kind() == cells.Text {
			return "" // the header alone, of one column
		}
		return fmt.Sprint("no array: ", v, v.Err())
	}
	var b strings.Builder
	for i := 1; i < a.Rows; i++ {
		for j := range a.Cols {
			b.WriteString(show(a.At(i, j)) + "|")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func expectedRows(rows [][]cells.Value) string {
	var b strings.Builder
	for _, row := range rows {
		for _, v := range row {
			b.WriteString(show(v) + "|")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// randomTable fills A1:D… and gives the values by column: what is not of a column's sort is null.
func randomTable(r *rand.Rand, s *sheet) (table [][]cells.Value) {
	for j, name := range []string{"name", "amount", "open", "day"} {
		s.set(fmt.Sprintf("%s1", letters[j]), name)
	}
	for i := range 5 + r.IntN(30) {
		row := make([]cells.Value, 4)
		inputs := []string{
			[]string{"ann", "bob", "Bob", "carl", "", "über", "zoë", "zoe", "Zoé", "anna", "10%"}[r.IntN(11)],
			fmt.Sprint(r.IntN(9) - 3), fmt.Sprint(r.IntN(2) == 0), fmt.Sprintf("2026-0%d-1%d", 1+r.IntN(3), r.IntN(2)),
		}
		for j, kind := range []cells.Kind{cells.Text, cells.Number, cells.Bool, cells.Time} {
			switch {
			case i > 3 && r.IntN(9) == 0:
				inputs[j] = ""
			case i > 3 && r.IntN(12) == 0:
				inputs[j] = []string{"7", "x", "y", "z"}[j]
			}
			s.set(fmt.Sprintf("%s%d", letters[j], i+2), inputs[j])
			if v := s.Value(s.ref(fmt.Sprintf("%s%d", letters[j], i+2))); v.Kind() == kind {
				row[j] = v
			}
		}
		table = append(table, row)
	}
	return table
}

func randomQuery(r *rand.Rand) *plainQuery {
	q := &plainQuery{limit: -1, any: r.IntN(2) == 0}
	values := [][]cells.Value{
		{cells.Str("bob"), cells.Str("Bob"), cells.Str("b"), cells.Str("carl"), cells.Str("Zoë"), cells.Str("uber")},
		{cells.Num(0), cells.Num(2), cells.Num(-1)},
		{cells.Boolean(true), cells.Boolean(false)},
		{cells.Moment(46023), cells.Moment(46063)},
	}
	for range r.IntN(3) {
		c := plainCondition{column: r.IntN(4), op: []string{"=", "!=", "<", "<=", ">", ">=", "is null", "contains", "starts with", "ends with"}[r.IntN(10)]}
		if c.column > 0 && strings.ContainsAny(c.op, "w") || c.op == "contains" && c.column > 0 {
			c.op = "="
		}
		c.value = values[c.column][r.IntN(len(values[c.column]))]
		q.where = append(q.where, c)
	}
	q.negated = len(q.where) > 0 && r.IntN(4) == 0
	places := r.Perm(4)
	if r.IntN(3) == 0 {
		q.columns = places[:1+r.IntN(4)]
	} else {
		n := r.IntN(3)
		q.group = places[:n]
		q.pivot = places[n : n+r.IntN(3-n)]
		left := places[n+len(q.pivot):]
		for range 1 + r.IntN(2) {
			a := plainAggregate{[]string{"count", "min", "max", "sum", "avg"}[r.IntN(5)], left[r.IntN(len(left))]}
			if a.column != 1 && (a.name == "sum" || a.name == "avg") {
				a.name = "count"
			}
			q.aggregates = append(q.aggregates, a)
		}
	}
	sortable := len(q.columns) + len(q.group)
	if len(q.pivot) == 0 {
		sortable += len(q.aggregates)
	}
	for range min(r.IntN(3), sortable) {
		o := 1 + r.IntN(sortable)
		if r.IntN(2) == 0 {
			o = -o
		}
		q.order = append(q.order, o)
	}
	if r.IntN(4) == 0 {
		q.limit = r.IntN(8)
	}
	if r.IntN(6) == 0 {
		q.offset = r.IntN(4)
	}
	return q
}
