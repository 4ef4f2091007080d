package formula

import (
	"strconv"
	"strings"

	"freshet/cells"
)

// queryType is what a column or an expression of a query holds.
type queryType uint8

const (
	queryNothing queryType = iota // nulls only: it fits everywhere
	queryNumbers
	queryMoments
	querySpans
	queryTruths
	queryTexts
	queryTypes
)

var queryTypeNames = [queryTypes]string{"nothing", "numbers", "dates", "durations", "TRUE and FALSE", "texts"}

func (t queryType) numeric() bool { return t <= querySpans }

// queryTypeOf is the type of a value; an empty text is as good as no value.
func queryTypeOf(v cells.Value) queryType {
	switch v.Kind() {
	case cells.Number:
		return queryNumbers
	case cells.Time:
		return queryMoments
	case cells.Duration:
		return querySpans
	case cells.Bool:
		return queryTruths
	case cells.Text:
		if v.Text() != "" {
			return queryTexts
		}
	}
	return queryNothing
}

// queryTable is the data of a query: a rectangle with rows of headers, and columns of one type each.
type queryTable struct {
	data    *cells.Array
	headers int
	labels  []string
	types   []queryType
	first   int32 // the column of the sheet where a range begins; -1 for an array
}

// queryTable makes a table of the data; o is the argument it came from.
func (f *frame) queryTable(data *cells.Array, o, headers operand) (*queryTable, operand) {
	t := &queryTable{data: data, types: make([]queryType, data.Cols), labels: make([]string, data.Cols), first: -1}
	if g, ok := o.obj.(*area); ok {
		t.first = g.Left
	}
	f.step(len(data.Values)/2 + data.Cols)
	switch n := wholeNumber(optNum([]operand{headers}, 0, -1)); {
	case n < -1:
		return nil, argument(cells.ErrValue, 3, "the number of header rows is not negative, or -1 to have it guessed")
	case n < 0:
		t.headers = t.guess()
	default:
		t.headers = int(min(n, float64(data.Rows)))
	}
	t.typify(t.headers)
	for j := range t.labels {
		var b strings.Builder
		for i := range t.headers {
			v := data.At(i, j)
			f.step(1)
			if v.IsBlank() || v.Kind() == cells.Failed {
				continue
			}
			s := ToText(v, f.locale).Text()
			if b.Len() > 0 && s != "" {
				b.WriteByte(' ')
			}
			if b.Len()+len(s) > cells.MaxText {
				return nil, val(textLimit())
			}
			b.WriteString(s)
		}
		t.labels[j] = b.String()
		f.chargeText(t.labels[j])
	}
	return t, operand{}
}

// typify gives each column the type that most of its values have from a row on: numbers, dates and durations are counted together. Where there are
// equally many, texts come last.
func (t *queryTable) typify(from int) {
	for j := range t.types {
		var n [queryTypes]int
		for i := from; i < t.data.Rows; i++ {
			n[queryTypeOf(t.data.At(i, j))]++
		}
		best := queryNumbers
		for _, k := range []queryType{queryMoments, querySpans} {
			if n[k] > n[best] {
				best = k
			}
		}
		most := n[queryNumbers] + n[queryMoments] + n[querySpans]
		for _, k := range []queryType{queryTruths, queryTexts} {
			if n[k] > most {
				best, most = k, n[k]
			}
		}
		if most == 0 {
			best = queryNothing
		}
		t.types[j] = best
	}
}

// guess is how many rows at the top are headers: of those with nothing but texts, as far as the last that has a text above a column of something else.
func (t *queryTable) guess() (headers int) {
	texts := 0
	for texts < t.data.Rows && t.onlyTexts(texts) {
		texts++
	}
	t.typify(texts)
	for i := range texts {
		for j, of := range t.types {
			if of != queryTexts && of != queryNothing && queryTypeOf(t.data.At(i, j)) == queryTexts {
				headers = i + 1
			}
		}
	}
	return headers
}

func (t *queryTable) onlyTexts(row int) bool {
	for j := range t.data.Cols {
		if of := queryTypeOf(t.data.At(row, j)); of != queryTexts && of != queryNothing {
			return false
		}
	}
	return true
}

// value is what a row has in a column: blank for null, which is also what is not of the type of the column. Errors are what they are.
func (t *queryTable) value(row int32, column int) cells.Value {
	v := t.data.At(int(row), column)
	switch k := queryTypeOf(v); {
	case v.Kind() == cells.Failed, k == t.types[column], k.numeric() && k != queryNothing && t.types[column].numeric():
		return v
	}
	return cells.Value{}
}

// find is the column of a name: a letter of the sheet, Col1, or what its header says.
func (t *queryTable) find(name string) (column int, wrong string) {
	if c, ok := cells.ParseColumn(strings.ToUpper(name)); ok && t.first >= 0 && c >= t.first && c < t.first+int32(t.data.Cols) {
		return int(c - t.first), ""
	}
	if len(name) > 3 && len(name) < 10 && strings.EqualFold(name[:3], "col") && name[3] != '0' {
		if n, err := strconv.ParseUint(name[3:], 10, 32); err == nil && n >= 1 && n <= uint64(t.data.Cols) {
			return int(n) - 1, ""
		}
	}
	for _, equal := range []func(a, b string) bool{func(a, b string) bool { return a == b }, EqualText} {
		for j, label := range t.labels {
			if label != "" && equal(label, name) {
				return j, ""
			}
		}
	}
	last := "Col" + strconv.Itoa(t.data.Cols)
	switch {
	case t.first < 0 && t.data.Cols == 1:
		return 0, "there is no column " + clip(name) + ": the column of the array is Col1"
	case t.first < 0:
		return 0, "there is no column " + clip(name) + ": those of an array are Col1 to " + last
	case t.data.Cols == 1:
		return 0, "there is no column " + clip(name) + ": the data has the column " + cells.ColumnName(t.first)
	}
	return 0, "there is no column " + clip(name) + ": the data has the columns " + cells.ColumnName(t.first) + " to " + cells.ColumnName(t.first+int32(t.data.Cols)-1)
}
