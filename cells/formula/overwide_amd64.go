package formula

import "golang.org/x/sys/cpu"

// wide tells that four rows go into a register. What the assembler does is what the loops in overrows.go do, which are the other processors'.
var hasWide = cpu.X86.HasAVX2

// wideRows is how many rows go wide: whole eights, and not the last row, so that the race detector sees the columns touched.
func wideRows(n int) int {
	if !hasWide {
		return 0
	}
	return (n - 1) &^ 7
}

// linearWide is linearOver for n rows, a multiple of eight and not none.
//
//go:noescape
func linearWide(old, x, y *float64, n int, p, q float64) int

// affineWide is affineOver so.
//
//go:noescape
func affineWide(old, x *float64, n int, p, q float64) int

// productWide is productOver so.
//
//go:noescape
func productWide(old, x, y *float64, n int) int

// quotientWide is quotientOver so.
//
//go:noescape
func quotientWide(old, x, y *float64, n int) int
