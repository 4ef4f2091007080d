package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Bounds of the parts that travel in one call.
const (
	stageBytes  = 1 << 20 // more than this is staged first
	stageExpiry = 10 * time.Minute
	writerRests = 24 * time.Hour // a committer silent for so long has no batch under way
)

// keeping is what the keeper knows of the stored checkpoint.
type keeping struct {
	wake chan struct{}

	mu    sync.Mutex
	since time.Time // when the first entry came that the checkpoint lacks; zero: none
	base  uint64    // version of the stored checkpoint, as far as known
	whole bool      // the next checkpoint must bring all parts: what is stored is another server's
	other bool      // another server has written the checkpoint of late: leave it to it, unless it stops
	bytes int       // of the entries that came since the last image was taken
	cells int       // that these entries recomputed
	log   []weight  // what the newest entries take in the log

	parts map[string]string // digests of the stored parts; the keeper's own
}

// weight is what an entry takes in the log.
type weight struct {
	version uint64
	bytes   int
}

// changed notes that an entry of so many bytes was applied, and how much work it was.
func (k *keeping) changed(w weight, cells, window int) {
	k.mu.Lock()
	k.bytes += w.bytes
	k.cells += cells
	if n := len(k.log); n > 0 && k.log[n-1].version+1 != w.version {
		k.log = nil
	}
	k.log = append(k.log, w)
	if window = max(window, 0); len(k.log) > 2*window+64 {
		k.log = slices.Clone(k.log[len(k.log)-window-1:])
	}
	k.mu.Unlock()
	k.lacks()
}

// lacks notes that there is something to write.
func (k *keeping) lacks() {
	k.mu.Lock()
	if k.since.IsZero() {
		k.since = time.Now()
	}
	k.mu.Unlock()
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// oldest is the first version that the log keeps behind a checkpoint. Of entries that were trimmed or applied before this replica was loaded it is
// not known what they take: they stay as long as those after them are within the bounds.
func (k *keeping) oldest(version uint64, c Checkpointing) uint64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	oldest := version + 1 - min(version, uint64(max(c.Window, 0)))
	bytes := 0
	for _, w := range slices.Backward(k.log) {
		if w.version > version {
			continue
		}
		if bytes += w.bytes; bytes > c.WindowBytes {
			return max(oldest, w.version+1)
		}
	}
	return oldest
}

// due is when the next checkpoint is to be written; false when nothing has changed.
func (k *keeping) due(applied uint64, c Checkpointing) (time.Time, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.since.IsZero() || applied <= k.base {
		return time.Time{}, false
	}
	share := 1
	if k.other {
		share = 2
	}
	if applied-k.base >= uint64(c.Entries*share) || k.bytes >= c.Bytes*share || k.cells >= c.Cells*share {
		return time.Time{}, true
	}
	return k.since.Add(c.Quiet * time.Duration(share)), true
}

// image is a checkpoint on its way.
type image struct {
	version uint64
	base    uint64
	whole   bool
	put     []Part
	fall    []string // fields of the stored hash that are no longer of use
	bytes   int
	parts   map[string]string // digests of all parts
}

// takeImage encodes what the stored checkpoint lacks.
func (b *Book) takeImage(whole bool) image {
	k := &b.kept
	k.mu.Lock()
	im := image{base: k.base, whole: whole || k.whole || k.base == 0}
	k.since, k.bytes, k.cells = time.Time{}, 0, 0
	k.mu.Unlock()

	b.mu.Lock()
	im.version = b.rep.Position().Version
	parts := b.rep.Encode(im.base, im.whole)
	b.mu.Unlock()

	im.parts = make(map[string]string, len(parts))
	if !im.whole {
		maps.Copy(im.parts, k.parts)
	}
	for _, p := range parts {
		before, had := im.parts[p.Name]
		delete(im.parts, p.Name)
		if p.Bytes != nil {
			d := digest(p.Name, p.Bytes)
			im.parts[p.Name] = d
			if had && d == before {
				continue
			}
			im.put = append(im.put, p)
			im.bytes += len(p.Name) + len(p.Bytes)
		}
		if had {
			im.fall = append(im.fall, partField(p.Name, before))
		}
	}
	return im
}

