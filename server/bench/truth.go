package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"

	"freshet/cells"
	"freshet/cells/store"
	"freshet/server/embed"
)

// truth is the store on the embedded Redis, as the program opens it.
type truth struct {
	*store.Store
	redis *embed.Server
}

func (b *bench) truth(ctx context.Context, folder string) (*truth, error) {
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	redis, err := embed.Open(ctx, embed.Options{Dir: filepath.Join(b.temp, folder), Logger: quiet})
	if err != nil {
		return nil, fmt.Errorf("open the embedded store: %w", err)
	}
	s, err := store.Open(ctx, store.Options{
		Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) { return redis.Dial(ctx) },
		Name:   "embedded", Logger: quiet,
	})
	if err != nil {
		_ = redis.Close()
		return nil, fmt.Errorf("open the store: %w", err)
	}
	return &truth{s, redis}, nil
}

func (t *truth) close() error {
	err := t.Store.Close()
	if closeErr := t.redis.Close(); err == nil {
		err = closeErr
	}
	return err
}

// hundredThousand is the ops of a book with 50,000 numbers and 50,000 formulas over them.
func hundredThousand() cells.Ops {
	const rows = 50_000
	ops := cells.Ops{cells.AddSheet{Name: "Sheet1", Index: -1}}
	for top := int32(0); top < rows; top += 10_000 {
		s := cells.Set{Range: cells.Range{Sheet: 1, Top: top, Bottom: top + 9_999}}
		for i := range 10_000 {
			s.Inputs = append(s.Inputs, cells.Literal(cells.Num(float64(int(top)+i)/7)))
		}
		ops = append(ops, s)
	}
	return append(ops, filled(1, "=A1*2+1", rows)...)
}

// filled is the ops that type a formula at the top of a column and fill it down.
func filled(col int32, formula string, rows int) cells.Ops {
	first := cells.Range{Sheet: 1, Left: col, Right: col}
	all := first
	all.Bottom = int32(rows - 1)
	return cells.Ops{set(0, col, formula), cells.Fill{Source: first, Target: all}}
}
