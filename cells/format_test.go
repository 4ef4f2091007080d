package cells_test

import (
	"encoding/json"
	"flag"
	"os"
	"testing"

	"freshet/cells"
)

var update = flag.Bool("update", false, "write what the code does into testdata")

// formatCase is one line of testdata/format.json, which the browser's tests read as well.
type formatCase struct {
	Value  cells.Value  `json:"value"`
	Format cells.Format `json:"format,omitzero"`
	Locale string       `json:"locale,omitempty"`
	Text   string       `json:"text"`            // what the cell shows
	Input  string       `json:"input,omitempty"` // what the editor shows for numbers, times, durations and truths
}

func TestFormatRender(t *testing.T) {
	const file = "testdata/format.json"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []formatCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		input := ""
		if c.Value.Numeric() || c.Value.Kind() == cells.Bool {
			input = cells.LiteralText(c.Value, c.Format, c.Locale)
		}
		text := c.Format.Render(c.Value, c.Locale)
		if *update {
			cases[i].Text, cases[i].Input = text, input
			continue
		}
		if text != c.Text || input != c.Input {
			v, _ := json.Marshal(c.Value)
			f, _ := json.Marshal(c.Format)
			t.Errorf("case %d, %s as %s in %q: %q and %q, want %q and %q", i, v, f, c.Locale, text, input, c.Text, c.Input)
		}
	}
	if *update {
		writeLines(t, file, cases)
	}
}

// writeLines writes a JSON list with one element a line.
func writeLines[T any](t *testing.T, file string, list []T) {
	t.Helper()
	out := []byte("[\n")
	for i, x := range list {
		line, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		out = append(append(out, "  "...), line...)
		if i < len(list)-1 {
			out = append(out, ',')
		}
		out = append(out, '\n')
	}
	if err := os.WriteFile(file, append(out, ']', '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
