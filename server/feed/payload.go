package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"freshet/cells"
)

// Decode reads a payload that is one reading as a whole: a number, true or false, a text, a JSON scalar, or
// {"v": scalar, "at": time}, where the time is Unix seconds, Unix milliseconds or RFC 3339. A text in JSON quotes stays a
// text; without quotes, what looks like a number is one. At is Unix milliseconds, zero when the payload does not say.
// Arrays, other objects, null, nan and infinities are no readings.
func Decode(payload []byte) (v cells.Value, at int64, refused *cells.Error) {
	if len(payload) > MaxPayload {
		return v, 0, cells.Refuse(cells.TooLarge, "the payload has %d bytes, at most %d are allowed", len(payload), MaxPayload)
	}
	text := bytes.TrimSpace(payload)
	if len(text) == 0 {
		return v, 0, cells.Refuse(cells.Invalid, "the payload is empty")
	}
	switch text[0] {
	case '{', '[', '"':
		if refused := checkJSON(text); refused != nil {
			return v, 0, refused
		}
		if text[0] == '{' {
			return decodeObject(text)
		}
		v, refused = scalar(gjson.ParseBytes(text), "the payload")
		return v, 0, refused
	}
	if string(text) == "null" {
		return v, 0, cells.Refuse(cells.Invalid, "the payload is null, which is no reading")
	}
	v, refused = plain(string(text), "the payload")
	return v, 0, refused
}

// checkJSON refuses bytes that begin like JSON and are not.
func checkJSON(text []byte) *cells.Error {
	if json.Valid(text) {
		if !utf8.Valid(text) {
			return cells.Refuse(cells.Invalid, "the payload is not UTF-8")
		}
		return nil
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, new(any)); errors.As(err, &syntax) {
		return cells.Refuse(cells.Invalid, "the payload begins like JSON, but at byte %d: %s", syntax.Offset, syntax.Error())
	}
	return cells.Refuse(cells.Invalid, "the payload begins like JSON and is not")
}

func decodeObject(text []byte) (v cells.Value, at int64, refused *cells.Error) {
	object := gjson.ParseBytes(text)
	value := object.Get("v")
	if !value.Exists() {
		return v, 0, cells.Refuse(cells.Invalid, "the payload is a JSON object without %q (%s): bind one of its parts by a path, or send {\"v\": …}", "v", describe(object))
	}
	if v, refused = scalar(value, `"v"`); refused != nil {
		return v, 0, refused
	}
	if when := object.Get("at"); when.Exists() {
		if at, refused = moment(when, `"at"`); refused != nil {
			return cells.Value{}, 0, refused
		}
	}
	return v, at, nil
}

// plain reads a text without quotes.
func plain(s, what string) (cells.Value, *cells.Error) {
	if !utf8.ValidString(s) {
		return cells.Value{}, cells.Refuse(cells.Invalid, "%s is neither text in UTF-8 nor a number", what)
	}
	if numeric(s) {
		return number(s, what)
	}
	switch strings.ToLower(s) {
	case "true":
		return cells.Boolean(true), nil
	case "false":
		return cells.Boolean(false), nil
	case "nan", "+nan", "-nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity":
		return cells.Value{}, cells.Refuse(cells.Invalid, "%s is %s, which is no number a cell can hold", what, s)
	}
	return textValue(s, what)
}

func textValue(s, what string) (cells.Value, *cells.Error) {
	if len(s) > cells.MaxText {
		return cells.Value{}, cells.Refuse(cells.TooLarge, "%s is a text of %d bytes, a cell holds at most %d", what, len(s), cells.MaxText)
	}
	if strings.ContainsRune(s, 0) {
		return cells.Value{}, cells.Refuse(cells.Invalid, "%s has a zero byte: it is not text", what)
	}
	return cells.Str(s), nil
}

// numeric reports whether s is written as a decimal number. strconv takes more: hexadecimal, underscores, names.
func numeric(s string) bool {
	digits := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '+' || c == '-':
			if i > 0 && s[i-1] != 'e' && s[i-1] != 'E' {
				return false
			}
		case c == 'e' || c == 'E':
			if digits == 0 {
				return false
			}
		case c != '.':
			return false
		}
	}
	return digits > 0
}

func number(s, what string) (cells.Value, *cells.Error) {
	f, err := strconv.ParseFloat(s, 64)
	switch {
	case err == nil && !math.IsInf(f, 0):
		return cells.Num(f), nil
	case errors.Is(err, strconv.ErrRange):
		return cells.Value{}, cells.Refuse(cells.Invalid, "%s is the number %s, which is too large", what, clip(s))
	}
	// "1.2.3" and "12-5" are made of a number's letters and are none: versions, dates.
	return textValue(s, what)
}

// scalar reads one JSON value that stands at a place called what.
func scalar(r gjson.Result, what string) (cells.Value, *cells.Error) {
	switch r.Type {
	case gjson.True:
		return cells.Boolean(true), nil
	case gjson.False:
		return cells.Boolean(false), nil
	case gjson.String:
		return textValue(r.Str, what)
	case gjson.Number:
		if !numeric(r.Raw) {
			break
		}
		return number(r.Raw, what)
	case gjson.Null:
		return cells.Value{}, cells.Refuse(cells.Invalid, "%s is null, which is no reading", what)
	}
	return cells.Value{}, cells.Refuse(cells.Invalid, "%s is %s, not one value", what, describe(r))
}

// moment reads a time: Unix seconds or milliseconds (from the year 1973 in milliseconds up it is told
// by size), or RFC 3339.
func moment(r gjson.Result, what string) (int64, *cells.Error) {
	switch r.Type {
	case gjson.Number:
		f := r.Num
		if math.Abs(f) < 1e11 {
			f *= 1000
		}
		if f <= 0 || f > 253402300799999 {
			return 0, cells.Refuse(cells.Invalid, "%s is %s, which is no time between 1970 and 9999", what, clip(r.Raw))
		}
		return int64(f), nil
	case gjson.String:
		if at, err := time.Parse(time.RFC3339Nano, r.Str); err == nil && at.UnixMilli() > 0 {
			return at.UnixMilli(), nil
		}
	}
	return 0, cells.Refuse(cells.Invalid, "%s is %s, not a time: send Unix seconds, Unix milliseconds or 2026-11-22T19:30:00Z", what, clip(r.Raw))
}

// clip shortens what a device sent for a sentence.
func clip(s string) string {
	const most = 40
	if len(s) <= most {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	end := most
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.ToValidUTF8(s[:end], "\uFFFD") + "…"
}
