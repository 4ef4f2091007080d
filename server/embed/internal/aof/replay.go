package aof

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"strings"

	"freshet/server/embed/internal/resp"
)

// Apply takes one batch, in order: the commands of it, without MULTI and EXEC.
// An error ends the replay: the file does not fit what reads it.
type Apply func(batch [][]string) error

// DamageError says where a file stops making sense.
type DamageError struct {
	File   string
	Offset int64
	Reason string

	// resume is where something intact, if it came, would show that the damage is
	// not a torn tail.
	resume int64
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("%s is damaged at byte %d: %s", e.File, e.Offset, e.Reason)
}

var rdbMagic = []byte("REDIS0")

// replay reads one file from its start and applies its batches. limit bounds the
// bytes read. A *DamageError carries the offset behind the last intact batch.
func replay(path string, limit int64, apply Apply) (commands int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	magic := make([]byte, len(rdbMagic))
	if n, _ := f.ReadAt(magic, 0); bytes.Equal(magic[:n], rdbMagic) {
		return 0, fmt.Errorf("%s begins with an RDB preamble, which the embedded store does not read: "+
			"in the Redis that wrote it, run CONFIG SET aof-use-rdb-preamble no and BGREWRITEAOF, then try again", path)
	}
	r := replayer{path: path, in: resp.NewStrictReader(io.LimitReader(f, limit)), apply: apply}
	err = r.run()
	return r.commands, err
}

// replayer holds the state of one replay.
type replayer struct {
	path     string
	in       *resp.Reader
	apply    Apply
	commands int64

	start    int64      // where the unit being read began
	unit     [][]string // its commands so far
	inMulti  bool
	sum      uint32 // of the bytes since the last annotation
	length   int64
	annotate bool // the unit before this one had its checksum
}

// damage reports that the unit being read is damaged, within what has been read.
func (r *replayer) damage(reason string) error {
	return &DamageError{r.path, r.start, reason, r.in.Consumed()}
}

func (r *replayer) run() error {
	for {
		r.start = r.in.Consumed()
		done, err := r.next()
		if done || err != nil {
			return err
		}
	}
}

// next reads one unit, with the annotation behind it if there is one.
func (r *replayer) next() (done bool, err error) {
	line, ok, err := r.in.PeekLine('#')
	if ok {
		return false, r.verify(line)
	}
	if errors.Is(err, io.EOF) {
		return true, nil
	}
	if err != nil {
		return false, r.readError(err)
	}
	if err := r.readUnit(); err != nil {
		return false, err
	}
	line, ok, err = r.in.PeekLine('#')
	switch {
	case ok:
		if err := r.verify(line); err != nil {
			return false, err
		}
	case errors.Is(err, io.EOF) && r.annotate:
		// The batch before had its checksum, this last one has not: it was
		// being written when the power or the process went, unacknowledged.
		return false, r.damage("the last batch lacks its checksum")
	case err != nil && !errors.Is(err, io.EOF):
		return false, r.readError(err)
	case err == nil && !r.in.Begins('*'):
		// A record that lost an argument to a flipped bit reads as a shorter one, with the
		// rest of it standing behind.
		return false, r.damage("what follows a record is neither a record nor a checksum")
	default:
		r.annotate = false
	}
	r.commands += int64(len(r.unit))
	if err := r.apply(r.unit); err != nil {
		return false, fmt.Errorf("%s, byte %d: %w", r.path, r.start, err)
	}
	return false, nil
}

func (r *replayer) readUnit() error {
	r.unit, r.inMulti = nil, false
	for {
		args, err := r.in.Next()
		if errors.Is(err, io.EOF) && r.inMulti {
			return r.damage("a transaction without its EXEC")
		}
		if err != nil {
			return r.readError(err)
		}
		raw := r.in.Record()
		r.sum = crc32.Update(r.sum, castagnoli, raw)
		r.length += int64(len(raw))
		switch {
		case len(args) == 1 && strings.EqualFold(args[0], "multi"):
			if r.inMulti {
				return r.damage("a transaction inside a transaction")
			}
			r.inMulti = true
		case len(args) == 1 && strings.EqualFold(args[0], "exec"):
			if !r.inMulti {
				return r.damage("an EXEC without its MULTI")
			}
			return nil
		default:
			r.unit = append(r.unit, args)
			if !r.inMulti {
				return nil
			}
		}
	}
}

func (r *replayer) verify(line string) error {
	a, ok := parseAnnotation(line)
	if !ok {
		return nil
	}
	sum, length := r.sum, r.length
	r.sum, r.length = 0, 0
	r.annotate = true
	if a.length == 0 { // a checksum over nothing: counting starts here
		return nil
	}
	if a.length != length || a.sum != sum {
		return r.damage("the checksum of the batch does not match its bytes")
	}
	return nil
}

func (r *replayer) readError(err error) error {
	var broken *resp.ProtocolError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &DamageError{r.path, r.start, "a record is cut off", r.in.Consumed() + 1}
	case errors.As(err, &broken):
		return &DamageError{r.path, r.start, broken.Reason, r.in.Consumed() + 1}
	}
	return fmt.Errorf("read %s: %w", r.path, err)
}
