package aof

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	"freshet/server/embed/internal/resp"
)

// cutTail decides what the damage is. If nothing intact follows, it is a torn tail:
// the file is cut there and the number of bytes is returned. Otherwise intact is
// true and the file is left alone.
func cutTail(path string, damage *DamageError) (cut int64, intact bool, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, false, err
	}
	defer f.Close()
	// A damaged line end of a checksum can swallow the head of the next batch.
	before := min(damage.Offset, longestAnnotation)
	if _, err := f.Seek(damage.Offset-before, io.SeekStart); err != nil {
		return 0, false, err
	}
	all, err := io.ReadAll(f)
	if err != nil {
		return 0, false, err
	}
	rest := all[before:]
	resume := min(damage.resume-damage.Offset, int64(len(rest)))
	if intactBatchIn(all, int(before)) || intactRecordsIn(rest[resume:]) {
		return 0, true, nil
	}
	if len(bytes.Trim(rest, "\x00")) > 0 {
		if err := keepCut(fmt.Sprintf("%s.cut-at-%d", path, damage.Offset), rest); err != nil {
			return 0, false, fmt.Errorf("keep the torn tail of %s: %w", path, err)
		}
	}
	if err := f.Truncate(damage.Offset); err != nil {
		return 0, false, err
	}
	return int64(len(rest)), false, f.Sync()
}

func keepCut(path string, rest []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(rest)
	return errors.Join(err, f.Sync(), f.Close())
}

// intactBatchIn reports whether some batch in rest, with its checksum at from or
// later, matches it.
func intactBatchIn(rest []byte, from int) bool {
	for at := from; ; {
		i := bytes.Index(rest[at:], []byte(annotationPrefix))
		if i < 0 {
			return false
		}
		at += i
		line, _, complete := bytes.Cut(rest[at:min(len(rest), at+longestAnnotation)], []byte("\r\n"))
		a, ok := parseAnnotation(string(line))
		if ok && complete && a.length > 0 && a.length <= int64(at) &&
			crc32.Checksum(rest[int64(at)-a.length:at], castagnoli) == a.sum {
			return true
		}
		at += len(annotationPrefix)
	}
}

// intactRecordsIn is the same question for records without checksums: does a line
// begin two of them, or one that reaches the very end? Records with a checksum behind
// them do not count: they are judged by it.
func intactRecordsIn(rest []byte) bool {
	for at := 0; at < len(rest); {
		if rest[at] == '*' {
			intact, length := unchecked(rest[at:])
			if intact {
				return true
			}
			at += max(0, length-1) // what lies between ends at the same place
		}
		i := bytes.Index(rest[at:], []byte("\n*"))
		if i < 0 {
			return false
		}
		at += i + 1
	}
	return false
}

// unchecked reads records from the start of b and reports whether they are evidence,
// and how far they went.
func unchecked(b []byte) (intact bool, length int) {
	r := resp.NewStrictReader(bytes.NewReader(b))
	for n := 0; ; {
		line, ok, err := r.PeekLine('#')
		if ok {
			if a, ours := parseAnnotation(line); ours && a.length > 0 {
				return false, int(r.Consumed())
			}
			continue
		}
		if err == nil {
			_, err = r.Next()
		}
		if err != nil {
			// Two whole ones are no accident, even if the third is torn.
			return n > 1 || n > 0 && errors.Is(err, io.EOF), int(r.Consumed())
		}
		n++
	}
}
