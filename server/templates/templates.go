package templates

import "freshet/cells"

// Template is a book to begin with.
type Template struct {
	ID      string // names the template in the API
	Title   string // what people choose, and the title of the book until somebody gives it another
	Summary string // one sentence
	Ops     cells.Ops
}

// All lists the templates in the order in which people should see them.
func All() []Template { return []Template{Weather(), Fleet(), Budget()} }

// Find gives the template with an id.
func Find(id string) (Template, bool) {
	for _, t := range All() {
		if t.ID == id {
			return t, true
		}
	}
	return Template{}, false
}
