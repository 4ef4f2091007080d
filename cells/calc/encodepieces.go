package calc

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"

	"freshet/cells"
)

// undoForm is the first byte of the part "u/<actor>". What revisions 1 and 2 wrote is JSON, which begins with a brace.
const undoForm = 1

// storedUndo is the end of the part "u/<actor>": who it is, and how many records of which kind come before.
type storedUndo struct {
	Name string `json:"name"`
	Used uint64 `json:"used"`
	Undo int    `json:"undo"`
	Redo int    `json:"redo"`
}

// encodeActor writes what somebody can undo and redo: record after record, the oldest first, then a storedUndo and, in four
// bytes, its length. What another edit adds is at the end, so of a long part only the last piece is another one. A record is the length and JSON of
// its steps, and what stood in the cells of each before it and after it, as numbers of eight bytes: there may be millions.
func encodeActor(a *actor) []byte {
	out := []byte{undoForm}
	for _, stack := range [...][]*record{a.undo, a.redo} {
		for _, r := range stack {
			steps, stood := make([]storedStep, len(r.steps)), []byte(nil)
			for i, s := range r.steps {
				x := storeStep(s)
				stood = appendPieces(appendPieces(stood, x.Before), x.After)
				x.Before, x.After = nil, nil
				steps[i] = x
			}
			text := mustJSON(steps)
			out = append(binary.AppendUvarint(out, uint64(len(text))), text...)
			out = append(out, stood...)
		}
	}
	text := mustJSON(storedUndo{a.name, a.used, len(a.undo), len(a.redo)})
	return binary.LittleEndian.AppendUint32(append(out, text...), uint32(len(text)))
}

// appendPieces writes how many pieces there are, and of each its column, top, number of cells, the length of its formula's key and the key; or a
// zero and its values.
func appendPieces(out []byte, ps []storedPiece) []byte {
	out = binary.AppendUvarint(out, uint64(len(ps)))
	for _, p := range ps {
		out = binary.AppendUvarint(out, uint64(p.Col))
		out = binary.AppendUvarint(out, uint64(p.Top))
		out = binary.AppendUvarint(out, uint64(p.N))
		out = append(binary.AppendUvarint(out, uint64(len(p.Formula))), p.Formula...)
		if p.Formula == "" {
			out = appendValues(out, p.Values)
		}
	}
	return out
}

// appendValues writes values in runs of one kind: the kind and the length of the run; then eight bytes a value, little-endian, or its binary form
// where a number does not say all.
func appendValues(out []byte, vs []cells.Value) []byte {
	for len(vs) > 0 {
		kind, n := vs[0].Kind(), 1
		for n < len(vs) && vs[n].Kind() == kind {
			n++
		}
		out = binary.AppendUvarint(append(out, byte(kind)), uint64(n))
		for _, v := range vs[:n] {
			if numeric(kind) {
				_, x, _ := v.Parts()
				out = binary.LittleEndian.AppendUint64(out, math.Float64bits(x))
			} else {
				out = cells.AppendValue(out, v)
			}
		}
		vs = vs[n:]
	}
	return out
}

// numeric says that a number is all there is to a value of the kind.
func numeric(k cells.Kind) bool {
	return k == cells.Number || k == cells.Time || k == cells.Duration || k == cells.Bool
}

var errTornUndo = errors.New("what an actor can undo is damaged")

// decodeActor reads what encodeActor wrote, now or in an earlier revision. It needs nothing of a book. The bytes may be damaged: that is an error, never a
// panic.
func decodeActor(in []byte) (a storedActor, err error) {
	if len(in) > 0 && in[0] == '{' {
		return a, json.Unmarshal(in, &a)
	}
	if len(in) < 5 || in[0] != undoForm {
		return a, errTornUndo
	}
	in, tail := in[1:len(in)-4], uint64(binary.LittleEndian.Uint32(in[len(in)-4:]))
	if tail > uint64(len(in)) {
		return a, errTornUndo
	}
	end := len(in) - int(tail)
	var x storedUndo
	if err := json.Unmarshal(in[end:], &x); err != nil {
		return a, err
	}
	a.Name, a.Used = x.Name, x.Used
	r := bytesReader{cells.ByteReader{Rest: in[:end]}}
	if a.Undo, err = r.records(x.Undo); err == nil {
		a.Redo, err = r.records(x.Redo)
	}
	if err == nil && (r.Torn || len(r.Rest) > 0) {
		err = errTornUndo
	}
	return a, err
}

func (r *bytesReader) records(n int) ([][]storedStep, error) {
	var out [][]storedStep
	for range n {
		text := r.Take(r.Uvarint())
		if r.Torn {
			return nil, errTornUndo
		}
		var steps []storedStep
		if err := json.Unmarshal(text, &steps); err != nil {
			return nil, err
		}
		for i := range steps {
			steps[i].Before = r.pieces()
			steps[i].After = r.pieces()
		}
		out = append(out, steps)
	}
	return out, nil
}

func (r *bytesReader) pieces() []storedPiece {
	var out []storedPiece
	for range r.Uvarint() {
		p := storedPiece{Col: r.int32(), Top: r.int32(), N: r.int32(), Formula: string(r.Take(r.Uvarint()))}
		if p.Formula == "" {
			p.Values = r.values(uint64(p.N))
		}
		if r.Torn {
			return nil
		}
		out = append(out, p)
	}
	return out
}

func (r *bytesReader) int32() int32 {
	x := r.Uvarint()
	if x > math.MaxInt32 {
		r.Torn = true
		return 0
	}
	return int32(x)
}

// values reads n values. It allocates no more than the bytes allow.
func (r *bytesReader) values(n uint64) []cells.Value {
	if n > uint64(len(r.Rest)) {
		r.Torn = true
		return nil
	}
	out := make([]cells.Value, 0, n)
	for uint64(len(out)) < n && !r.Torn {
		kind, run := cells.Kind(r.Byte()), r.Uvarint()
		if run == 0 || run > n-uint64(len(out)) {
			r.Torn = true
			return nil
		}
		if !numeric(kind) {
			for range run {
				v := r.value()
				if v.Kind() != kind || kind == cells.Blank {
					r.Torn = true
				}
				if r.Torn {
					return nil
				}
				out = append(out, v)
			}
			continue
		}
		bytes := r.Take(8 * run)
		for ; len(bytes) > 0; bytes = bytes[8:] {
			bits := binary.LittleEndian.Uint64(bytes)
			x := math.Float64frombits(bits)
			if bits>>52&0x7ff == 0x7ff || kind == cells.Bool && x != 0 && x != 1 {
				r.Torn = true
				return nil
			}
			out = append(out, cells.FromParts(kind, x, nil))
		}
	}
	return out
}
