package formula

import "strings"

// elsewhere knows operators that are words in other languages and stand between two values: what to say, and how it is written here.
func elsewhere(word string) (text, hint string, ok bool) {
	switch strings.ToLower(word) {
	case "and":
		return "between two conditions, and is written in small letters; AND is a function", "AND(A1>0, B1>0)", true
	case "or":
		return "between two conditions, or is written in small letters; OR is a function", "OR(A1>0, B1>0)", true
	case "not":
		return "not stands before a condition", "NOT(A1>0)", true
	case "xor":
		return "xor is a function", "XOR(A1>0, B1>0)", true
	case "mod":
		return "the remainder is a function, or the sign % between two values", "MOD(A1, 2)", true
	case "div":
		return "the whole part of a quotient is a function", "QUOTIENT(A1, 2)", true
	case "is":
		return "whether a cell is blank is asked with a function", "ISBLANK(A1)", true
	case "like":
		return "a text is compared with a pattern by matches, contains, startsWith or endsWith", `A1 startsWith "x"`, true
	case "between":
		return "between is two comparisons", "AND(A1>=1, A1<=9)", true
	case "then", "else", "elseif", "elif", "when", "end":
		return "a choice is a function: the condition, then one value, then the other", "IF(A1>0, 1, 2)", true
	case "startswith", "endswith", "contains", "matches":
		for _, ours := range []string{"startsWith", "endsWith", "contains", "matches"} {
			if strings.EqualFold(ours, word) {
				return word + " is written " + ours, `A1 ` + ours + ` "x"`, true
			}
		}
	case "percent", "pct":
		return "percent is written with its sign", "50%", true
	}
	return "", "", false
}

// leading knows words that begin a statement in other languages.
func leading(word string) (text, hint string, ok bool) {
	switch strings.ToLower(word) {
	case "return":
		return "a formula is its own value: nothing is returned", "A1*2", true
	case "var", "const", "set", "dim":
		return word + " is written let, with the formula behind a ;", "let x = A1; x*2", true
	case "select":
		return "select is no word of formulas; rows are chosen with FILTER", "FILTER(A1:B9, A1:A9>0)", true
	case "function", "lambda", "def", "func", "fn":
		return "a function is made with LAMBDA", "LAMBDA(x, x+1)", true
	case "for", "foreach", "while":
		return "there are no loops; MAP goes over the cells of a range", "MAP(A1:A9, LAMBDA(x, x+1))", true
	case "case", "switch":
		return "one of several cases is chosen with a function", "IFS(A1=1, 10, A1=2, 20)", true
	case "import", "from", "using", "include":
		return word + " is no word of formulas: all functions are there", "", true
	}
	return "", "", false
}
