package embed_test

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	store "freshet/server/embed"
)

// The battery: files of commands, one a line, executed against the store and
// against a real Redis, which must answer alike. A line may begin with a mark:
//
//	~  the reply is an unordered collection
//	?  only the kind of the reply is compared (times, chance)
//	!  only the code of the error is compared (words of the Lua compiler)
//	#  a comment
//
// Arguments are separated by blanks; "…" quotes one, with Go's escapes.
//
//go:embed testdata/battery
var battery embed.FS

func TestRepliesEqualThoseOfRedis(t *testing.T) {
	socket, _ := startRedis(t, t.TempDir())
	files, err := fs.Glob(battery, "testdata/battery/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no battery: %v", err)
	}
	for _, file := range files {
		for _, proto := range []string{"2", "3"} {
			t.Run(file+"/RESP"+proto, func(t *testing.T) {
				redis := dialSocket(t, socket)
				redis.must("FLUSHALL")
				redis.must("SCRIPT", "FLUSH")
				ours := dialStore(t, open(t, store.Options{Dir: t.TempDir()}))
				redis.must("HELLO", proto)
				ours.must("HELLO", proto)
				compare(t, file, redis, ours)
			})
		}
	}
}

func compare(t *testing.T, file string, redis, ours *wire) {
	text, err := battery.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(strings.NewReader(string(text)))
	for number := 1; scanner.Scan(); number++ {
		line := strings.TrimSpace(scanner.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		mark := line[0]
		if strings.ContainsRune("~?!", rune(mark)) {
			line = line[1:]
		}
		args := words(t, line)
		want, got := redis.must(args...), ours.must(args...)
		switch mark {
		case '~':
			want, got = unordered(want), unordered(got)
		case '!':
			want, _, _ = strings.Cut(want, " ")
			got, _, _ = strings.Cut(got, " ")
		case '?':
			want, got = kindOf(want), kindOf(got)
		}
		if want != got {
			t.Errorf("%s:%d: %s\n redis %s\n ours  %s", file, number, line, want, got)
		}
	}
}

func words(t *testing.T, line string) (args []string) {
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimLeft(line, " ") {
		if line[0] != '"' {
			var word string
			word, line, _ = strings.Cut(line, " ")
			args = append(args, word)
			continue
		}
		quoted, err := strconv.QuotedPrefix(line)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		word, err := strconv.Unquote(quoted)
		if err != nil {
			t.Fatal(err)
		}
		args, line = append(args, word), line[len(quoted):]
	}
	return args
}

func unordered(reply string) string {
	items := strings.Fields(strings.Trim(reply, "~%[]"))
	if strings.HasPrefix(reply, "%") {
		var pairs []string
		for pair := range slices.Chunk(items, 2) {
			pairs = append(pairs, strings.Join(pair, "="))
		}
		items = pairs
	}
	slices.Sort(items)
	return reply[:1] + fmt.Sprint(items)
}

var digits = regexp.MustCompile(`[0-9]+`)

func kindOf(reply string) string { return digits.ReplaceAllString(reply, "0") }
