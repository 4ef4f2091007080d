package script

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"freshet/cells"
)

// expectations check a line and give back how it should read; "" when it cannot be checked with this driver.
var expectations = map[string]func(r *runner, word, rest string) (string, error){
	"expect":      (*runner).expect,
	"input":       (*runner).cell,
	"text":        (*runner).cell,
	"error":       (*runner).cell,
	"cycle":       (*runner).cell,
	"precedents":  (*runner).cell,
	"dependents":  (*runner).cell,
	"source":      (*runner).cell,
	"recomputed:": (*runner).recomputed,
	"changed:":    (*runner).changed,
	"refused:":    (*runner).checkRefused,
	"skipped:":    (*runner).checkSkipped,
	"names":       (*runner).names,
	"remember":    (*runner).remember,
	"series":      (*runner).series,
}

// expect compares values.
func (r *runner) expect(word, rest string) (string, error) {
	where, want, _ := strings.Cut(rest, " ")
	g, err := r.rangeOf(where)
	if err != nil {
		return "", err
	}
	if r.refused != nil && strings.TrimSpace(want) == "" {
		return "", errors.New("nothing to expect")
	}
	if g.Size() > maxListed {
		return "", fmt.Errorf("%s has more than %d cells", g.A1(), maxListed)
	}
	values := make([]cells.Value, g.Size())
	if err := r.d.View(func(v cells.View) error {
		v.Values(g, values)
		return nil
	}); err != nil {
		return "", err
	}
	shown := make([]string, len(values))
	for i, v := range values {
		shown[i] = Show(v)
	}
	return word + " " + where + " " + strings.Join(shown, " | "), nil
}

// Show writes a value as scripts do: numbers with all their digits, text in quotes.
func Show(v cells.Value) string {
	switch v.Kind() {
	case cells.Blank:
		return "blank"
	case cells.Number:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case cells.Text:
		return strconv.Quote(v.Text())
	case cells.Time:
		return "time " + strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case cells.Duration:
		return "span " + strconv.FormatFloat(v.Float(), 'g', -1, 64)
	}
	return cells.Format{}.Render(v, "en")
}

// cell checks one thing about one cell.
func (r *runner) cell(word, rest string) (string, error) {
	where, want, _ := strings.Cut(rest, " ")
	g, err := r.rangeOf(where)
	if err != nil {
		return "", err
	}
	at := g.TopLeft()
	got := ""
	err = r.d.View(func(v cells.View) error {
		c := v.Cell(at)
		switch word {
		case "input":
			got = c.Input
		case "text":
			got = c.Format.Render(c.Value, v.Info().Locale)
		case "source":
			got = c.Source
		case "error":
			got = describeError(v, c.Value.Err(), len(strings.Fields(want)))
		case "cycle":
			got = "no cycle"
			if e := c.Value.Err(); e != nil && e.Code == cells.ErrCycle {
				var names []string
				for _, x := range e.Cycle {
					names = append(names, r.name(v, x.Range()))
				}
				got = strings.Join(names, " ")
			}
		case "precedents":
			got = r.list(v, v.Precedents(at))
		case "dependents":
			got = r.list(v, v.Dependents(at, 1000))
		}
		return nil
	})
	return strings.TrimSpace(word + " " + where + " " + got), err
}

// describeError writes as many words of code, origin, function and argument as the line has.
func describeError(v cells.View, e *cells.CellError, words int) string {
	if e == nil {
		return "no error"
	}
	s, _ := v.Sheet(e.Origin.Sheet)
	all := []string{e.Code.String(), cells.QuoteSheet(s.Name) + "!" + e.Origin.A1(), e.Func, strconv.Itoa(e.Arg)}
	return strings.Join(all[:min(max(words, 1), 4)], " ")
}

// name writes a range, with its sheet when that is not the one in use.
func (r *runner) name(v cells.View, g cells.Range) string {
	s, _ := v.Sheet(g.Sheet)
	if s.Name == r.sheet {
		return g.A1()
	}
	return cells.QuoteSheet(s.Name) + "!" + g.A1()
}

func (r *runner) list(v cells.View, gs []cells.Range) string {
	if len(gs) == 0 {
		return "none"
	}
	var names []string
	for _, g := range gs {
		names = append(names, r.name(v, g))
	}
	return strings.Join(names, " ")
}

func (r *runner) recomputed(word, _ string) (string, error) {
	refs, known := r.d.Recomputed()
	if !known {
		return "", nil
	}
	refs = slices.Clone(refs)
	slices.SortFunc(refs, cells.Ref.Compare)
	var gs []cells.Range
	for _, x := range refs {
		gs = append(gs, x.Range())
	}
	out := ""
	err := r.d.View(func(v cells.View) error {
		out = word + " " + r.list(v, gs)
		return nil
	})
	return out, err
}

func (r *runner) changed(word, _ string) (string, error) {
	if r.last == nil {
		return word + " none", nil
	}
	out := ""
	err := r.d.View(func(v cells.View) error {
		out = word + " " + r.list(v, r.last.Values)
		return nil
	})
	return out, err
}

// checkRefused compares the code, and looks for the words in the sentence.
func (r *runner) checkRefused(word, rest string) (string, error) {
	code, words, _ := strings.Cut(rest, " ")
	if r.refused == nil {
		return word + " no", nil
	}
	if string(r.refused.Code) == code && strings.Contains(r.refused.Error(), words) {
		return word + " " + rest, nil
	}
	return fmt.Sprintf("%s %s %s", word, r.refused.Code, r.refused.Error()), nil
}

func (r *runner) checkSkipped(word, rest string) (string, error) {
	if r.last == nil || r.skipped >= len(r.last.Skipped) {
		return word + " none", nil
	}
	s := r.last.Skipped[r.skipped]
	r.skipped++
	index, words, _ := strings.Cut(rest, " ")
	if strconv.Itoa(s.Index) == index && strings.Contains(s.Reason.Error(), words) {
		return word + " " + rest, nil
	}
	return fmt.Sprintf("%s %d %s", word, s.Index, s.Reason.Error()), nil
}

func (r *runner) names(word, _ string) (string, error) {
	var all []string
	err := r.d.View(func(v cells.View) error {
		for _, n := range v.Info().Names {
			s, _ := v.Sheet(n.Range.Sheet)
			all = append(all, n.Name+"="+cells.QuoteSheet(s.Name)+"!"+n.Range.A1())
		}
		return nil
	})
	if len(all) == 0 {
		all = []string{"none"}
	}
	return word + " " + strings.Join(all, " "), err
}

// remember notes the history of a cell under its name: "remember C1".
func (r *runner) remember(word, rest string) (string, error) {
	id, err := r.seriesOf(rest)
	r.marks[rest] = id
	if id == 0 {
		return word + " " + rest + " (it has none)", err
	}
	return "", err
}

// series says which remembered history a cell has: "series D1 = C1".
func (r *runner) series(word, rest string) (string, error) {
	where, _, _ := strings.Cut(rest, " ")
	id, err := r.seriesOf(where)
	if err != nil {
		return "", err
	}
	for name, x := range r.marks {
		if x == id && id != 0 {
			return word + " " + where + " = " + name, nil
		}
	}
	return word + " " + where + " = none", nil
}

func (r *runner) seriesOf(where string) (cells.SeriesID, error) {
	g, err := r.rangeOf(where)
	if err != nil {
		return 0, err
	}
	var id cells.SeriesID
	err = r.d.View(func(v cells.View) error {
		id = v.Series(g.TopLeft())
		return nil
	})
	return id, err
}
