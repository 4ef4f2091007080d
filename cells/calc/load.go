package calc

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"freshet/cells"
	"freshet/cells/formula"
)

// loader makes a book of the parts of a checkpoint.
type loader struct {
	b         *Book
	parts     map[string][]byte
	templates map[uint32]*formula.Template
	err       error
}

// Load makes the replica that wrote the parts, as it was at pos. It neither changes nor keeps their bytes. Damaged or missing parts
// are an error; a part of an unknown name is one too, since a newer program may have written it.
func Load(o Options, pos cells.Position, parts iter.Seq2[string, []byte]) (*Book, error) {
	o.Epoch = pos.Epoch
	l := &loader{b: New(o), parts: make(map[string][]byte), templates: make(map[uint32]*formula.Template)}
	l.join(parts)
	l.book(pos)
	names := l.sorted()
	for _, name := range names {
		if strings.HasPrefix(name, "t/") {
			l.formulas(l.parts[name])
		}
	}
	read := l.decode(names)
	for i, name := range names {
		l.part(name, l.parts[name], &read[i])
	}
	if l.err != nil {
		return nil, fmt.Errorf("the checkpoint of book %s at %v: %w", o.ID, pos, l.err)
	}
	for _, s := range l.b.tabs {
		s.restoreSpills()
		s.recount()
		s.used() // found when first asked for, and then by many at once
	}
	l.b.recountPasts()
	l.b.keeps = l.b.countKeeps()
	l.b.stored.forget()
	return l.b, nil
}

func (l *loader) fail(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf(format, args...)
	}
}

