package formula

import "freshet/cells"

// link is a step of a chain. A step that reads the column itself has the values of the rows before the run.
type link struct {
	i      *instruction
	before []float64

	z, x, y, w []float64 // the registers it fills and reads
}

// chain goes through the rows one by one.
func (r *blockRun) chain(later []link, depends []bool, result []float64, up bool) int {
	for l := range later {
		k := &later[l]
		k.z = r.regs[k.i.to].nums
		for at, reg := range k.i.in[:min(len(k.i.in), 3)] {
			*[3]*[]float64{&k.x, &k.y, &k.w}[at] = r.regs[reg].nums
		}
	}
	if r.steady(later, result, up) {
		return finiteRows(result, up)
	}
	for k := range r.n {
		j := k
		if up {
			j = r.n - 1 - k
		}
		for l := range later {
			s := &later[l]
			switch s.i.op {
			case blockCell:
				if k < len(s.before) {
					s.z[j] = s.before[k]
				} else {
					s.z[j] = result[j+int(s.i.rel.Top)] + 0 // a cell never holds a negative zero
				}
			case blockAdd:
				s.z[j] = plus(s.x[j], s.y[j])
			case blockSub:
				s.z[j] = minus(s.x[j], s.y[j])
			case blockMul:
				s.z[j] = s.x[j] * s.y[j]
			case blockIf:
				switch c := s.x[j]; {
				case c == 0:
					s.z[j] = s.w[j]
				case c-c != 0:
					s.z[j] = c
				default:
					s.z[j] = s.y[j]
				}
			default:
				r.one(s.i, depends, j)
			}
		}
		if x := result[j]; x-x != 0 {
			return k
		}
	}
	return r.n
}

// steady does a chain of one operation with the row before; false when it is more. A zero may come out negative, which makes no difference to these operations.
func (r *blockRun) steady(later []link, z []float64, up bool) bool {
	if len(later) != 2 || later[0].i.op != blockCell || len(later[0].before) != 1 {
		return false
	}
	op, own, in := later[1].i.op, later[0].i.to, later[1].i.in
	if op != blockAdd && op != blockSub && op != blockMul || (in[0] == own) == (in[1] == own) {
		return false
	}
	y := later[1].y
	if in[1] == own {
		y = later[1].x
	}
	j, step := 0, 1
	if up {
		j, step = len(z)-1, -1
	}
	y = y[:len(z)]
	acc := later[0].before[0]
	switch {
	case op == blockAdd:
		for ; uint(j) < uint(len(z)); j += step {
			acc = plus(acc, y[j])
			z[j] = acc
		}
	case op == blockMul:
		for ; uint(j) < uint(len(z)); j += step {
			acc *= y[j]
			z[j] = acc
		}
	case in[0] == own:
		for ; uint(j) < uint(len(z)); j += step {
			acc = minus(acc, y[j])
			z[j] = acc
		}
	default:
		for ; uint(j) < uint(len(z)); j += step {
			acc = minus(y[j], acc)
			z[j] = acc
		}
	}
	return true
}

// finiteRows is how many results from the beginning of a chain are finite.
func finiteRows(z []float64, up bool) int {
	for k := range z {
		j := k
		if up {
			j = len(z) - 1 - k
		}
		if z[j]-z[j] != 0 {
			return k
		}
	}
	return len(z)
}

// one does a step for one row, by doing it for a block of that row.
func (r *blockRun) one(i *instruction, depends []bool, j int) {
	row := r.single
	if row == nil {
		row = &blockRun{t: r.t, w: r.w, s: r.s, at: r.at, n: 1, out: &Block{memory: make([]memory, len(r.regs))}, regs: make([]vector, len(r.regs)), linked: true}
		r.single = row
	}
	for _, reg := range i.in {
		v := r.regs[reg]
		if depends[reg] {
			v.kind, v.plain = cells.Number, true
			if row.regs[reg].kind == cells.Bool {
				v.kind, v.plain = cells.Bool, false
			}
		}
		v.nums = v.nums[j : j+1]
		if v.kinds != nil {
			v.kinds = v.kinds[j : j+1]
		}
		row.regs[reg] = v
	}
	row.out.memory[i.to].nums = r.regs[i.to].nums[j : j+1]
	row.step(i)
	if v := &row.regs[i.to]; v.nums == nil {
		r.regs[i.to].nums[j] = v.num
	}
}
