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

// cutTail decides what damage at the given offset is. If nothing intact follows,
// it is a torn tail: the file is cut there and the number of bytes is returned.
// Otherwise intact is true and the file is left alone.
func cutTail(path string, offset int64) (cut int64, intact bool, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, false, err
	}
	defer f.Close()
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return 0, false, err
	}
	rest, err := io.ReadAll(f)
	if err != nil {
		return 0, false, err
	}
	if intactBatchIn(rest) || intactRecordsIn(rest) {
		return 0, true, nil
	}
	if len(bytes.Trim(rest, "\x00")) > 0 {
		if err := keepCut(fmt.Sprintf("%s.cut-at-%d", path, offset), rest); err != nil {
			return 0, false, fmt.Errorf("keep the torn tail of %s: %w", path, err)
		}
	}
	if err := f.Truncate(offset); err != nil {
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

// intactBatchIn reports whether some batch in rest matches the checksum behind it.
func intactBatchIn(rest []byte) bool {
	for at := 0; ; {
		i := bytes.Index(rest[at:], []byte(annotationPrefix))
		if i < 0 {
			return false
		}
		at += i
		line, _, complete := bytes.Cut(rest[at:min(len(rest), at+64)], []byte("\r\n"))
		a, ok := parseAnnotation(string(line))
		if ok && complete && a.length > 0 && a.length <= int64(at) &&
			crc32.Checksum(rest[int64(at)-a.length:at], castagnoli) == a.sum {
			return true
		}
		at += len(annotationPrefix)
	}
}

// intactRecordsIn is the same question for a file without checksums: does a line
// start within rest (not at its head, where reading failed) begin a run of records
// that goes on to the very end? A torn transaction is such a run from its MULTI
// on, so a rest that reads cleanly from its head is no evidence of damage.
func intactRecordsIn(rest []byte) bool {
	if _, clean := recordsTo(rest); clean {
		return false
	}
	for at := 0; ; {
		i := bytes.Index(rest[at:], []byte("\n*"))
		if i < 0 {
			return false
		}
		at += i + 1
		if n, clean := recordsTo(rest[at:]); clean && n > 0 {
			return true
		}
	}
}

// recordsTo counts the records from the start of b and tells whether they reach
// its end.
func recordsTo(b []byte) (n int, clean bool) {
	r := resp.NewStrictReader(bytes.NewReader(b))
	for {
		_, ok, err := r.PeekLine('#')
		if ok {
			continue
		}
		if err == nil {
			_, err = r.Next()
		}
		if err != nil {
			return n, errors.Is(err, io.EOF)
		}
		n++
	}
}
