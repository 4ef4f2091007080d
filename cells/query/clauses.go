package query

import (
	"strconv"
	"strings"
)

// parser reads tokens one by one.
type parser struct {
	tokens []token
	i      int
	depth  int
	err    *SyntaxError // the first one
}

// clauses are what a query consists of, in their order. Those of two words have the second behind the first.
var clauses = [...]string{"select", "where", "group", "pivot", "order", "skipping", "limit", "offset", "label", "format", "options"}

// Parse reads a query. The empty text is the query for everything. It takes time that grows with the length of the text.
func Parse(text string) (*Query, *SyntaxError) {
	tokens, err := scan(text)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	q := &Query{Limit: -1}
	last := -1
	for p.token().kind != tEnd {
		t := p.next()
		at := clauseOf(t)
		switch {
		case at < 0:
			return nil, p.first(p.strangeClause(t, last))
		case at == last:
			return nil, p.first(fault(t.at, "there are two clauses "+clauseName(at)))
		case at < last:
			return nil, p.first(fault(t.at, clauseName(at)+" stands before "+clauseName(last)))
		}
		last = at
		p.clause(q, clauses[at])
		if p.err != nil {
			return nil, p.err
		}
	}
	return q, nil
}

func clauseOf(t token) int {
	for i, c := range clauses {
		if t.kind == tWord && strings.EqualFold(t.text, c) {
			return i
		}
	}
	return -1
}

func clauseName(i int) string {
	if c := clauses[i]; c != "group" && c != "order" {
		return c
	}
	return clauses[i] + " by"
}

// first keeps an error if there is none yet, and gives the one that is kept.
func (p *parser) first(err *SyntaxError) *SyntaxError {
	if p.err == nil {
		p.err = err
	}
	return p.err
}

func (p *parser) fail(at int, message string) { p.first(fault(at, message)) }

func (p *parser) token() token { return p.tokens[p.i] }

func (p *parser) next() token {
	t := p.tokens[p.i]
	if t.kind != tEnd {
		p.i++
	}
	return t
}

// taken goes past a word or sign if it stands here.
func (p *parser) taken(word string) bool {
	if p.token().is(word) {
		p.i++
		return true
	}
	return false
}

// expect goes past a word or sign that must stand here.
func (p *parser) expect(word, behind string) {
	if !p.taken(word) {
		t := p.token()
		p.fail(t.at, word+" is expected behind "+behind+", not "+t.named())
	}
}

func (p *parser) clause(q *Query, name string) {
	switch name {
	case "select":
		if p.taken("*") {
			return
		}
		q.Select = p.list("select")
	case "where":
		q.Where = p.condition()
	case "group":
		p.expect("by", "group")
		q.Group = p.list("group by")
	case "pivot":
		p.taken("by")
		q.Pivot = p.list("pivot")
	case "order":
		p.expect("by", "order")
		q.Order = p.order()
	case "skipping":
		q.Skipping = p.whole("skipping")
	case "limit":
		q.Limit = p.whole("limit")
	case "offset":
		q.Offset = p.whole("offset")
	case "label":
		q.Labels = p.captions("label", "label A 'Name'")
	case "format":
		q.Formats = p.captions("format", "format A '#,##0.00'")
	case "options":
		p.options(q)
	}
}

// mostEntries is how many values, orders or labels a clause may have.
const mostEntries = 500

// another goes past the comma before the next of n entries.
func (p *parser) another(n int) bool {
	t := p.token()
	if !p.taken(",") {
		return false
	}
	if n >= mostEntries {
		p.fail(t.at, "a clause has at most 500 entries")
	}
	return p.err == nil
}

// list reads values with commas between them.
func (p *parser) list(behind string) (all []*Expr) {
	for p.err == nil {
		all = append(all, p.value(behind))
		if !p.another(len(all)) {
			break
		}
		behind = "the comma"
	}
	return all
}

func (p *parser) order() (all []Order) {
	behind := "order by"
	for p.err == nil {
		o := Order{Expr: p.value(behind)}
		if p.taken("desc") {
			o.Down = true
		} else {
			p.taken("asc")
		}
		all = append(all, o)
		if !p.another(len(all)) {
			break
		}
		behind = "the comma"
	}
	return all
}

// whole reads a number of rows.
func (p *parser) whole(behind string) int {
	t := p.next()
	n, err := strconv.ParseFloat(t.text, 64)
	if t.kind != tNumber || err != nil || n != float64(int64(n)) {
		p.fail(t.at, "behind "+behind+" a whole number of rows is expected, not "+t.named())
		return 0
	}
	return int(min(n, 1<<31))
}

func (p *parser) captions(behind, example string) (all []Caption) {
	for p.err == nil {
		c := Caption{Expr: p.value(behind)}
		t := p.next()
		if t.kind != tText {
			p.fail(t.at, "behind the column a text in quotes is expected, as in "+example+", not "+t.named())
		}
		c.Text = t.text
		all = append(all, c)
		if !p.another(len(all)) {
			break
		}
		behind = "the comma"
	}
	return all
}

func (p *parser) options(q *Query) {
	for n := 0; ; n++ {
		t := p.token()
		switch {
		case t.is("no_values"):
			q.NoValues = true
		case t.is("no_format"):
			q.NoFormat = true
		case n == 0 || t.kind != tEnd:
			p.fail(t.at, "the options are no_values and no_format, not "+t.named())
			return
		default:
			return
		}
		p.i++
		p.taken(",")
	}
}

// strangeClause tells about what stands where a clause could begin.
func (p *parser) strangeClause(t token, last int) *SyntaxError {
	switch strings.ToLower(t.text) {
	case "from":
		return fault(t.at, "there is no from: the data of the query is the first argument")
	case "having":
		return fault(t.at, "there is no having: a query of the result of this one can choose among its rows")
	case "as":
		return fault(t.at, "there is no as: a column gets its name at the end, by label A 'Name'")
	case "join", "union", "inner", "outer", "left", "right", "on":
		return fault(t.at, "there is no "+strings.ToLower(t.text)+": a query has one table")
	case "distinct":
		return fault(t.at, "there is no distinct: UNIQUE takes repetitions out of the result")
	case "desc", "asc":
		return fault(t.at, t.text+" stands behind a column in order by")
	}
	expected := "select, where, group by, pivot, order by, limit, offset, label, format or options is expected"
	if last >= 0 {
		expected = "behind the " + clauseName(last) + " clause the next clause is expected"
		switch clauses[last] {
		case "select", "group", "pivot", "order", "label", "format":
			expected = "a comma or the next clause is expected"
		case "where":
			expected = "and, or, or the next clause is expected"
		}
	}
	message := expected + ", not " + t.named()
	if meant := meantClause(t); meant != "" {
		message += "; did you mean " + meant + "?"
	}
	return fault(t.at, message)
}
