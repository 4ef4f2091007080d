package formula

import "strings"

// glossary says what a parameter is, by its name, or by its kind where the name tells nothing new.
func glossary(name string, kind ArgKind) string {
	if s, ok := glossaryTexts[name]; ok {
		return s
	}
	name = strings.ReplaceAll(name, "_", " ")
	switch kind {
	case KindNumber:
		return name + ", a number"
	case KindDate:
		return name + ", a date or time"
	case KindText:
		return name + ", a text"
	case KindTruth:
		return name + ": TRUE or FALSE"
	case KindRange, KindArray:
		return name + ": values, ranges or arrays"
	case KindReference:
		return name + ": a reference to cells"
	case KindFunction:
		return name + ": a function, such as LAMBDA(x, x+1)"
	case KindHistory:
		return name + ": a cell whose past is read"
	case KindName:
		return name + ": the name of a local"
	}
	return name + ", any value"
}

var glossaryTexts = map[string]string{
	"condition": "what is TRUE or FALSE; of numbers, 0 is FALSE",
	"then":      "the value when the condition is true",
	"otherwise": "the value when it is not; FALSE when left out",
	"instead":   "what takes the place of the error",
	"digits":    "how many decimals; negative: before the point; 0 when left out",
	"criterion": "what a cell must be: a value, or a text such as \">5\", \"<>x\" or \"a*\" (* and ? stand for any characters, ~ before them for themselves)",
	"window":    "how far back: a text such as \"5m\", \"1h\" or \"7d\", or a number of points",
	"cell":      "the cell whose past is read",
	"validity":  "how old a value may be: a text such as \"1m\"",
	"period":    "hour, day, week, month or year",
	"aggregate": "mean, min, max, sum, count, first or last",
	"function":  "a function, such as LAMBDA(x, x+1)",
	"as_of":     "a date or time",
}
