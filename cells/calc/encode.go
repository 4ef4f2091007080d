package calc

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unsafe"

	"freshet/cells"
)

// maxPart is about how large a part may be before it is stored in several pieces: "s1/c3/b7", "s1/c3/b7~1", ….
const maxPart = 60_000

// Part is a named piece of a checkpoint. Nil bytes say that the part is gone.
type Part struct {
	Name  string
	Bytes []byte
}

// Encode gives the parts of the checkpoint that changed after version since, or all of them. They are true for the book's version;
// call Encoded when they are stored. The parts are sorted by name.
func (b *Book) Encode(since uint64, full bool) []Part {
	keys := map[partKey]bool{{kind: bookPart}: true}
	sheets := make(map[cells.SheetID]bool)
	for k, m := range b.stored.changed {
		if full || m.at > since {
			keys[k] = true
		}
	}
	for id, at := range b.stored.sheets {
		if full || at > since {
			sheets[id] = true
		}
	}
	for _, s := range b.tabs {
		if full || sheets[s.id] {
			b.everyPart(s, keys)
		}
	}
	if full {
		for _, u := range b.uses {
			keys[partKey{kind: templatePart, number: int32(u.id >> templateBits)}] = true
		}
		for name := range b.undos.actors {
			keys[partKey{kind: undoPart, actor: name}] = true
		}
	}
	templates := make(map[int32][]*use)
	for _, u := range b.uses {
		n := int32(u.id >> templateBits)
		if keys[partKey{kind: templatePart, number: n}] {
			templates[n] = append(templates[n], u)
		}
	}
	out := make(map[string][]byte, len(keys))
	for k := range keys {
		b.pieces(k.name(), b.encodePart(k, templates), out)
	}
	// What is stored of a sheet that moved or went, and was not written just now, is gone.
	for name := range b.stored.written {
		base, _, _ := strings.Cut(name, "~")
		for id := range sheets {
			if _, now := out[name]; !now && strings.HasPrefix(base, fmt.Sprintf("s%d/", id)) {
				b.pieces(name, nil, out)
			}
		}
	}
	parts := make([]Part, 0, len(out))
	for name, bytes := range out {
		parts = append(parts, Part{name, bytes})
	}
	slices.SortFunc(parts, func(a, b Part) int { return cmp.Compare(a.Name, b.Name) })
	return parts
}

// pieces cuts a part where it is too large, and says which pieces that are stored of it are gone.
func (b *Book) pieces(name string, bytes []byte, out map[string][]byte) {
	n := 0
	for ; len(bytes) > 0; n++ {
		piece := bytes[:min(len(bytes), maxPart)]
		bytes = bytes[len(piece):]
		out[pieceName(name, n)] = piece
	}
	for i := n; i < b.stored.written[name]; i++ {
		out[pieceName(name, i)] = nil
	}
	if n > 0 {
		b.stored.written[name] = n
	} else {
		delete(b.stored.written, name)
	}
}

func pieceName(name string, i int) string {
	if i == 0 {
		return name
	}
	return fmt.Sprintf("%s~%d", name, i)
}

// everyPart adds the keys of all that a sheet has.
func (b *Book) everyPart(s *sheet, keys map[partKey]bool) {
	keys[partKey{kind: spillPart, sheet: s.id}] = true
	for i, c := range s.cols {
		if c == nil {
			continue
		}
		col := int32(i)
		keys[partKey{kind: columnPart, sheet: s.id, col: col}] = true
		for j, blk := range c.blocks {
			if blk != nil && blk.used > 0 {
				keys[partKey{kind: blockPart, sheet: s.id, col: col, number: int32(j)}] = true
			}
		}
		for j, rs := range c.regions {
			if len(rs) > 0 {
				keys[partKey{kind: graphPart, sheet: s.id, col: col, number: int32(j)}] = true
			}
		}
	}
	for p := range s.series {
		keys[partKey{kind: seriesPart, sheet: s.id, col: p.col}] = true
	}
	for p := range s.pasts {
		keys[pastKey(s, p.col, p.row)] = true
	}
	for p := range s.due {
		keys[partKey{kind: duePart, sheet: s.id, col: p.col}] = true
	}
}

// encodePart is a part's bytes; nil when there is nothing in it.
func (b *Book) encodePart(k partKey, templates map[int32][]*use) []byte {
	switch k.kind {
	case bookPart:
		return b.encodeBook()
	case templatePart:
		list := make(map[uint32]string)
		for _, u := range templates[k.number] {
			list[u.id] = u.t.Key()
		}
		if len(list) == 0 {
			return nil
		}
		return mustJSON(list)
	case undoPart:
		if a := b.undos.actors[k.actor]; a != nil {
			return encodeActor(a)
		}
		return nil
	}
	s := b.sheets[k.sheet]
	if s == nil {
		return nil
	}
	if k.kind == spillPart {
		return encodeSpills(s)
	}
	if k.kind == seriesPart {
		return encodeSeries(s, k.col)
	}
	if k.kind == pastPart {
		return encodePasts(s, k.col, k.number)
	}
	if k.kind == duePart {
		return encodeDue(s, k.col)
	}
	c := s.column(k.col)
	if c == nil {
		return nil
	}
	switch k.kind {
	case blockPart:
		if int(k.number) < len(c.blocks) && c.blocks[k.number] != nil && c.blocks[k.number].used > 0 {
			return encodeBlock(c.blocks[k.number])
		}
	case graphPart:
		return encodeGraph(c, k.number)
	case columnPart:
		return encodeColumn(c)
	}
	return nil
}

