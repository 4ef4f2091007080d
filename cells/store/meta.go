package store

import (
	"errors"
	"fmt"
	"strconv"
)

// meta is the meta hash of a book; metaKey lists its fields.
type meta struct {
	book            string
	exists          bool
	epoch, revision string
	head            uint64
	at              int64
	eff             uint64
	lead, lag       int64
	ckpt            uint64
	tick            uint64
	plain           bool   // the checkpoint has no manifest, see plainparts.go
	parts           int    // of such a checkpoint
	sum             uint64 // of its parts' digests
}

func parseMeta(book string, h map[string]string) (meta, error) {
	if len(h) == 0 {
		return meta{book: book}, nil
	}
	var all []error
	number := func(field string, bits int) uint64 {
		n, err := strconv.ParseUint(h[field], 10, bits)
		if err != nil {
			all = append(all, fmt.Errorf("field %s is %q", field, h[field]))
		}
		return n
	}
	m := meta{
		book: book, exists: true, epoch: h["epoch"], revision: h["rev"], head: number("head", 53), at: int64(number("at", 53)), eff: number("eff", 53),
		lead: int64(number("lead", 53)), lag: int64(number("lag", 53)), ckpt: number("ckpt", 53),
	}
	if h["tick"] != "" {
		m.tick = number("tick", 53)
	}
	if _, m.plain = h["cksum"]; m.plain {
		m.sum, m.parts = number("cksum", 64), int(number("ckparts", 31))
	}
	if m.epoch == "" || m.revision == "" {
		all = append(all, errors.New("the epoch or the revision is missing"))
	}
	if m.ckpt > m.head || m.eff > m.head {
		all = append(all, fmt.Errorf("the checkpoint (%d) or the cursor (%d) is beyond the head (%d)", m.ckpt, m.eff, m.head))
	}
	if len(all) > 0 {
		return meta{}, fmt.Errorf("store: the meta hash of book %s is damaged: %w", book, errors.Join(all...))
	}
	return m, nil
}
