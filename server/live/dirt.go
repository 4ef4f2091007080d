package live

import (
	"slices"

	"freshet/cells"
)

// maxDirt is how many ranges dirt keeps apart before it becomes coarse.
const maxDirt = 4096

// dirt is where a book differs from what tabs were told: the changes of one or more entries put together.
type dirt struct {
	from, to uint64 // it leads from version from to version to
	at       int64  // the time of version to
	values   map[cells.Range]struct{}
	inputs   map[cells.Range]struct{}
	shifts   []cells.Shift
	book     bool
	anew     bool // inputs everywhere may be spelled otherwise: the ranges do not count, all that is seen is told anew
}

// add puts the changes of the next entry in.
func (d *dirt) add(c *cells.Changes) {
	d.to, d.at = c.Position.Version, c.At
	d.shifts = append(d.shifts, c.Shifts...)
	d.book = d.book || c.Book
	if len(c.Shifts) > 0 {
		d.respell()
	}
	if !d.anew {
		d.values = addRanges(d.values, c.Values)
		d.inputs = addRanges(d.inputs, c.Inputs)
	}
}

// merge puts what came after d in.
func (d *dirt) merge(o *dirt) {
	d.to, d.at = o.to, o.at
	d.shifts = append(d.shifts, o.shifts...)
	d.book = d.book || o.book
	if o.anew {
		d.respell()
	}
	if d.anew {
		return
	}
	for r := range o.values {
		d.values = addRanges(d.values, []cells.Range{r})
	}
	for r := range o.inputs {
		d.inputs = addRanges(d.inputs, []cells.Range{r})
	}
}

// respell says that inputs everywhere may read otherwise: rows or columns moved and with them the references to them, or a sheet has
// another name, or numbers are written in another way.
func (d *dirt) respell() { d.values, d.inputs, d.anew = nil, nil, true }

// empty reports whether tabs have nothing to learn from it but the version.
func (d *dirt) empty() bool {
	return len(d.values) == 0 && len(d.inputs) == 0 && !d.anew && !d.book
}

// addRanges keeps the ranges apart until they are too many; then one range a sheet covers them.
func addRanges(m map[cells.Range]struct{}, rs []cells.Range) map[cells.Range]struct{} {
	if len(rs) == 0 {
		return m
	}
	if m == nil {
		m = make(map[cells.Range]struct{}, len(rs))
	}
	for _, r := range rs {
		m[r] = struct{}{}
	}
	if len(m) <= maxDirt {
		return m
	}
	hull := map[cells.SheetID]cells.Range{}
	for r := range m {
		if h, ok := hull[r.Sheet]; ok {
			r = h.Union(r)
		}
		hull[r.Sheet] = r
	}
	clear(m)
	for _, r := range hull {
		m[r] = struct{}{}
	}
	return m
}

// memory is the dirt of the recent past, for tabs that come back. The zero memory remembers nothing.
type memory struct {
	past   []*dirt // each leads on from the one before
	ranges int
}

// maxMemory bounds the ranges a memory keeps.
const maxMemory = 64 * 1024

// keep remembers what was told. The memory owns it from now on.
func (m *memory) keep(d *dirt) {
	m.past = append(m.past, d)
	m.ranges += len(d.values) + len(d.inputs) + 1
	drop := 0
	for m.ranges > maxMemory && drop < len(m.past)-1 {
		m.ranges -= len(m.past[drop].values) + len(m.past[drop].inputs) + 1
		drop++
	}
	m.past = slices.Delete(m.past, 0, drop)
}

// since is all that happened after a version, up to head; false when that is not remembered.
func (m *memory) since(version, head uint64) (*dirt, bool) {
	sum := &dirt{from: version, to: version}
	if version == head {
		return sum, true
	}
	if version > head || len(m.past) == 0 || m.past[0].from > version {
		return nil, false
	}
	for _, d := range m.past {
		if d.to > version {
			sum.merge(d)
		}
	}
	return sum, sum.to == head
}
