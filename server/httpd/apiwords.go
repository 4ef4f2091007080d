package httpd

// words is what one call says of itself, in the OpenAPI document and on the page of the API.
type words struct {
	group, summary, text string
	example              string // the body of the example: JSON, or "" for none
}

// wordsOf are the words of every call, by its id in routes.go.
func wordsOf() map[string]words {
	return map[string]words{
		"create-book": {"Books", "Make a book", "Without a body the book is blank. The links and tokens are told in this answer and never again.", `{"title": "Greenhouse"}`},
		"get-book":    {"Books", "What a book is", "Its sheets, names and position. With ?hash=1 also the hash of all values.", ""},
		"set-book":    {"Books", "Rename a book, or change its zone or locale", "", `{"title": "Greenhouse 2"}`},
		"delete-book": {"Books", "Delete a book with its history, for everybody", "", ""},
		"get-values":  {"Cells", "Read a range", "render=value is for programs, text is what the cells show, input what was typed.", ""},
		"put-values": {
			"Cells", "Write a range",
			"Strings are read as if typed: \"=A1*2\" is a formula, \"\" empties the cell, null leaves it. A formula that does not parse refuses the whole call.",
			`{"values": [["1", "=A1*2"]]}`,
		},
		"update-values": {"Cells", "Write several ranges in one wave", "", `{"data": [{"range": "A1", "values": [[1]]}, {"range": "C1:C2", "values": [[2], ["=C1+A1"]]}]}`},
		"get-cell":      {"Cells", "All there is to know of a cell", "Input, value, text, error, precedents, dependents, time and source.", ""},
		"put-cell": {
			"Cells", "Write one cell",
			"The body is what a person would type; an empty one empties the cell. With Content-Type: application/json it is a JSON number, string or truth.",
			`21.5`,
		},
		"get-names":   {"Cells", "List the names", "", ""},
		"put-name":    {"Cells", "Let a name stand for a cell or range", "", `{"ref": "Sheet1!C1"}`},
		"delete-name": {"Cells", "Forget a name", "Formulas that use it become #NAME?.", ""},
		"ingest": {
			"Readings", "Bring readings, in one wave",
			"Keys are cells or names. A value is a number, a text, a truth, or {\"v\": value, \"at\": time}. Each key is answered for itself: a bad one is reported, the good ones count.",
			`{"C": 4, "D": {"v": 5, "at": "2026-11-22T09:30:00Z"}}`,
		},
		"get-history":  {"Readings", "The history of a cell", "Times and values, oldest first; format=csv for a table.", ""},
		"put-policy":   {"Readings", "Say which values are kept as history", "Without a policy a cell keeps its readings and nothing else.", `{"log": "changes"}`},
		"get-bindings": {"Readings", "List the bindings, each with its last message", "", ""},
		"put-binding": {
			"Readings", "Bind part of what a topic brings to a cell",
			"Devices publish to books/<id>/<topic> on the program's broker, with the book's id as the user and an editor token as the password.",
			`{"topic": "greenhouse/+/climate", "path": "temp", "target": "C1"}`,
		},
		"delete-binding": {"Readings", "Remove a binding", "", ""},
		"events": {
			"Readings", "Follow ranges as server-sent events",
			"snapshot comes first, then change after change. With Last-Event-ID it goes on where it was; after a gap it sends a snapshot. ranges is a list of ranges and names.",
			"",
		},
		"get-links":     {"Sharing", "List the links", "", ""},
		"create-link":   {"Sharing", "Make a link", "Its address and token are told in this answer and never again.", `{"role": "viewer", "label": "wall display"}`},
		"delete-link":   {"Sharing", "Revoke a link", "Whoever uses it is cut off within a second.", ""},
		"get-functions": {"Functions", "The catalogue of functions", "", ""},
		"get-templates": {"Books", "What a book can begin with", "", ""},
	}
}
