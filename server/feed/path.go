package feed

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"

	"freshet/cells"
)

// MaxPath is how many bytes a path into a payload may have.
const MaxPath = 256

// NormalPath turns the ways in which people write a path into GJSON's: "$.sensors[0].temp" and
// "sensors[0]['temp']" become "sensors.0.temp". A path that uses what only GJSON has stays as it is.
func NormalPath(path string) string {
	path = strings.TrimSpace(path)
	path = strings.TrimPrefix(strings.TrimPrefix(path, "$."), "$")
	if !strings.ContainsRune(path, '[') || strings.ContainsAny(path, `#@|*?\{}()!`) {
		return path
	}
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		if path[i] != '[' {
			b.WriteByte(path[i])
			continue
		}
		end := strings.IndexByte(path[i:], ']')
		if end < 0 {
			return path
		}
		inside := path[i+1 : i+end]
		if n := len(inside); n >= 2 && (inside[0] == '\'' || inside[0] == '"') && inside[n-1] == inside[0] {
			inside = strings.ReplaceAll(inside[1:n-1], ".", `\.`)
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(inside)
		i += end
	}
	return b.String()
}

// CheckBinding refuses a binding whose filter, path or scale cannot be used; Where names the field.
func CheckBinding(b cells.Binding) *cells.Error {
	if refused := CheckFilter(b.Topic); refused != nil {
		return refused.At("topic")
	}
	if refused := checkPath(NormalPath(b.Path)); refused != nil {
		return refused.At("path")
	}
	if _, refused := scaleOf(b.Scale); refused != nil {
		return refused.At("scale")
	}
	return nil
}

// checkPath refuses a path that is too long, and the parts of GJSON that make something new of a payload: modifiers (@…), several paths
// at once ({…}, […]) and literals (!…). Chained, they make gigabytes of a few bytes. Keys, indices, wildcards and queries stay.
func checkPath(path string) *cells.Error {
	if len(path) > MaxPath {
		return cells.Refuse(cells.TooLarge, "the path has %d bytes, at most %d are allowed", len(path), MaxPath)
	}
	begins, quoted := true, false
	for i := 0; i < len(path); i++ {
		c := path[i]
		switch {
		case c == '\\':
			i++
			begins = false
		case c == '"':
			quoted = !quoted
			begins = false
		case quoted:
		case begins && strings.IndexByte("@{[!", c) >= 0:
			return cells.Refuse(cells.Invalid, "the path %q has a %c where a key begins: name keys and indices, as in sensors.0.temp, or escape it as \\%c", clip(path), c, c)
		case c == '.' || c == '|' || c == '(' || c == ' ' && begins:
			begins = true
		default:
			begins = false
		}
	}
	return nil
}

func scaleOf(text string) (float64, *cells.Error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || !numeric(text) || math.IsInf(f, 0) || f == 0 {
		return 0, cells.Refuse(cells.Invalid, "the scale %q is no number other than zero", clip(text))
	}
	return f, nil
}

// Extract gives what a binding with this path and scale makes of a payload. With a path the payload must be JSON; without, it
// is read by Decode. A scale multiplies, and makes a number of a text in quotes: "1" does only that.
func Extract(payload []byte, path, scale string) (v cells.Value, at int64, refused *cells.Error) {
	factor, refused := scaleOf(scale)
	if refused != nil {
		return v, 0, refused
	}
	return extract(payload, NormalPath(path), factor)
}

// extract is Extract with the path normal and the factor read; zero is none.
func extract(payload []byte, path string, factor float64) (v cells.Value, at int64, refused *cells.Error) {
	if path == "" {
		v, at, refused = Decode(payload)
	} else {
		v, refused = selectPath(payload, path)
	}
	if refused != nil || factor == 0 {
		return v, at, refused
	}
	if v.Kind() == cells.Text {
		v, refused = plain(strings.TrimSpace(v.Text()), "the value")
	}
	if refused == nil && v.Kind() != cells.Number {
		refused = cells.Refuse(cells.Invalid, "the value %s is no number, so it cannot be scaled", clip(cells.Format{}.Render(v, "en")))
	}
	if refused != nil {
		return cells.Value{}, 0, refused
	}
	// Dividing by the inverse of a power of ten keeps 215 × 0.1 at 21.5, where multiplying gives 21.500000000000004 for some.
	x := v.Float() * factor
	if inverse := math.Round(1 / factor); math.Abs(factor) < 1 && float64(1/inverse) == factor {
		x = v.Float() / inverse
	}
	if math.IsInf(x, 0) {
		return cells.Value{}, 0, cells.Refuse(cells.Invalid, "the value times its scale is too large")
	}
	return cells.Num(x), at, nil
}

func selectPath(payload []byte, path string) (cells.Value, *cells.Error) {
	if len(payload) > MaxPayload {
		return cells.Value{}, cells.Refuse(cells.TooLarge, "the payload has %d bytes, at most %d are allowed", len(payload), MaxPayload)
	}
	if refused := checkPath(path); refused != nil {
		return cells.Value{}, refused
	}
	if !gjson.ValidBytes(payload) {
		var refused *cells.Error
		if text := bytes.TrimSpace(payload); len(text) > 0 && strings.IndexByte(`{["`, text[0]) >= 0 {
			refused = checkJSON(text)
		}
		if refused == nil {
			refused = cells.Refuse(cells.Invalid, "the payload is not JSON, so the path %q leads nowhere: %s", path, clip(string(payload)))
		}
		return cells.Value{}, refused
	}
	r := gjson.GetBytes(payload, path)
	if !r.Exists() {
		return cells.Value{}, missing(payload, path)
	}
	return scalar(r, fmt.Sprintf("%q", path))
}

// missing says how far a path leads and what there is instead.
func missing(payload []byte, path string) *cells.Error {
	here, walked := gjson.ParseBytes(payload), ""
	for _, step := range strings.Split(path, ".") {
		if strings.ContainsAny(step, `#@|*?\{}()[]!`) {
			break
		}
		next := here.Get(step)
		if !next.Exists() {
			where := "the payload"
			if walked != "" {
				where = fmt.Sprintf("%q", walked)
			}
			return cells.Refuse(cells.Invalid, "the payload has no %q: %s is %s", path, where, describe(here))
		}
		here = next
		walked = strings.TrimPrefix(walked+"."+step, ".")
	}
	return cells.Refuse(cells.Invalid, "the payload has nothing at the path %q", path)
}

// describe says what a JSON value is, with the first keys of an object.
func describe(r gjson.Result) string {
	switch {
	case r.IsObject():
		var keys []string
		r.ForEach(func(k, _ gjson.Result) bool {
			keys = append(keys, clip(k.Str))
			return len(keys) < 8
		})
		if len(keys) == 0 {
			return "an empty object"
		}
		return "an object with " + strings.Join(keys, ", ")
	case r.IsArray():
		return fmt.Sprintf("an array of %d", len(r.Array()))
	case r.Type == gjson.String:
		return "the text " + strconv.Quote(clip(r.Str))
	case r.Type == gjson.Number:
		return "the number " + clip(r.Raw)
	case r.Type == gjson.Null:
		return "null"
	}
	return clip(r.Raw)
}
