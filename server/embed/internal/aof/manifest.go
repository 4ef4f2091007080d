package aof

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	dirName      = "appendonlydir"
	baseName     = "appendonly.aof"
	manifestName = baseName + ".manifest"
	tempPrefix   = "temp-"
)

// member is one file of the log, as the manifest names it.
type member struct {
	name string
	seq  int64
	kind byte // 'b' base, 'i' incremental, 'h' history: no longer needed
}

// manifest lists the files whose contents, in order, are the data.
type manifest struct {
	base  *member
	incrs []member
}

func (m manifest) members() []member {
	var all []member
	if m.base != nil {
		all = append(all, *m.base)
	}
	return append(all, m.incrs...)
}

func (m manifest) lastSeq() int64 {
	var last int64
	for _, f := range m.members() {
		last = max(last, f.seq)
	}
	return last
}

func (m manifest) encode() []byte {
	var b bytes.Buffer
	for _, f := range m.members() {
		fmt.Fprintf(&b, "file %s seq %d type %c\n", f.name, f.seq, f.kind)
	}
	return b.Bytes()
}

// parseManifest reads the format of Redis: one "file <name> seq <n> type <b|i|h>"
// a line, keys in any order, comments after '#'.
func parseManifest(text []byte) (manifest, error) {
	var m manifest
	scanner := bufio.NewScanner(bytes.NewReader(text))
	for number := 1; scanner.Scan(); number++ {
		line := strings.TrimSpace(scanner.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		f, err := parseMember(line)
		if err != nil {
			return m, fmt.Errorf("line %d: %w", number, err)
		}
		switch f.kind {
		case 'b':
			if m.base != nil {
				return m, fmt.Errorf("line %d: a second base file", number)
			}
			m.base = &f
		case 'i':
			if n := len(m.incrs); n > 0 && m.incrs[n-1].seq >= f.seq {
				return m, fmt.Errorf("line %d: incremental files out of order", number)
			}
			m.incrs = append(m.incrs, f)
		}
	}
	if err := scanner.Err(); err != nil {
		return m, err
	}
	return m, nil
}

func parseMember(line string) (member, error) {
	var f member
	words := strings.Fields(line)
	if len(words)%2 != 0 {
		return f, errors.New("a key without a value")
	}
	for pair := range slices.Chunk(words, 2) {
		value := pair[1]
		switch pair[0] {
		case "file":
			f.name = strings.Trim(value, `"`)
		case "seq":
			n, err := strconv.ParseInt(value, 10, 64)
			if err != nil || n < 1 {
				return f, fmt.Errorf("bad sequence number %q", value)
			}
			f.seq = n
		case "type":
			if len(value) != 1 || !strings.Contains("bih", value) {
				return f, fmt.Errorf("unknown type %q", value)
			}
			f.kind = value[0]
		}
	}
	if f.name == "" || f.seq == 0 || f.kind == 0 {
		return f, errors.New("file, seq and type are all needed")
	}
	if filepath.Base(f.name) != f.name || f.name == "." || f.name == ".." {
		return f, fmt.Errorf("%q is not a plain file name", f.name)
	}
	return f, nil
}

// writeManifest replaces the manifest in one step that survives power loss.
func writeManifest(dir string, m manifest) error {
	temp := filepath.Join(dir, tempPrefix+manifestName)
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(m.encode())
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	if err := os.Rename(temp, filepath.Join(dir, manifestName)); err != nil {
		return err
	}
	return syncDir(dir)
}

func incrFile(seq int64) member {
	return member{fmt.Sprintf("%s.%d.incr.aof", baseName, seq), seq, 'i'}
}

func baseFile(seq int64) member {
	return member{fmt.Sprintf("%s.%d.base.aof", baseName, seq), seq, 'b'}
}
