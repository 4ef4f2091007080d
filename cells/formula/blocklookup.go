package formula

import (
	"math"
	"unsafe"

	"freshet/cells"
)

// lookupCalls is how exact look-ups in columns are compiled: a step finds places, and another one takes what stands there.
func lookupCalls(calls map[string]blockCall) {
	calls["VLOOKUP"] = (*blockCompiler).vlookup
	calls["MATCH"] = (*blockCompiler).match
	calls["XMATCH"] = (*blockCompiler).match
	calls["XLOOKUP"] = (*blockCompiler).xlookup
	calls["INDEX"] = (*blockCompiler).index
	calls["IFNA"] = (*blockCompiler).ifna
}

// columnOfNode is an argument that is one column.
func columnOfNode(n node) (Relative, bool) {
	a, ok := n.(*areaNode)
	if !ok || a.rel.AbsLeft != a.rel.AbsRight || a.rel.Left != a.rel.Right {
		return Relative{}, false
	}
	return a.rel, true
}

// literalNumber is an argument that is a literal number or truth. One left out behind its comma is 0.
func literalNumber(args []node, i int, otherwise float64) (float64, bool) {
	if i >= len(args) {
		return otherwise, true
	}
	switch n := args[i].(type) {
	case omittedNode:
		return 0, true
	case *constNode:
		if k := n.value.Kind(); k == cells.Number || k == cells.Bool {
			return n.value.Float(), true
		}
	}
	return 0, false
}

// matched compiles the search of a key in a column.
func (c *blockCompiler) matched(key node, in Relative, wild, last bool) (typed, bool) {
	k, ok := c.compile(key)
	if !ok {
		return k, false
	}
	name := "match"
	if wild {
		name += " wild"
	}
	if last {
		name += " last"
	}
	c.link = false
	return c.emit(instruction{run: (*blockRun).match, in: []int{k.reg}, rows: allRows, rel: in, name: name}, typed{kind: cells.Number})
}

// fetched compiles what stands at a place of a column, counted from 1.
func (c *blockCompiler) fetched(place typed, from Relative) (typed, bool) {
	c.link = false
	return c.emit(instruction{run: (*blockRun).fetch, in: []int{place.reg}, rows: allRows, rel: from, name: "fetch"}, typed{kind: anyKind})
}

func (c *blockCompiler) vlookup(n *callNode) (typed, bool) {
	table, ok := n.args[1].(*areaNode)
	col, literal := literalNumber(n.args, 2, 0)
	approximate, too := literalNumber(n.args, 3, 1)
	if !ok || !literal || !too || approximate != 0 || table.rel.AbsLeft != table.rel.AbsRight {
		return typed{}, false
	}
	keys, from := table.rel, table.rel
	if col = math.Trunc(col); col < 1 || col > float64(keys.Right-keys.Left)+1 {
		return typed{}, false
	}
	keys.Right = keys.Left
	from.Left += int32(col) - 1
	from.Right = from.Left
	m, ok := c.matched(n.args[0], keys, true, false)
	if !ok {
		return m, false
	}
	return c.fetched(m, from)
}

// match compiles MATCH and XMATCH.
func (c *blockCompiler) match(n *callNode) (typed, bool) {
	in, ok := columnOfNode(n.args[1])
	otherwise := 1.0
	if n.fn.Name == "XMATCH" {
		otherwise = 0
	}
	mode, literal := literalNumber(n.args, 2, otherwise)
	search, too := literalNumber(n.args, 3, 1)
	if !ok || !literal || !too || mode != 0 {
		return typed{}, false
	}
	return c.matched(n.args[0], in, n.fn.Name == "MATCH", search == -1)
}

func (c *blockCompiler) xlookup(n *callNode) (typed, bool) {
	in, ok := columnOfNode(n.args[1])
	from, too := columnOfNode(n.args[2])
	mode, literal := literalNumber(n.args, 4, 0)
	search, known := literalNumber(n.args, 5, 1)
	if !ok || !too || !literal || !known || mode != 0 || !alike(in, from) {
		return typed{}, false
	}
	m, ok := c.matched(n.args[0], in, false, search == -1)
	if !ok {
		return m, false
	}
	x, ok := c.fetched(m, from)
	if !ok || len(n.args) < 4 {
		return x, ok
	}
	if _, omitted := n.args[3].(omittedNode); omitted {
		return x, ok
	}
	missing, _ := c.emit(instruction{run: (*blockRun).missing, in: []int{m.reg}, rows: allRows, rel: from, name: "missing"}, typed{kind: cells.Bool})
	return c.chosen(missing.reg, n.args[3], func() (typed, bool) { return x, true })
}

// alike reports whether two ranges have as many rows as each other, wherever the formula stands.
func alike(a, b Relative) bool {
	grows := func(r Relative) int {
		n := 0
		if !r.AbsTop {
			n--
		}
		if !r.AbsBottom {
			n++
		}
		return n
	}
	return a.Bottom-a.Top == b.Bottom-b.Top && grows(a) == grows(b)
}

// missing tells the rows for which a look-up found no place, which count only where the range of results lies on the sheet.
func (r *blockRun) missing(i *instruction) {
	if _, ok := r.moves(i.rel); !ok {
		r.nothing(i.to)
		return
	}
	r.failed(i)
}

