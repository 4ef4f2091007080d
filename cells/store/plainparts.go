package store

import (
	"context"
	"fmt"
	"hash/fnv"
)

// readPlain reads a checkpoint of the form that came before manifests: fields named as the parts are, their number and the sum of
// their digests in the meta hash. It is for reading only: the next checkpoint of the book is a whole one with a manifest.
func (s *Store) readPlain(ctx context.Context, m meta) (map[string]string, error) {
	names, err := s.client.HKeys(ctx, checkpointKey(m.book)).Result()
	if err != nil {
		return nil, s.trouble("read a checkpoint", err)
	}
	parts, err := s.readParts(ctx, m.book, names, names)
	if err != nil {
		return nil, err
	}
	sum := uint64(0)
	for name, text := range parts {
		h := fnv.New64a()
		_, _ = h.Write([]byte(name + "\x00" + text)) // a hash never fails
		sum += h.Sum64()
	}
	if len(parts) != m.parts || sum != m.sum {
		return nil, fmt.Errorf("store: the checkpoint of book %s at version %d is damaged: %d parts with digest %d, but %d with %d were written",
			m.book, m.ckpt, len(parts), sum, m.parts, m.sum)
	}
	return parts, nil
}
