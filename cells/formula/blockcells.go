package formula

import (
	"math"

	"freshet/cells"
)

// literal is a constant.
func (r *blockRun) literal(i *instruction) { r.constant(i.to, i.v) }

// constant gives all rows of a register one value.
func (r *blockRun) constant(reg int, v cells.Value) {
	kind, x, p := v.Parts()
	r.regs[reg] = vector{same: true, num: x, kind: kind, ptr: p, plain: kind <= cells.Number}
}

func (r *blockRun) place(rel Relative) (cells.SheetID, int32, int32) {
	sheet, row, col := rel.Sheet, rel.Top, rel.Left
	if sheet == 0 {
		sheet = r.at.Sheet
	}
	if !rel.AbsTop {
		row += r.at.Row
	}
	if !rel.AbsLeft {
		col += r.at.Col
	}
	return sheet, row, col
}

// nothing leaves all rows to Eval.
func (r *blockRun) nothing(reg int) { r.regs[reg] = vector{same: true, num: math.NaN(), plain: true} }

// fixed is one cell for all rows.
func (r *blockRun) fixed(i *instruction) {
	sheet, row, col := r.place(i.rel)
	if row < 0 || row >= cells.MaxRows || col < 0 || col >= cells.MaxCols {
		r.nothing(i.to)
		return
	}
	s := r.s.Strip(sheet, row, col, 1)
	v := vector{same: true, plain: true}
	if s.Kinds != nil {
		v.num, v.kind = s.Nums[0], s.Kinds[0]
		v.plain = v.kind <= cells.Number
		if s.Ptrs != nil {
			v.ptr = s.Ptrs[0]
		}
		if !storable(v.kind) {
			r.nothing(i.to)
			return
		}
	}
	r.regs[i.to] = v
}

// storable reports whether blocks know what to do with a kind. An error must show where it comes from, and an array spills.
func storable(k cells.Kind) bool { return k < cells.Failed }

// column makes a column of cells a register: as it is stored, when the rows lie together and none is an error.
func (r *blockRun) column(i *instruction) {
	sheet, row, col := r.place(i.rel)
	if row < 0 || int(row)+r.n > cells.MaxRows || col < 0 || col >= cells.MaxCols {
		r.nothing(i.to)
		return
	}
	s := r.s.Strip(sheet, row, col, r.n)
	if s.Rows == r.n && r.whole(i.to, &s) {
		return
	}
	r.own(i.to)
	v := &r.regs[i.to]
	v.kinds = r.sorts(i.to)
	for done := 0; done < r.n; {
		if done > 0 {
			s = r.s.Strip(sheet, row+int32(done), col, r.n-done)
		}
		r.piece(v, i.to, done, &s)
		done += s.Rows
	}
}

// whole makes a strip a register without copying it; false when there are errors in it.
func (r *blockRun) whole(reg int, s *Strip) bool {
	switch {
	case s.Kinds == nil:
		r.regs[reg] = vector{same: true, plain: true}
		return true
	case s.Numbers:
		r.regs[reg] = vector{nums: s.Nums, kind: cells.Number, plain: true}
		return true
	case s.Plain:
		r.regs[reg] = vector{nums: s.Nums, kinds: s.Kinds, plain: true}
		return true
	}
	var all, most cells.Kind
	for _, k := range s.Kinds {
		all |= k
		most = max(most, k)
	}
	if !storable(most) {
		return false
	}
	r.regs[reg] = vector{nums: s.Nums, kinds: s.Kinds, ptrs: s.Ptrs, plain: all <= cells.Number}
	if r.regs[reg].plain {
		r.regs[reg].ptrs = nil
	}
	return true
}

// piece copies a strip into a register, from a row on.
func (r *blockRun) piece(v *vector, reg, from int, s *Strip) {
	nums, kinds := v.nums[from:from+s.Rows], v.kinds[from:from+s.Rows]
	if s.Kinds == nil {
		clear(nums)
		clear(kinds)
		if v.ptrs != nil {
			clear(v.ptrs[from : from+s.Rows])
		}
		return
	}
	copy(nums, s.Nums)
	copy(kinds, s.Kinds)
	for j, k := range kinds {
		if k <= cells.Number {
			continue
		}
		v.plain = false
		if !storable(k) {
			nums[j], kinds[j] = math.NaN(), cells.Number
		}
	}
	if s.Ptrs != nil && v.ptrs == nil {
		v.ptrs = r.pointers(reg)
		clear(v.ptrs[:from])
	}
	if v.ptrs != nil {
		if s.Ptrs == nil {
			clear(v.ptrs[from : from+s.Rows])
			return
		}
		copy(v.ptrs[from:], s.Ptrs[:s.Rows])
	}
}
