package formula

import (
	"math"
	"regexp"
	"strings"
	"unicode/utf8"

	"freshet/cells"
)

// memberNode is x.name, x["name"] and x[1].
type memberNode struct {
	node, property node
	optional       bool
}

// cut is what an optional chain gives when it breaks off.
type cut struct{}

func (cut) what() string { return "nothing" }

func (n *memberNode) eval(f *frame) operand {
	f.step(1)
	o := n.node.eval(f)
	if _, broken := o.obj.(cut); broken {
		return o
	}
	if o.failed() {
		return o
	}
	if n.optional && o.obj == nil && o.IsBlank() {
		return operand{obj: cut{}}
	}
	p := f.plain(n.property.eval(f))
	if p.Kind() == cells.Failed {
		return val(p)
	}
	if d, ok := o.obj.(*dict); ok {
		key := ToText(p, f.locale).Text()
		if v, ok := d.entries[key]; ok {
			return v
		}
		return operand{}
	}
	if p.Kind() == cells.Text && o.obj == nil && o.Kind() == cells.Text {
		// A cell may hold JSON that a device sent.
		if d, ok := f.parseJSON(o.Text()); ok {
			return (&memberNode{node: fixedNode{d}, property: fixedNode{val(p)}}).eval(f)
		}
	}
	i := ToNumber(p, f.locale)
	if i.Kind() == cells.Failed {
		return bad(cells.ErrValue, f.describe(o)+" has no field \""+clip(p.Text())+"\"")
	}
	return f.index(o, i.Float())
}

// index is the element at a place counted from zero; negative places count from the end.
func (f *frame) index(o operand, at float64) operand {
	if o.obj == nil && o.Kind() == cells.Text {
		f.chargeText(o.Text())
		r := []rune(o.Text())
		if i, ok := place(at, len(r)); ok {
			return val(cells.Str(string(r[i])))
		}
		return bad(cells.ErrRef, "the text has no character at that place")
	}
	items, ok := f.items(o)
	if !ok {
		return bad(cells.ErrValue, f.describe(o)+" has no elements")
	}
	if i, ok := place(at, len(items)); ok {
		return items[i]
	}
	return bad(cells.ErrRef, "the list has no element at that place")
}

func place(at float64, n int) (int, bool) {
	at = math.Trunc(at)
	if at < 0 {
		at += float64(n)
	}
	return int(at), at >= 0 && at < float64(n)
}

// fixedNode is an operand that is already there.
type fixedNode struct{ o operand }

func (n fixedNode) eval(*frame) operand { return n.o }

// chainNode ends an optional chain: a?.b.c is blank when a is.
type chainNode struct{ node node }

func (n *chainNode) eval(f *frame) operand {
	o := n.node.eval(f)
	if _, broken := o.obj.(cut); broken {
		return operand{}
	}
	return o
}

// sliceNode is x[a:b].
type sliceNode struct{ node, from, to node }

func (n *sliceNode) eval(f *frame) operand {
	f.step(1)
	o := n.node.eval(f)
	if o.failed() {
		return o
	}
	var runes []rune
	items, isList := f.items(o)
	size := len(items)
	if o.obj == nil && o.Kind() == cells.Text {
		f.chargeRunes(o.Text())
		runes = []rune(o.Text())
		size, isList = len(runes), false
	} else if !isList {
		return bad(cells.ErrValue, f.describe(o)+" cannot be sliced")
	}
	lo, hi := 0, size
	for _, end := range []struct {
		node node
		at   *int
	}{{n.from, &lo}, {n.to, &hi}} {
		if end.node == nil {
			continue
		}
		v := ToNumber(f.plain(end.node.eval(f)), f.locale)
		if v.Kind() == cells.Failed {
			return val(v)
		}
		x := math.Trunc(v.Float())
		if x < 0 {
			x += float64(size)
		}
		*end.at = int(math.Min(math.Max(x, 0), float64(size)))
	}
	hi = max(lo, hi)
	if isList {
		return operand{obj: &list{items: items[lo:hi:hi]}}
	}
	return val(cells.Str(string(runes[lo:hi])))
}

