package feed

import (
	"strings"

	"freshet/cells"
)

// routes is what a book says about where readings go, read once and read again when the book changed.
type routes struct {
	first    cells.SheetID
	sheets   map[string]cells.SheetID // by name in lower case
	bindings []route
}

type route struct {
	cells.Binding
	filter string // below the book
	path   string // normal
	factor float64
	broken *cells.Error // why the binding can take nothing
}

func routesOf(book string, info cells.Info) *routes {
	r := &routes{sheets: make(map[string]cells.SheetID, len(info.Sheets))}
	for i, s := range info.Sheets {
		if i == 0 {
			r.first = s.ID
		}
		r.sheets[strings.ToLower(s.Name)] = s.ID
	}
	for _, b := range info.Bindings {
		// Who copies a topic from a broker's log has it with the book in front.
		one := route{Binding: b, filter: strings.TrimPrefix(b.Topic, Prefix(book)), path: NormalPath(b.Path)}
		if one.broken = CheckBinding(b); one.broken == nil {
			one.factor, one.broken = scaleOf(b.Scale)
		}
		r.bindings = append(r.bindings, one)
	}
	return r
}

func (r *routes) sheet(name string) (cells.SheetID, bool) {
	if name == "" {
		return r.first, r.first != 0
	}
	id, ok := r.sheets[strings.ToLower(name)]
	return id, ok
}

// found is what one message means to one cell.
type found struct {
	binding string // "" for a message to the cell itself
	reading cells.Reading
	refused *cells.Error // then there is no reading
}

// find reads a message. It gives nothing for a topic that nobody has bound.
func (r *routes) find(m Message) []found {
	if text, direct := strings.CutPrefix(m.Topic, CellTopics); direct {
		return []found{r.direct(text, m)}
	}
	var all []found
	for i := range r.bindings {
		b := &r.bindings[i]
		if b.Source != m.Source || !Match(b.filter, m.Topic) {
			continue
		}
		f := found{binding: b.ID, refused: b.broken}
		if f.refused == nil {
			var v cells.Value
			var at int64
			v, at, f.refused = extract(m.Payload, b.path, b.factor)
			f.reading = cells.Reading{Ref: b.Target, Value: v, At: orArrival(at, m)}
		}
		all = append(all, f)
	}
	return all
}

func (r *routes) direct(text string, m Message) found {
	p, refused := placeOf(text, r.sheet)
	if refused != nil {
		return found{refused: refused}
	}
	v, at, refused := Decode(m.Payload)
	if refused != nil {
		return found{refused: refused}
	}
	return found{reading: cells.Reading{Ref: p.ref, Name: p.name, Value: v, At: orArrival(at, m)}}
}

func orArrival(at int64, m Message) int64 {
	if at != 0 {
		return at
	}
	return m.At
}
