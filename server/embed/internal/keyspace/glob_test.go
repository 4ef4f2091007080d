package keyspace_test

import (
	"strings"
	"testing"

	"freshet/server/embed/internal/keyspace"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, s string
		want       bool
	}{
		{"*", "", true},
		{"*", "anything", true},
		{"", "", true},
		{"", "a", false},
		{"a*c", "abbbc", true},
		{"a*c", "abbb", false},
		{"a**c", "ac", true},
		{"*b*b*", "abcb", true},
		{"h?llo", "hello", true},
		{"h?llo", "hllo", false},
		{"h[ae]llo", "hallo", true},
		{"h[ae]llo", "hillo", false},
		{"h[^e]llo", "hallo", true},
		{"h[^e]llo", "hello", false},
		{"h[a-b]llo", "hbllo", true},
		{"h[b-a]llo", "hallo", true},
		{"h[a-b]llo", "hcllo", false},
		{`\*`, "*", true},
		{`\*`, "a", false},
		{`[\]]`, "]", true},
		{"[a", "a", true},
		{"{book}:*", "{book}:log", true},
		{"*.log", "a.log.log", true},
	} {
		if got := keyspace.Match(c.pattern, c.s); got != c.want {
			t.Errorf("Match(%q, %q) = %v", c.pattern, c.s, got)
		}
	}
}

// A pattern of many stars must not take exponential time; this would not end.
func TestMatchOfManyStarsEnds(t *testing.T) {
	if keyspace.Match(strings.Repeat("a*", 50)+"b", strings.Repeat("a", 5000)) {
		t.Error("it does not match")
	}
}