func (c *blockCompiler) index(n *callNode) (typed, bool) {
	from, ok := columnOfNode(n.args[0])
	if !ok || len(n.args) != 2 {
		return typed{}, false
	}
	place, ok := c.compile(n.args[1])
	if !ok {
		return place, false
	}
	return c.fetched(place, from)
}

// ifna compiles IFNA of a look-up, whose only certain error is #N/A.
func (c *blockCompiler) ifna(n *callNode) (typed, bool) {
	if call, ok := n.args[0].(*callNode); ok {
		switch call.fn.Name {
		case "VLOOKUP", "MATCH", "XMATCH":
			return c.iferror(n)
		}
	}
	return typed{}, false
}

// moving is a range that moves or grows from row to row.
type moving struct {
	cells.Range
	top, bottom int32 // how far its ends go down from one row to the next
}

// moves is the ranges of the rows of a block; false when one lies beyond the sheet or stands on its head.
func (r *blockRun) moves(rel Relative) (moving, bool) {
	upright := func(at cells.Ref) (cells.Range, bool) {
		top, bottom := rel.Top, rel.Bottom
		if !rel.AbsTop {
			top += at.Row
		}
		if !rel.AbsBottom {
			bottom += at.Row
		}
		g, ok := rel.At(at)
		return g, ok && top <= bottom
	}
	last := r.at
	last.Row += int32(r.n) - 1
	first, ok := upright(r.at)
	_, too := upright(last)
	m := moving{Range: first}
	if !rel.AbsTop {
		m.top = 1
	}
	if !rel.AbsBottom {
		m.bottom = 1
	}
	return m, ok && too
}

// match fills a register with the places, counted from 1, where keys are found. What is nowhere is an error for certain.
func (r *blockRun) match(i *instruction) {
	m, ok := r.moves(i.rel)
	f, has := r.s.(Finder)
	if !ok || !has {
		r.nothing(i.to)
		return
	}
	r.spread(i.in[0])
	q := Lookup{
		In: m.Range, TopStep: m.top, BottomStep: m.bottom, Keys: Keys{&r.regs[i.in[0]]},
		Wild: i.name == "match wild", Last: i.name == "match last",
	}
	z := r.own(i.to)
	if !f.FindBlock(&q, z) {
		r.nothing(i.to)
		return
	}
	missing := false
	for j, x := range z {
		z[j] = x + 1
		missing = missing || math.IsInf(x, 1)
	}
	if missing {
		r.miss(i.to)
	}
}

// miss makes errors of infinite numbers.
func (r *blockRun) miss(reg int) {
	v := &r.regs[reg]
	kinds := r.sorts(reg)
	for j, x := range v.nums {
		if kinds[j] = cells.Number; math.IsInf(x, 1) {
			kinds[j], v.nums[j] = cells.Failed, math.NaN()
		}
	}
	v.kinds = kinds
}

// fetch fills a register with what stands at places of a column.
func (r *blockRun) fetch(i *instruction) {
	m, ok := r.moves(i.rel)
	f, has := r.s.(Finder)
	if !ok || !has {
		r.nothing(i.to)
		return
	}
	place := &r.regs[i.in[0]]
	x := r.numbers(i.in[0])
	z := r.own(i.to)
	v := &r.regs[i.to]
	rows, grows := float64(m.Rows()), float64(m.bottom-m.top)
	for j := range z {
		k := x[j]
		if k-k == 0 {
			k = wholeNumber(k)
		}
		if !(k >= 1 && k <= rows+float64(j)*grows) {
			k = math.NaN()
		}
		z[j] = k - 1
	}
	kinds := r.sorts(i.to)
	q := Places{Sheet: m.Sheet, Col: m.Left, Top: m.Top, Step: m.top, Pos: z, Nums: z, Kinds: kinds}
	q.Ptrs = func() []unsafe.Pointer {
		v.ptrs = r.pointers(i.to)
		clear(v.ptrs)
		return v.ptrs
	}
	if !f.ValuesAt(&q) {
		r.nothing(i.to)
		return
	}
	if place.kinds != nil {
		for j, k := range place.kinds {
			if k == cells.Failed && x[j]-x[j] != 0 {
				kinds[j] = cells.Failed
			}
		}
		v.kinds, v.plain = kinds, q.Most <= cells.Number
		return
	}
	if q.Most != cells.Number || q.Least != cells.Number {
		v.kinds, v.plain = kinds, q.Most <= cells.Number
	}
}

// oneCell reports whether INDEX or XLOOKUP is certain to give one cell, or an error: INDEX(column, MATCH(…)) and XLOOKUP(value, column, column).
func oneCell(n *callNode) bool {
	if _, column := columnOfNode(n.args[0]); n.fn.Name == "INDEX" {
		m, call := n.args[1].(*callNode)
		return column && len(n.args) == 2 && call && (m.fn.Name == "MATCH" || m.fn.Name == "XMATCH") && !mayArray(m)
	}
	_, in := columnOfNode(n.args[1])
	_, from := columnOfNode(n.args[2])
	return in && from && !mayArray(n.args[0]) && (len(n.args) < 4 || !mayArray(n.args[3]))
}
