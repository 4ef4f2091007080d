package formula

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"freshet/cells"
)

// ofText makes a function of one text.
func ofText(fn func(s string) string) eagerFunc {
	return func(f *frame, a []operand) operand {
		f.chargeLetters(a[0].Text())
		return text(fn(a[0].Text()))
	}
}

// ofWords is ofText for what looks for words, character by character.
func ofWords(fn func(s string) string) eagerFunc {
	return func(f *frame, a []operand) operand {
		f.chargeRunes(a[0].Text())
		return ofText(fn)(f, a)
	}
}

func textFunctions() []*function {
	return []*function{
		declare("LEN(text:t)", Texts, "number", "How many characters a text has.", func(_ *frame, a []operand) operand { return num(float64(runeLen(a[0].Text()))) },
			more("In lower case, len also counts the elements of a list, a map or a range, as in expr."), eg("=LEN(\"freshet\")", "7"), eg("=LEN(123)", "3"), eg("=len([1,2,3])", "3")),
		declare("LEFT(text:t, [count:n])", Texts, "text", "The first characters of a text.", left, eg("=LEFT(\"freshet\",5)", "fresh"), eg("=LEFT(\"abc\")", "a"), eg("=LEFT(\"abc\",-1)", "#VALUE!")),
		declare("RIGHT(text:t, [count:n])", Texts, "text", "The last characters of a text.", right, eg("=RIGHT(\"freshet\",2)", "et"), eg("=RIGHT(\"abc\",9)", "abc")),
		declare("MID(text:t, start:n, count:n)", Texts, "text", "Characters from the middle of a text; the first is 1.", mid, eg("=MID(\"freshet\",2,3)", "res"), eg("=MID(\"abc\",9,1)", ""), eg("=MID(\"abc\",0,1)", "#VALUE!")),
		declare("TRIM(text:t)", Texts, "text", "Takes blanks away from both ends, and all but one between words.", ofWords(func(s string) string {
			return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
		}), eg("=TRIM(\"  a   b \")", "a b")),
		declare("UPPER(text:t)", Texts, "text", "A text in capitals.", ofText(strings.ToUpper), eg("=UPPER(\"abc\")", "ABC")),
		declare("LOWER(text:t)", Texts, "text", "A text in small letters.", ofText(strings.ToLower), eg("=LOWER(\"ABC\")", "abc")),
		declare("PROPER(text:t)", Texts, "text", "A text with a capital at the beginning of each word.", ofWords(proper), eg("=PROPER(\"new year's eve\")", "New Year'S Eve")),
		declare("CONCAT(text:r…)", Texts, "text", "Joins texts.", concatTexts, more("expr's concat of lists joins lists."), eg("=CONCAT(\"a\",1,TRUE)", "a1TRUE"), eg("=CONCAT(A1:B2)", "abcd", "A1: a", "B1: b", "A2: c", "B2: d"), eg("=concat([1],[2,3])", "{1;2;3}")),
		declare("CONCATENATE(text:t…)", Texts, "text", "Joins texts.", func(f *frame, a []operand) operand { return concatTexts(f, a) }, eg("=CONCATENATE(\"low-\",5)", "low-5")),
		declare("TEXTJOIN(delimiter:a, skip_blanks:b, text:r…)", Texts, "text", "Joins texts with a delimiter between them.", textJoin, more("Where delimiter is an array, its elements take turns."), eg("=TEXTJOIN(\", \",TRUE,A1:A3)", "a, c", "A1: a", "A3: c"), eg("=TEXTJOIN(\"-\",FALSE,A1:A3)", "a--c", "A1: a", "A3: c")),
		declare("SUBSTITUTE(text:t, old:t, new:t, [occurrence:n])", Texts, "text", "Replaces one text in another, everywhere or only where it occurs for the nth time.", substitute,
			eg("=SUBSTITUTE(\"a-b-c\",\"-\",\"+\")", "a+b+c"), eg("=SUBSTITUTE(\"a-b-c\",\"-\",\"+\",2)", "a-b+c"), eg("=SUBSTITUTE(\"abc\",\"b\",\"\",0)", "#VALUE!")),
		declare("REPLACE(text:t, start:n, count:n, new:t)", Texts, "text", "Replaces characters at a place.", replaceAt, more("expr's replace(text, old, new) has three arguments."), eg("=REPLACE(\"abcdef\",2,3,\"-\")", "a-ef"), eg("=replace(\"a.b\",\".\",\"-\")", "a-b")),
		declare("REPT(text:t, count:n)", Texts, "text", "Repeats a text.", func(f *frame, a []operand) operand { return f.repeatText(a[0].Text(), a[1].Float()) }, eg("=REPT(\"ab\",3)", "ababab"), eg("=REPT(\"ab\",20000)", "#LIMIT!")),
		declare("FIND(find:t, within:t, [start:n])", Texts, "number", "Where one text stands in another; heeds case.", func(f *frame, a []operand) operand { return f.findText(a, false) },
			more("expr's find(list, closure) gives the first element that the closure finds."), eg("=FIND(\"e\",\"freshet\")", "3"), eg("=FIND(\"E\",\"freshet\")", "#VALUE!"), eg("=FIND(\"e\",\"freshet\",4)", "6")),
		declare("SEARCH(find:t, within:t, [start:n])", Texts, "number", "Where one text stands in another, without case; * and ? stand for any characters.", func(f *frame, a []operand) operand { return f.findText(a, true) },
			eg("=SEARCH(\"E\",\"freshet\")", "3"), eg("=SEARCH(\"s?e\",\"freshet\")", "4"), eg("=SEARCH(\"x\",\"abc\")", "#VALUE!")),
		declare("EXACT(first:t, second:t)", Texts, "truth", "Tells whether two texts are the same, case and all.", func(_ *frame, a []operand) operand { return truth(a[0].Text() == a[1].Text()) }, eg("=EXACT(\"a\",\"A\")", "FALSE"), eg("=EXACT(\"a\",\"a\")", "TRUE")),
		declare("CHAR(number:n)", Texts, "text", "The character with a number, as in Unicode.", charOf, alias("UNICHAR"), eg("=CHAR(65)", "A"), eg("=CHAR(0)", "#VALUE!"), eg("=UNICHAR(8364)", "€")),
		declare("CODE(text:t)", Texts, "number", "The number of the first character, as in Unicode.", codeOf, alias("UNICODE"), eg("=CODE(\"A\")", "65"), eg("=CODE(\"\")", "#VALUE!")),
		declare("CLEAN(text:t)", Texts, "text", "Takes away characters that do not print.", ofText(func(s string) string {
			return strings.Map(func(r rune) rune {
				if r < ' ' {
					return -1
				}
				return r
			}, s)
		}), eg("=CLEAN(\"a\"&CHAR(7)&\"b\")", "ab")),
		declare("FIXED(number:n, [digits:n], [no_commas:b])", Texts, "text", "A number as text with fixed decimals.", fixed, eg("=FIXED(1234.567,1)", "1,234.6"), eg("=FIXED(1234.567,1,TRUE)", "1234.6"), eg("=FIXED(1234.567,-2)", "1,200")),
		declare("NUMBERVALUE(text:t, [decimal:t], [group:t])", Texts, "number", "A number out of text, whatever the locale.", numberValue, eg("=NUMBERVALUE(\"2.500,27\",\",\",\".\")", "2500.27"), eg("=NUMBERVALUE(\"3.5%\")", "0.035"), eg("=NUMBERVALUE(\"x\")", "#VALUE!")),
		declare("VALUE(text:v)", Texts, "number", "A number or a time out of text.", func(f *frame, a []operand) operand {
			if a[0].Kind() == cells.Text {
				f.chargeParsed(a[0].Value)
				if v, ok := f.parseDated(a[0].Text()); ok {
					return val(v)
				}
			}
			v := ToNumber(a[0].Value, f.locale)
			if v.Kind() == cells.Failed && a[0].Kind() == cells.Text {
				return argument(v.Err().Code, 1, v.Err().Message)
			}
			return val(v)
		}, more("A day without a year is of the year in which the formula is calculated."), eg("=VALUE(\"$1,000\")", "1000"), eg("=VALUE(\"1 1/2\")", "1.5"), eg("=VALUE(\"x\")", "#VALUE!")),
		declare("T(value:e)", Texts, "text", "A text as it is, and \"\" for everything else.", func(_ *frame, a []operand) operand {
			if a[0].Kind() == cells.Text || a[0].failed() {
				return a[0]
			}
			return text("")
		}, eg("=T(\"a\")", "a"), eg("=T(1)", "")),
		declare("TEXT(value:v, format:t)", Texts, "text", "A number or a time as text, by a number format: in the signs of English or of the locale of the book, such as \"0,00\" and \"TT.MM.JJJJ\" in German.", formatText,
			eg("=TEXT(1234.567,\"#,##0.00\")", "1,234.57"), eg("=TEXT(0.285,\"0.0%\")", "28.5%"), eg("=TEXT(DATE(2026,11,22),\"yyyy-mm-dd\")", "2026-11-22"), eg("=TEXT(5,\"000\")", "005")),
		declare("SPLIT(text:t, delimiter:t, [each:b], [skip_empty:b])", Texts, "array", "Parts a text at delimiters, into a row.", splitRow,
			more("Every character of delimiter parts, unless each is FALSE. In lower case, expr's split(text, separator) gives a list."), eg("=SPLIT(\"a,b;c\",\",;\")", "{a,b,c}"), eg("=SPLIT(\"a--b\",\"--\",FALSE)", "{a,b}"), eg("=split(\"a,b\",\",\")", "{a;b}")),
	}
}

