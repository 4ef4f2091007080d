package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// result is the values of a case, row by row: "n" and a number, "t" and a text, TRUE, FALSE, an error, "blank".
type result []string

// String writes the values between bars.
func (r result) String() string { return strings.Join(r, "|") }

// unknown reports whether LibreOffice could not read the formula.
func (r result) unknown() bool {
	return len(r) > 0 && (r[0] == "#NAME?" || strings.HasPrefix(r[0], "Err:5") || r[0] == "t#NAME?")
}

// agree compares: numbers to eleven digits, as a corpus of 15 digits was rounded.
func agree(want, got result) bool {
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if !alike(want[i], got[i]) {
			return false
		}
	}
	return true
}

func alike(want, got string) bool {
	if want == got {
		return true
	}
	// A workbook has no blank results, and no texts without characters in cells.
	empty := map[string]bool{"blank": true, "t": true}
	if empty[want] && empty[got] || want == "blank" && got == "n0" {
		return true
	}
	if want == "" || got == "" || want[0] != 'n' || got[0] != 'n' {
		return false
	}
	x, err := strconv.ParseFloat(want[1:], 64)
	y, err2 := strconv.ParseFloat(got[1:], 64)
	return err == nil && err2 == nil && math.Abs(x-y) <= 1e-11*max(math.Abs(x), math.Abs(y))
}

// difference is a kind of formula in one family on which we mean to disagree with LibreOffice, and how many cases of it there are: one more is looked at.
type difference struct {
	reason  string
	family  string
	count   int
	pattern *regexp.Regexp
	used    int
}

// readDifferences reads the file: a line that begins with # is a reason; those below it are a family, how many cases, and a pattern of
// "=formula => what we say, not what LibreOffice says".
func readDifferences(path string) ([]*difference, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []*difference
	reason := ""
	for i, line := range strings.Split(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, "#"); ok {
			reason = strings.TrimSpace(rest)
			continue
		}
		if line == "" {
			continue
		}
		family, rest, _ := strings.Cut(line, " ")
		number, pattern, _ := strings.Cut(rest, " ")
		count, err := strconv.Atoi(number)
		p, err2 := regexp.Compile(pattern)
		if err := errors.Join(err, err2); err != nil || reason == "" {
			return nil, fmt.Errorf("%s:%d: no family, number and pattern with a reason: %w", path, i+1, err)
		}
		all = append(all, &difference{reason: reason, family: family, count: count, pattern: p})
	}
	return all, nil
}

func find(all []*difference, c *oneCase) *difference {
	text := fmt.Sprintf("%s => %s, not %s", c.formula, c.want, c.got)
	for _, d := range all {
		if d.family+".sheet" == c.file && d.pattern.MatchString(text) {
			return d
		}
	}
	return nil
}
