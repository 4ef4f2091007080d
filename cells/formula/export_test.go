package formula

import (
	"slices"
	"strings"
	"time"
	"unsafe"

	"freshet/cells"
)

// Spoil fills the scratch memory of a Block with what evaluations of other formulas may have left there: a kind and a number in every row, and no text for any.
func (b *Block) Spoil(kind cells.Kind, x float64) {
	for i := range b.memory {
		m := &b.memory[i]
		if m.kinds == nil {
			m.kinds = make([]cells.Kind, BlockRows)
		}
		if m.ptrs == nil {
			m.ptrs = make([]unsafe.Pointer, BlockRows)
		}
		fillWith(m.nums, x)
		fillWith(m.other, x)
		for j := range m.kinds {
			m.kinds[j] = kind
		}
		clear(m.ptrs)
		m.rows = nil
	}
}

// Result is the result of a row of the latest evaluation; false when it is left to Eval.
func (b *Block) Result(i int) (cells.Value, bool) {
	kind, x, p := b.Kind, b.Nums[i], unsafe.Pointer(nil)
	if b.Kinds != nil {
		kind = b.Kinds[i]
	}
	if b.Ptrs != nil && kind == cells.Text {
		p = b.Ptrs[i]
	}
	return cells.FromParts(kind, x+0, p), x-x == 0
}

// Tiers are the names of the tiers.
var Tiers = tiers

// ForeignNames are what functions are called elsewhere.
var ForeignNames = foreignNames

// Outside are functions that need what no book has.
var Outside = outside

// Diagnosed is what would be said to be wrong with the grammar of a formula, were it refused; "" for nothing.
func Diagnosed(src string, at cells.Ref, s Scope) string {
	d := new(reading)
	d.at, d.scope, d.names = at, s, s
	d.scan.src, d.scan.decimal = src, cells.SeparatorsOf(s.Locale()).Decimal
	if err := d.outlineText(); err != nil {
		return ""
	}
	if err := d.diagnose(); err != nil {
		return err.text
	}
	return ""
}

// StepsAround is the latest full multiple of a step before or at a time by the clocks of a zone, and the next; all in ms.
func StepsAround(zone *time.Location, at, step int64) (last, next int64) {
	return (&frame{zone: zone}).multiples(at, step)
}

// NearestFraction is nearestFraction.
func NearestFraction(x float64, limit int) (n, d int) { return nearestFraction(x, limit) }

// Suggest is suggest.
func Suggest(name string) string { return suggest(name) }

// Foreign reports whether a name is one of another program.
func Foreign(name string) bool { return foreignNames[name] != "" }

// FunctionNames is the names of the functions of the spreadsheet, in capitals, each with the one that is shown.
func FunctionNames() [][2]string {
	var all [][2]string
	for name, fn := range functions() {
		all = append(all, [2]string{strings.ToUpper(name), fn.Name})
	}
	slices.SortFunc(all, func(a, b [2]string) int { return strings.Compare(a[0]+" "+a[1], b[0]+" "+b[1]) })
	return all
}

// Overwrite is the loops that replace numbers of a column, by name: with p and q for numbers that are the same for all rows. Narrow is without what the processor
// could do at once.
func Overwrite(name string, narrow bool, old, x, y []float64, p, q float64) int {
	if narrow {
		defer func(was bool) { hasWide = was }(hasWide)
		hasWide = false
	}
	switch name {
	case "linear":
		return linearOver(old, x, y, p, q)
	case "affine":
		return affineOver(old, x, p, q)
	case "product":
		return productOver(old, x, y)
	case "quotient":
		return quotientOver(old, x, y)
	}
	panic(name)
}
