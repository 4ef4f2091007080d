package main

import (
	"fmt"
	"freshet/cells"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// unasked is why cases are not put to LibreOffice.
const unasked = "not asked: the case reads the past, or needs commands a workbook has not"

// corpus is all cases, and for each state of inputs the sheet they stand on.
type corpus struct {
	sheets []*inputs
	cases  []*oneCase
}

// inputs is what people typed, by place: a sheet of the workbook.
type inputs struct {
	name  string
	typed map[cells.Ref]string
}

// oneCase is a formula, what the corpus says it gives, and what LibreOffice says.
type oneCase struct {
	file    string
	line    int
	formula string
	want    result
	got     result
	sheet   *inputs
	at      cells.Ref
	rows    int
	cols    int
	skipped string // why it is not asked
}

func readCorpus(dir string) (*corpus, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.sheet"))
	if err != nil {
		return nil, err
	}
	c := new(corpus)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if err := c.readFamily(filepath.Base(file), string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return c, nil
}

func (c *corpus) readFamily(file, text string) error {
	typed := make(map[cells.Ref]string)
	var sheet *inputs // nil when the inputs changed since the last case
	row, strange := int32(0), false
	for i, line := range strings.Split(text, "\n") {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "", "#":
		case "set", "clear":
			where, what, _ := strings.Cut(rest, " ")
			g, ok := cells.ParseA1(where)
			if !ok {
				strange = true
				continue
			}
			put(typed, g, what)
			sheet = nil
		case "case":
			x, err := readCase(rest)
			if err != nil {
				return fmt.Errorf("line %d: %w", i+1, err)
			}
			x.file, x.line = file, i+1
			c.cases = append(c.cases, x)
			if strange {
				x.skipped = unasked
				continue
			}
			if sheet == nil {
				sheet, row = &inputs{name: fmt.Sprintf("S%d", len(c.sheets)+1), typed: make(map[cells.Ref]string)}, 19
				for at, input := range typed {
					sheet.typed[at] = input
				}
				c.sheets = append(c.sheets, sheet)
			}
			x.sheet, x.at = sheet, cells.Ref{Row: row, Col: 25}
			row += int32(x.rows)
		default:
			strange = true
		}
	}
	return nil
}

// put types into a range, fewer inputs than cells go round, as in scripts.
func put(typed map[cells.Ref]string, g cells.Range, what string) {
	parts, i := strings.Split(what, "|"), 0
	for row := g.Top; row <= g.Bottom; row++ {
		for col := g.Left; col <= g.Right; col++ {
			at := cells.Ref{Row: row, Col: col}
			if typed[at] = strings.TrimSpace(parts[i%len(parts)]); typed[at] == "" {
				delete(typed, at)
			}
			i++
		}
	}
}

func readCase(rest string) (*oneCase, error) {
	cut := strings.LastIndex(rest, "=>")
	if cut < 0 {
		return nil, fmt.Errorf("%q has no =>", rest)
	}
	x := &oneCase{formula: strings.TrimSpace(rest[:cut]), rows: 1, cols: 1}
	want := strings.TrimSpace(rest[cut+2:])
	inner, isArray := strings.CutPrefix(want, "{")
	if !isArray {
		v, err := readWanted(want)
		x.want = result{v}
		return x, err
	}
	x.cols = 0
	for _, row := range splitOutside(strings.TrimSuffix(inner, "}"), ';') {
		values := splitOutside(row, ',')
		x.cols = len(values)
		for _, text := range values {
			v, err := readWanted(text)
			if err != nil {
				return nil, err
			}
			x.want = append(x.want, v)
		}
	}
	x.rows = len(x.want) / x.cols
	return x, nil
}

// readWanted reads one expected value.
func readWanted(text string) (string, error) {
	if strings.HasPrefix(text, `"`) {
		s, err := strconv.Unquote(text)
		return "t" + s, err
	}
	if text == "blank" || strings.HasPrefix(text, "refused") {
		return text, nil
	}
	v, _ := cells.ParseLiteral(text, "en")
	switch v.Kind() {
	case cells.Bool, cells.Failed:
		return text, nil
	case cells.Text:
		return "", fmt.Errorf("what is %s?", text)
	}
	return "n" + strconv.FormatFloat(v.Float(), 'g', -1, 64), nil
}

func splitOutside(text string, sep rune) []string {
	var out []string
	from, quoted, escaped := 0, false, false
	for i, r := range text {
		if escaped {
			escaped = false
		} else if r == '\\' {
			escaped = true
		} else if r == '"' {
			quoted = !quoted
		} else if r == sep && !quoted {
			out, from = append(out, text[from:i]), i+1
		}
	}
	return append(out, text[from:])
}
