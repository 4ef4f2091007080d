package httpd

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"freshet/cells"
)

// mostReadings is how many readings one call brings.
const mostReadings = 10_000

// readings are keys and values in the order they came, so that of two of one cell the later counts.
type readings []keyed

type keyed struct {
	key   string
	value reading
}

// UnmarshalJSON reads an object; a value that is no reading is kept, and reported by its key later.
func (r *readings) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	t, err := d.Token()
	if err != nil {
		return err
	}
	if t != json.Delim('{') {
		return fmt.Errorf("an object of cells or names and their values is expected, such as {\"C\": 4}")
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		k := keyed{key: fmt.Sprint(key)}
		if err := k.value.UnmarshalJSON(raw); err != nil {
			k.value.value = scalar{kind: scalarBad, bad: "this is no reading"}
		}
		*r = append(*r, k)
	}
	return nil
}

// Schema describes the body in the OpenAPI document.
func (readings) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: "object", AdditionalProperties: reading{}.Schema(r), Description: "Cells or names, and what was measured.",
		Examples: []any{map[string]any{"C": 4, "D": 5}},
	}
}

type ingestIn struct {
	ID   string `path:"id"`
	Body readings
}

type keyAnswer struct {
	OK    bool           `json:"ok"`
	Ref   string         `json:"ref,omitempty" doc:"The cell the reading went to." example:"Sheet1!C1"`
	Error *refusalDetail `json:"error,omitempty" doc:"Why it did not count."`
}

type ingestOut struct {
	Body struct {
		Version  uint64               `json:"version,omitempty" doc:"Of the wave; absent when no reading counted."`
		Accepted int                  `json:"accepted"`
		Rejected int                  `json:"rejected"`
		Results  map[string]keyAnswer `json:"results" doc:"An answer for each key."`
	}
}

// ingest brings readings in one wave. Each key is answered for itself.
func (c *call) ingest(ctx context.Context, in *ingestIn) (*ingestOut, error) {
	if len(in.Body) == 0 {
		return nil, cells.Refuse(cells.Invalid, "give at least one reading, such as {\"C\": 4}")
	}
	if len(in.Body) > mostReadings {
		return nil, cells.Refuse(cells.TooLarge, "these are %d readings; one call brings %d", len(in.Body), mostReadings)
	}
	out := &ingestOut{}
	out.Body.Results = make(map[string]keyAnswer, len(in.Body))
	var op cells.Ingest
	var keys []string
	err := c.book.View(ctx, func(v cells.View) error {
		for _, k := range in.Body {
			ref, at, refused := k.target(v)
			if refused != nil {
				out.Body.Results[k.key] = keyAnswer{Error: &bodyOf(refused).Detail}
				continue
			}
			value, measured, refused := k.value.cell()
			if refused != nil {
				out.Body.Results[k.key] = keyAnswer{Ref: at, Error: &bodyOf(refused.At(k.key)).Detail}
				continue
			}
			op.Readings = append(op.Readings, cells.Reading{Ref: ref, Value: value, At: measured})
			keys = append(keys, k.key)
			out.Body.Results[k.key] = keyAnswer{OK: true, Ref: at}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(op.Readings) > 0 {
		ch, err := c.update(ctx, cells.Ops{op})
		if err != nil {
			return nil, err
		}
		out.Body.Version = ch.Position.Version
		for _, skipped := range ch.Skipped {
			if skipped.Index >= 0 && skipped.Index < len(keys) {
				a := out.Body.Results[keys[skipped.Index]]
				a.OK, a.Error = false, &bodyOf(skipped.Reason).Detail
				out.Body.Results[keys[skipped.Index]] = a
			}
		}
	}
	for _, a := range out.Body.Results {
		if a.OK {
			out.Body.Accepted++
		} else {
			out.Body.Rejected++
		}
	}
	return out, nil
}

// target is the cell a key speaks of: the first of what a name stands for.
func (k keyed) target(v cells.View) (cells.Ref, string, *cells.Error) {
	r, err := place(v, k.key)
	if err != nil {
		return cells.Ref{}, "", err
	}
	if _, named := v.Name(k.key); !named && !r.Single() {
		return cells.Ref{}, "", cells.Refuse(cells.Invalid, "a reading goes to one cell, not to %d", r.Size()).At(clipped(k.key))
	}
	ref := r.TopLeft()
	return ref, spell(v, ref.Range()), nil
}
