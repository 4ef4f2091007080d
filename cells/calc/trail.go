package calc

import (
	"unsafe"

	"freshet/cells"
)

// trailPlaces is how many places of memory a trail has at most.
const trailPlaces = 48

// trail is what quick entries of one route touch again and again. The parts of a book lie apart in memory, and when something else has filled the processor's caches
// since the last entry, each costs as much as a hundred steps. Asked for all at once they come together, not one after the other. It is of no meaning what they
// hold, or whether they still belong to the book.
type trail struct {
	route  *route // nil until two entries in a row had the same
	next   *route // that of the latest entry
	sheet  cells.SheetID
	col    int32
	blocks []*block
	supers []*tally
	places [trailPlaces]unsafe.Pointer
	n      int
}

// follow asks for all places, and for what an entry is about to change in a row of the route's column. What it gives is of no meaning.
func (t *trail) follow(row int32) uint64 {
	sum := uint64(0)
	if i := int(row >> blockBits); i < len(t.blocks) {
		if b := t.blocks[i]; b != nil {
			sum = b.prefetch(row & (blockRows - 1))
		}
	}
	if k := int(row>>blockBits) / superBlocks; k < len(t.supers) && t.supers[k] != nil {
		sum += uint64(t.supers[k].used)
	}
	for _, p := range t.places[:t.n] {
		sum += uint64(*(*byte)(p))
	}
	return sum
}

// prefetch asks for the memory that the next answer and record go to.
func (b *Book) prefetch() (sum uint64) {
	if len(b.answers) > 0 {
		a := &b.answers[0]
		sum = a.Position.Version + uint64(len(a.Values)) + uint64(len(a.Points)) + uint64(a.inputs[0].Top) + uint64(a.values[3].Top)
	}
	if a := b.undos.latest; a != nil {
		if len(a.fresh) > 0 {
			r := &a.fresh[0]
			sum += uint64(r.size) + uint64(r.step.after.v.Kind())
		}
		if n := len(a.undo); n > 0 {
			sum += uint64(uintptr(unsafe.Pointer(a.undo[0]))) + uint64(uintptr(unsafe.Pointer(a.undo[n-1])))
		}
	}
	return sum
}

func (t *trail) place(p unsafe.Pointer) {
	if p != nil && t.n < len(t.places) {
		t.places[t.n] = p
		t.n++
	}
}

// turn is told each entry that went another way than the trail; two of them in a row make it another one.
func (t *trail) turn(b *Book, at cells.Ref, s *sheet, c *column, r *route, way *trip) {
	if t.next != r {
		t.next = r
		return
	}
	*t = trail{route: r, next: r, sheet: at.Sheet, col: at.Col, blocks: c.blocks, supers: c.supers}
	w := b.spare
	for _, p := range [...]unsafe.Pointer{
		unsafe.Pointer(s), unsafe.Pointer(&s.extentOK), unsafe.Pointer(unsafe.SliceData(s.cols[at.Col:])), unsafe.Pointer(c), unsafe.Pointer(&c.supers),
		unsafe.Pointer(&w.at), unsafe.Pointer(&w.fw.Cells), unsafe.Pointer(&w.values), unsafe.Pointer(&w.count), unsafe.Pointer(&w.budget), unsafe.Pointer(&w.ch),
		unsafe.Pointer(unsafe.SliceData(w.values)), unsafe.Pointer(&b.kept), unsafe.Pointer(&b.budgets),
	} {
		t.place(p)
	}
	t.place(unsafe.Pointer(r))
	t.place(unsafe.Pointer(unsafe.SliceData(r.legs)))
	if a := b.undos.latest; a != nil {
		t.place(unsafe.Pointer(a))
		t.place(unsafe.Pointer(a.mark))
	}
	t.place(unsafe.Pointer(unsafe.SliceData(b.kept.wide)))
	for i := range way.n {
		x := &r.stops[way.cells[i].stop]
		for _, p := range [...]unsafe.Pointer{unsafe.Pointer(x), unsafe.Pointer(x.r), unsafe.Pointer(x.r.use), unsafe.Pointer(x.lone), unsafe.Pointer(x.c)} {
			t.place(p)
		}
		blk := x.c.block(way.cells[i].row)
		if blk == nil {
			continue
		}
		t.place(unsafe.Pointer(blk))
		t.place(unsafe.Pointer(blk.mark))
		if at := way.cells[i].row&(blockRows-1) - blk.base; uint32(at) < uint32(len(blk.kinds)) {
			t.place(unsafe.Pointer(&blk.kinds[at]))
			t.place(unsafe.Pointer(&blk.nums[at]))
		}
		t.place(unsafe.Pointer(unsafe.SliceData(blk.at.few)))
	}
	for _, l := range r.legs {
		t.place(unsafe.Pointer(l.e))
	}
}
