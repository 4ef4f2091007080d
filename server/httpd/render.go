package httpd

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"freshet/cells"
)

// shown is one cell's value as JSON that goes out.
type shown struct{ raw []byte }

// MarshalJSON gives the JSON the value was made of.
func (s shown) MarshalJSON() ([]byte, error) {
	if s.raw == nil {
		return []byte("null"), nil
	}
	return s.raw, nil
}

// Schema describes a value in the OpenAPI document.
func (shown) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Description: "A cell's value. A blank cell is null. A time is text without a zone, as the clock in the book's zone shows it: \"2026-11-22T09:30:00\", \"2026-11-22\" or \"09:30:00\". A duration is ISO 8601: \"PT90S\". An error is an object.",
		OneOf: []*huma.Schema{
			{Type: "number"},
			{Type: "string"},
			{Type: "boolean"},
			{Type: "null"},
			{Type: "object", Required: []string{"error"}, Properties: map[string]*huma.Schema{
				"error":   {Type: "string", Examples: []any{"#DIV/0!"}},
				"message": {Type: "string"},
				"origin":  {Type: "string", Description: "The cell where the error arose.", Examples: []any{"Sheet1!B2"}},
				"func":    {Type: "string", Description: "The function that raised it."},
				"arg":     {Type: "integer", Description: "Which of its arguments was at fault, from 1."},
				"cycle":   {Type: "array", Items: &huma.Schema{Type: "string"}, Description: "For #CYCLE!: the cells of the loop."},
			}},
		},
		Examples: []any{42, "hello", map[string]any{"error": "#DIV/0!", "message": "a division by zero", "origin": "Sheet1!B2"}},
	}
}

// errorValue is a cell's error under render=value.
type errorValue struct {
	Error   string   `json:"error"`
	Message string   `json:"message"`
	Origin  string   `json:"origin,omitempty"`
	Func    string   `json:"func,omitempty"`
	Arg     int      `json:"arg,omitempty"`
	Cycle   []string `json:"cycle,omitempty"`
}

func errorOf(v cells.View, e *cells.CellError) *errorValue {
	out := &errorValue{Error: e.Code.String(), Message: e.Message, Func: e.Func, Arg: e.Arg}
	if e.Origin.Valid() {
		out.Origin = spell(v, e.Origin.Range())
	}
	for _, r := range e.Cycle {
		out.Cycle = append(out.Cycle, spell(v, r.Range()))
	}
	return out
}

// show writes a value for programs. An array, which only the cell of its formula has, is shown as its first element, as in the cell.
func show(v cells.View, x cells.Value) shown {
	switch x.Kind() {
	case cells.Number:
		return shown{number(x.Float())}
	case cells.Text:
		return shown{quoted(x.Text())}
	case cells.Bool:
		return shown{strconv.AppendBool(nil, x.Truth())}
	case cells.Time:
		return shown{quoted(clockText(x.Float()))}
	case cells.Duration:
		return shown{quoted(spanText(x.Float()))}
	case cells.Failed:
		raw, err := json.Marshal(errorOf(v, x.Err()))
		if err != nil {
			return shown{}
		}
		return shown{raw}
	case cells.Arrayed:
		if a := x.Array(); len(a.Values) > 0 {
			return show(v, a.Values[0])
		}
	}
	return shown{}
}

// number writes a float as JSON does, shortest first.
func number(f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return []byte("null")
	}
	abs := math.Abs(f)
	if abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		return strconv.AppendFloat(nil, f, 'e', -1, 64)
	}
	return strconv.AppendFloat(nil, f, 'f', -1, 64)
}

func quoted(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		return []byte(`""`)
	}
	return b
}

// clockText writes a serial as RFC 3339 without a zone; whole days and times of day leave out what they do not say.
func clockText(serial float64) string {
	t := cells.TimeOf(serial, time.UTC)
	switch {
	case t.Year() < 0 || t.Year() > 9999:
		return cells.GeneralNumber(serial)
	case serial == math.Trunc(serial):
		return t.Format("2006-01-02")
	case serial >= 0 && serial < 1:
		return t.Format("15:04:05.999")
	}
	return t.Format("2006-01-02T15:04:05.999")
}

// spanText writes days as an ISO 8601 duration in hours, minutes and seconds.
func spanText(days float64) string {
	ms := math.Round(math.Abs(days) * 86_400_000)
	if ms == 0 || ms > 1e17 {
		return "PT" + strconv.FormatFloat(ms/1000, 'f', -1, 64) + "S"
	}
	var b strings.Builder
	if days < 0 {
		b.WriteByte('-')
	}
	b.WriteString("PT")
	whole := int64(ms)
	if h := whole / 3_600_000; h > 0 {
		b.WriteString(strconv.FormatInt(h, 10) + "H")
	}
	if m := whole / 60_000 % 60; m > 0 {
		b.WriteString(strconv.FormatInt(m, 10) + "M")
	}
	if s := float64(whole%60_000) / 1000; s > 0 {
		b.WriteString(strconv.FormatFloat(s, 'f', -1, 64) + "S")
	}
	return b.String()
}

// rfc3339 writes Unix milliseconds; "" for zero.
func rfc3339(ms int64) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z")
}
