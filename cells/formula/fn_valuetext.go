package formula

import (
	"strings"

	"freshet/cells"
)

// valueTextFunctions write values as texts.
func valueTextFunctions() []*function {
	return []*function{
		declare("VALUETOTEXT(value:e, [strict:n])", Texts, "text", "A value as text.", func(f *frame, a []operand) operand {
			strict, ok := strictness(a)
			if !ok {
				return argument(cells.ErrValue, 2, "the form is 0 or 1")
			}
			return text(f.written(a[0].Value, strict))
		}, eg("=VALUETOTEXT(12.5)", "12.5"), eg("=VALUETOTEXT(\"a\",1)", "\"a\"")),
		declare("ARRAYTOTEXT(array:a, [strict:n])", Texts, "text", "The values of an array as one text.", arrayText, eg("=ARRAYTOTEXT({1,\"a\";TRUE,2})", "1, a, TRUE, 2"), eg("=ARRAYTOTEXT({1,\"a\";TRUE,2},1)", "{1,\"a\";TRUE,2}")),
		declare("ENCODEURL(text:t)", Texts, "text", "A text as it can stand in a query of a URL.", func(f *frame, a []operand) operand {
			const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
			s := a[0].Text()
			f.step(len(s) / 4)
			var b strings.Builder
			for i := range len(s) {
				if strings.IndexByte(plain, s[i]) >= 0 {
					b.WriteByte(s[i])
					continue
				}
				b.WriteByte('%')
				b.WriteByte("0123456789ABCDEF"[s[i]>>4])
				b.WriteByte("0123456789ABCDEF"[s[i]&15])
			}
			return text(b.String())
		}, eg("=ENCODEURL(\"a b/ü\")", "a%20b%2F%C3%BC")),
	}
}

// strictness reads the form: 0 as a cell shows a value, 1 as a formula writes it.
func strictness(a []operand) (strict, ok bool) {
	form := wholeNumber(optNum(a, 1, 0))
	return form == 1, form == 0 || form == 1
}

// written is a value as a cell shows it; strict, texts stand in quotes.
func (f *frame) written(v cells.Value, strict bool) string {
	if v.Kind() == cells.Text {
		f.chargeRunes(v.Text())
	}
	if v.Kind() == cells.Text && strict {
		return "\"" + strings.ReplaceAll(v.Text(), "\"", "\"\"") + "\""
	}
	locale := f.locale
	if strict {
		locale = "en"
	}
	return cells.Format{}.Render(v, locale)
}

func arrayText(f *frame, a []operand) operand {
	strict, ok := strictness(a)
	if !ok {
		return argument(cells.ErrValue, 2, "the form is 0 or 1")
	}
	x := f.array(a[0])
	f.step(4 * len(x.Values))
	var b strings.Builder
	for i, v := range x.Values {
		switch {
		case i == 0:
		case !strict:
			b.WriteString(", ")
		case i%x.Cols == 0:
			b.WriteByte(';')
		default:
			b.WriteByte(',')
		}
		b.WriteString(f.written(v, strict))
		if b.Len() > cells.MaxText {
			return val(textLimit())
		}
	}
	if strict {
		return text("{" + b.String() + "}")
	}
	return text(b.String())
}
