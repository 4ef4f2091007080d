package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var link = regexp.MustCompile(`\]\(([^)#]+)\)`)

func TestReadmePointsAtWhatIsThere(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range link.FindAllStringSubmatch(string(text), -1) {
		if strings.Contains(m[1], "://") {
			continue
		}
		if _, err := os.Stat(filepath.Join("..", m[1])); err != nil {
			t.Errorf("the README points at %s: %v", m[1], err)
		}
	}
}

// The tasks that the README names are those of package.json, and the flags are those of the program.
func TestReadmeNamesTasksAndFlagsThatExist(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := os.ReadFile("../package.json")
	if err != nil {
		t.Fatal(err)
	}
	var tasks struct {
		Scripts map[string]string `json:"scripts"`
	}
	if err := json.NewDecoder(bytes.NewReader(pack)).Decode(&tasks); err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("npm run ([a-z:0-9]+)").FindAllStringSubmatch(string(text), -1) {
		if tasks.Scripts[m[1]] == "" {
			t.Errorf("the README names npm run %s, which does not exist", m[1])
		}
	}
	source, err := os.ReadFile("flags.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("`-([a-z-]+)[ `]").FindAllStringSubmatch(string(text), -1) {
		if !bytes.Contains(source, []byte(`"`+m[1]+`"`)) {
			t.Errorf("the README names the flag -%s, which does not exist", m[1])
		}
	}
}
