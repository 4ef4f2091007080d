//go:build !amd64

package formula

// hasWide tells that the processor has a way to do several rows at once.
var hasWide = false

// wideRows is how many rows go wide: on this processor none.
func wideRows(int) int { return 0 }

func linearWide(_, _, _ *float64, _ int, _, _ float64) int { return 0 }
func affineWide(_, _ *float64, _ int, _, _ float64) int    { return 0 }
func productWide(_, _, _ *float64, _ int) int              { return 0 }
func quotientWide(_, _, _ *float64, _ int) int             { return 0 }
