package formula

import "freshet/cells"

// scatteredPages is how many strips are kept at most.
const scatteredPages = 256

// scattered reads cells of one column that lie far from each other, as those do that an index has found: the strips it has come by are kept, each where its rows say, and one
// that another one needs the place of is asked for again. Nothing may change while it reads.
type scattered struct {
	s     Strips
	sheet cells.SheetID
	col   int32
	pages []page // as many as a power of two
}

// page is a strip and the row it begins in.
type page struct {
	from  int32
	strip Strip
}

// newScattered reads the rows of a range, of which as many cells of a block ask.
func newScattered(s Strips, in cells.Range, asking int) scattered {
	pages := 1
	for pages < min(scatteredPages, asking) && pages*BlockRows < in.Rows() {
		pages *= 2
	}
	return scattered{s: s, sheet: in.Sheet, col: in.Left, pages: make([]page, pages)}
}

func (c *scattered) value(row int32) cells.Value {
	p := &c.pages[int(row/BlockRows)&(len(c.pages)-1)]
	i := int(row - p.from)
	if uint(i) >= uint(p.strip.Rows) {
		i = c.turn(p, row)
	}
	return p.strip.value(i)
}

// turn makes a page one that holds a row, and tells where: the one with all rows around it, if they are in one strip.
func (c *scattered) turn(p *page, row int32) int {
	p.from = row &^ (BlockRows - 1)
	p.strip = c.s.Strip(c.sheet, p.from, c.col, BlockRows)
	if int(row-p.from) >= p.strip.Rows {
		p.from, p.strip = row, c.s.Strip(c.sheet, row, c.col, int(BlockRows-row&(BlockRows-1)))
	}
	return int(row - p.from)
}
