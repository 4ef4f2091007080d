package httpd

import (
	"bytes"
	"context"
	"encoding/csv"
	"math"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"freshet/cells"
)

type historyIn struct {
	ID     string `path:"id"`
	Ref    string `path:"ref" example:"temp"`
	From   string `query:"from" doc:"The first moment: RFC 3339, or Unix milliseconds." example:"2026-11-22T00:00:00Z"`
	To     string `query:"to" doc:"The last moment."`
	Limit  int    `query:"limit" default:"1000" minimum:"1" maximum:"10000" doc:"The newest this many points of the time asked for."`
	Format string `query:"format" enum:"json,csv" default:"json"`
}

type pointAnswer struct {
	At    int64  `json:"at" doc:"When it was measured or computed, in Unix milliseconds."`
	Time  string `json:"time" format:"date-time"`
	Value shown  `json:"value"`
}

type historyBody struct {
	Ref    string        `json:"ref" example:"Sheet1!C1"`
	Points []pointAnswer `json:"points" doc:"Oldest first."`
}

type historyOut struct {
	ContentType string `header:"Content-Type"`
	Body        any
}

// historyOperation describes both forms of the answer, of which huma sees neither.
func historyOperation(api huma.API, o operation) operation {
	o.responses = map[string]*huma.Response{"200": {
		Description: "The points of the history.",
		Content: map[string]*huma.MediaType{
			"application/json": {Schema: api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[historyBody](), true, "History")},
			"text/csv":         {Schema: &huma.Schema{Type: "string"}, Example: "time,value\n2026-11-22T09:30:00.000Z,21.5\n"},
		},
	}}
	return o
}

func (c *call) history(ctx context.Context, in *historyIn) (*historyOut, error) {
	from, to := int64(0), int64(math.MaxInt64)
	var refused *cells.Error
	if in.From != "" {
		if from, refused = moment(in.From); refused != nil {
			return nil, refused.At("from")
		}
	}
	if in.To != "" {
		if to, refused = moment(in.To); refused != nil {
			return nil, refused.At("to")
		}
	}
	if to < from {
		return nil, cells.Refuse(cells.Invalid, "the time asked for ends before it begins").At("to")
	}
	if in.To == "" {
		to = 0
	}
	var ref cells.Ref
	body := historyBody{Points: []pointAnswer{}}
	err := c.book.View(ctx, func(v cells.View) error {
		if ref, refused = single(v, in.Ref); refused != nil {
			return refused
		}
		body.Ref = spell(v, ref.Range())
		return nil
	})
	if err != nil {
		return nil, err
	}
	points, err := c.book.History(ctx, ref, from, to, in.Limit)
	if err != nil {
		return nil, err
	}
	err = c.book.View(ctx, func(v cells.View) error {
		for _, p := range points {
			body.Points = append(body.Points, pointAnswer{p.At, rfc3339(p.At), show(v, p.Value)})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if in.Format == "csv" {
		return historyCSV(points)
	}
	return &historyOut{"application/json", body}, nil
}

func historyCSV(points []cells.Point) (*historyOut, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write([]string{"time", "value"}); err != nil {
		return nil, err
	}
	for _, p := range points {
		text := cells.Format{}.Render(p.Value, "en")
		if p.Value.Kind() == cells.Number {
			text = strconv.FormatFloat(p.Value.Float(), 'f', -1, 64)
		}
		if err := w.Write([]string{rfc3339(p.At), text}); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return &historyOut{"text/csv; charset=utf-8", b.Bytes()}, w.Error()
}
