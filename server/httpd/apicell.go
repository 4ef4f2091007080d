package httpd

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"freshet/cells"
)

type cellIn struct {
	ID  string `path:"id"`
	Ref string `path:"ref" doc:"A cell, or the name of one: A1, Sheet2!A1, temp." example:"C1"`
}

type cellOut struct {
	Body struct {
		Ref        string       `json:"ref" example:"Sheet1!C1"`
		Version    uint64       `json:"version"`
		Input      string       `json:"input" doc:"As it was typed." example:"=A1*2"`
		Value      shown        `json:"value"`
		Text       string       `json:"text" doc:"As the cell shows it."`
		Error      *errorValue  `json:"error,omitempty" doc:"When the value is an error."`
		Formula    bool         `json:"formula"`
		Spilled    bool         `json:"spilled,omitempty" doc:"The value comes from a formula to the upper left whose result has several cells."`
		Format     cells.Format `json:"format"`
		Precedents []string     `json:"precedents" doc:"What its formula reads."`
		Dependents []string     `json:"dependents" doc:"Who reads it directly, at most 100 ranges."`
		Time       string       `json:"time,omitempty" format:"date-time" doc:"When the value last changed."`
		At         int64        `json:"at,omitempty" doc:"The same in Unix milliseconds."`
		Source     string       `json:"source,omitempty" doc:"Who put the input there or sent the reading." example:"api:k3x9"`
		Reading    bool         `json:"reading,omitempty" doc:"The value came as a reading."`
		Policy     policyBody   `json:"policy" doc:"Which values its history keeps."`
	}
}

func (c *call) cell(ctx context.Context, in *cellIn) (*cellOut, error) {
	out := &cellOut{}
	err := c.book.View(ctx, func(v cells.View) error {
		ref, refused := single(v, in.Ref)
		if refused != nil {
			return refused
		}
		cell := v.Cell(ref)
		b := &out.Body
		b.Ref, b.Version, b.Input = spell(v, ref.Range()), v.Position().Version, cell.Input
		b.Value, b.Text = show(v, cell.Value), cell.Format.Render(cell.Value, v.Info().Locale)
		if e := cell.Value.Err(); e != nil {
			b.Error = errorOf(v, e)
		}
		b.Formula, b.Spilled, b.Format, b.Reading = cell.Formula, cell.Spilled, cell.Format, cell.Reading
		b.Precedents, b.Dependents = spellAll(v, v.Precedents(ref)), spellAll(v, v.Dependents(ref, 100))
		b.Policy = policyBody{string(cell.Policy.Log), cell.Policy.Keep}
		if cell.Policy.Log == cells.LogReadings {
			b.Policy.Log = "readings"
		}
		b.Time, b.At, b.Source = rfc3339(cell.At), cell.At, cell.Source
		return nil
	})
	return out, err
}

func spellAll(v cells.View, ranges []cells.Range) []string {
	out := make([]string, 0, len(ranges))
	for _, r := range ranges {
		out = append(out, spell(v, r))
	}
	return out
}

type putCellIn struct {
	ID      string `path:"id"`
	Ref     string `path:"ref" doc:"A cell, or the name of one." example:"C1"`
	RawBody []byte
}

// putCellOperation describes the two forms of the body.
func putCellOperation(o operation) operation {
	typed := &huma.Schema{Type: "string", Description: "What a person would type; empty empties the cell.", Examples: []any{"21.5", "=A1*2"}}
	o.request = &huma.RequestBody{Content: map[string]*huma.MediaType{
		"text/plain": {Schema: typed}, "application/x-www-form-urlencoded": {Schema: typed}, "application/json": {Schema: scalar{}.Schema(nil)},
	}}
	return o
}

// putCell sets a cell to the body: JSON when it says so, else the text, as a person would type it.
func (c *call) putCell(ctx context.Context, in *putCellIn) (*versionOut, error) {
	input, set := cells.Input{}, true
	if kind, _, _ := strings.Cut(requestOf(ctx).Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) == "application/json" {
		var s scalar
		if err := s.UnmarshalJSON(bytes.TrimSpace(in.RawBody)); err != nil {
			return nil, cells.Refuse(cells.Invalid, "the body is no JSON value")
		}
		var refused *cells.Error
		if input, set, refused = s.input(clipped(in.Ref)); refused != nil {
			return nil, refused
		}
	} else {
		text := strings.TrimRight(string(in.RawBody), "\r\n")
		if !utf8.ValidString(text) {
			return nil, cells.Refuse(cells.Invalid, "the body is no UTF-8 text").At(clipped(in.Ref))
		}
		if len(text) > cells.MaxText {
			return nil, cells.Refuse(cells.TooLarge, "the text has %d bytes; a cell holds %d", len(text), cells.MaxText).At(clipped(in.Ref))
		}
		input = cells.Typed(text)
	}
	if !set {
		return nil, cells.Refuse(cells.Invalid, "null sets nothing; an empty body or \"\" empties the cell").At(clipped(in.Ref))
	}
	var ref cells.Ref
	err := c.book.View(ctx, func(v cells.View) error {
		var refused *cells.Error
		if ref, refused = single(v, in.Ref); refused != nil {
			return refused
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	ch, err := c.update(ctx, cells.Ops{cells.Set{Range: ref.Range(), Inputs: []cells.Input{input}}})
	if err != nil {
		return nil, err
	}
	return versionOf(ch), nil
}
