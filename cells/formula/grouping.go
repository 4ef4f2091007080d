package formula

import (
	"math"
	"slices"
	"strconv"

	"freshet/cells"
)

// grouping is a table grouped along one axis: by the columns of keys, the first being the outermost.
type grouping struct {
	keys   *cells.Array
	leaf   []int32   // of each row of the table: the place of its group in order; -1 where it is filtered out
	groups [][]int32 // the rows of each group, in the order of groups
	lines  []groupLine
}

// groupLine is a line of the result: groups from one place up to another, and what stands before their values.
type groupLine struct {
	from, to int
	labels   []cells.Value
}

// tableToGroup is what GROUPBY and PIVOTBY read of their arguments: the rows that count, and the aggregate of a set of them.
type tableToGroup struct {
	values *cells.Array
	rows   []int32
	fns    *lambdas
}

// width is how many columns of the result hold aggregates, and height how many lines each group has.
func (t *tableToGroup) width() int {
	if t.fns.down {
		return t.values.Cols
	}
	return t.values.Cols * len(t.fns.all)
}

func (t *tableToGroup) height() int {
	if t.fns.down {
		return len(t.fns.all)
	}
	return 1
}

// value is the column of the table that a column of aggregates is about.
func (t *tableToGroup) value(column int) int { return column * t.values.Cols / t.width() }

// name is what stands above a column of aggregates where several functions are beside each other.
func (t *tableToGroup) name(column int) cells.Value { return t.fns.names[column%len(t.fns.all)] }

// aggregate calls the function of a column (and of a line, where the functions are below each other) with the values of some rows; one that takes two arguments,
// such as PERCENTOF, gets what they are a part of too.
func (t *tableToGroup) aggregate(f *frame, rows, whole []int32, column, line int) cells.Value {
	fn := t.fns.all[line]
	if !t.fns.down {
		fn = t.fns.all[column%len(t.fns.all)]
	}
	column = t.value(column)
	part := val(cells.Arr(t.column(f, rows, column)))
	two := len(fn.params) == 2
	if fn.fn != nil {
		two = fn.fn.min == 2
	}
	if two {
		return f.elementOf(f.call(fn, part, val(cells.Arr(t.column(f, whole, column)))))
	}
	return f.elementOf(f.call(fn, part))
}

func (t *tableToGroup) column(f *frame, rows []int32, column int) *cells.Array {
	f.take(len(rows))
	f.step(len(rows) / 4)
	out := newArray(len(rows), 1)
	for i, r := range rows {
		out.Values[i] = t.values.At(int(r), column)
	}
	return out
}

// groupSteps is what a further group takes: a list of its rows, its identity and its place.
const groupSteps = 12

// group sorts the rows into groups. The directives of sort count columns from one: those of the keys, and behind them those of the values; negative
// downward. Within a hierarchy the groups of a level stand together, and a directive orders those of the level it is about.
func (f *frame) group(t *tableToGroup, keys *cells.Array, sort []float64, flat bool) *grouping {
	g := &grouping{keys: keys, leaf: make([]int32, keys.Rows)}
	f.take(keys.Rows)
	depth := keys.Cols
	known := make([]identities, depth)  // of the first columns of the keys
	members := make([][][]int32, depth) // the rows of each group, by level and identity
	prefix := make([][]int32, depth)    // the identities of each group in the order of appearance, by level
	var first []int32                   // a row of each
	for i := range g.leaf {
		g.leaf[i] = -1
	}
	for _, row := range t.rows {
		for level := range depth {
			id, fresh := known[level].ofLine(level+1, func(j int) cells.Value {
				f.chargeIdentity(keys.At(int(row), j))
				return keys.At(int(row), j)
			})
			if fresh {
				f.step(groupSteps)
				members[level] = append(members[level], nil)
			}
			members[level][id] = append(members[level][id], row)
			if level == depth-1 {
				g.leaf[row] = id
				if fresh {
					first = append(first, row)
				}
			}
		}
	}
	for level := range depth {
		prefix[level] = make([]int32, len(first))
		for k, row := range first {
			prefix[level][k], _ = known[level].ofLine(level+1, func(j int) cells.Value { return keys.At(int(row), j) })
		}
	}
	// What a directive about values sorts by: for each group of a level, the aggregate of its rows.
	worth := func(level, column int) func(int) cells.Value {
		f.take(len(members[level]))
		sums := make([]cells.Value, len(members[level]))
		for id, rows := range members[level] {
			sums[id] = t.aggregate(f, rows, t.rows, column, 0)
		}
		return func(i int) cells.Value { return sums[prefix[level][i]] }
	}
	var by []lineKey
	name := func(column int, down bool) lineKey {
		return lineKey{func(i int) cells.Value { return keys.At(int(first[i]), column) }, down}
	}
	for level := range depth {
		named := false
		for _, d := range sort {
			column := int(math.Abs(d)) - 1
			switch {
			case column >= depth && (!flat || level == 0):
				at := level
				if flat {
					at = depth - 1
				}
				by = append(by, lineKey{worth(at, column-depth), d < 0})
			case column == level && !flat, column < depth && flat && level == 0:
				by = append(by, name(column, d < 0))
				named = named || !flat
			}
		}
		if !named {
			by = append(by, name(level, false))
		}
	}
	place := make([]int32, len(first))
	g.groups = make([][]int32, len(first))
	for k, id := range f.order(len(first), by) {
		place[id] = int32(k)
		g.groups[k] = members[depth-1][id]
	}
	for _, row := range t.rows {
		g.leaf[row] = place[g.leaf[row]]
	}
	return g
}