// items is the elements of what expr takes for an array: a list, a range or an array, row by row.
func (f *frame) items(o operand) ([]operand, bool) {
	switch x := o.obj.(type) {
	case *list:
		return x.items, true
	case *area:
		return f.spread(f.load(x.Range)), true
	case nil:
		if a := o.Array(); a != nil {
			return f.spread(a), true
		}
	}
	return nil, false
}

func (f *frame) spread(a *cells.Array) []operand {
	f.take(len(a.Values))
	out := make([]operand, len(a.Values))
	for i, v := range a.Values {
		out[i] = val(v)
	}
	return out
}

// inNode is a in b: an element of a list, a key of a map.
type inNode struct{ left, right node }

func (n *inNode) eval(f *frame) operand {
	f.step(1)
	needle, stack := n.left.eval(f), n.right.eval(f)
	if needle.failed() {
		return needle
	}
	if stack.failed() {
		return stack
	}
	if d, ok := stack.obj.(*dict); ok {
		_, found := d.entries[ToText(f.plain(needle), f.locale).Text()]
		return truth(found)
	}
	items, ok := f.items(stack)
	if !ok {
		items = []operand{stack}
	}
	f.step(len(items))
	x := f.plain(needle)
	for _, it := range items {
		f.chargeCompared(x, it.Value)
		if v := f.plain(it); v.Kind() != cells.Failed && x.Kind() != cells.Failed && equal(x, v) {
			return truth(true)
		}
	}
	return truth(false)
}

// textNode is matches, contains, startsWith and endsWith. They heed case, as in expr.
type textNode struct {
	op          string
	left, right node
}

func (n *textNode) eval(f *frame) operand {
	f.step(1)
	a := ToText(f.plain(n.left.eval(f)), f.locale)
	if a.Kind() == cells.Failed {
		return val(a)
	}
	b := ToText(f.plain(n.right.eval(f)), f.locale)
	if b.Kind() == cells.Failed {
		return val(b)
	}
	f.chargeText(a.Text())
	switch s, p := a.Text(), b.Text(); n.op {
	case "contains":
		return truth(strings.Contains(s, p))
	case "startsWith":
		return truth(strings.HasPrefix(s, p))
	case "endsWith":
		return truth(strings.HasSuffix(s, p))
	default:
		re, err := f.pattern(p)
		if err.Kind() == cells.Failed {
			return val(err)
		}
		f.chargeMatch(p, s)
		return truth(re.MatchString(s))
	}
}

// pattern compiles a regular expression (RE2: linear time). Its length is bounded, and so is the size it unfolds to.
func (f *frame) pattern(p string) (*regexp.Regexp, cells.Value) {
	if len(p) > MaxPattern {
		return nil, fail(cells.ErrLimit, "a regular expression has at most 1,000 characters")
	}
	if unfolded(p) > 4*MaxPattern {
		return nil, fail(cells.ErrLimit, "the regular expression repeats too much")
	}
	if f.expression != nil && f.expression.String() == p {
		return f.expression, cells.Value{} // as for every element of an array
	}
	f.step(150 + 15*len(p) + 150*(strings.Count(p, `\p`)+strings.Count(p, `\P`)))
	re, err := regexp.Compile(p)
	if f.expression = re; err != nil {
		return nil, fail(cells.ErrValue, "the regular expression is not right: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return re, cells.Value{}
}

// chargeMatch charges a search before it is made: RE2 takes at most the product of text and pattern.
func (f *frame) chargeMatch(p, s string) {
	f.step(10 + len(s)*unfolded(p)/2)
}

// unfolded bounds how large a pattern is when its repeat counts are written out.
func unfolded(p string) int {
	size, factor := len(p), 1
	for i := 0; i < len(p); i++ {
		if p[i] != '{' {
			continue
		}
		n := 0
		for j := i + 1; j < len(p) && p[j] != '}'; j++ {
			switch {
			case isDigit(p[j]):
				n = min(n*10+int(p[j]-'0'), 10_000)
			case p[j] == ',':
				n = max(n, 0)
				if j+1 < len(p) && isDigit(p[j+1]) {
					n = 0
				}
			}
		}
		if factor = min(factor*max(n, 1), 1_000_000); n == 0 {
			factor = max(factor, 1)
		}
	}
	return min(size*factor, 10_000_000)
}

func runeLen(s string) int { return utf8.RuneCountInString(s) }
