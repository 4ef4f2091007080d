package formula

import (
	"encoding/base64"
	"math"
	"strings"
	"time"

	"freshet/cells"
)

// onText makes a builtin of a function of texts; the arguments behind least have defaults "".
func onText(least, most int, run func(f *frame, s []string) operand) builtinSpec {
	return builtinSpec{least, most, func(f *frame, n *builtinNode) operand {
		s := make([]string, most)
		for i := range n.args {
			var e operand
			if s[i], e = f.words(n, i, ""); e.failed() {
				return e
			}
		}
		return run(f, s)
	}}
}

func texts(parts []string) operand {
	l := &list{items: make([]operand, len(parts))}
	for i, p := range parts {
		l.items[i] = val(cells.Str(p))
	}
	return operand{obj: l}
}

func textBuiltins() map[string]builtinSpec {
	split := func(cut func(s, sep string, n int) []string) builtinSpec {
		return builtinSpec{2, 3, func(f *frame, n *builtinNode) operand {
			s, e := f.words(n, 0, "")
			if e.failed() {
				return e
			}
			sep, e := f.words(n, 1, "")
			if e.failed() {
				return e
			}
			limit, e := f.number(n, 2, -1)
			if e.failed() {
				return e
			}
			parts := cut(s, sep, int(math.Max(-1, math.Min(limit, 1e6))))
			f.take(len(parts))
			return texts(parts)
		}}
	}
	return map[string]builtinSpec{
		"trim": onText(2, 2, func(_ *frame, s []string) operand { return text(strings.Trim(s[0], s[1])) }),
		"trimPrefix": onText(1, 2, func(_ *frame, s []string) operand {
			return text(strings.TrimPrefix(s[0], orSpace(s[1])))
		}),
		"trimSuffix": onText(1, 2, func(_ *frame, s []string) operand {
			return text(strings.TrimSuffix(s[0], orSpace(s[1])))
		}),
		"split":      split(strings.SplitN),
		"splitAfter": split(strings.SplitAfterN),
		"replace":    onText(3, 3, func(_ *frame, s []string) operand { return replaceAll(s[0], s[1], s[2], 0) }),
		"repeat": {2, 2, func(f *frame, n *builtinNode) operand {
			s, e := f.words(n, 0, "")
			if e.failed() {
				return e
			}
			count, e := f.number(n, 1, 0)
			if e.failed() {
				return e
			}
			return f.repeatText(s, count)
		}},
		"indexOf":     onText(2, 2, func(_ *frame, s []string) operand { return runeIndex(s[0], strings.Index(s[0], s[1])) }),
		"lastIndexOf": onText(2, 2, func(_ *frame, s []string) operand { return runeIndex(s[0], strings.LastIndex(s[0], s[1])) }),
		"hasPrefix":   onText(2, 2, func(_ *frame, s []string) operand { return truth(strings.HasPrefix(s[0], s[1])) }),
		"hasSuffix":   onText(2, 2, func(_ *frame, s []string) operand { return truth(strings.HasSuffix(s[0], s[1])) }),
		"fromJSON": onText(1, 1, func(f *frame, s []string) operand {
			o, ok := f.parseJSON(s[0])
			if !ok {
				return bad(cells.ErrValue, "the text is no JSON")
			}
			return o
		}),
		"toBase64": onText(1, 1, func(f *frame, s []string) operand {
			f.chargeRunes(s[0])
			return text(base64.StdEncoding.EncodeToString([]byte(s[0])))
		}),
		"fromBase64": onText(1, 1, func(f *frame, s []string) operand {
			f.chargeRunes(s[0])
			b, err := base64.StdEncoding.DecodeString(s[0])
			if err != nil {
				return bad(cells.ErrValue, "the text is no base64")
			}
			return text(strings.ToValidUTF8(string(b), "\uFFFD"))
		}),
		"duration": onText(1, 1, func(_ *frame, s []string) operand {
			d, ok := parseSpan(s[0])
			if !ok {
				return bad(cells.ErrValue, "\""+clip(s[0])+"\" is no duration: write 90s, 5m, 1h30m or 2d")
			}
			return val(cells.Span(d))
		}),
		"date": onText(1, 2, func(f *frame, s []string) operand {
			if s[1] != "" {
				t, err := time.Parse(s[1], s[0])
				if err != nil {
					return bad(cells.ErrValue, "\""+clip(s[0])+"\" is no date in the layout "+clip(s[1]))
				}
				return val(cells.Moment(cells.SerialOf(t)))
			}
			if v, ok := parseText(s[0], f.locale); ok && v.Kind() == cells.Time {
				return val(v)
			}
			return bad(cells.ErrValue, "\""+clip(s[0])+"\" is no date")
		}),
	}
}

func orSpace(s string) string {
	if s == "" {
		return " "
	}
	return s
}

func runeIndex(s string, at int) operand {
	if at < 0 {
		return num(-1)
	}
	return num(float64(runeLen(s[:at])))
}

func (f *frame) repeatText(s string, count float64) operand {
	count = math.Trunc(count)
	switch {
	case s == "" && count >= 0:
		return text("")
	case count < 0:
		return argument(cells.ErrValue, 2, "a text cannot be repeated a negative number of times")
	case float64(len(s))*count > cells.MaxText:
		return val(textLimit())
	}
	f.step(len(s) * int(count) / (4 * bytesPerStep)) // whole stretches are copied
	return text(strings.Repeat(s, int(count)))
}

// replaceAll replaces the nth occurrence, or all when nth is zero, within the limit of texts.
func replaceAll(s, old, with string, nth int) operand {
	if old == "" {
		return text(s)
	}
	count := strings.Count(s, old)
	if nth > count || count == 0 {
		return text(s)
	}
	if nth > 0 {
		from := 0
		for range nth - 1 {
			from += strings.Index(s[from:], old) + len(old)
		}
		at := from + strings.Index(s[from:], old)
		return text(s[:at] + with + s[at+len(old):])
	}
	if len(s)+count*(len(with)-len(old)) > cells.MaxText {
		return val(textLimit())
	}
	return text(strings.ReplaceAll(s, old, with))
}

// parseSpan reads a duration in days: 90s, 5m, 1h30m, 2d, 1w, 250ms.
func parseSpan(s string) (days float64, ok bool) {
	s = strings.TrimSpace(s)
	sign := 1.0
	if rest, neg := strings.CutPrefix(s, "-"); neg {
		s, sign = rest, -1
	}
	total := 0.0
	for s != "" {
		i := 0
		for i < len(s) && (isDigit(s[i]) || s[i] == '.') {
			i++
		}
		j := i
		for j < len(s) && (s[j] < '0' || s[j] > '9') && s[j] != '.' {
			j++
		}
		x, good := parseText(s[:i], "en")
		seconds, known := map[string]float64{"us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}[strings.TrimSpace(s[i:j])]
		if !good || !known {
			return 0, false
		}
		total += x.Float() * seconds
		s = s[j:]
		ok = true
	}
	return sign * total / 86400, ok
}
