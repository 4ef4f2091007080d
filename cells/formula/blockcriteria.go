package formula

import (
	"fmt"
	"math"

	"freshet/cells"
)

// criteriaCalls is how COUNTIF and its like over columns are compiled. A block does what an index tells; other criteria are for Eval.
func criteriaCalls(calls map[string]blockCall) {
	calls["COUNTIF"] = func(c *blockCompiler, n *callNode) (typed, bool) { return c.criteria(n, nil, n.args, nil) }
	calls["COUNTIFS"] = calls["COUNTIF"]
	for name, result := range map[string]func(*Summary) operand{"SUMIF": sumOf, "AVERAGEIF": meanOf} {
		calls[name] = func(c *blockCompiler, n *callNode) (typed, bool) {
			values := n.args[0]
			if len(n.args) > 2 {
				values = n.args[2]
			}
			return c.criteria(n, values, n.args[:2], result)
		}
	}
	for name, result := range map[string]func(*Summary) operand{"SUMIFS": sumOf, "AVERAGEIFS": meanOf, "MAXIFS": maxOf, "MINIFS": minOf} {
		calls[name] = func(c *blockCompiler, n *callNode) (typed, bool) { return c.criteria(n, n.args[0], n.args[1:], result) }
	}
}

// criteriaFold is criteria over columns, and what becomes of the values where they hold.
type criteriaFold struct {
	ranges []Relative // of the criteria
	values Relative
	result func(*Summary) operand // nil: the rows are counted
}

func (c *blockCompiler) criteria(n *callNode, values node, pairs []node, result func(*Summary) operand) (typed, bool) {
	fold := &criteriaFold{result: result}
	if result != nil {
		var ok bool
		if fold.values, ok = columnOfNode(values); !ok {
			return typed{}, false
		}
	}
	if len(pairs)%2 != 0 {
		return typed{}, false
	}
	var keys []node
	for i := 0; i < len(pairs); i += 2 {
		rel, ok := columnOfNode(pairs[i])
		if !ok {
			return typed{}, false
		}
		fold.ranges = append(fold.ranges, rel)
		keys = append(keys, pairs[i+1])
	}
	in, ok := c.all(keys...)
	if !ok {
		return typed{}, false
	}
	name := fmt.Sprint(n.fn.Name, fold.values, fold.ranges)
	return c.alone(instruction{run: func(r *blockRun, i *instruction) { r.criteria(i, fold) }, in: in, call: n, name: name}, cells.Number)
}

// fewMatches is how many matching rows a row of a block may go through, unless other rows have the same criterion and the ranges stand still.
const fewMatches = 256

// criteriaRun is the criteria of the rows of a block.
type criteriaRun struct {
	*criteriaFold
	r        *blockRun
	x        Finder
	in       []moving
	values   moving
	criteria []criterion
	cursors  []scattered // of the ranges, and of the values
	rows     [2]Rows
	still    bool
	memory   map[sought]float64 // results, while the ranges stand still
}

// sought is what a criterion of equality seeks.
type sought struct {
	kind cells.Kind
	x    float64
	text string
}

func (r *blockRun) criteria(i *instruction, fold *criteriaFold) {
	x, ok := r.s.(Finder)
	c := criteriaRun{criteriaFold: fold, r: r, x: x, still: true, criteria: make([]criterion, len(fold.ranges))}
	for _, rel := range fold.ranges {
		m, on := r.moves(rel)
		ok = ok && on
		c.in = append(c.in, m)
	}
	c.values = c.in[0]
	if fold.result != nil {
		m, on := r.moves(fold.values)
		c.values, ok = m, ok && on
	}
	for _, m := range append(c.in, c.values) {
		ok = ok && m.Rows() == c.in[0].Rows() && m.bottom-m.top == c.in[0].bottom-c.in[0].top
		c.still = c.still && m.top+m.bottom == 0
	}
	if !ok {
		r.nothing(i.to)
		return
	}
	z, rows := r.ownSome(i)
	for _, m := range append(c.in, c.values) {
		c.cursors = append(c.cursors, newScattered(r.s, m.Range, len(rows)))
	}
	for _, j := range rows {
		z[j] = c.row(i, int(j))
	}
}

// row is the result of a row; not a number where Eval must know it.
func (c *criteriaRun) row(i *instruction, j int) float64 {
	best := -1
	found, next := &c.rows[0], &c.rows[1]
	for k, reg := range i.in {
		v := &c.r.regs[reg]
		if !v.simple(j) {
			return math.NaN()
		}
		key := v.value(j)
		if isLong(key) {
			return math.NaN()
		}
		c.criteria[k] = newCriterion(key, c.r.w.Locale)
	}
	for k := range c.criteria {
		e, ok := c.criteria[k].equality()
		if !ok || c.criteria[k].op == opNe {
			continue
		}
		next.Reset()
		if !c.x.EqualRows(c.in[k].at(j), &e, next) {
			return math.NaN()
		}
		if best < 0 || next.Count() < found.Count() {
			best = k
			found, next = next, found
		}
	}
	switch {
	case best < 0:
		return math.NaN()
	case len(c.criteria) > 1:
		if found.Count() > fewMatches {
			return math.NaN()
		}
		return c.fold(j, best, found)
	case c.result == nil:
		return float64(found.Count())
	case found.Count() <= fewMatches/16:
		return c.fold(j, best, found)
	case !c.still:
		if found.Count() > fewMatches {
			return math.NaN()
		}
		return c.fold(j, best, found)
	}
	key := sought{c.criteria[0].kind, c.criteria[0].number, c.criteria[0].text}
	if x, known := c.memory[key]; known {
		return x
	}
	if c.memory == nil {
		c.memory = map[sought]float64{}
	}
	x := c.fold(j, best, found)
	c.memory[key] = x
	return x
}

// fold goes through the rows that one of the criteria has found.
func (c *criteriaRun) fold(j, best int, found *Rows) float64 {
	var s Summary
	count := 0
	from := c.in[best].at(j).Top
	values := &c.cursors[len(c.cursors)-1]
	shift := c.values.at(j).Top - from
	for _, rows := range found.Lists {
	next:
		for _, row := range rows {
			for k := range c.criteria {
				if k == best {
					continue
				}
				v := c.cursors[k].value(row - from + c.in[k].at(j).Top)
				if !c.criteria[k].quick(v) {
					return math.NaN() // for which Eval charges
				}
				if !c.criteria[k].matches(v) {
					continue next
				}
			}
			if c.result == nil {
				count++
				continue
			}
			v := values.value(row + shift)
			if v.Kind() == cells.Failed {
				return math.NaN()
			}
			s.add(v)
		}
	}
	if c.result == nil {
		return float64(count)
	}
	if v := c.result(&s).Value; v.Kind() == cells.Number {
		return v.Float()
	}
	return math.NaN()
}

// at is the range of the j-th row.
func (m *moving) at(j int) cells.Range {
	g := m.Range
	g.Top += int32(j) * m.top
	g.Bottom += int32(j) * m.bottom
	return g
}
