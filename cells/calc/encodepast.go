package calc

import (
	"encoding/binary"

	"freshet/cells"
	"freshet/cells/series"
)

// pastBits says how many rows have their pasts in one part: few, since a past may be 60 kB and every reading makes its part one that is to be written.
const pastBits = 3

func pastKey(s *sheet, col, row int32) partKey {
	return partKey{kind: pastPart, sheet: s.id, col: col, number: row >> pastBits}
}

// encodePasts is the part "s1/y3/b7": for each cell of rows 56 to 63 of column 3 with a past the row and the past.
func encodePasts(s *sheet, col, number int32) []byte {
	var out []byte
	for row := number << pastBits; row>>pastBits == number; row++ {
		if p := s.pasts[place{row, col}]; p != nil {
			out = binary.AppendUvarint(out, uint64(row))
			out = p.Append(out)
		}
	}
	return out
}

func (l *loader) pasts(id cells.SheetID, col int32, bytes []byte) error {
	return l.eachPast(id, col, bytes, func(r *bytesReader) (*series.Series, bool) {
		return series.Read(&r.ByteReader, r.value)
	})
}

// formerPasts reads the part "s1/a3" of revision 1, which had points only.
func (l *loader) formerPasts(id cells.SheetID, col int32, bytes []byte) error {
	return l.eachPast(id, col, bytes, func(r *bytesReader) (*series.Series, bool) {
		p, at := new(series.Series), int64(0)
		for range min(r.Uvarint(), uint64(len(r.Rest))) {
			at += r.Varint()
			p.Add(at, r.value())
		}
		return p, true
	})
}

func (l *loader) eachPast(id cells.SheetID, col int32, bytes []byte, read func(*bytesReader) (*series.Series, bool)) error {
	s, err := l.sheet(id, col)
	if err != nil {
		return err
	}
	r := bytesReader{cells.ByteReader{Rest: bytes}}
	for len(r.Rest) > 0 {
		row := r.Uvarint()
		p, ok := read(&r)
		if r.Torn || !ok || row >= cells.MaxRows {
			return errTorn
		}
		if s.pasts == nil {
			s.pasts = make(map[place]*series.Series)
		}
		s.pasts[place{int32(row), col}] = p
	}
	return nil
}
