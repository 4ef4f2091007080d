package formula

import (
	"encoding/binary"
	"math"

	"freshet/cells"
	"freshet/cells/query"
)

// queryGroups is the rows of a query put together by the values of some expressions, and within each group by those of the pivots.
type queryGroups struct {
	ready  bool
	place  map[*query.Expr]int // which key an expression of select or order by is
	keys   [][]cells.Value     // of each group, in order
	pivots [][]cells.Value     // in order; one without values when there is no pivot
	met    map[[2]int][]int32  // the rows of a group and a pivot
}

func (g *queryGroups) rowsOf(at queryLine) []int32 { return g.met[[2]int{at.group, at.pivot}] }

func (x *querying) keyValue(group, place int) cells.Value { return x.groups.keys[group][place] }

// group puts the rows together. Without rows there are no groups.
func (x *querying) group() {
	f := x.f
	g := &queryGroups{place: map[*query.Expr]int{}, met: map[[2]int][]int32{}}
	x.groups = g
	down, downOf := x.keys(x.q.Group)
	across, acrossOf := x.keys(x.q.Pivot)
	f.take(2 * len(x.rows))
	downPlace, acrossPlace := x.inOrder(&down), x.inOrder(&across)
	for i, row := range x.rows {
		at := [2]int{int(downPlace[downOf[i]]), int(acrossPlace[acrossOf[i]])}
		g.met[at] = append(g.met[at], row)
	}
	f.step(4 * len(x.rows))
	g.keys, g.pivots = down, across
	known := func(e *query.Expr) bool {
		place := query.Place(x.q.Group, e)
		if place >= 0 {
			g.place[e] = place
		}
		return place < 0 && !e.Op.Aggregates()
	}
	for _, e := range x.q.Select {
		e.Walk(known)
	}
	for _, o := range x.q.Order {
		o.Expr.Walk(known)
	}
	g.ready = true
}

// keys is the different values of some expressions, in the order in which they come, and which of them each row has.
func (x *querying) keys(by []*query.Expr) (keys [][]cells.Value, of []int32) {
	f := x.f
	seen := map[string]int32{}
	of = make([]int32, len(x.rows))
	var identity []byte
	line := make([]cells.Value, len(by))
	for i, row := range x.rows {
		identity = identity[:0]
		f.step(3)
		for j, e := range by {
			line[j] = x.value(e, queryLine{row: row})
			f.chargeIdentity(line[j])
			identity = appendExact(identity, line[j])
		}
		id, ok := seen[string(identity)]
		if !ok {
			f.take(len(by) + 1)
			id = int32(len(keys))
			seen[string(identity)] = id
			keys = append(keys, append([]cells.Value(nil), line...))
		}
		of[i] = id
	}
	return keys, of
}

// appendExact writes a value so that the same values are equal bytes, texts in the same case only.
func appendExact(b []byte, v cells.Value) []byte {
	if v.Kind() == cells.Text {
		b = binary.LittleEndian.AppendUint32(append(b, 3), uint32(len(v.Text())))
		return append(b, v.Text()...)
	}
	return appendIdentity(b, v)
}

// inOrder sorts keys upward, and tells where each went.
func (x *querying) inOrder(keys *[][]cells.Value) []int32 {
	all := *keys
	width := 0
	if len(all) > 0 {
		width = len(all[0])
	}
	by := make([]lineKey, 0, 2*width)
	for j := range width {
		by = x.nullsFirst(by, func(i int) cells.Value { return all[i][j] }, false)
	}
	x.f.take(2 * len(all))
	place, sorted := make([]int32, len(all)), make([][]cells.Value, len(all))
	for k, i := range x.f.order(len(all), by) {
		place[i], sorted[k] = int32(k), all[i]
	}
	*keys = sorted
	return place
}

// nullsFirst adds a key to sort by in which a null goes before everything.
func (x *querying) nullsFirst(by []lineKey, at func(i int) cells.Value, down bool) []lineKey {
	there := func(i int) cells.Value { return cells.Num(float64(b2i(!at(i).IsBlank()))) }
	return append(by, lineKey{there, down}, lineKey{at, down})
}

// aggregate makes one value of a column of some rows. Nulls do not count, and of nothing but nulls there is no value but their count; where a group and a pivot have no
// row in common, not even that.
func (x *querying) aggregate(e *query.Expr, rows []int32) cells.Value {
	if len(rows) == 0 {
		return cells.Value{}
	}
	f, column := x.f, e.Args[0].Column
	f.step(len(rows))
	numbers := x.numbers[:0]
	var best cells.Value
	count := 0
	kind := cells.Number
	for _, row := range rows {
		v := x.table.value(row, column)
		switch {
		case v.IsBlank():
			continue
		case e.Op == query.Count:
		case v.Kind() == cells.Failed:
			return v
		case e.Op == query.Sum || e.Op == query.Avg:
			numbers = append(numbers, v.Float())
			if v.Kind() == cells.Duration {
				kind = cells.Duration
			}
		case count == 0:
			best = v
		default:
			if c, _ := f.queryCompare(v, best); c < 0 && e.Op == query.Min || c > 0 && e.Op == query.Max {
				best = v
			}
		}
		count++
	}
	x.numbers = numbers
	sum := 0.0
	switch {
	case e.Op == query.Count:
		return cells.Num(float64(count))
	case count == 0:
		return cells.Value{}
	case e.Op == query.Min || e.Op == query.Max:
		return best
	default:
		sum = addUp(numbers)
	}
	if e.Op == query.Avg {
		sum /= float64(count)
	}
	if kind == cells.Duration && !math.IsInf(sum, 0) {
		return cells.Span(sum)
	}
	return cells.Num(sum)
}