func (l *loader) sorted() []string {
	names := make([]string, 0, len(l.parts))
	for name := range l.parts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// join puts the pieces of parts together.
func (l *loader) join(parts iter.Seq2[string, []byte]) {
	pieces := make(map[string]map[int][]byte)
	for name, bytes := range parts {
		base, number, cut := strings.Cut(name, "~")
		n := 0
		if cut {
			var err error
			if n, err = strconv.Atoi(number); err != nil || n < 1 {
				l.fail("there is no part %q", name)
				return
			}
		}
		if pieces[base] == nil {
			pieces[base] = make(map[int][]byte)
		}
		pieces[base][n] = bytes
	}
	for name, list := range pieces {
		whole := list[0]
		if len(list) > 1 {
			size := 0
			for _, piece := range list {
				size += len(piece)
			}
			whole = make([]byte, 0, size)
			for i := range len(list) {
				piece, ok := list[i]
				if !ok {
					l.fail("the part %q lacks its piece %d", name, i)
					return
				}
				whole = append(whole, piece...)
			}
		} else if _, ok := list[0]; !ok {
			l.fail("the part %q lacks its piece 0", name)
			return
		}
		l.parts[name] = whole
		l.b.stored.written[name] = len(list)
	}
}

func (l *loader) book(pos cells.Position) {
	var x storedBook
	bytes, ok := l.parts["book"]
	if !ok {
		l.fail("the part \"book\" is missing")
		return
	}
	if err := json.Unmarshal(bytes, &x); err != nil {
		l.fail("the part \"book\": %w", err)
		return
	}
	if x.Version != pos.Version {
		l.fail("the parts are true for version %d", x.Version)
		return
	}
	b := l.b
	b.version, b.now, b.title, b.locale = x.Version, x.Now, x.Title, x.Locale
	if loc, err := zone(x.Zone); err == nil {
		b.zone, b.location = x.Zone, loc
	} else {
		l.fail("the time zone %q is not known here: %w", x.Zone, err)
	}
	for _, s := range x.Sheets {
		t := newSheet(s.ID, s.Name)
		t.widths, t.heights = loadRuns(s.Widths), loadRuns(s.Heights)
		b.sheets[s.ID] = t
		b.tabs = append(b.tabs, t)
	}
	b.lastSheet, b.bindings, b.series, b.lastUse = x.LastSheet, x.Bindings, x.Series, x.Formulas
	for _, n := range x.Names {
		b.names[strings.ToLower(n.Name)] = n
	}
	if len(x.Sources) > 0 {
		b.sources = x.Sources
		for i, s := range x.Sources {
			b.sourceIDs[s] = uint32(i)
		}
	}
	b.seqs.clock, b.revision = x.Clock, x.Revision
	b.waiting, b.resumed, b.tries, b.crowded, b.awaits = x.Waiting, x.Resumed, x.Tries, x.Crowded, x.Awaits
	for _, c := range x.Clients {
		b.seqs.last[c.Name] = client{c.Seq, c.Used}
	}
}

func (l *loader) formulas(bytes []byte) {
	var list map[uint32]string
	if err := json.Unmarshal(bytes, &list); err != nil {
		l.fail("the formulas: %w", err)
		return
	}
	for id, key := range list {
		if t := l.template(key); t != nil {
			l.templates[id] = t
		}
	}
}

func (l *loader) template(key string) *formula.Template {
	t, err := l.b.compiler.FromKey(key, scope{l.b})
	if err != nil {
		l.fail("the formula %q: %w", key, err)
		return nil
	}
	return t
}

func (l *loader) part(name string, bytes []byte, read *decoded) {
	if name == "book" || strings.HasPrefix(name, "t/") || l.err != nil {
		return
	}
	err := read.err
	switch k := read.key; {
	case err != nil:
	case k.kind == blockPart:
		err = l.block(k, read.block)
	case k.kind == undoPart:
		l.actor(read.actor)
	case k.kind == graphPart:
		err = l.graph(k.sheet, k.col, bytes)
	case k.kind == columnPart:
		err = l.column(k.sheet, k.col, bytes)
	case k.kind == seriesPart:
		err = l.series(k.sheet, k.col, bytes)
	case k.kind == formerPastPart:
		err = l.formerPasts(k.sheet, k.col, bytes)
	case k.kind == pastPart:
		err = l.pasts(k.sheet, k.col, bytes)
	case k.kind == duePart:
		err = l.due(k.sheet, k.col, bytes)
	case k.kind == spillPart:
		err = l.spills(k.sheet, bytes)
	}
	if err != nil {
		l.fail("the part %q: %w", name, err)
	}
}

var errNoPlace = errors.New("there is no such place")

func (l *loader) sheet(id cells.SheetID, col int32) (*sheet, error) {
	s := l.b.sheets[id]
	if s == nil || col < 0 || col >= cells.MaxCols {
		return nil, errNoPlace
	}
	return s, nil
}

func (l *loader) block(k partKey, blk *block) error {
	s, err := l.sheet(k.sheet, k.col)
	if err != nil || k.number >= cells.MaxRows/blockRows {
		return errNoPlace
	}
	for _, by := range blk.by.each {
		if int(by.source) >= len(l.b.sources) {
			return errTorn
		}
	}
	if int(blk.by.same.source) >= len(l.b.sources) {
		return errTorn
	}
	c := s.makeColumn(k.col)
	for len(c.blocks) <= int(k.number) {
		c.blocks = append(c.blocks, nil)
	}
	c.blocks[k.number] = blk
	return nil
}

func (l *loader) graph(id cells.SheetID, col int32, bytes []byte) error {
	s, err := l.sheet(id, col)
	if err != nil {
		return err
	}
	var list []storedRegion
	if err := json.Unmarshal(bytes, &list); err != nil {
		return err
	}
	for _, x := range list {
		g, ok := cells.ParseA1(x.Cells)
		t := l.templates[x.Formula]
		if !ok || g.Left != col || g.Right != col || t == nil {
			return fmt.Errorf("the region %q with formula %d", x.Cells, x.Formula)
		}
		u, known := l.b.uses[t]
		if !known {
			u = l.b.use(t)
			u.id = x.Formula
			l.b.lastUse--
		}
		r := l.b.addRegion(s, col, g.Top, g.Bottom, u)
		for _, f := range x.Found {
			if err := l.found(r, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *loader) found(r *region, f storedFound) error {
	at, ok := cells.ParseA1(f.Cell)
	if !ok || at.Left != r.col || at.Top < r.top || at.Top > r.bottom {
		return fmt.Errorf("the dynamic cell %q", f.Cell)
	}
	var es []*edge
	for _, text := range f.Reads {
		sheet, rest, ok := strings.Cut(strings.TrimPrefix(text, "#"), "!")
		id, err := strconv.ParseUint(sheet, 10, 32)
		g, is := cells.ParseA1(rest)
		if !ok || err != nil || !is {
			return fmt.Errorf("the precedent %q", text)
		}
		g.Sheet = cells.SheetID(id)
		e := &edge{region: r, reads: formula.Fixed(g), row: at.Top}
		l.b.linkEdge(e, at.Top, at.Top)
		es = append(es, e)
	}
	r.keepFound(at.Top, es)
	return nil
}

func (l *loader) column(id cells.SheetID, col int32, bytes []byte) error {
	s, err := l.sheet(id, col)
	if err != nil {
		return err
	}
	var x storedColumn
	if err := json.Unmarshal(bytes, &x); err != nil {
		return err
	}
	c := s.makeColumn(col)
	c.keep = loadRuns(x.Keep)
	for _, r := range x.Formats {
		c.formats = append(c.formats, run[*cells.Format]{r.From, r.To, l.b.format(r.Value)})
	}
	return nil
}

func (l *loader) series(id cells.SheetID, col int32, bytes []byte) error {
	if col >= cells.MaxCols {
		return nil // revisions up to 3 left that of blank cells which fell off the sheet
	}
	s, err := l.sheet(id, col)
	if err != nil {
		return err
	}
	var list [][2]int64
	if err := json.Unmarshal(bytes, &list); err != nil {
		return err
	}
	for _, x := range list {
		s.series[place{int32(x[0]), col}] = cells.SeriesID(x[1])
	}
	return nil
}

func (l *loader) spills(id cells.SheetID, bytes []byte) error {
	s, err := l.sheet(id, 0)
	if err != nil {
		return err
	}
	var list []storedSpill
	if err := json.Unmarshal(bytes, &list); err != nil {
		return err
	}
	for _, x := range list {
		p := &spill{place{x.Row, x.Col}, x.Rows, x.Cols, x.Blocked || x.Looped, x.Looped}
		if x.Rows < 1 || x.Cols < 1 || !p.over(s.id).Valid() {
			return errNoPlace
		}
		s.anchor(p)
	}
	return nil
}

// restoreSpills tells the columns which array covers their cells.
func (s *sheet) restoreSpills() {
	for _, p := range s.spills {
		if p.blocked {
			continue
		}
		for j := range p.cols {
			from := p.anchor.row
			if j == 0 {
				from++
			}
			if from < p.anchor.row+p.rows {
				s.makeColumn(p.anchor.col+j).spilled.put(from, p.anchor.row+p.rows-1, p)
			}
		}
	}
}