func left(_ *frame, a []operand) operand {
	n := math.Trunc(optNum(a, 1, 1))
	if n < 0 {
		return argument(cells.ErrValue, 2, "the number of characters must not be negative")
	}
	return text(firstRunes(a[0].Text(), n))
}

func firstRunes(s string, n float64) string {
	if float64(len(s)) <= n {
		return s
	}
	k := 0.0
	for i := range s {
		if k == n {
			return s[:i]
		}
		k++
	}
	return s
}

func right(_ *frame, a []operand) operand {
	n := math.Trunc(optNum(a, 1, 1))
	if n < 0 {
		return argument(cells.ErrValue, 2, "the number of characters must not be negative")
	}
	r := []rune(a[0].Text())
	return text(string(r[max(0, len(r)-int(math.Min(n, float64(len(r))))):]))
}

func mid(_ *frame, a []operand) operand {
	start, n := math.Trunc(a[1].Float()), math.Trunc(a[2].Float())
	if start < 1 {
		return argument(cells.ErrValue, 2, "the first character has the number 1")
	}
	if n < 0 {
		return argument(cells.ErrValue, 3, "the number of characters must not be negative")
	}
	s := a[0].Text()
	from := runeOffset(s, start-1)
	return text(s[from : from+runeOffset(s[from:], n)])
}

