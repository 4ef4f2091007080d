package formula

import (
	_ "embed"
	"strings"
	"sync"
)

// glossaryText has a line "name: text" for each name of parameters, and "FUNCTION.name: text" where it means something else in a function.
//
//go:embed glossary.txt
var glossaryText string

var glossaryTexts = sync.OnceValue(func() map[string]string {
	texts := map[string]string{}
	for line := range strings.SplitSeq(glossaryText, "\n") {
		if names, text, ok := strings.Cut(line, ": "); ok && !strings.HasPrefix(line, "#") {
			for name := range strings.SplitSeq(names, " ") {
				texts[name] = text
			}
		}
	}
	return texts
})

// glossary says what a parameter of a function is, by its name; by its kind where no text is written.
func glossary(function, name string, kind ArgKind) string {
	if s, ok := glossaryTexts()[function+"."+name]; ok {
		return s
	}
	if s, ok := glossaryTexts()[name]; ok {
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
