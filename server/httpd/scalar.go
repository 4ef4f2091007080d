package httpd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"freshet/cells"
)

// scalar is one cell's worth of JSON that came in. Reading it never fails, so that whoever holds many can say which one is bad.
type scalar struct {
	kind  scalarKind
	num   float64
	text  string
	truth bool
	bad   string // why it cannot be used
}

type scalarKind uint8

const (
	scalarNull scalarKind = iota
	scalarNumber
	scalarText
	scalarTruth
	scalarBad
)

func (s *scalar) UnmarshalJSON(b []byte) error {
	*s = scalar{}
	b = bytes.TrimSpace(b)
	if len(b) == 0 || bytes.Equal(b, []byte("null")) {
		return nil
	}
	switch b[0] {
	case '"':
		s.kind = scalarText
		return json.Unmarshal(b, &s.text)
	case 't', 'f':
		s.kind = scalarTruth
		return json.Unmarshal(b, &s.truth)
	case '{', '[':
		s.kind, s.bad = scalarBad, "a cell takes a number, a text, true, false or null, not an object or a list"
		return nil
	}
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		s.kind, s.bad = scalarBad, fmt.Sprintf("%s is no number a cell can hold", clipped(string(b)))
		return nil
	}
	s.kind, s.num = scalarNumber, f
	return nil
}

// Schema describes a scalar in the OpenAPI document.
func (scalar) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Description: "What goes into a cell. A string is read as if a person had typed it: \"=A1*2\" is a formula, \"21.5\" a number, \"\" empties the cell. A number or truth is taken as it is. null leaves the cell as it is.",
		OneOf:       []*huma.Schema{{Type: "string"}, {Type: "number"}, {Type: "boolean"}, {Type: "null"}},
		Examples:    []any{"=A1*2", 21.5, true},
	}
}

// input is what the scalar puts into a cell; set is false for null.
func (s scalar) input(where string) (in cells.Input, set bool, err *cells.Error) {
	switch s.kind {
	case scalarNull:
		return cells.Input{}, false, nil
	case scalarNumber:
		return cells.Literal(cells.Num(s.num)), true, nil
	case scalarTruth:
		return cells.Literal(cells.Boolean(s.truth)), true, nil
	case scalarText:
		if len(s.text) > cells.MaxText {
			return cells.Input{}, false, cells.Refuse(cells.TooLarge, "the text has %d bytes; a cell holds %d", len(s.text), cells.MaxText).At(where)
		}
		return cells.Typed(s.text), true, nil
	}
	return cells.Input{}, false, cells.Refuse(cells.Invalid, "%s", s.bad).At(where)
}

// reading is one value of an ingest call: a scalar, or {"v": scalar, "at": time}.
type reading struct {
	value scalar
	at    json.RawMessage
}

func (r *reading) UnmarshalJSON(b []byte) error {
	*r = reading{}
	b = bytes.TrimSpace(b)
	if len(b) == 0 || b[0] != '{' {
		return r.value.UnmarshalJSON(b)
	}
	var o struct {
		V  *scalar         `json:"v"`
		At json.RawMessage `json:"at"`
	}
	if err := json.Unmarshal(b, &o); err != nil {
		return err
	}
	if o.V == nil {
		r.value = scalar{kind: scalarBad, bad: "an object must be {\"v\": value} or {\"v\": value, \"at\": time}"}
		return nil
	}
	r.value, r.at = *o.V, o.At
	return nil
}

// Schema describes a reading in the OpenAPI document.
func (reading) Schema(huma.Registry) *huma.Schema {
	one := []*huma.Schema{{Type: "number"}, {Type: "string"}, {Type: "boolean"}}
	return &huma.Schema{
		Description: "A measured value, or an object that also says when it was measured.",
		OneOf: append(one, &huma.Schema{Type: "object", Required: []string{"v"}, Properties: map[string]*huma.Schema{
			"v":  {OneOf: one},
			"at": {OneOf: []*huma.Schema{{Type: "string", Format: "date-time"}, {Type: "number", Description: "Unix milliseconds"}}},
		}}),
		Examples: []any{21.5, map[string]any{"v": 21.5, "at": "2026-11-22T09:30:00Z"}},
	}
}

// cell is the reading for a cell; a text stays a text, because devices do not type.
func (r reading) cell() (v cells.Value, at int64, err *cells.Error) {
	switch r.value.kind {
	case scalarNumber:
		v = cells.Num(r.value.num)
	case scalarTruth:
		v = cells.Boolean(r.value.truth)
	case scalarText:
		if len(r.value.text) > cells.MaxText {
			return v, 0, cells.Refuse(cells.TooLarge, "the text has %d bytes; a cell holds %d", len(r.value.text), cells.MaxText)
		}
		v = cells.Str(strings.ToValidUTF8(r.value.text, "\uFFFD"))
	case scalarNull:
		return v, 0, cells.Refuse(cells.Invalid, "null is no reading")
	default:
		return v, 0, cells.Refuse(cells.Invalid, "%s", r.value.bad)
	}
	if len(r.at) == 0 || string(r.at) == "null" {
		return v, 0, nil
	}
	text := strings.Trim(string(r.at), `"`)
	at, err = moment(text)
	return v, at, err
}

// moment reads a time as callers write it: RFC 3339, or Unix milliseconds.
func moment(text string) (int64, *cells.Error) {
	if ms, err := strconv.ParseFloat(text, 64); err == nil {
		if ms <= 0 || ms >= 253402300800000 {
			return 0, cells.Refuse(cells.Invalid, "%s is no time in Unix milliseconds between the years 1970 and 9999", clipped(text))
		}
		return int64(ms), nil
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || at.UnixMilli() <= 0 {
		return 0, cells.Refuse(cells.Invalid, "%q is no time: write 2026-11-22T09:30:00Z or Unix milliseconds", clipped(text))
	}
	return at.UnixMilli(), nil
}
