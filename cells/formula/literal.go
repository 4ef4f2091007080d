package formula

import (
	"math"
	"strconv"
	"strings"

	"freshet/cells"
)

// parseNumber reads a number as typed. Whole numbers beyond 2^53 become the nearest float64.
func (d *reading) parseNumber(t *token) (float64, *syntaxError) {
	word := strings.ReplaceAll(d.src[t.start:t.end], "_", "")
	if len(word) > 2 && word[0] == '0' && strings.IndexByte("xXbBoO", word[1]) >= 0 {
		n, err := strconv.ParseUint(word, 0, 64)
		if err != nil {
			return 0, fault(int(t.start), word+" is no number")
		}
		return float64(n), nil
	}
	if len(word) == 2 && strings.IndexByte("xXbBoO", word[1]) >= 0 {
		return 0, fault(int(t.start), word+" is no number: behind it stand its digits")
	}
	x, err := strconv.ParseFloat(strings.Replace(word, ",", ".", 1), 64)
	if err != nil || math.IsInf(x, 0) {
		return 0, fault(int(t.start), word+" is too large: numbers go up to 1.79E+308")
	}
	return x, nil
}

// unquote is the text behind a string token. Backslashes escape as in expr (\n \t \" \\ \u00e9 \x41); before any other character
// a backslash is itself, so that regular expressions need no doubling.
func (d *reading) unquote(t *token) (string, *syntaxError) {
	word := d.src[t.start:t.end]
	quote, body := word[0], word[1:len(word)-1]
	if quote == '`' {
		return strings.Clone(body), nil
	}
	if quote == '"' {
		body = strings.ReplaceAll(body, `""`, "\x00")
	}
	if strings.IndexByte(body, '\\') < 0 || d.literal && quote == '"' {
		return strings.ReplaceAll(strings.Clone(body), "\x00", `"`), nil
	}
	var b strings.Builder
	for i := 0; i < len(body); i++ {
		if body[i] != '\\' || i+1 == len(body) {
			b.WriteByte(body[i])
			continue
		}
		i++
		if k := strings.IndexByte("abfnrtv", body[i]); k >= 0 {
			b.WriteByte("\a\b\f\n\r\t\v"[k])
			continue
		}
		switch c := body[i]; c {
		case '"', '\'', '\\', '`', 0:
			b.WriteByte(c)
		case 'x', 'u', 'U':
			n := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
			code, err := strconv.ParseUint(body[min(i+1, len(body)):min(i+1+n, len(body))], 16, 32)
			if err != nil || i+n >= len(body) {
				b.WriteByte('\\')
				b.WriteByte(c)
				continue
			}
			b.WriteRune(rune(code))
			i += n
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
	}
	out := strings.ToValidUTF8(strings.ReplaceAll(b.String(), "\x00", `"`), "\uFFFD")
	if len(out) > cells.MaxText {
		return "", fault(int(t.start), "a text has at most 32,767 characters")
	}
	return out, nil
}