// writeCheckpoint brings the stored checkpoint to what this replica has applied. former is the revision it replaces, or "".
func (b *Book) writeCheckpoint(ctx context.Context, former string) error {
	im := b.takeImage(former != "")
	err := b.writeEffects(ctx, im.version)
	if err == nil {
		err = b.storeImage(ctx, im, former)
	}
	if err != nil {
		b.kept.mu.Lock()
		b.kept.whole = true // what this image was to take away might stay otherwise
		if b.kept.since.IsZero() {
			b.kept.since = time.Now()
		}
		b.kept.mu.Unlock()
	}
	return err
}

func (b *Book) storeImage(ctx context.Context, im image, former string) error {
	s, revision := b.s, b.s.o.Engine.Revision()
	if former == "" {
		former = revision
	}
	staged, args := "0", make([]any, 0, 16+len(im.fall)+2*len(im.put))
	if im.bytes > stageBytes {
		if err := b.stage(ctx, im); err != nil {
			return err
		}
		staged = "1"
	}
	text, err := manifest{im.version, revision, im.parts}.text()
	if err != nil {
		return err
	}
	fields := ""
	if !im.whole {
		fields = strconv.Itoa(len(b.kept.parts) + 1)
	}
	oldest := b.kept.oldest(im.version, s.o.Checkpoint)
	args = append(args, b.epoch, former, revision, im.base, im.version, fields, staged, text,
		oldest, s.o.Now().Add(-writerRests).UnixMilli(), len(im.fall))
	for _, field := range im.fall {
		args = append(args, field)
	}
	if staged == "0" {
		for _, p := range im.put {
			args = append(args, partField(p.Name, im.parts[p.Name]), p.Bytes)
		}
	}
	keys := []string{metaKey(b.id), checkpointKey(b.id), stagedKey(b.id, s.writer), logKey(b.id), writersKey(b.id)}
	out, err := words(ctx, s.client, s.scripts.checkpoint, keys, args...)
	if err != nil {
		return faultOf("write a checkpoint", err)
	}
	return b.checkpointed(im, out)
}

// checkpointed takes the script's verdict.
func (b *Book) checkpointed(im image, out []string) error {
	k := &b.kept
	switch out[0] {
	case "ok":
		b.mu.Lock()
		b.rep.Encoded(im.version)
		b.mu.Unlock()
		k.mu.Lock()
		k.base, k.whole, k.other, k.parts = im.version, false, false, im.parts
		k.mu.Unlock()
		b.s.counts.checkpoints.Add(1)
		return nil
	case "base":
		version, err := strconv.ParseUint(out[1], 10, 64)
		if err != nil {
			return faultOf("write a checkpoint", err)
		}
		k.mu.Lock()
		k.base, k.whole, k.other = version, true, true
		if im.version > version && k.since.IsZero() {
			k.since = time.Now()
		}
		k.mu.Unlock()
		return nil
	case "gone", "epoch":
		return errRewritten
	case "revision":
		if out[1] == b.s.o.Engine.Revision() {
			return errRewritten // somebody was faster in taking the book over: load what they wrote
		}
		return otherRevision(out[1], b.s.o.Engine.Revision())
	case "head":
		return errMoved
	case "parts":
		return fmt.Errorf("store: the checkpoint of book %s has %s fields, not %d; all are written again", b.id, out[1], len(k.parts)+1)
	}
	return fmt.Errorf("store: write a checkpoint of book %s: the script answered %q", b.id, out)
}

// stage puts parts beside the checkpoint, in calls of bounded size, under a key that falls by itself.
func (b *Book) stage(ctx context.Context, im image) error {
	parts := im.put
	key := stagedKey(b.id, b.s.writer)
	if err := b.s.client.Del(ctx, key).Err(); err != nil {
		return faultOf("stage a checkpoint", err)
	}
	for len(parts) > 0 {
		fields, size := make([]any, 0, 128), 0
		for len(parts) > 0 && (size == 0 || size+len(parts[0].Bytes) <= stageBytes) {
			fields = append(fields, partField(parts[0].Name, im.parts[parts[0].Name]), parts[0].Bytes)
			size += len(parts[0].Bytes) + len(parts[0].Name)
			parts = parts[1:]
		}
		pipe := b.s.client.Pipeline()
		pipe.HSet(ctx, key, fields...)
		pipe.PExpire(ctx, key, stageExpiry)
		if _, err := pipe.Exec(ctx); err != nil {
			return faultOf("stage a checkpoint", err)
		}
	}
	return nil
}
