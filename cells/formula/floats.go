package formula

// Functions of many numbers gather them first. What an evaluation gathers is of no use after it, so a few buffers go from one evaluation to the next; those that
// more calls of the same evaluation need are made.
const (
	keptFloats  = 1 << 15 // numbers of a buffer that is kept
	floatsLists = 4
)

// floats is memory for numbers, empty, that nobody else uses until the evaluation ends, and its place for keepFloats.
func (f *frame) floats() ([]float64, int) {
	i := f.lent
	if i >= len(f.buffers) {
		return nil, i
	}
	f.lent++
	return f.buffers[i][:0], i
}

// keepFloats keeps what a buffer has grown to.
func (f *frame) keepFloats(x []float64, i int) {
	if i < len(f.buffers) && cap(x) <= keptFloats {
		f.buffers[i] = x[:0]
	}
}