// lay makes the lines: a group each, and totals as deep as asked for, behind what they add up, or before it where total is negative.
func (g *grouping) lay(f *frame, total int, flat bool) {
	depth := g.keys.Cols
	f.take(len(g.groups) * (depth + 1))
	levels := min(abs(total), depth)
	if flat {
		levels = min(levels, 1)
	}
	label := func(names int, text string, row int32) []cells.Value {
		labels := make([]cells.Value, depth)
		for j := range labels {
			labels[j] = cells.Str("")
			if j < names {
				labels[j] = g.keys.At(int(row), j)
			}
		}
		if text != "" {
			labels[0] = cells.Str(text)
		}
		return labels
	}
	grand := "Total"
	if levels > 1 {
		grand = "Grand Total"
	}
	var walk func(level, from, to int)
	walk = func(level, from, to int) {
		if level == depth {
			g.lines = append(g.lines, groupLine{from, to, label(depth, "", g.groups[from][0])})
			return
		}
		line := groupLine{from, to, nil}
		if level < levels && from < to {
			text := ""
			if level == 0 {
				text = grand
			}
			line.labels = label(level, text, g.groups[from][0])
		}
		if line.labels != nil && total < 0 {
			g.lines = append(g.lines, line)
		}
		for at := from; at < to; {
			end := at + 1
			for end < to && level < depth-1 && sameNames(g.keys, level+1, g.groups[at][0], g.groups[end][0]) {
				end++
			}
			f.step(end - at)
			walk(level+1, at, end)
			at = end
		}
		if line.labels != nil && total > 0 {
			g.lines = append(g.lines, line)
		}
	}
	if flat {
		all := groupLine{0, len(g.groups), label(0, grand, 0)}
		if total < 0 {
			g.lines = append(g.lines, all)
		}
		for k := range g.groups {
			g.lines = append(g.lines, groupLine{k, k + 1, label(depth, "", g.groups[k][0])})
		}
		if total > 0 {
			g.lines = append(g.lines, all)
		}
		return
	}
	walk(0, 0, len(g.groups))
}

// sameNames reports whether two rows have the same keys in the first columns.
func sameNames(keys *cells.Array, columns int, a, b int32) bool {
	for j := range columns {
		if string(appendIdentity(nil, keys.At(int(a), j))) != string(appendIdentity(nil, keys.At(int(b), j))) {
			return false
		}
	}
	return true
}

// rowsOf are the rows of the groups of a line, in their order in the table.
func (g *grouping) rowsOf(f *frame, line groupLine) []int32 {
	if line.to == line.from+1 {
		return g.groups[line.from]
	}
	var rows []int32
	for _, group := range g.groups[line.from:line.to] {
		rows = append(rows, group...)
	}
	f.take(len(rows))
	f.step(len(rows))
	slices.Sort(rows)
	return rows
}

// parted is rows put into the groups of a grouping, each in the order of the rows.
type parted struct {
	g      *grouping
	rows   []int32
	starts []int32 // of the groups in sorted
	sorted []int32
}

// part puts rows into the groups.
func (g *grouping) part(f *frame, rows []int32) parted {
	f.step(len(rows) + len(g.groups)/4)
	p := parted{g, rows, make([]int32, len(g.groups)+1), make([]int32, len(rows))}
	for _, r := range rows {
		p.starts[g.leaf[r]+1]++
	}
	for k := range g.groups {
		p.starts[k+1] += p.starts[k]
	}
	next := append([]int32(nil), p.starts...)
	for _, r := range rows {
		k := g.leaf[r]
		p.sorted[next[k]] = r
		next[k]++
	}
	return p
}

// rowsOf are those of the rows that belong to the groups of a line, in their order.
func (p *parted) rowsOf(f *frame, line groupLine) []int32 {
	if line.to == line.from+1 {
		return p.sorted[p.starts[line.from]:p.starts[line.to]]
	}
	f.step(len(p.rows))
	var met []int32
	for _, r := range p.rows {
		if k := int(p.g.leaf[r]); k >= line.from && k < line.to {
			met = append(met, r)
		}
	}
	return met
}

// header is the name of a column of keys or values: its own, or one that is made up.
func header(a *cells.Array, column int, own bool, kind string) cells.Value {
	if own {
		return a.At(0, column)
	}
	return cells.Str(kind + " " + strconv.Itoa(column+1))
}
