package formula

import (
	"math"
	"strconv"
	"strings"

	"freshet/cells"
)

// currencyFunctions are conversions between the euro and the currencies it replaced, and amounts in Thai words.
func currencyFunctions() []*function {
	return []*function{
		declare("EUROCONVERT(number:n, source:t, target:t, [full_precision:b], [digits:n])", Finance, "number", "Converts between the euro and the currencies it replaced, at the fixed rates.", euroConvert,
			more("Currencies are ISO codes such as DEM, FRF or EUR. Without full_precision the result is rounded as the currency is; digits (3 or more) rounds the amount in euro between two others."),
			eg("=EUROCONVERT(1.2,\"DEM\",\"EUR\")", "0.61"), eg("=EUROCONVERT(1,\"FRF\",\"DEM\",TRUE,3)", "0.29728616"), eg("=EUROCONVERT(1,\"EUR\",\"USD\")", "#VALUE!")),
		declare("BAHTTEXT(number:n)", Texts, "text", "An amount of baht and satang in Thai words.", bahtText, eg("=BAHTTEXT(1234)", "หนึ่งพันสองร้อยสามสิบสี่บาทถ้วน"), eg("=BAHTTEXT(0.25)", "ยี่สิบห้าสตางค์")),
	}
}

// euroRates is what a euro is of each currency (regulations of the Council of the European Union from 2866/98 on), and to how many decimals it is rounded.
var euroRates = map[string]struct {
	rate     float64
	decimals int
}{
	"EUR": {1, 2}, "ATS": {13.7603, 2}, "BEF": {40.3399, 0}, "DEM": {1.95583, 2}, "ESP": {166.386, 0}, "FIM": {5.94573, 2}, "FRF": {6.55957, 2}, "IEP": {0.787564, 2},
	"ITL": {1936.27, 0}, "LUF": {40.3399, 0}, "NLG": {2.20371, 2}, "PTE": {200.482, 2}, "GRD": {340.75, 2}, "SIT": {239.64, 2}, "MTL": {0.4293, 2}, "CYP": {0.585274, 2},
	"SKK": {30.126, 2}, "EEK": {15.6466, 2}, "LVL": {0.702804, 2}, "LTL": {3.4528, 2}, "HRK": {7.5345, 2},
}

func euroConvert(_ *frame, a []operand) operand {
	source, ok := euroRates[strings.ToUpper(a[1].Text())]
	target, ok2 := euroRates[strings.ToUpper(a[2].Text())]
	digits := math.Trunc(optNum(a, 4, 0))
	switch {
	case !ok:
		return argument(cells.ErrValue, 2, "the euro did not replace a currency of that code")
	case !ok2:
		return argument(cells.ErrValue, 3, "the euro did not replace a currency of that code")
	case has(a, 4) && (digits < 3 || digits > 15):
		return argument(cells.ErrValue, 5, "the amount in euro has 3 to 15 decimals")
	case source == target:
		return num(a[0].Float())
	}
	x := a[0].Float()
	if source.rate != 1 {
		if x /= source.rate; has(a, 4) {
			x = cells.RoundDecimal(x, int(digits))
		}
	}
	x *= target.rate
	if !optTruth(a, 3, false) {
		x = cells.RoundDecimal(x, target.decimals)
	}
	return num(x)
}

var (
	thaiDigits = [...]string{"", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"}
	thaiPlaces = [...]string{"", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"}
)

// thaiWords is a number, given by its decimal digits, in Thai: groups of six, each followed by the word for million as often as there are groups behind it.
func thaiWords(digits string) string {
	if n := len(digits); n > 6 {
		return thaiWords(digits[:n-6]) + "ล้าน" + thaiGroup(digits[n-6:], strings.Trim(digits[:n-6], "0") != "")
	}
	return thaiGroup(digits, false)
}

// thaiGroup is at most six digits. A last 1 is called otherwise behind anything else.
func thaiGroup(digits string, behind bool) string {
	var b strings.Builder
	for i := range len(digits) {
		d, place := digits[i]-'0', len(digits)-1-i
		switch {
		case d == 0:
		case place == 1 && d == 1:
			b.WriteString("สิบ")
		case place == 1 && d == 2:
			b.WriteString("ยี่สิบ")
		case place == 0 && d == 1 && (behind || b.Len() > 0):
			b.WriteString("เอ็ด")
		default:
			b.WriteString(thaiDigits[d] + thaiPlaces[place])
		}
	}
	return b.String()
}

func bahtText(f *frame, a []operand) operand {
	x := cells.RoundDecimal(a[0].Float(), 2)
	if math.Abs(x) >= 1e15 {
		return argument(cells.ErrValue, 1, "the amount has at most 15 digits")
	}
	f.step(60)
	whole, satang, _ := strings.Cut(strconv.FormatFloat(math.Abs(x), 'f', 2, 64), ".")
	var b strings.Builder
	if x < 0 {
		b.WriteString("ลบ")
	}
	switch words := thaiWords(whole); {
	case x == 0:
		b.WriteString("ศูนย์บาท")
	case words != "":
		b.WriteString(words + "บาท")
	}
	if satang == "00" {
		b.WriteString("ถ้วน")
	} else {
		b.WriteString(thaiWords(satang) + "สตางค์")
	}
	return text(b.String())
}