// runeOffset is where the character with a number stands, counted from zero; the end when there are not so many.
func runeOffset(s string, n float64) int {
	if n >= float64(len(s)) {
		return len(s)
	}
	i := 0
	for count := int(n); count > 0 && i < len(s); count-- {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return i
}

func proper(s string) string {
	var b strings.Builder
	word := false
	for _, r := range s {
		if word {
			b.WriteRune(unicode.ToLower(r))
		} else {
			b.WriteRune(unicode.ToTitle(r))
		}
		word = unicode.IsLetter(r)
	}
	return b.String()
}

func concatTexts(f *frame, a []operand) operand {
	var b strings.Builder
	return f.joinTexts(&b, a, []string{""}, false)
}

// joinTexts joins the values of the arguments row by row, with the glues in turn between them. With skip, empty ones do not count; without, the blanks of ranges
// count as "".
func (f *frame) joinTexts(b *strings.Builder, a []operand, glues []string, skip bool) operand {
	joined := 0
	for _, o := range a {
		items, ok := f.items(o)
		if !ok {
			items = []operand{o}
		}
		for _, it := range items {
			f.step(1)
			v := f.plain(it)
			if v.Numeric() {
				f.step(renderSteps)
			}
			s := ToText(v, f.locale)
			if s.Kind() == cells.Failed {
				return val(s)
			}
			if skip && s.Text() == "" {
				continue
			}
			if joined > 0 {
				glue := glues[(joined-1)%len(glues)]
				f.chargeText(glue)
				b.WriteString(glue)
			}
			joined++
			f.chargeText(s.Text())
			b.WriteString(s.Text())
			if b.Len() > cells.MaxText {
				return val(textLimit())
			}
		}
	}
	return text(b.String())
}

func textJoin(f *frame, a []operand) operand {
	glues, e := f.delimiters(a[0])
	if e.failed() {
		return e
	}
	if len(glues) == 0 {
		glues = []string{""}
	}
	var b strings.Builder
	return f.joinTexts(&b, a[2:], glues, !has(a, 1) || a[1].Truth())
}

func substitute(_ *frame, a []operand) operand {
	nth := 0.0
	if has(a, 3) {
		if nth = math.Trunc(a[3].Float()); nth < 1 {
			return argument(cells.ErrValue, 4, "the first occurrence has the number 1")
		}
	}
	return replaceAll(a[0].Text(), a[1].Text(), a[2].Text(), int(math.Min(nth, 1e6)))
}

func replaceAt(_ *frame, a []operand) operand {
	start, n := math.Trunc(a[1].Float()), math.Trunc(a[2].Float())
	if start < 1 || n < 0 {
		return bad(cells.ErrValue, "the first character has the number 1, and not fewer than 0 can be replaced")
	}
	r := []rune(a[0].Text())
	from := int(math.Min(start-1, float64(len(r))))
	to := int(math.Min(float64(from)+n, float64(len(r))))
	return text(string(r[:from]) + a[3].Text() + string(r[to:]))
}
