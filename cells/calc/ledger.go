package calc

import (
	"fmt"
	"maps"

	"freshet/cells"
)

// partKind is a kind of part of a checkpoint.
type partKind uint8

const (
	bookPart       partKind = iota // "book": everything that is not on a sheet
	templatePart                   // "t/3": the formulas numbered 192 to 255
	undoPart                       // "u/<actor>": what somebody can undo and redo
	blockPart                      // "s1/c3/b7": the values of rows 7·1024… of column 3 of sheet 1
	graphPart                      // "s1/g3/b7": the regions that begin there, and what they read
	columnPart                     // "s1/f3": the formats and log policies of column 3
	seriesPart                     // "s1/h3": which cells of column 3 have a history
	pastPart                       // "s1/y3/b7": the pasts of cells of rows 56 to 63 of column 3 that formulas read
	duePart                        // "s1/d3": when formulas of column 3 are due because time passes
	spillPart                      // "s1/p": the arrays that are spilled
	formerPastPart                 // "s1/a3": the pasts of cells of column 3, as revision 1 wrote them
)

const templateBits = 6

// partKey is a part. Its name is stable: it is what the store keeps it under.
type partKey struct {
	kind   partKind
	sheet  cells.SheetID
	col    int32
	number int32
	actor  string
}

func (k partKey) name() string {
	switch k.kind {
	case bookPart:
		return "book"
	case templatePart:
		return fmt.Sprintf("t/%d", k.number)
	case undoPart:
		return "u/" + actorName(k.actor)
	case blockPart:
		return fmt.Sprintf("s%d/c%d/b%d", k.sheet, k.col, k.number)
	case graphPart:
		return fmt.Sprintf("s%d/g%d/b%d", k.sheet, k.col, k.number)
	case columnPart:
		return fmt.Sprintf("s%d/f%d", k.sheet, k.col)
	case seriesPart:
		return fmt.Sprintf("s%d/h%d", k.sheet, k.col)
	case pastPart:
		return fmt.Sprintf("s%d/y%d/b%d", k.sheet, k.col, k.number)
	case duePart:
		return fmt.Sprintf("s%d/d%d", k.sheet, k.col)
	case formerPastPart:
		return fmt.Sprintf("s%d/a%d", k.sheet, k.col)
	}
	return fmt.Sprintf("s%d/p", k.sheet)
}

// ledger knows which parts changed since the last checkpoint and which ones are stored, so that a checkpoint writes only what differs.
type ledger struct {
	now     uint64 // the version of the entry under way
	changed map[partKey]*mark
	sheets  map[cells.SheetID]uint64 // sheets of which everything may have moved
	written map[string]int           // by name: how many pieces of the part are stored
}

// mark is when a part last changed. What changes again and again keeps it at hand, and is spared a look into the map.
type mark struct {
	key partKey
	at  uint64 // a version; zero when the ledger does not know the mark any more
}

func newLedger() ledger {
	return ledger{changed: make(map[partKey]*mark), sheets: make(map[cells.SheetID]uint64), written: make(map[string]int)}
}

func (l *ledger) touch(k partKey) *mark {
	m := l.changed[k]
	if m == nil {
		m = &mark{key: k}
		l.changed[k] = m
	}
	m.at = l.now
	return m
}

// forget makes the ledger one in which nothing has changed.
func (l *ledger) forget() {
	for _, m := range l.changed {
		m.at = 0
	}
	clear(l.changed)
	clear(l.sheets)
}

func (l *ledger) sheet(id cells.SheetID) { l.sheets[id] = l.now }

func (l *ledger) column(id cells.SheetID, col int32) {
	l.touch(partKey{kind: columnPart, sheet: id, col: col})
}

func (l *ledger) template(id uint32) {
	l.touch(partKey{kind: templatePart, number: int32(id >> templateBits)})
}

func (l *ledger) undo(actor string) *mark { return l.touch(partKey{kind: undoPart, actor: actor}) }

// touchBlock notes that a block's values or stamps change.
func (b *Book) touchBlock(s *sheet, col, row int32, blk *block) {
	if blk.texts != blk.known.Texts || int64(blk.used)+blockCells != blk.known.Cells {
		s.account(blk)
	}
	if m := blk.mark; m != nil && m.at != 0 && m.key.col == col && m.key.number == row>>blockBits && m.key.sheet == s.id {
		m.at = b.stored.now
		return
	}
	blk.mark = b.stored.touch(partKey{kind: blockPart, sheet: s.id, col: col, number: row >> blockBits})
}

// touchRegions notes that the regions of rows change.
func (b *Book) touchRegions(s *sheet, col, top, bottom int32) {
	for i := top >> blockBits; i <= bottom>>blockBits; i++ {
		b.stored.touch(partKey{kind: graphPart, sheet: s.id, col: col, number: i})
	}
}

// Encoded tells that what Encode gave at that version is stored.
func (b *Book) Encoded(version uint64) {
	done := func(at uint64) bool { return at <= version }
	maps.DeleteFunc(b.stored.changed, func(_ partKey, m *mark) bool {
		if !done(m.at) {
			return false
		}
		m.at = 0
		return true
	})
	maps.DeleteFunc(b.stored.sheets, func(_ cells.SheetID, at uint64) bool { return done(at) })
}
