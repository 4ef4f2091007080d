package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"
)

// partsPerCall is how many parts are fetched at once, so that no call holds the store up for long.
const partsPerCall = 64

// callsAtOnce is how many such calls are under way.
const callsAtOnce = 2

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

// digest is xxHash64 of the name, a zero byte and the bytes of a part, in base 36 behind an X.
func digest(name string, bytes []byte) string {
	h := xxhash.New()
	_, _ = h.WriteString(name) // a hash never fails
	_, _ = h.Write([]byte{0})
	_, _ = h.Write(bytes)
	return "X" + strconv.FormatUint(h.Sum64(), 36)
}

// formerDigest is what digests were before: FNV-1a, in base 36. A checkpoint may still have parts that are called by it.
func formerDigest(name string, bytes []byte) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name + "\x00"))
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

// readParts fetches parts: fields of the checkpoint's hash, and what their parts are called. What is not there is missing from the answer. Several calls
// are under way at once, as both ends have work with a long book.
func (s *Store) readParts(ctx context.Context, book string, fields, names []string) (map[string]string, error) {
	values := make([]any, len(fields))
	calls, ctx := errgroup.WithContext(ctx)
	calls.SetLimit(callsAtOnce)
	for from := 0; from < len(fields); from += partsPerCall {
		to := min(from+partsPerCall, len(fields))
		calls.Go(func() error {
			got, err := s.client.HMGet(ctx, checkpointKey(book), fields[from:to]...).Result()
			if err == nil {
				copy(values[from:to], got)
			}
			return err
		})
	}
	if err := calls.Wait(); err != nil {
		return nil, s.trouble("read a checkpoint", err)
	}
	parts := make(map[string]string, len(fields))
	for i, v := range values {
		if text, ok := v.(string); ok {
			parts[names[i]] = text
		}
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
		bytes, is := bytesOf(text), digest
		if !strings.HasPrefix(want, "X") {
			is = formerDigest
		}
		if is(name, bytes) != want {
			return fmt.Errorf("store: the checkpoint of book %s at version %d is damaged: part %q is not what was written", book, m.Version, name)
		}
	}
	return nil
}
