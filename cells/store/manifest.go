package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"

	"github.com/redis/go-redis/v9"
)

// partsPerCall is how many parts are fetched at once, so that no call holds the store up for long.
const partsPerCall = 64

// manifestField is the field of the checkpoint's hash that says which of the others make the checkpoint. It is set by one command, and
// parts are named after what is in them: however little of a script a store brings back after a crash, the hash holds the former
// checkpoint or the new one.
const manifestField = "manifest"

// manifest is a checkpoint in short. The scripts read its beginning: the order of the first two fields matters.
type manifest struct {
	Version  uint64            `json:"version"`
	Revision string            `json:"revision"` // of the engine that encoded the parts
	Parts    map[string]string `json:"parts"`    // name → digest
}

// partField is the field of a part in the checkpoint's hash.
func partField(name, digest string) string { return name + "@" + digest }

// digest is FNV-1a over the name, a zero byte and the bytes of a part, in base 36.
func digest(name string, bytes []byte) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // a hash never fails
	_, _ = h.Write([]byte{0})
	_, _ = h.Write(bytes)
	return strconv.FormatUint(h.Sum64(), 36)
}

func (m manifest) text() (string, error) {
	raw, err := json.Marshal(m)
	if err != nil {
		return "", faultOf("encode a manifest", err)
	}
	return string(raw), nil
}

// readManifest fetches what the checkpoint of a book is; text is "" when there is none, or one of the earlier form.
func (s *Store) readManifest(ctx context.Context, book string) (text string, m manifest, err error) {
	text, err = s.client.HGet(ctx, checkpointKey(book), manifestField).Result()
	if errors.Is(err, redis.Nil) {
		return "", m, nil
	}
	if err != nil {
		return "", m, s.trouble("read a checkpoint", err)
	}
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return "", m, fmt.Errorf("store: the manifest of the checkpoint of book %s is damaged: %w", book, err)
	}
	return text, m, nil
}

// readParts fetches parts: fields of the checkpoint's hash, and what their parts are called. What is not there is missing from the answer.
func (s *Store) readParts(ctx context.Context, book string, fields, names []string) (map[string]string, error) {
	parts := make(map[string]string, len(fields))
	for len(fields) > 0 {
		n := min(len(fields), partsPerCall)
		values, err := s.client.HMGet(ctx, checkpointKey(book), fields[:n]...).Result()
		if err != nil {
			return nil, s.trouble("read a checkpoint", err)
		}
		for i, v := range values {
			if text, ok := v.(string); ok {
				parts[names[i]] = text
			}
		}
		fields, names = fields[n:], names[n:]
	}
	return parts, nil
}

// fields are those of the parts in the checkpoint's hash, and what the parts are called.
func (m manifest) fields() (fields, names []string) {
	for name, d := range m.Parts {
		fields, names = append(fields, partField(name, d)), append(names, name)
	}
	return fields, names
}

// damaged tells what is wrong with parts that were read, nil when nothing is.
func (m manifest) damaged(book string, parts map[string]string) error {
	for name, want := range m.Parts {
		text, ok := parts[name]
		if !ok {
			return fmt.Errorf("store: the checkpoint of book %s at version %d is damaged: part %q is missing", book, m.Version, name)
		}
		if digest(name, []byte(text)) != want {
			return fmt.Errorf("store: the checkpoint of book %s at version %d is damaged: part %q is not what was written", book, m.Version, name)
		}
	}
	return nil
}
