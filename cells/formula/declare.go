package formula

import (
	"fmt"
	"strings"
)

// option adds something to a declaration.
type option func(*function)

type eagerFunc = func(f *frame, a []operand) operand

// declare makes a function of its signature, written "ROUND(number:n, [digits:n])": after each parameter its kind in a letter, square brackets
// around what is optional, and … behind what repeats: two parameters joined by + repeat as a pair.
//
//	n number · d date · t text · b truth · v value · e any, errors too · r range · a array · x reference · f function · l expression · h history · m name
func declare(signature string, c Category, returns, summary string, run eagerFunc, options ...option) *function {
	name, params, ok := strings.Cut(strings.TrimSuffix(signature, ")"), "(")
	if !ok {
		panic("formula: a signature without brackets: " + signature)
	}
	fn := &function{eager: run, Function: Function{Name: name, Category: c, Returns: returns, Summary: summary, Cost: 1}}
	for p := range strings.SplitSeq(params, ", ") {
		if p == "" {
			continue
		}
		repeats := strings.Contains(p, "…")
		optional := strings.HasPrefix(p, "[")
		p = strings.Trim(p, "[]…")
		group := strings.Split(p, "+")
		for k, one := range group {
			argName, letter, _ := strings.Cut(one, ":")
			a := Arg{Name: argName, Kind: kindOf(letter), Optional: optional, Variadic: repeats && k == len(group)-1}
			a.Text = glossary(fn.Name, argName, a.Kind)
			fn.Args = append(fn.Args, a)
			if a.Kind == KindRange || a.Kind == KindArray {
				fn.Cost = 2
			}
			if !optional {
				fn.min++
			}
		}
		if repeats {
			fn.repeat, fn.max = len(group), -1
		}
	}
	if fn.max == 0 {
		fn.max = len(fn.Args)
	}
	fn.arrays = returns == "array"
	for _, o := range options {
		o(fn)
	}
	return fn
}

func kindOf(letter string) ArgKind {
	kinds := map[string]ArgKind{
		"n": KindNumber, "d": KindDate, "t": KindText, "b": KindTruth, "v": KindValue, "e": KindAny, "r": KindRange, "a": KindArray,
		"x": KindReference, "f": KindFunction, "l": KindExpr, "h": KindHistory, "m": KindName,
	}
	k, ok := kinds[letter]
	if !ok {
		panic(fmt.Sprintf("formula: there is no parameter kind %q", letter))
	}
	return k
}

// eg adds an example: a formula and what it shows, with what is in the cells before it.
func eg(formula, result string, setup ...string) option {
	return func(fn *function) {
		fn.Examples = append(fn.Examples, Example{formula, result, strings.Join(setup, "; ")})
	}
}

// more adds to the text.
func more(text string) option { return func(fn *function) { fn.Text = text } }

// alias adds other names.
func alias(names ...string) option { return func(fn *function) { fn.Aliases = names } }

// lazily makes the function evaluate its arguments itself.
func lazily(run func(f *frame, args []node) operand) option {
	return func(fn *function) { fn.lazy = run }
}

func volatile(fn *function) { fn.Volatile = true }

// timed is for functions of the past that say when time alone may change them.
func timed(fn *function) { fn.Volatile, fn.timed = true, true }

func dynamic(fn *function) { fn.dynamic, fn.refers, fn.arrays = true, true, true }

func refers(fn *function) { fn.refers, fn.arrays = true, true }

// atLeast lowers the number of arguments that must be given.
func atLeast(n int) option { return func(fn *function) { fn.min = n } }

func costly(fn *function) { fn.Cost = 3 }
