package formula

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"
	"weak"

	"freshet/cells"
)

// templateTable holds templates weakly: one that nobody uses any more goes away.
type templateTable map[string]weak.Pointer[Template]

func newTemplateTable() templateTable { return templateTable{} }

var readings = sync.Pool{New: func() any { return new(reading) }}

// read takes a text or a key to its template.
func (c *Compiler) read(src string, at cells.Ref, s Scope, keyed bool) (*Template, error) {
	if len(src) > MaxFormula && (keyed && len(src) > 32*MaxFormula || !keyed && utf8.RuneCountInString(src) > MaxFormula) {
		return nil, cells.Refuse(cells.TooLarge, "a formula has at most %d characters; this one has %d", MaxFormula, utf8.RuneCountInString(src))
	}
	if len(src) == 0 || src[0] != '=' {
		return nil, &cells.Error{Code: cells.Syntax, Message: "a formula begins with =", Pos: 1}
	}
	if !utf8.ValidString(src) {
		return nil, &cells.Error{Code: cells.Syntax, Message: "the formula has bytes that are no characters", Pos: 1}
	}
	d := readings.Get().(*reading)
	defer readings.Put(d)
	d.at, d.scope, d.names = at, s, s
	d.scan.src, d.scan.keyed, d.scan.pos = src, keyed, 0
	d.scan.decimal = '.'
	if !keyed {
		d.scan.decimal = cells.SeparatorsOf(s.Locale()).Decimal
	}
	t, err := c.finish(d)
	d.scope, d.names, d.scan.src = nil, nil, ""
	if err != nil {
		return nil, refusal(src, err, d.scan.decimal)
	}
	return t, nil
}

func (c *Compiler) finish(d *reading) (*Template, *syntaxError) {
	if err := d.outlineText(); err != nil {
		return nil, err
	}
	if err := d.references(); err != nil {
		return nil, d.instead(err)
	}
	if t := c.find(d.key); t != nil {
		return t, nil
	}
	t, err := d.template()
	if err != nil {
		return nil, err
	}
	return c.intern(t), nil
}

// find looks a key up without keeping it.
func (c *Compiler) find(key []byte) *Template {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p, ok := c.templates[string(key)]; ok {
		return p.Value()
	}
	return nil
}

// intern keeps the template, or gives the equal one that was there before.
func (c *Compiler) intern(t *Template) *Template {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p, ok := c.templates[t.key]; ok {
		if known := p.Value(); known != nil {
			return known
		}
	}
	c.templates[t.key] = weak.Make(t)
	runtime.AddCleanup(t, c.forget, t.key)
	return t
}

func (c *Compiler) forget(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p, ok := c.templates[key]; ok && p.Value() == nil {
		delete(c.templates, key)
	}
}

// refusal tells a person where the text is at fault, in characters counted from one.
func refusal(src string, err error, decimal byte) *cells.Error {
	var e *syntaxError
	if !errors.As(err, &e) {
		return &cells.Error{Code: cells.Syntax, Message: err.Error(), Pos: 1}
	}
	code := e.code
	if code == "" {
		code = cells.Syntax
	}
	at := min(max(e.at, 0), len(src))
	out := &cells.Error{Code: code, Message: e.text, Pos: utf8.RuneCountInString(src[:at]) + 1, Hint: e.hint}
	if decimal == ',' {
		out.Message = examplesWithComma.Replace(out.Message)
		out.Hint = examplesWithComma.Replace(strings.ReplaceAll(out.Hint, ", ", "; "))
	}
	return out
}

// examplesWithComma writes the examples in the messages as they are typed where a decimal has a comma.
var examplesWithComma = strings.NewReplacer(
	"{1,2;3,4}", `{1\2;3\4}`,
	"LET(x, A1*2, x+1)", "LET(x; A1*2; x+1)",
	"LAMBDA(x, x+1)", "LAMBDA(x; x+1)",
	"in brackets a comma unites references, as in SUM((A1:A2,C1:C2))", "in brackets a semicolon unites references, as in SUM((A1:A2;C1:C2))",
)
