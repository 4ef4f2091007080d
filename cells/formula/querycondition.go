package formula

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"freshet/cells"
	"freshet/cells/query"
)

// wholePattern is a regular expression that has to match a whole text.
type wholePattern struct {
	source string
	re     *regexp.Regexp
}

// wholePattern compiles one; what is wrong with it ends the query.
func (x *querying) wholePattern(p string) (w wholePattern, ok bool) {
	// Alone first: the brackets around it would let pass what has a bracket too much.
	_, e := x.f.pattern(p)
	w.source = `\A(?:` + p + `)\z`
	if e.Kind() != cells.Failed {
		w.re, e = x.f.pattern(w.source)
	}
	if e.Kind() == cells.Failed {
		x.failed = argument(e.Err().Code, 2, e.Err().Message)
		return w, false
	}
	return w, true
}

// prepare compiles the regular expressions that are the same for every row.
func (x *querying) prepare() bool {
	x.q.Where.Walk(func(e *query.Expr) bool {
		if e.Op == query.Matches && e.Args[1].Op == query.Literal && !x.failed.failed() {
			if w, ok := x.wholePattern(ToText(e.Args[1].Value, x.f.locale).Text()); ok {
				if x.whole == nil {
					x.whole = map[*query.Expr]wholePattern{}
				}
				x.whole[e] = w
			}
		}
		return true
	})
	return !x.failed.failed()
}

// holds reports whether a line meets a condition.
func (x *querying) holds(e *query.Expr, at queryLine) bool {
	switch e.Op {
	case query.And:
		return x.holds(e.Args[0], at) && x.holds(e.Args[1], at)
	case query.Or:
		return x.holds(e.Args[0], at) || x.holds(e.Args[1], at)
	case query.Not:
		return !x.holds(e.Args[0], at)
	}
	x.f.step(1)
	a := x.value(e.Args[0], at)
	if e.Op == query.IsNull {
		return a.IsBlank()
	}
	b := x.value(e.Args[1], at)
	if a.Kind() == cells.Failed || b.Kind() == cells.Failed {
		return false
	}
	if a.IsBlank() || b.IsBlank() {
		// No value is as good as an empty text, which no cell of the table has.
		return e.Op == query.Equal && (a.Kind() == cells.Text || b.Kind() == cells.Text) && a.Text()+b.Text() == ""
	}
	if e.Op >= query.Contains {
		return x.fits(e, ToText(a, x.f.locale).Text(), ToText(b, x.f.locale).Text())
	}
	c, ok := x.f.queryCompare(a, b)
	switch {
	case !ok:
		return false
	case e.Op == query.Equal:
		return c == 0
	case e.Op == query.Unequal:
		return c != 0
	case e.Op == query.Less:
		return c < 0
	case e.Op == query.LessOrEqual:
		return c <= 0
	case e.Op == query.Greater:
		return c > 0
	}
	return c >= 0
}

// queryCompare compares two values of one sort; false when they are of two. Only the same texts are equal: where the order of texts makes no difference, such
// as between cases, their bytes do.
func (f *frame) queryCompare(a, b cells.Value) (c int, ok bool) {
	switch {
	case a.Numeric() && b.Numeric(), a.Kind() == cells.Bool && b.Kind() == cells.Bool:
		return compareNumbers(a.Float(), b.Float()), true
	case a.Kind() != cells.Text || b.Kind() != cells.Text:
		return 0, false
	}
	if c = f.compare(a, b); c == 0 {
		c = strings.Compare(a.Text(), b.Text())
	}
	return c, true
}

// fits compares texts by what is in them.
func (x *querying) fits(e *query.Expr, s, p string) bool {
	f := x.f
	f.chargeText(s)
	switch e.Op {
	case query.Contains:
		return strings.Contains(s, p)
	case query.StartsWith:
		return strings.HasPrefix(s, p)
	case query.EndsWith:
		return strings.HasSuffix(s, p)
	case query.Like:
		f.chargeSought(s, p)
		return isLike(s, p)
	}
	w, ok := x.whole[e]
	if !ok {
		if w, ok = x.wholePattern(p); !ok {
			return false
		}
	}
	f.chargeMatch(w.source, s)
	return w.re.MatchString(s)
}

// isLike reports whether a text is like a pattern in which % is any characters and _ is one. It goes back to the last % only, so that it takes at most the product
// of both.
func isLike(s, p string) bool {
	i, j := 0, 0
	again, from := -1, 0 // behind the last %, and where in s it was tried
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if j < len(p) {
			q, m := utf8.DecodeRuneInString(p[j:])
			if q == '%' {
				j += m
				again, from = j, i
				continue
			}
			if q == '_' || q == r {
				i, j = i+n, j+m
				continue
			}
		}
		if again < 0 {
			return false
		}
		_, n = utf8.DecodeRuneInString(s[from:])
		from += n
		i, j = from, again
	}
	return strings.Trim(p[j:], "%") == ""
}
