package embed

import (
	"errors"
	"time"

	"freshet/server/embed/internal/aof"
	"freshet/server/embed/internal/keyspace"
	"freshet/server/embed/internal/resp"
)

// rewriteState is what is known of compactions. s.mu guards it.
type rewriteState struct {
	running   bool
	abandoned bool  // memory was rolled back under the one that runs
	base      int64 // length of the log after the last one
	ended     time.Time
	took      time.Duration
	total     int64
	err       error // of the last one
}

// rewriteChunk is how many keys are copied under one hold of the lock.
const rewriteChunk = 32

var errAbandoned = errors.New("the data were read again from disk meanwhile")

// startRewrite asks for a compaction; it reports false if one is running. It needs s.mu.
func (s *Server) startRewrite() bool {
	if s.rewrite.running {
		return false
	}
	signal(s.shrink)
	return true
}

func (s *Server) rewriteLoop() {
	for {
		select {
		case <-s.shrink:
		case <-s.quit:
			return
		}
		s.mu.Lock()
		s.rewrite.running, s.rewrite.abandoned = true, false
		s.mu.Unlock()
		before, began := s.log.Size(), time.Now()
		size, err := s.compact()
		s.mu.Lock()
		r := &s.rewrite
		r.running, r.err, r.ended, r.took = false, err, time.Now(), time.Since(began)
		if err == nil {
			r.total++
			r.base = s.log.Size()
		} else {
			r.base = max(r.base, before) // try again when as much has come again
		}
		s.mu.Unlock()
		switch {
		case errors.Is(err, errStopped):
		case err != nil:
			s.logger.Warn("compaction of the append only file failed; the file stays as it is", "dir", s.dir, "error", err)
		default:
			s.logger.Info("compacted the append only file", "from", before, "to", size, "took", r.took.Round(time.Millisecond))
		}
	}
}

var errStopped = errors.New("the store is closing")

// frozen is a key as it was when the compaction began.
type frozen struct {
	key      string
	value    any
	expireAt int64
}

// compact writes the data as they are at one moment into a new base. Commands go on
// meanwhile: a key about to change is copied first, all others in small steps.
func (s *Server) compact() (size int64, err error) {
	w, err := s.log.Prepare()
	if err != nil {
		return 0, err
	}
	var early []frozen // copied because they were about to change; guarded by s.mu
	s.mu.Lock()
	keys := s.engine.Keys()
	if err = w.Rotate(); err == nil {
		keys.Snapshot()
		s.engine.OnWrite(func(key string, e *keyspace.Entry) {
			if e != nil && keys.Claim(e) {
				early = append(early, frozen{key, keyspace.Freeze(e.Value), e.ExpireAt})
			}
		})
	}
	s.mu.Unlock()
	if err == nil {
		err = s.copyKeys(w, keys, &early)
	}
	if err != nil {
		return 0, errors.Join(err, w.Abort())
	}
	return w.Commit()
}

func (s *Server) copyKeys(w *aof.Rewrite, keys *keyspace.Keyspace, early *[]frozen) error {
	var cursor uint64
	for {
		s.mu.Lock()
		batch := *early
		*early = nil
		cursor = keys.Scan(cursor, rewriteChunk, func(key string, e *keyspace.Entry) {
			if keys.Claim(e) {
				batch = append(batch, frozen{key, keyspace.Freeze(e.Value), e.ExpireAt})
			}
		})
		stop := s.stopCopying()
		if cursor == 0 || stop != nil {
			s.engine.OnWrite(nil)
		}
		s.mu.Unlock()
		if stop != nil {
			return stop
		}
		for _, f := range batch {
			if err := writeKey(w, f); err != nil {
				s.mu.Lock()
				s.engine.OnWrite(nil)
				s.mu.Unlock()
				return err
			}
		}
		if cursor == 0 {
			return nil
		}
	}
}

// stopCopying returns why a compaction cannot go on. It needs s.mu.
func (s *Server) stopCopying() error {
	switch {
	case s.rewrite.abandoned:
		return errAbandoned
	case s.closing:
		return errStopped
	}
	return nil
}

// baseBatch is about how long the batches of a base are, in bytes.
const baseBatch = 64 << 10

func writeKey(w *aof.Rewrite, f frozen) (err error) {
	var batch []byte
	keyspace.Dump(f.key, f.value, f.expireAt, func(args ...string) {
		batch = resp.AppendCommand(batch, args...)
		if len(batch) > baseBatch {
			err = errors.Join(err, w.Write(batch))
			batch = batch[:0]
		}
	})
	return errors.Join(err, w.Write(batch))
}
