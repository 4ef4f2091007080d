package store

import (
	"iter"

	"freshet/cells"
	"freshet/cells/calc"
)

// calcEngine is package calc, the engine in use.
type calcEngine struct{}

func (calcEngine) Revision() string { return calc.Revision }

func (calcEngine) New(book, epoch string) Replica {
	return calcReplica{calc.New(calc.Options{ID: book, Epoch: epoch})}
}

func (calcEngine) Load(book string, pos cells.Position, parts iter.Seq2[string, []byte]) (Replica, error) {
	b, err := calc.Load(calc.Options{ID: book, Epoch: pos.Epoch}, pos, parts)
	if err != nil {
		return nil, err
	}
	return calcReplica{b}, nil
}

type calcReplica struct{ *calc.Book }

func (r calcReplica) Encode(since uint64, full bool) []Part {
	parts := r.Book.Encode(since, full)
	out := make([]Part, len(parts))
	for i, p := range parts {
		out[i] = Part(p)
	}
	return out
}
