package aof

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Log is an open append only file. Append and Rotate must not be called
// concurrently; everything else may be called at any time.
type Log struct {
	dir    string
	logger *slog.Logger

	mu      sync.Mutex // guards what follows; never held during fsync of data
	files   manifest
	current *os.File
	size    int64 // of current
	older   int64 // bytes of all files before current
	dirty   bool  // current has bytes that no fsync has covered

	syncing sync.Mutex // held during fsync and while current is replaced
	scratch []byte     // the buffer of Append
}

// Loaded tells what Open found.
type Loaded struct {
	Files    int
	Commands int64
	Bytes    int64
	// Cut is the length of a torn tail that was cut off, 0 if there was none.
	Cut int64
}

// Open loads the log below dir, creating it if there is none, and applies every
// batch of it in order. Damage that is not a torn tail is a [*DamageError].
func Open(dir string, logger *slog.Logger, apply Apply) (*Log, Loaded, error) {
	l := &Log{dir: filepath.Join(dir, dirName), logger: logger}
	var loaded Loaded
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return nil, loaded, err
	}
	if err := syncDir(dir); err != nil {
		return nil, loaded, err
	}
	if err := l.readManifest(dir); err != nil {
		return nil, loaded, err
	}
	if err := l.load(&loaded, apply); err != nil {
		return nil, loaded, err
	}
	if err := l.openCurrent(); err != nil {
		return nil, loaded, err
	}
	l.sweep()
	return l, loaded, nil
}

func (l *Log) readManifest(dir string) error {
	path := filepath.Join(l.dir, manifestName)
	text, err := os.ReadFile(path)
	switch {
	case err == nil:
		if l.files, err = parseManifest(text); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	// Files without a manifest are somebody's data: never start over them.
	if found, _ := filepath.Glob(filepath.Join(l.dir, baseName+".*.aof")); len(found) > 0 {
		return fmt.Errorf("%s is missing, but %s is there: put the manifest back, or move the files away", path, found[0])
	}
	return l.adoptSingle(filepath.Join(dir, baseName))
}

// adoptSingle makes the single file of a Redis before version 7 the base, as
// Redis 7 does. Moving comes first: a crash in between is finished at the next start.
func (l *Log) adoptSingle(single string) error {
	moved := filepath.Join(l.dir, baseName)
	if _, err := os.Stat(moved); errors.Is(err, fs.ErrNotExist) {
		err := os.Rename(single, moved)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	l.files.base = &member{baseName, 1, 'b'}
	return writeManifest(l.dir, l.files)
}

func (l *Log) load(loaded *Loaded, apply Apply) error {
	members := l.files.members()
	sizes := make([]int64, len(members))
	last := 0
	for i, f := range members {
		info, err := os.Stat(filepath.Join(l.dir, f.name))
		if err != nil {
			return fmt.Errorf("the manifest names a file that cannot be read: %w", err)
		}
		if sizes[i] = info.Size(); sizes[i] > 0 {
			last = i
		}
	}
	for i, f := range members {
		path := filepath.Join(l.dir, f.name)
		n, err := replay(path, math.MaxInt64, apply)
		var damage *DamageError
		if i == last && errors.As(err, &damage) {
			cut, intact, cutErr := cutTail(path, damage)
			if cutErr != nil {
				return cutErr
			}
			if !intact {
				l.logger.Warn("cut off the torn tail of the append only file: it was being written when the process or the power went",
					"file", path, "offset", damage.Offset, "bytes", cut, "reason", damage.Reason)
				loaded.Cut, sizes[i], err = cut, damage.Offset, nil
			}
		}
		if err != nil {
			return err
		}
		loaded.Files++
		loaded.Commands += n
		loaded.Bytes += sizes[i]
	}
	return nil
}

func (l *Log) path(f member) string { return filepath.Join(l.dir, f.name) }

// openCurrent opens the last incremental file for appending, or makes the first.
func (l *Log) openCurrent() error {
	if len(l.files.incrs) == 0 {
		next := incrFile(l.files.lastSeq() + 1)
		if err := l.create(next); err != nil {
			return err
		}
		l.files.incrs = append(l.files.incrs, next)
		if err := writeManifest(l.dir, l.files); err != nil {
			return err
		}
	}
	members := l.files.members()
	for _, f := range members {
		info, err := os.Stat(l.path(f))
		if err != nil {
			return err
		}
		l.older += info.Size()
		l.size = info.Size()
	}
	l.older -= l.size
	f, err := os.OpenFile(l.path(members[len(members)-1]), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	l.current = f
	// Redis may have appended records without checksums: say where ours begin.
	if err := l.write(appendAnnotation(nil, nil)); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", f.Name(), err), f.Close())
	}
	return nil
}

func (l *Log) create(f member) error {
	file, err := os.OpenFile(l.path(f), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		// Left by a crash before the manifest named it: it holds nothing acknowledged.
		file, err = os.OpenFile(l.path(f), os.O_WRONLY|os.O_TRUNC, 0o600)
	}
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close(), syncDir(l.dir))
}

// sweep removes what a crash left behind: files of our naming that the manifest
// does not know.
func (l *Log) sweep() {
	entries, err := os.ReadDir(l.dir)
	if err != nil {
		return
	}
	known := map[string]bool{manifestName: true}
	for _, f := range l.files.members() {
		known[f.name] = true
	}
	for _, e := range entries {
		name := e.Name()
		ours := strings.HasPrefix(name, tempPrefix+baseName) ||
			strings.HasPrefix(name, baseName+".") && (strings.HasSuffix(name, ".base.aof") || strings.HasSuffix(name, ".incr.aof"))
		if ours && !known[name] {
			if err := os.Remove(filepath.Join(l.dir, name)); err != nil {
				l.logger.Warn("could not remove a leftover file", "file", name, "error", err)
			}
		}
	}
}
