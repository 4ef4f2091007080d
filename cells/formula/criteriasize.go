package formula

func resizes(fn *function) { fn.resizes = true }

// sameSize reports whether two arguments are of one size in every cell, or are no references. Where the third argument of SUMIF may be of another
// size than the first, what the formula reads is known only while it is evaluated.
func sameSize(a, b node) bool {
	if _, constant := b.(*constNode); constant {
		return true
	}
	x, known := relOf(a)
	y, too := relOf(b)
	if !known || !too {
		return false
	}
	return x.AbsTop == y.AbsTop && x.AbsBottom == y.AbsBottom && x.AbsLeft == y.AbsLeft && x.AbsRight == y.AbsRight &&
		y.Bottom-x.Bottom == y.Top-x.Top && y.Right-x.Right == y.Left-x.Left ||
		// Ranges that stand still or move as a whole keep their size.
		x.AbsTop == x.AbsBottom && y.AbsTop == y.AbsBottom && x.AbsLeft == x.AbsRight && y.AbsLeft == y.AbsRight &&
			x.Bottom-x.Top == y.Bottom-y.Top && x.Right-x.Left == y.Right-y.Left
}

// relOf is the rectangle of a plain reference.
func relOf(n node) (Relative, bool) {
	switch n := n.(type) {
	case *areaNode:
		return n.rel, true
	case *cellNode:
		return n.rel, true
	}
	return Relative{}, false
}
