package formula

import (
	"strings"
	"unicode"

	"freshet/cells"
)

// CheckName refuses what cannot be the name of a range: what is a cell, a word of the language, or has characters a name has not. The
// refusal has Code Invalid.
func CheckName(name string) error {
	if why := CheckLocal(name); why != "" {
		return cells.Refuse(cells.Invalid, "%s", why)
	}
	return nil
}

// CheckLocal says why a local or a defined name cannot be called so; "" when it can.
func CheckLocal(name string) string {
	if name == "" {
		return "a name cannot be empty"
	}
	if len(name) > 64 {
		return "a name has at most 64 characters"
	}
	for i, r := range name {
		if !unicode.IsLetter(r) && r != '_' && (i == 0 || !unicode.IsDigit(r) && !unicode.IsMark(r)) {
			return name + " is no name: a name begins with a letter and goes on with letters, digits and _"
		}
	}
	if _, _, ok := parseCell(name); ok {
		return strings.ToUpper(name) + " is a cell; choose another name, such as " + strings.ToLower(name) + "_"
	}
	switch strings.ToLower(name) {
	case "true", "false", "nil":
		return name + " is a constant; choose another name"
	}
	if isKeyword(name) {
		return name + " is a word of the language; choose another name"
	}
	return ""
}
