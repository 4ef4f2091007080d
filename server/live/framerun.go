package live

import (
	"encoding/binary"
	"math"

	"freshet/cells"
)

func (r *runBuffer) reset() {
	r.marks, r.values, r.ats = r.marks[:0], r.values[:0], r.ats[:0]
	r.inputs, r.formats = r.inputs[:0], r.formats[:0]
}

// endRun writes the gathered run with as few parts as tell it.
func (e *encoder) endRun() {
	r := &e.run
	n := len(r.marks)
	if n == 0 {
		return
	}
	var parts byte
	mark := r.marks[0]
	blank := true
	for _, m := range r.marks {
		if m != mark {
			parts |= partMarks
		}
		if cells.Kind(m&7) != cells.Blank {
			blank = false
		}
	}
	if !blank {
		parts |= partValues
	}
	if r.known {
		parts |= r.knownParts()
	}
	b := e.buf
	b = binary.LittleEndian.AppendUint32(b, uint32(r.at.Row))
	b = binary.LittleEndian.AppendUint16(b, uint16(r.at.Col))
	b = append(b, mark, parts)
	b = binary.LittleEndian.AppendUint32(b, uint32(n))
	b = binary.LittleEndian.AppendUint32(b, uint32(r.at.Sheet))
	if parts&partMarks != 0 {
		b = pad(append(b, r.marks...))
	}
	if parts&partValues != 0 {
		b = appendFloats(b, r.values)
	}
	switch {
	case parts&partAt != 0:
		b = appendFloats(b, r.ats[:1])
	case parts&partAts != 0:
		b = appendFloats(b, r.ats)
	}
	if parts&partInputs != 0 {
		b = appendPlaces(b, r.inputs)
	}
	switch {
	case parts&partFormat != 0:
		b = appendPlaces(b, []uint32{r.formats[0] - 1})
	case parts&partFormats != 0:
		b = appendPlaces(b, r.formats)
	}
	e.buf = b
	e.runs++
	r.reset()
}

// knownParts says which parts tell the times, inputs and formats of the run.
func (r *runBuffer) knownParts() (parts byte) {
	if allEqual(r.ats) {
		parts |= partAt
	} else {
		parts |= partAts
	}
	if !allEqual(r.inputs) || r.inputs[0] != 0 {
		parts |= partInputs
	}
	switch {
	case !allEqual(r.formats):
		parts |= partFormats
	case r.formats[0] != 0:
		parts |= partFormat
	}
	return parts
}

func allEqual[T comparable](s []T) bool {
	for _, x := range s[1:] {
		if x != s[0] {
			return false
		}
	}
	return true
}

func appendFloats(b []byte, fs []float64) []byte {
	for _, f := range fs {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
	}
	return b
}

func appendPlaces(b []byte, places []uint32) []byte {
	for _, p := range places {
		b = binary.LittleEndian.AppendUint32(b, p)
	}
	return pad(b)
}

// pad fills up to the next multiple of 8; frames begin at a multiple of 8.
func pad(b []byte) []byte {
	for len(b)%8 != 0 {
		b = append(b, 0)
	}
	return b
}
