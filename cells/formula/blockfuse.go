package formula

// fuse joins steps that are one pass over the rows: products with one number for all rows, and their sum. Every product is rounded as it is alone.
func (c *blockCompiler) fuse(steps []instruction, result int) []instruction {
	uses, maker := make([]int, c.regs), make([]int, c.regs)
	same := make([]bool, c.regs)
	for k := range steps {
		s := &steps[k]
		maker[s.to] = k
		same[s.to] = s.op == blockConst || s.op == blockFixed
		for _, reg := range s.in {
			uses[reg]++
		}
	}
	// product is the column and the number of a register that is their product and nothing else's input.
	product := func(reg int) (column, number int, ok bool) {
		m := &steps[maker[reg]]
		switch {
		case m.op != blockMul || uses[reg] != 1:
			return 0, 0, false
		case same[m.in[1]] && !same[m.in[0]]:
			return m.in[0], m.in[1], true
		case same[m.in[0]] && !same[m.in[1]]:
			return m.in[1], m.in[0], true
		}
		return 0, 0, false
	}
	out := append([]instruction(nil), steps...)
	for k := range out {
		s := &out[k]
		if s.op != blockAdd && s.op != blockSub {
			continue
		}
		a, b := s.in[0], s.in[1]
		x, p, left := product(a)
		y, q, right := product(b)
		sign := 1.0
		if s.op == blockSub {
			sign = -1
		}
		switch {
		case a == b:
		case left && right:
			s.run, s.over, s.in, s.x = (*blockRun).products, (*blockRun).productsOver, []int{x, p, y, q}, sign
			s.op = blockOther
		case left:
			s.run, s.over, s.in, s.x = (*blockRun).scaled, (*blockRun).scaledOver, []int{x, p, b}, sign
			s.op = blockOther
		case right && s.op == blockAdd:
			s.run, s.over, s.in, s.x = (*blockRun).scaled, (*blockRun).scaledOver, []int{y, q, a}, 1
			s.op = blockOther
		}
	}
	out = c.live(out, result)
	if s := &out[len(out)-1]; s.over == nil {
		s.over = overwriters[s.op]
	}
	return out
}

// products is x·p ± y·q, of columns x and y and numbers p and q.
func (r *blockRun) products(i *instruction) {
	p, _ := r.scalar(i.in[1])
	q, _ := r.scalar(i.in[3])
	q *= i.x // a sign is never rounded
	x, y := r.numbers(i.in[0]), r.numbers(i.in[2])
	z := r.own(i.to)
	x, y = x[:len(z)], y[:len(z)]
	for j := range z {
		z[j] = plus(float64(x[j]*p), float64(y[j]*q))
	}
}

// scaled is x·p ± y, of a column x, a number p and a register y.
func (r *blockRun) scaled(i *instruction) {
	p, _ := r.scalar(i.in[1])
	x := r.numbers(i.in[0])
	if q, ok := r.scalar(i.in[2]); ok {
		q *= i.x
		z := r.own(i.to)
		x = x[:len(z)]
		for j := range z {
			z[j] = plus(float64(x[j]*p), q)
		}
		return
	}
	y := r.numbers(i.in[2])
	z := r.own(i.to)
	x, y = x[:len(z)], y[:len(z)]
	if i.x < 0 {
		for j := range z {
			z[j] = minus(float64(x[j]*p), y[j])
		}
		return
	}
	for j := range z {
		z[j] = plus(float64(x[j]*p), y[j])
	}
}
