package cells

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Input is what was put into a cell: the text as a person typed it, or a literal value sent by a
// program, which is taken as it is. The zero Input empties the cell.
type Input struct {
	Text    string // as typed; a leading "=" makes a formula, a leading "'" a plain text
	Literal Value  // used when Text is empty; blank empties the cell
}

// Typed is the input of a person who typed the text.
func Typed(text string) Input { return Input{Text: text} }

// Literal is the input of a program that sent a value. Arrays are no inputs.
func Literal(v Value) Input { return Input{Literal: v} }

// Empty reports whether the input empties its cell.
func (i Input) Empty() bool { return i.Text == "" && i.Literal.IsBlank() }

// Formula reports whether the input is a formula: it begins with "=" and something follows.
func (i Input) Formula() bool { return len(i.Text) > 1 && i.Text[0] == '=' }

// MarshalJSON writes typed text as a string and a literal as {"value": …}; see Value.MarshalJSON.
func (i Input) MarshalJSON() ([]byte, error) {
	if i.Text != "" || i.Literal.IsBlank() {
		return json.Marshal(i.Text)
	}
	return json.Marshal(struct {
		Value Value `json:"value"`
	}{i.Literal})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (i *Input) UnmarshalJSON(b []byte) error {
	*i = Input{}
	if b = bytes.TrimSpace(b); len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &i.Text)
	}
	var lit struct {
		Value Value `json:"value"`
	}
	if err := json.Unmarshal(b, &lit); err != nil {
		return fmt.Errorf("input: %w", err)
	}
	i.Literal = lit.Value
	return nil
}
