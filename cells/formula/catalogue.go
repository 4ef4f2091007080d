package formula

import (
	"slices"
	"strings"
)

// Function is what the catalogue tells about a function: the one source for the compiler, the autocomplete, the help page and the API.
type Function struct {
	Name     string    `json:"name"` // in upper case; the functions that are expr's alone as expr writes them
	Aliases  []string  `json:"aliases,omitempty"`
	Category Category  `json:"category"`
	Args     []Arg     `json:"args"`
	Returns  string    `json:"returns"`
	Summary  string    `json:"summary"`        // one sentence
	Text     string    `json:"text,omitempty"` // what else there is to know
	Examples []Example `json:"examples"`
	Volatile bool      `json:"volatile,omitempty"` // evaluated again when time passes
	Cost     int       `json:"cost"`               // 1: constant, 2: with the size of its ranges, 3: more than that
	Tier     int       `json:"tier"`               // how common it is: 1 for what most people write, to 4; suggestions come in this order
	Expr     bool      `json:"expr,omitempty"`     // expr's own, written exactly so
}

// Category groups functions on the help page.
type Category string

// The categories.
const (
	Logic      Category = "logic"
	Aggregates Category = "aggregates"
	Maths      Category = "maths"
	Texts      Category = "text"
	Dates      Category = "dates"
	Lookups    Category = "lookup"
	Infos      Category = "information"
	Arrays     Category = "arrays"
	Statistics Category = "statistics"
	Finance    Category = "finance"
	Engineers  Category = "engineering"
	Series     Category = "time series"
	Expr       Category = "expr"
)

// Arg is a parameter.
type Arg struct {
	Name     string  `json:"name"`
	Kind     ArgKind `json:"kind"`
	Optional bool    `json:"optional,omitempty"`
	Variadic bool    `json:"variadic,omitempty"` // it, or the group it ends, may be repeated
	Text     string  `json:"text"`
}

// ArgKind is what a parameter takes.
type ArgKind string

// The kinds of parameters. A plain kind (number, date, text, truth, value, any) that is given an array makes the function give an array.
const (
	KindNumber    ArgKind = "number"
	KindDate      ArgKind = "date"
	KindText      ArgKind = "text"
	KindTruth     ArgKind = "truth"
	KindValue     ArgKind = "value"      // anything but an error
	KindAny       ArgKind = "any"        // errors too
	KindRange     ArgKind = "range"      // values, ranges and arrays, taken whole
	KindArray     ArgKind = "array"      // the same, as a rectangle
	KindReference ArgKind = "reference"  // cells, not their values
	KindFunction  ArgKind = "function"   // LAMBDA(…)
	KindExpr      ArgKind = "expression" // evaluated only when it is needed
	KindHistory   ArgKind = "history"    // a cell with its past
	KindName      ArgKind = "name"       // a local
)

// Example is a formula and what a cell with it shows. Setup puts inputs into cells before: "A1: 3; A2: =A1*2".
type Example struct {
	Formula string `json:"formula"`
	Result  string `json:"result"`
	Setup   string `json:"setup,omitempty"`
}

// Catalogue is every function in alphabetical order. The caller owns the slice, not what is inside.
func Catalogue() []Function {
	var all []Function
	for _, family := range families() {
		for _, fn := range family {
			all = append(all, fn.Function)
		}
	}
	all = append(all, builtinCatalogue()...)
	for i := range all {
		all[i].Tier = tier(all[i].Name)
	}
	slices.SortFunc(all, func(a, b Function) int {
		if c := strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	return all
}

// Signature is the function as a tip shows it: "ROUND(number, [digits])".
func (fn Function) Signature() string {
	var b strings.Builder
	b.WriteString(fn.Name + "(")
	for i, a := range fn.Args {
		if i > 0 {
			b.WriteString(", ")
		}
		if a.Optional {
			b.WriteString("[" + a.Name + "]")
		} else {
			b.WriteString(a.Name)
		}
		if a.Variadic {
			b.WriteString(", …")
		}
	}
	return b.String() + ")"
}
