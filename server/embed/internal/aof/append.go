package aof

import (
	"errors"
	"fmt"
	"math"
	"os"
)

// Append writes one batch, already encoded, with its checksum. When it returns nil
// the bytes are with the operating system: they survive the process. On an error
// nothing of the batch remains in the file, and Append may be tried again later.
func (l *Log) Append(batch []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.scratch = append(l.scratch[:0], batch...)
	l.scratch = appendAnnotation(l.scratch, batch)
	err := l.write(l.scratch)
	if cap(l.scratch) > 4<<20 {
		l.scratch = nil
	}
	return err
}

func (l *Log) write(p []byte) error {
	n, err := l.current.Write(p)
	if err == nil {
		l.size += int64(n)
		l.dirty = true
		return nil
	}
	if n > 0 {
		// A half-written batch would make the next one damage in the middle.
		if cut := l.current.Truncate(l.size); cut != nil {
			return errors.Join(err, fmt.Errorf("and the half-written record could not be taken back: %w", cut))
		}
	}
	return err
}

// Sync makes everything appended before the call survive a loss of power.
func (l *Log) Sync() error {
	l.syncing.Lock()
	defer l.syncing.Unlock()
	return l.syncLocked()
}

// syncLocked needs l.syncing.
func (l *Log) syncLocked() error {
	l.mu.Lock()
	f, dirty := l.current, l.dirty
	l.dirty = false
	l.mu.Unlock()
	if !dirty {
		return nil
	}
	if err := f.Sync(); err != nil {
		l.mu.Lock()
		l.dirty = true
		l.mu.Unlock()
		return fmt.Errorf("fsync %s: %w", f.Name(), err)
	}
	return nil
}

// Dirty reports whether bytes wait for an fsync.
func (l *Log) Dirty() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dirty
}

// Size returns the length of all files together.
func (l *Log) Size() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.older + l.size
}

// Dir returns the directory that holds the files.
func (l *Log) Dir() string { return l.dir }

// Replay applies everything in the files once more, from the start: the way back
// to exactly what was acknowledged. It must not run beside Append or Rotate.
func (l *Log) Replay(apply Apply) error {
	l.mu.Lock()
	members, current, size := l.files.members(), l.current.Name(), l.size
	l.mu.Unlock()
	for _, f := range members {
		limit := int64(math.MaxInt64)
		if l.path(f) == current {
			limit = size
		}
		if _, err := replay(l.path(f), limit, apply); err != nil {
			return err
		}
	}
	return nil
}

// Close syncs and closes the files.
func (l *Log) Close() error {
	l.syncing.Lock()
	defer l.syncing.Unlock()
	err := l.syncLocked()
	return errors.Join(err, l.current.Close())
}

func (l *Log) remove(files []member) {
	for _, f := range files {
		if err := os.Remove(l.path(f)); err != nil {
			l.logger.Warn("could not remove a file the log no longer needs", "file", f.name, "error", err)
		}
	}
}
