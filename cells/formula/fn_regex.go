package formula

import (
	"strings"

	"freshet/cells"
)

func regexFunctions() []*function {
	return []*function{
		declare("REGEXTEST(text:t, pattern:t, [ignore_case:b])", Texts, "truth", "Tells whether a regular expression (RE2) matches anywhere in a text.", regexTest, alias("REGEXMATCH"), eg("=REGEXTEST(\"freshet\",\"^fre.*t$\")", "TRUE"), eg("=REGEXTEST(\"ABC\",\"b\",TRUE)", "TRUE"), eg("=REGEXTEST(\"a\",\"(\")", "#VALUE!")),
		declare("REGEXEXTRACT(text:t, pattern:t, [mode:n], [ignore_case:b])", Texts, "text", "What a regular expression finds: its groups, or the whole match when it has none.", regexExtract, more("Mode left out: as in Google Sheets, the groups of the first match side by side, or all of it when there are none; 0: all of the first match, as in Excel; 1: all matches, below each other; 2: the groups of the first match, side by side."), lazyArrays, eg("=REGEXEXTRACT(\"t=21.5C\",\"[0-9.]+\")", "21.5"), eg("=REGEXEXTRACT(\"a1b22\",\"\\d+\",1)", "{1;22}"), eg("=REGEXEXTRACT(\"k=v\",\"(.)=(.)\")", "{k,v}"), eg("=REGEXEXTRACT(\"k=v\",\"(.)=(.)\",0)", "k=v"), eg("=REGEXEXTRACT(\"a\",\"\\d\")", "#N/A")),
		declare("REGEXREPLACE(text:t, pattern:t, with:t, [occurrence:n], [ignore_case:b])", Texts, "text", "Replaces what a regular expression matches; $1 is its first group.", regexReplace, eg("=REGEXREPLACE(\"a1b22\",\"\\d+\",\"#\",-1)", "a1b#"), eg("=REGEXREPLACE(\"a1b22\",\"\\d+\",\"#\")", "a#b#"), eg("=REGEXREPLACE(\"John Doe\",\"(\\w+) (\\w+)\",\"$2 $1\")", "Doe John")),
		declare("TEXTSPLIT(text:t, [columns:a], [rows:a], [skip_empty:b], [ignore_case:b], [pad:e])", Texts, "array", "Parts a text into columns and rows.", textSplit, more("Where columns or rows is an array, each of its elements parts."), eg("=TEXTSPLIT(\"a.b-c\",{\".\",\"-\"})", "{a,b,c}"), eg("=TEXTSPLIT(\"a,b;c,d\",\",\",\";\")", "{a,b;c,d}"), eg("=TEXTSPLIT(\"a,,b\",\",\",,TRUE)", "{a,b}"), eg("=TEXTSPLIT(\"a,b;c\",\",\",\";\")", "{a,b;c,#N/A}")),
		declare("TEXTBEFORE(text:t, delimiter:a, [occurrence:n], [ignore_case:b], [match_end:b], [if_not_found:e])", Texts, "text", "The text before a delimiter; negative occurrences count from the end.", func(f *frame, a []operand) operand { return around(f, a, true) },
			more("Where delimiter is an array, each of its elements counts. With match_end, so does the end of the text (its beginning, when counting from the end)."), eg("=TEXTBEFORE(\"a-b\",\"x\",,,,\"none\")", "none"), eg("=TEXTBEFORE(\"a-b-c\",\"-\")", "a"), eg("=TEXTBEFORE(\"a-b-c\",\"-\",-1)", "a-b"), eg("=TEXTBEFORE(\"a\",\"-\")", "#N/A")),
		declare("TEXTAFTER(text:t, delimiter:a, [occurrence:n], [ignore_case:b], [match_end:b], [if_not_found:e])", Texts, "text", "The text behind a delimiter; negative occurrences count from the end.", func(f *frame, a []operand) operand { return around(f, a, false) }, more("The options are those of TEXTBEFORE."), eg("=TEXTAFTER(\"a-b-c\",\"-\")", "b-c"), eg("=TEXTAFTER(\"a-b-c\",\"-\",2)", "c")),
		declare("JOIN(delimiter:t, text:r…)", Texts, "text", "Joins texts with a delimiter between them.", func(f *frame, a []operand) operand {
			var b strings.Builder
			return f.joinTexts(&b, a[1:], []string{a[0].Text()}, false)
		}, more("In lower case, expr's join(list, glue)."), eg("=JOIN(\"-\",1,2,3)", "1-2-3"), eg("=join([\"a\",\"b\"],\"+\")", "a+b")),
		declare("SPARKLINE(values:a, [options:a])", Arrays, "text", "A small bar chart of numbers in one cell.", sparkline, eg("=SPARKLINE({1,2,3,8})", "▁▂▃█")),
	}
}

