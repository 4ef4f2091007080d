package formula_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/expr-lang/expr"

	"freshet/cells"
)

// exprPrograms mean the same in a cell as on expr's own machine.
var exprPrograms = []string{
	"1 + 2 * 3 - 4 / 2", "(1 + 2) * 3", "2 ** 3 ** 2", "-2 ** 2", "7 % 3", "-7 % 3", "2 * -3", "1 < 2", "1 < 2 and 2 < 3", "1 < 2 < 3", "3 > 2 > 1", "not (1 > 2)", "!(1 > 2)", "true || false", "true && false", "1 == 1 ? 'a' : 'b'", "1 > 2 ? 'a' : 2 > 1 ? 'b' : 'c'",
	"nil ?? 3", "(nil ?? nil) ?? 4", "1..5", "2 in [1, 2]", "5 not in 1..3", "'a' in {a: 1}", "'abc' contains 'b'", "'abc' not contains 'x'", "'abc' startsWith 'a'", "'abc' endsWith 'c'", "'abc' matches '^a.c$'",
	"[1, 2, 3]", "[1, [2, 3]]", "{a: 1, b: [2]}", "{'a b': 1}['a b']", "{a: {b: 2}}.a.b", "{a: nil}.a?.b", "[1, 2, 3][0]", "[1, 2, 3][-1]", "[1, 2, 3, 4][1:3]", "[1, 2, 3][:2]", "[1, 2, 3][1:]", "'hello'[1:3]",
	"let x = 5; x * x", "let x = 2; let y = x + 1; x * y", "let f = [1, 2]; map(f, # + 1)", "if 1 > 2 { 'a' } else { 'b' }", "if 1 > 2 { 'a' } else if 2 > 1 { 'b' } else { 'c' }",
	"all([1, 2], # > 0)", "any([1, 2], # > 1)", "none([1, 2], # > 5)", "one([1, 2], # > 1)", "filter(1..9, # % 2 == 0)", "map(1..3, # * #)", "map(1..3, #index)", "map([{n: 1}, {n: 2}], .n)", "map([{n: 1}, {n: 2}], #.n + 1)", "count(1..9, # > 4)", "sum(1..3, # * 10)", "find([1, 5, 7], # > 4)", "findIndex([1, 5, 7], # > 4)", "findLast([1, 5, 7], # > 4)", "findLastIndex([1, 5, 7, 0], # > 4)",
	"reduce(1..4, #acc + #)", "reduce(1..4, #acc * #, 1)", "reduce([1, 2], #acc + #index, 0)", "sortBy([3, 1, 2], -#)", "sortBy([{a: 2}, {a: 1}], .a)", "sortBy([1, 2, 3], #, 'desc')", "sort([3, 1, 2])", "sort([3, 1, 2], 'desc')", "map(1..3, map(1..#, #))", "filter(map(1..5, # * 2), # > 4)",
	"1..5 | filter(# > 2) | map(# * 2)", "[3, 1, 2] | sort() | first()", "'a,b' | split(',')", "len('hello')", "len([1, 2])", "len({a: 1})", "first([4, 5])", "last([4, 5])", "take([1, 2, 3], 2)", "reverse([1, 2])", "uniq([1, 2, 1])", "flatten([[1], [2, [3]]])", "concat([1], [2])", "join(['a', 'b'], '-')", "join(['a', 'b'])", "keys({a: 1})", "values({a: 1})", "toPairs({a: 1})", "get({a: 1}, 'a')", "get([1, 2], 1)",
	"upper('abc')", "lower('ABC')", "trim('  a ')", "trim('xax', 'x')", "trimPrefix('abc', 'a')", "trimSuffix('abc', 'c')", "split('a-b-c', '-')", "split('a-b-c', '-', 2)", "splitAfter('a-b', '-')", "replace('aXa', 'X', '-')", "repeat('ab', 3)", "indexOf('abc', 'c')", "lastIndexOf('abca', 'a')", "hasPrefix('abc', 'a')", "hasSuffix('abc', 'c')",
	"abs(-5)", "ceil(1.2)", "floor(1.8)", "round(1.5)", "int('5')", "float('1.5')", "string(5)", "max(1, 5, 3)", "min([4, 2])", "mean([1, 2, 3])", "median([1, 3, 2])", "sum([1, 2])", "type('a')", "type([1])", "type({})", "type(true)", "type(1.5)", "type(1)", "bitand(6, 3)", "bitor(6, 3)", "bitxor(6, 3)", "bitnand(6, 3)", "bitshl(1, 3)", "bitshr(8, 2)", "bitnot(5)", "toBase64('abc')", "fromBase64('YWJj')", "groupBy([1, 2, 3], # > 1 ? 'big' : 'small').big", "fromPairs([['a', 1]]).a", "fromJSON('{\"a\": [1, 2]}').a[1]",
	"'line\\nbreak'", "\"tab\\t\"", "`raw\\n`", "0x1F", "0b101", "1_000", "1e3", ".5", "[1, 2, 3] | map({# * 2})", "filter([1, 2, 3], {# > 1})", "map(filter(1..3, # > 1), {let y = # * 2; y + 1})", "{a: 1,}.a", "[1, 2,]",
}

func TestPlainExprMeansTheSameAsOnItsOwnMachine(t *testing.T) {
	for _, program := range exprPrograms {
		want, err := expr.Eval(program, nil)
		if err != nil {
			t.Errorf("%s: expr itself refuses: %v", program, err)
			continue
		}
		wanted, _ := json.Marshal(want)
		s := newSheet(t)
		v, err := s.eval("=toJSON(("+program+"))", home)
		if err != nil {
			t.Errorf("%s: %v", program, err)
			continue
		}
		if v.Kind() == cells.Failed || !sameJSON(v.Text(), string(wanted)) {
			t.Errorf("%s is %s in a cell and %s on expr's machine (%v)", program, show(v), wanted, v.Err())
		}
	}
}

// sameJSON compares two JSON texts, numbers by value.
func sameJSON(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	return sameAny(x, y)
}

func sameAny(x, y any) bool {
	switch x := x.(type) {
	case float64:
		n, ok := y.(float64)
		return ok && math.Abs(n-x) <= 1e-12*math.Abs(x)
	case []any:
		l, ok := y.([]any)
		if !ok || len(l) != len(x) {
			return false
		}
		for i := range x {
			if !sameAny(x[i], l[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		m, ok := y.(map[string]any)
		if !ok || len(m) != len(x) {
			return false
		}
		for k := range x {
			if !sameAny(x[k], m[k]) {
				return false
			}
		}
		return true
	}
	return x == y
}
