package formula

import (
	"math"
	"unsafe"

	"freshet/cells"
)

// Texts that are joined share memory: enough of them to save allocations, few enough that one that stays does not hold much that is gone.
const (
	sharedTexts = 32
	sharedBytes = 2048
)

// joined is the parts of a & b & c.
func joined(n node, parts []node) []node {
	if b, ok := n.(*binaryNode); ok && b.op == opConcat {
		return joined(b.right, joined(b.left, parts))
	}
	return append(parts, n)
}

// join compiles the joining of texts. All arguments are values, also where they are references.
func (c *blockCompiler) join(parts []node) (typed, bool) {
	in, ok := c.all(parts...)
	if !ok {
		return typed{}, false
	}
	return c.alone(instruction{run: (*blockRun).join, in: in, name: "&"}, cells.Text)
}

func (r *blockRun) join(i *instruction) {
	z, rows := r.ownSome(i)
	ptrs := r.pointers(i.to)
	v := &r.regs[i.to]
	v.kind, v.plain, v.ptrs = cells.Text, false, ptrs
	sep := cells.SeparatorsOf(r.w.Locale)
	text := r.out.text[:0]
	first := 0
	share := func(end int) {
		shared := string(text)
		at := 0
		for _, j := range rows[first:end] {
			if n := z[j]; n-n == 0 {
				s := shared[at : at+int(n)]
				ptrs[j] = unsafe.Pointer(unsafe.StringData(s))
				at += int(n)
			}
		}
		first, text = end, text[:0]
	}
	for k, j := range rows {
		begin, ok := len(text), true
		for _, reg := range i.in {
			if text, ok = r.regs[reg].appendText(text, int(j), sep, r.w.Locale); !ok {
				break
			}
		}
		if z[j] = float64(len(text) - begin); !ok || len(text)-begin > shortText {
			z[j], text = math.NaN(), text[:begin]
		}
		if k+1-first == sharedTexts || len(text) >= sharedBytes {
			share(k + 1)
		}
	}
	share(len(rows))
	r.out.text = text
}

// appendText appends the text of a row, as & makes it; false where Eval must.
func (v *vector) appendText(text []byte, j int, sep cells.Separators, locale string) ([]byte, bool) {
	kind, x := v.kind, v.num
	if v.kinds != nil {
		kind = v.kinds[j]
	}
	if v.nums != nil {
		x = v.nums[j]
	}
	switch {
	case x-x != 0:
		return text, false
	case kind == cells.Number:
		return sep.AppendGeneral(text, x), true
	case kind == cells.Text:
		p := v.ptr
		if v.ptrs != nil {
			p = v.ptrs[j]
		}
		return append(text, unsafe.Slice((*byte)(p), int(x))...), true
	case kind == cells.Blank:
		return text, true
	}
	return append(text, cells.Format{}.Render(cells.FromParts(kind, x, nil), locale)...), true
}