// mustJSON encodes what cannot fail to be encoded.
func mustJSON(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("calc: %v", err))
	}
	return out
}

// encodeBlock writes a block: a version byte; the window's base and length; a kind a cell; for each cell that is not blank its number (8
// bytes, little-endian) or the number of its text, error or array in the table that follows as they appear; then the stamps.
func encodeBlock(b *block) []byte {
	out := make([]byte, 0, 32+9*len(b.kinds))
	out = append(out, 1)
	out = binary.AppendUvarint(out, uint64(b.base))
	out = binary.AppendUvarint(out, uint64(len(b.kinds)))
	for _, k := range b.kinds {
		out = append(out, byte(k))
	}
	var table map[unsafe.Pointer]int
	for i, k := range b.kinds {
		switch k {
		case cells.Blank:
		case cells.Number, cells.Time, cells.Duration, cells.Bool:
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(b.nums[i]))
		case cells.Text:
			out = cells.AppendValue(out, b.get(b.base+int32(i)))
		default:
			// Cells of a loop share one error, which may be long.
			if table == nil {
				table = make(map[unsafe.Pointer]int)
			}
			at, known := table[b.ptrs[i]]
			if !known {
				at = len(table)
				table[b.ptrs[i]] = at
			}
			out = binary.AppendUvarint(out, uint64(at))
			if !known {
				out = cells.AppendValue(out, b.get(b.base+int32(i)))
			}
		}
	}
	last := int64(0)
	out = appendLane(out, &b.at, func(out []byte, at int64) []byte {
		out = binary.AppendVarint(out, at-last)
		last = at
		return out
	})
	return appendLane(out, &b.by, func(out []byte, by stamp) []byte { return binary.AppendUvarint(out, by.word()) })
}

// How the elements of a lane are written.
const (
	laneSame = iota // one for all cells
	laneEach        // one a cell
	laneFew         // one for all, and those of the cells that differ, each after its place
)

func appendLane[T comparable](out []byte, l *lane[T], one func([]byte, T) []byte) []byte {
	switch {
	case l.each != nil:
		out = append(out, laneEach)
		for _, v := range l.each {
			out = one(out, v)
		}
	case len(l.few) == 0:
		out = one(append(out, laneSame), l.same)
	default:
		out = one(append(out, laneFew), l.same)
		out = binary.AppendUvarint(out, uint64(len(l.few)))
		for _, x := range l.few {
			out = one(binary.AppendUvarint(out, uint64(x.i)), x.v)
		}
	}
	return out
}

func (s stamp) word() uint64 {
	if s.reading {
		return uint64(s.source)<<1 | 1
	}
	return uint64(s.source) << 1
}

// encodeGraph writes the regions that begin in a block of a column, as JSON for other programs to read: their cells, the number of their
// formula, and the rectangles they read, each as people write it; "#2!A1" is a cell of the sheet with the id 2.
func encodeGraph(c *column, number int32) []byte {
	if int(number) >= len(c.regions) {
		return nil
	}
	var list []storedRegion
	for _, r := range c.regions[number] {
		if r.top>>blockBits != number {
			continue
		}
		g := storedRegion{Cells: cells.Range{Top: r.top, Left: r.col, Bottom: r.bottom, Right: r.col}.A1(), Formula: r.use.id}
		for i := range r.edges {
			if e := &r.edges[i]; e.entry != nil {
				g.Reads = append(g.Reads, e.writtenAs())
			}
		}
		for _, row := range slices.Sorted(maps.Keys(r.found)) {
			f := storedFound{Cell: r.ref(row).A1()}
			for _, e := range r.found[row] {
				f.Reads = append(f.Reads, e.writtenAs())
			}
			g.Found = append(g.Found, f)
		}
		list = append(list, g)
	}
	if len(list) == 0 {
		return nil
	}
	return mustJSON(list)
}

// storedRegion is a region in a checkpoint.
type storedRegion struct {
	Cells   string        `json:"cells"`
	Formula uint32        `json:"formula"`
	Reads   []string      `json:"reads,omitempty"`
	Found   []storedFound `json:"found,omitempty"` // what dynamic formulas found when they were last evaluated
}

type storedFound struct {
	Cell  string   `json:"cell"`
	Reads []string `json:"reads"`
}

func (e *edge) writtenAs() string {
	sheet, at, _ := e.covers(e.region.top, e.region.bottom)
	text := cells.Range{Top: at.top, Left: at.left, Bottom: at.bottom, Right: at.right}.A1()
	if e.row < 0 && sheet == e.region.sheet.id {
		return text
	}
	return fmt.Sprintf("#%d!%s", sheet, text)
}
