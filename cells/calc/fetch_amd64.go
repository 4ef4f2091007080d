package calc

// fetch tells the processor that a block will be read soon, of which nothing is read now: another goroutine may be writing to it.
//
//go:noescape
func fetch(b *block)
