package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"freshet/cells"
	"freshet/cells/store"
)

// longBook makes a book of two columns of numbers and one of formulas over them in a data folder, and gives it as a server there
// will know it.
func (b *bench) longBook(ctx context.Context, folder string, rows int) (*book, error) {
	t, err := b.truth(ctx, folder)
	if err != nil {
		return nil, err
	}
	made, err := fillBook(ctx, t, rows)
	if err = errors.Join(err, t.close()); err != nil {
		return nil, err
	}
	tokens := map[string]string{}
	for role, token := range made.Tokens {
		tokens[role.String()] = token
	}
	return &book{ID: made.ID, Tokens: tokens}, nil
}

func fillBook(ctx context.Context, t *truth, rows int) (store.Created, error) {
	made, err := t.Create(ctx, store.NewBook{Title: "Bench", Ops: cells.Ops{sheet1, set(0, 25, "3")}, Actor: "bench"})
	if err != nil {
		return made, err
	}
	book, err := t.Book(ctx, made.ID)
	if err != nil {
		return made, err
	}
	defer book.Release()
	for _, op := range append(numbers(rows, 2), filled(2, "=A1*2+B1*$Z$1", rows)...) {
		if _, err := book.Update(ctx, cells.Request{Actor: "bench", Ops: cells.Ops{op}}); err != nil {
			return made, err
		}
	}
	return made, nil
}

// copied copies a data folder, so that what one measurement does to it the next does not find.
func (b *bench) copied(folder, to string) error {
	to = filepath.Join(b.temp, to)
	if err := os.RemoveAll(to); err != nil {
		return fmt.Errorf("empty a folder: %w", err)
	}
	if err := os.CopyFS(to, os.DirFS(filepath.Join(b.temp, folder))); err != nil {
		return fmt.Errorf("copy a folder: %w", err)
	}
	return nil
}

// folderSize is how many bytes lie in a data folder.
func (b *bench) folderSize(folder string) (int64, error) {
	var size int64
	err := filepath.WalkDir(filepath.Join(b.temp, folder), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("measure a folder: %w", err)
	}
	return size, nil
}
