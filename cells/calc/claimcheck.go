package calc

import (
	"fmt"

	"freshet/cells"
)

// checkClaims compares the index of claims with the formulas.
func (s *sheet) checkClaims() error {
	var err error
	claims, broads := 0, 0
	for col, c := range s.cols {
		if c == nil {
			continue
		}
		c.regionsIn(0, cells.MaxRows-1, func(r *region) bool {
			if !r.use.t.MayArray() {
				if r.claim != nil && r.claim.entry != nil {
					err = fmt.Errorf("column %d: rows %d to %d claim cells and can give no array", col, r.top, r.bottom)
				}
				return err == nil
			}
			rows, cols := r.use.t.Bounds()
			at := rect{r.top, r.col, min(r.bottom+rows-1, cells.MaxRows-1), min(r.col+cols-1, cells.MaxCols-1)}
			in := s.claims
			if r.broad() {
				in = s.broad
				broads++
			} else {
				claims++
			}
			if r.claim == nil || r.claim.region != r || r.claim.entry == nil || r.claim.entry != in.entries[at] || r.claim.entry.readers[r.claim.pos] != r.claim {
				err = fmt.Errorf("column %d: nobody knows that rows %d to %d claim %v", col, r.top, r.bottom, at)
				return false
			}
			found := false
			in.search(at, func(e *entry) { found = found || e == r.claim.entry })
			if !found {
				err = fmt.Errorf("column %d: the index does not find the claim %v of rows %d to %d", col, at, r.top, r.bottom)
			}
			return err == nil
		})
		if err != nil {
			return err
		}
	}
	for _, x := range []struct {
		in   *index
		want int
	}{{s.claims, claims}, {s.broad, broads}} {
		have := 0
		for _, e := range x.in.entries {
			have += len(e.readers)
		}
		if have != x.want {
			return fmt.Errorf("%d claims are known, the formulas have %d", have, x.want)
		}
	}
	if s.broads != broads {
		return fmt.Errorf("%d formulas are said to claim all of the sheet, %d do", s.broads, broads)
	}
	return nil
}
