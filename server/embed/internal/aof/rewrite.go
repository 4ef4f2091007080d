package aof

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
)

// Rewrite is a base file in the making. Its methods must not be called
// concurrently with each other; Append to the log goes on beside them.
type Rewrite struct {
	log  *Log
	next member // the incremental file that begins at the snapshot
	base member
	file *os.File
	out  *bufio.Writer
	size int64
}

// Prepare makes the files of a rewrite and enters the coming incremental file in
// the manifest. It does everything slow, so that Rotate is quick.
func (l *Log) Prepare() (*Rewrite, error) {
	l.mu.Lock()
	files := l.files
	l.mu.Unlock()
	seq := files.lastSeq() + 1
	w := &Rewrite{log: l, next: incrFile(seq), base: baseFile(seq)}
	temp := filepath.Join(l.dir, tempPrefix+w.base.name)
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	w.file, w.out = f, bufio.NewWriterSize(f, 256<<10)
	if err := l.create(w.next); err != nil {
		return nil, errors.Join(err, w.discard())
	}
	// The new file is still empty and the old one still grows: the tail of the
	// log is its last file that is not empty, so a crash here is harmless.
	files.incrs = append(files.incrs[:len(files.incrs):len(files.incrs)], w.next)
	if err := writeManifest(l.dir, files); err != nil {
		return nil, errors.Join(err, w.discard())
	}
	l.mu.Lock()
	l.files = files
	l.mu.Unlock()
	return w, l.Sync()
}

// Rotate moves appends to the new incremental file. The caller takes its snapshot
// in the same moment: what is appended later must not be in it.
func (w *Rewrite) Rotate() error {
	l := w.log
	f, err := os.OpenFile(l.path(w.next), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	l.syncing.Lock()
	defer l.syncing.Unlock()
	// The old file must be safe before the new one has anything in it, else a
	// power cut could leave a hole between them.
	if err := l.syncLocked(); err != nil {
		return errors.Join(err, f.Close())
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	old := l.current
	l.current = f
	l.older += l.size
	l.size = 0
	return old.Close()
}

// Write adds one batch of commands to the base.
func (w *Rewrite) Write(batch []byte) error {
	if len(batch) == 0 {
		return nil
	}
	line := appendAnnotation(nil, batch)
	w.size += int64(len(batch) + len(line))
	if _, err := w.out.Write(batch); err != nil {
		return err
	}
	_, err := w.out.Write(line)
	return err
}

// Commit makes the base the truth and removes the files it replaces. It returns
// the size of the base in bytes.
func (w *Rewrite) Commit() (int64, error) {
	l := w.log
	temp := w.file.Name()
	err := w.out.Flush()
	err = errors.Join(err, w.file.Sync(), w.file.Close())
	if err == nil {
		err = os.Rename(temp, l.path(w.base))
	}
	if err == nil {
		err = syncDir(l.dir)
	}
	if err != nil {
		return 0, errors.Join(err, w.remove(temp))
	}
	l.mu.Lock()
	old := l.files.members()
	l.mu.Unlock()
	fresh := manifest{base: &w.base, incrs: []member{w.next}}
	if err := writeManifest(l.dir, fresh); err != nil {
		// The new manifest may be in place all the same: both sets of files stay,
		// and the next start removes the one that it does not name.
		return 0, err
	}
	l.mu.Lock()
	l.files = fresh
	l.older = w.size
	l.mu.Unlock()
	l.remove(old[:len(old)-1])
	return w.size, nil
}

// Abort gives the rewrite up. The log stays whole: the old files and the new
// incremental one add up.
func (w *Rewrite) Abort() error { return w.discard() }

func (w *Rewrite) discard() error {
	return errors.Join(w.file.Close(), w.remove(w.file.Name()))
}

func (w *Rewrite) remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
