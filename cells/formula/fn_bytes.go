package formula

import (
	"math"
	"strings"

	"freshet/cells"
)

// byteFunctions count as double-byte character sets do: Chinese, Japanese and Korean characters take two places, all others one. Half of a character is a space.
func byteFunctions() []*function {
	return []*function{
		declare("LENB(text:t)", Texts, "number", "How many bytes a text has in a double-byte character set.", func(f *frame, a []operand) operand {
			f.chargeText(a[0].Text())
			return num(float64(len(doubled(a[0].Text()))))
		}, more("Chinese, Japanese and Korean characters have two bytes, all others one. LEN counts characters."), eg("=LENB(\"office\")", "6"), eg("=LENB(\"中国\")", "4")),
		declare("LEFTB(text:t, [count:n])", Texts, "text", "The first bytes of a text in a double-byte character set.", inBytes(func(s []rune, a []operand) (from, to float64, e operand) {
			n, e := countOf(a, 1)
			return 0, n, e
		}), eg("=LEFTB(\"office\",3)", "off"), eg("=LEFTB(\"中国\",2)", "中"), eg("=LENB(LEFTB(\"中国\",3))", "3")),
		declare("RIGHTB(text:t, [count:n])", Texts, "text", "The last bytes of a text in a double-byte character set.", inBytes(func(s []rune, a []operand) (from, to float64, e operand) {
			n, e := countOf(a, 1)
			return math.Max(0, float64(len(s))-n), float64(len(s)), e
		}), eg("=RIGHTB(\"中国\",2)", "国")),
		declare("MIDB(text:t, start:n, count:n)", Texts, "text", "Bytes from the middle of a text in a double-byte character set; the first is 1.", inBytes(func(_ []rune, a []operand) (from, to float64, e operand) {
			start, n := math.Trunc(a[1].Float()), math.Trunc(a[2].Float())
			if start < 1 || n < 0 {
				return 0, 0, bad(cells.ErrValue, "the first byte is 1, and the count is not negative")
			}
			return start - 1, start - 1 + n, operand{}
		}), eg("=MIDB(\"中国\",3,2)", "国"), eg("=MIDB(\"office\",2,3)", "ffi")),
		declare("REPLACEB(text:t, start:n, count:n, new:t)", Texts, "text", "Replaces bytes of a text in a double-byte character set.", func(f *frame, a []operand) operand {
			f.chargeRunes(a[0].Text())
			s := doubled(a[0].Text())
			start, n := math.Trunc(a[1].Float()), math.Trunc(a[2].Float())
			if start < 1 || n < 0 {
				return bad(cells.ErrValue, "the first byte is 1, and the count is not negative")
			}
			return text(bytesOf(s, 0, start-1) + a[3].Text() + bytesOf(s, start-1+n, float64(len(s))))
		}, eg("=REPLACEB(\"中国人\",3,2,\"-\")", "中-人")),
		declare("FINDB(find:t, within:t, [start:n])", Texts, "number", "At which byte of a double-byte character set one text stands in another; heeds case.", findBytes(false), eg("=FINDB(\"国\",\"中国\")", "3"), eg("=FINDB(\"x\",\"a\")", "#VALUE!")),
		declare("SEARCHB(find:t, within:t, [start:n])", Texts, "number", "As FINDB, without case; * and ? stand for any characters.", findBytes(true), eg("=SEARCHB(\"B\",\"中b\")", "3")),
		declare("ASC(text:t)", Texts, "text", "Full-width letters, digits and Japanese syllables as half-width ones.", widthOf(halfWidth), eg("=ASC(\"ＥＸＣＥＬ１\")", "EXCEL1"), eg("=ASC(\"ガ\")", "ｶﾞ")),
		declare("DBCS(text:t)", Texts, "text", "Half-width letters, digits and Japanese syllables as full-width ones.", widthOf(fullWidth), alias("JIS"), eg("=DBCS(\"EXCEL1\")", "ＥＸＣＥＬ１"), eg("=DBCS(\"ｶﾞ\")", "ガ")),
	}
}

// secondByte stands for the second byte of a character that has two.
const secondByte = rune(-1)

// wide reports whether a character has two bytes in double-byte character sets.
func wide(r rune) bool {
	return r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xa960 && r <= 0xa97f || r >= 0xac00 && r <= 0xd7ff ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff01 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 || r >= 0x20000 && r <= 0x3ffff)
}