// lazyArrays is for functions that sometimes give arrays.
func lazyArrays(fn *function) { fn.arrays = true }

func caseless(p string, a []operand, i int) string {
	if optTruth(a, i, false) {
		return "(?i)" + p
	}
	return p
}

func regexTest(f *frame, a []operand) operand {
	p := caseless(a[1].Text(), a, 2)
	re, e := f.pattern(p)
	if e.Kind() == cells.Failed {
		return val(e)
	}
	f.chargeMatch(p, a[0].Text())
	return truth(re.MatchString(a[0].Text()))
}

func regexExtract(f *frame, a []operand) operand {
	p := caseless(a[1].Text(), a, 3)
	re, e := f.pattern(p)
	if e.Kind() == cells.Failed {
		return val(e)
	}
	f.chargeMatch(p, a[0].Text())
	none := bad(cells.ErrNA, "the regular expression does not match")
	mode := wholeNumber(optNum(a, 2, 2))
	switch mode {
	case 0, 1, 2:
	default:
		return argument(cells.ErrValue, 3, "the mode is 0, 1 or 2")
	}
	if mode == 1 {
		all := re.FindAllString(a[0].Text(), -1)
		if len(all) == 0 {
			return none
		}
		f.step(matchSteps * len(all))
		f.take(len(all))
		out := newArray(len(all), 1)
		for i, s := range all {
			out.Values[i] = cells.Str(s)
		}
		return f.arrayed(out)
	}
	m := re.FindStringSubmatch(a[0].Text())
	switch {
	case m == nil || mode == 2 && len(m) == 1 && has(a, 2):
		return none
	case mode == 0 || len(m) == 1:
		return text(m[0])
	case len(m) == 2:
		return text(m[1])
	}
	f.take(len(m))
	out := newArray(1, len(m)-1)
	for i, s := range m[1:] {
		out.Values[i] = cells.Str(s)
	}
	return f.arrayed(out)
}

// matchSteps is what keeping the place of a match takes.
const matchSteps = 8

func regexReplace(f *frame, a []operand) operand {
	p := caseless(a[1].Text(), a, 4)
	re, e := f.pattern(p)
	if e.Kind() == cells.Failed {
		return val(e)
	}
	s, with := a[0].Text(), a[2].Text()
	f.chargeMatch(p, s)
	matches := re.FindAllStringSubmatchIndex(s, -1)
	if n := wholeNumber(optNum(a, 3, 0)); n != 0 {
		if n < 0 {
			n += float64(len(matches)) + 1
		}
		if n < 1 || n > float64(len(matches)) {
			return text(s)
		}
		matches = matches[int(n)-1 : int(n)]
	}
	f.step(matchSteps * len(matches))
	var b []byte
	from := 0
	groups := strings.Count(with, "$")
	for _, m := range matches {
		f.step(len(with)/8 + groups*(4+(m[1]-m[0])/bytesPerStep)) // a group is at most the match, and may be there again and again
		b = append(b, s[from:m[0]]...)
		b = re.ExpandString(b, with, s, m)
		from = m[1]
		if len(b) > cells.MaxText {
			return val(textLimit())
		}
	}
	return text(string(append(b, s[from:]...)))
}

func sparkline(f *frame, a []operand) operand {
	x, s, e := f.numbersOf(a[:1])
	if e.failed() {
		return e
	}
	if len(x) > 1000 {
		return argument(cells.ErrLimit, 1, "a sparkline has at most 1,000 bars")
	}
	f.step(len(x))
	return text(sparks(x, s.Min, s.Max))
}

// sparks is a bar for each number, from the lowest for least to the highest for most.
func sparks(x []float64, least, most float64) string {
	bars := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, v := range x {
		k := 0
		if most > least {
			k = int((v - least) / (most - least) * 7.999)
		}
		b.WriteRune(bars[k])
	}
	return b.String()
}
