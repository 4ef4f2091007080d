package httpd

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"freshet/cells/formula"
	"freshet/ui"
)

type functionsOut struct {
	CacheControl string `header:"Cache-Control"`
	Body         struct {
		Functions []formula.Function `json:"functions" doc:"In alphabetical order."`
	}
}

func (s *Server) functionsJSON(context.Context, *struct{}) (*functionsOut, error) {
	out := &functionsOut{CacheControl: "public, max-age=300"}
	out.Body.Functions = s.functions.all
	return out, nil
}

type templateAnswer struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Summary string `json:"summary"`
}

type templatesOut struct {
	Body struct {
		Templates []templateAnswer `json:"templates"`
	}
}

func (s *Server) templatesJSON(context.Context, *struct{}) (*templatesOut, error) {
	out := &templatesOut{}
	for _, t := range s.templates() {
		out.Body.Templates = append(out.Body.Templates, templateAnswer{t.ID, t.Title, t.Summary})
	}
	return out, nil
}

// functionPages is the catalogue in the two forms it is told in.
type functionPages struct {
	all    []formula.Function
	groups []ui.FunctionGroup
}

// newFunctionPages puts the catalogue, which is in alphabetical order, on its shelves.
func newFunctionPages(all []formula.Function) (functionPages, error) {
	p := functionPages{all: slices.Clone(all)}
	if p.all == nil {
		p.all = []formula.Function{}
	}
	index := map[formula.Category]int{}
	for _, c := range shelves {
		index[c] = len(p.groups)
		p.groups = append(p.groups, ui.FunctionGroup{ID: anchor(string(c)), Name: sentenceCase(string(c))})
	}
	for i, f := range p.all {
		if f.Name == "" || i > 0 && p.all[i-1].Name == f.Name {
			return p, fmt.Errorf("the catalogue has %q twice, or a function without a name", f.Name)
		}
		at, known := index[f.Category]
		if !known {
			at = len(p.groups)
			index[f.Category] = at
			p.groups = append(p.groups, ui.FunctionGroup{ID: anchor(string(f.Category)), Name: sentenceCase(string(f.Category))})
		}
		g := &p.groups[at]
		g.Functions = append(g.Functions, cardOf(f))
	}
	p.groups = slices.DeleteFunc(p.groups, func(g ui.FunctionGroup) bool { return len(g.Functions) == 0 })
	return p, nil
}

// shelves is the order of the categories on the help page: what most people look for first.
var shelves = []formula.Category{
	formula.Aggregates, formula.Logic, formula.Maths, formula.Texts, formula.Dates, formula.Lookups, formula.Series,
	formula.Arrays, formula.Statistics, formula.Finance, formula.Engineers, formula.Infos, formula.Expr,
}

func sentenceCase(s string) string {
	if s == "" || s == "expr" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func cardOf(f formula.Function) ui.FunctionCard {
	card := ui.FunctionCard{Name: f.Name, Aliases: f.Aliases, Signature: f.Signature(), Summary: f.Summary, Text: f.Text, Returns: f.Returns, Volatile: f.Volatile}
	for _, a := range f.Args {
		card.Args = append(card.Args, ui.Argument{Name: a.Name, Kind: string(a.Kind), Text: a.Text, Optional: a.Optional, Variadic: a.Variadic})
	}
	for _, e := range f.Examples {
		card.Examples = append(card.Examples, ui.Example{Formula: e.Formula, Result: e.Result, Setup: e.Setup})
	}
	return card
}

// anchor makes an id for a heading.
func anchor(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(s))
}