// doubled has a place for each byte of a text.
func doubled(s string) []rune {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if out = append(out, r); wide(r) {
			out = append(out, secondByte)
		}
	}
	return out
}

// bytesOf is the text of some bytes.
func bytesOf(s []rune, from, to float64) string {
	first, last := int(math.Min(from, float64(len(s)))), int(math.Min(to, float64(len(s))))
	var b strings.Builder
	for i := first; i < last; i++ {
		switch {
		case s[i] == secondByte && i > first:
		case s[i] == secondByte || wide(s[i]) && i+1 == last:
			b.WriteByte(' ')
		default:
			b.WriteRune(s[i])
		}
	}
	return b.String()
}

func countOf(a []operand, i int) (float64, operand) {
	n := math.Trunc(optNum(a, i, 1))
	if n < 0 {
		return 0, argument(cells.ErrValue, i+1, "the count must not be negative")
	}
	return n, operand{}
}

func inBytes(part func(s []rune, a []operand) (from, to float64, e operand)) eagerFunc {
	return func(f *frame, a []operand) operand {
		f.chargeText(a[0].Text())
		s := doubled(a[0].Text())
		from, to, e := part(s, a)
		if e.failed() {
			return e
		}
		return text(bytesOf(s, from, to))
	}
}

func findBytes(wild bool) eagerFunc {
	return func(f *frame, a []operand) operand {
		s := doubled(a[1].Text())
		f.chargeText(a[1].Text())
		start := math.Trunc(optNum(a, 2, 1))
		if start < 1 || start > float64(len(s))+1 {
			return argument(cells.ErrValue, 3, "there is no byte at that place to begin at")
		}
		characters := 1
		for _, r := range s[:int(start)-1] {
			characters += b2i(r != secondByte)
		}
		at := f.findText([]operand{a[0], a[1], num(float64(characters))}, wild)
		if at.failed() {
			return at
		}
		return num(float64(len(doubled(firstRunes(a[1].Text(), at.Float()-1))) + 1))
	}
}

func widthOf(convert func(s []rune) string) eagerFunc {
	return func(f *frame, a []operand) operand {
		f.chargeText(a[0].Text())
		f.step(len(a[0].Text()))
		return text(convert([]rune(a[0].Text())))
	}
}

// Half-width Japanese characters from U+FF61 on, as the full-width ones they stand for; ゛ and ゜ stand behind the syllable they voice.
const kana = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜"

// voiced are syllables with what voices them, in threes: the syllable, the mark, both in one.
const voiced = "カ゛ガキ゛ギク゛グケ゛ゲコ゛ゴサ゛ザシ゛ジス゛ズセ゛ゼソ゛ゾタ゛ダチ゛ヂツ゛ヅテ゛デト゛ドハ゛バヒ゛ビフ゛ブヘ゛ベホ゛ボハ゜パヒ゜ピフ゜プヘ゜ペホ゜ポウ゛ヴワ゛ヷヲ゛ヺ"

var narrowKana, voicedKana, unvoicedKana = func() (map[rune]rune, map[[2]rune]rune, map[rune][2]rune) {
	narrow, joined, parted := map[rune]rune{}, map[[2]rune]rune{}, map[rune][2]rune{}
	next := rune(0xff61)
	for _, r := range kana {
		narrow[r] = next
		next++
	}
	v := []rune(voiced)
	for i := 0; i < len(v); i += 3 {
		joined[[2]rune{v[i], v[i+1]}] = v[i+2]
		parted[v[i+2]] = [2]rune{v[i], v[i+1]}
	}
	return narrow, joined, parted
}()

func halfWidth(s []rune) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '　':
			r = ' '
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case narrowKana[r] != 0:
			r = narrowKana[r]
		default:
			if p, ok := unvoicedKana[r]; ok {
				b.WriteRune(narrowKana[p[0]])
				r = narrowKana[p[1]]
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

func fullWidth(s []rune) string {
	wideKana := []rune(kana)
	var out []rune
	for _, r := range s {
		switch {
		case r == ' ':
			r = '　'
		case r > ' ' && r <= '~':
			r += '！' - '!'
		case r >= 0xff61 && r <= 0xff9f:
			r = wideKana[r-0xff61]
			if n := len(out); n > 0 && (r == '゛' || r == '゜') {
				if both, ok := voicedKana[[2]rune{out[n-1], r}]; ok {
					out[n-1] = both
					continue
				}
			}
		}
		out = append(out, r)
	}
	return string(out)
}
