package aof

import (
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
)

const (
	annotationPrefix  = "#CRC32C:"
	longestAnnotation = 64 // bytes, with room to spare
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// annotation is the line that closes a batch.
type annotation struct {
	sum    uint32
	length int64
}

func appendAnnotation(dst, batch []byte) []byte {
	return fmt.Appendf(dst, "%s%08x:%d\r\n", annotationPrefix, crc32.Checksum(batch, castagnoli), len(batch))
}

// parseAnnotation reads a line without its end. ok is false for annotations of
// other programs, which say nothing about the data (Redis writes "#TS:…").
func parseAnnotation(line string) (a annotation, ok bool) {
	sum, length, ok := strings.Cut(strings.TrimPrefix(line, annotationPrefix), ":")
	if !ok || !strings.HasPrefix(line, annotationPrefix) || len(sum) != 8 {
		return a, false
	}
	s, err := strconv.ParseUint(sum, 16, 32)
	if err != nil {
		return a, false
	}
	n, err := strconv.ParseInt(length, 10, 64)
	if err != nil || n < 0 {
		return a, false
	}
	return annotation{uint32(s), n}, true
}
