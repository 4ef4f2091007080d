package script

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"freshet/cells"
)

// Driver is a book under test.
type Driver interface {
	// Apply has a request committed and applied. A refusal is a *cells.Error; every other error ends the run.
	Apply(cells.Request) (*cells.Changes, error)
	// View shows the book as it is after the last Apply.
	View(func(cells.View) error) error
	// Recomputed is which cells the last Apply evaluated, in any order; false when the driver cannot know.
	Recomputed() ([]cells.Ref, bool)
	// Wait lets time pass for the book. From the first call on it passes by these calls alone.
	Wait(time.Duration)
}

// Failure is an expectation that was not met.
type Failure struct {
	Line int // from 1
	Text string
	Want string
	Got  string
}

// String is the failure in one line.
func (f Failure) String() string {
	return fmt.Sprintf("line %d: %s: want %s, got %s", f.Line, f.Text, f.Want, f.Got)
}

// Run runs a script and gives it back with every expectation replaced by what was seen, and the expectations that were not met. An error is a
// script that cannot be read or a driver that failed.
func Run(src string, d Driver) (seen string, failures []Failure, err error) {
	r := &runner{d: d, actor: "ann", sheet: "Sheet1", marks: make(map[string]cells.SeriesID)}
	if err := r.apply("system", cells.Ops{cells.AddSheet{Name: "Sheet1", Index: -1}}); err != nil {
		return "", nil, err
	}
	lines := strings.Split(src, "\n")
	for i := 0; i < len(lines); {
		got, err := r.lines(lines[i:])
		if err != nil {
			return "", nil, fmt.Errorf("line %d: %s: %w", i+1, lines[i], err)
		}
		for _, seen := range got {
			if line := strings.TrimSpace(lines[i]); seen != "" && seen != line {
				failures = append(failures, Failure{Line: i + 1, Text: line, Want: "that", Got: seen})
				lines[i] = seen
			}
			i++
		}
	}
	if r.batch != nil {
		return "", nil, errors.New("the batch has no end")
	}
	return strings.Join(lines, "\n"), failures, nil
}

// runner is one run.
type runner struct {
	d       Driver
	actor   string
	sheet   string
	batch   *cells.Ops // nil outside batch … end
	last    *cells.Changes
	refused *cells.Error
	waited  time.Duration // since the last command
	skipped int           // how many of the last command's skips were checked
	marks   map[string]cells.SeriesID
}

// lines does a line, or the cases that begin with it, and gives how each should read.
func (r *runner) lines(rest []string) ([]string, error) {
	if strings.HasPrefix(strings.TrimSpace(rest[0]), "case ") {
		return r.cases(rest)
	}
	got, err := r.line(rest[0])
	return []string{got}, err
}

// line does a command, or checks an expectation and gives back how it should read.
func (r *runner) line(line string) (string, error) {
	text := strings.TrimSpace(line)
	if text == "" || strings.HasPrefix(text, "#") {
		return "", nil
	}
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	if check, ok := expectations[word]; ok {
		if r.batch != nil {
			return "", errors.New("a batch is applied at its end; nothing can be expected inside")
		}
		return check(r, word, rest)
	}
	switch word {
	case "as":
		r.actor = rest
		return "", nil
	case "wait":
		d, err := time.ParseDuration(rest)
		if err == nil {
			r.d.Wait(d)
			r.waited += d
		}
		return "", err
	case "use":
		r.sheet = rest
		return "", nil
	case "batch":
		r.batch = new(cells.Ops)
		return "", nil
	case "end":
		if r.batch == nil {
			return "", errors.New("there is no batch to end")
		}
		ops := *r.batch
		r.batch = nil
		return "", r.apply(r.actor, ops)
	}
	op, err := r.op(word, rest)
	if err != nil {
		return "", err
	}
	if r.batch != nil {
		*r.batch = append(*r.batch, op)
		return "", nil
	}
	return "", r.apply(r.actor, cells.Ops{op})
}

func (r *runner) apply(actor string, ops cells.Ops) error {
	ch, err := r.d.Apply(cells.Request{Actor: actor, Ops: ops})
	r.last, r.refused, r.skipped, r.waited = ch, nil, 0, 0
	if err != nil && !errors.As(err, &r.refused) {
		return err
	}
	if err == nil && ch.Refused != nil {
		r.refused = ch.Refused
	}
	return nil
}

// Files finds the scripts of a folder and of those inside it, in order.
func Files(dir string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) == ".sheet" {
			files = append(files, path)
		}
		return err
	})
	return files, err
}
