package assets_test

import (
	"bytes"
	"errors"
	"io/fs"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"freshet/assets"
)

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := fs.ReadFile(assets.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var declaration = regexp.MustCompile(`(--[a-z0-9-]+): ([^;]+);`)

// block gives the custom properties declared between a selector and its closing brace.
func block(t *testing.T, css, selector string) map[string]string {
	t.Helper()
	_, rest, ok := strings.Cut(css, selector+" {")
	if !ok {
		t.Fatalf("tokens.css has no %s", selector)
	}
	body, _, _ := strings.Cut(rest, "}")
	out := map[string]string{}
	for _, m := range declaration.FindAllStringSubmatch(body, -1) {
		out[m[1]] = m[2]
	}
	return out
}

func themes(t *testing.T) (light, dark map[string]string) {
	css := read(t, "css/tokens.css")
	light = block(t, css, "\n:root")
	dark = block(t, css, `:root[data-theme="dark"]`)
	for name, value := range block(t, css, `:root:not([data-theme="light"])`) {
		if dark[name] != value {
			t.Errorf("%s is %q in the dark of the system and %q in the dark one chooses", name, value, dark[name])
		}
	}
	return light, dark
}

func TestDarkIsTheSameHoweverOneComesToIt(t *testing.T) {
	light, dark := themes(t)
	css := read(t, "css/tokens.css")
	if system := block(t, css, `:root:not([data-theme="light"])`); len(system) != len(dark) {
		t.Errorf("the two dark blocks have %d and %d tokens", len(system), len(dark))
	}
	for name, value := range light {
		coloured := strings.HasPrefix(value, "#") || strings.HasPrefix(value, "rgb")
		if _, ok := dark[name]; coloured && !ok {
			t.Errorf("%s has a colour by day and none by night", name)
		}
	}
	for name := range dark {
		if _, ok := light[name]; !ok {
			t.Errorf("%s has a colour by night and none by day", name)
		}
	}
}

// luminance is the relative luminance of WCAG 2.2 of a colour #rrggbb.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) != 7 || hex[0] != '#' {
		t.Fatalf("%q is no colour #rrggbb", hex)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestInksCanBeReadOnTheirGrounds(t *testing.T) {
	light, dark := themes(t)
	pairs := map[string][]string{
		"--ink":    {"--bg", "--surface", "--surface-2", "--surface-3", "--accent-soft", "--grid-bg", "--danger-soft", "--ok-soft", "--warn-soft"},
		"--muted":  {"--bg", "--surface", "--surface-2", "--grid-bg"},
		"--accent": {"--bg", "--surface", "--surface-2", "--grid-bg"}, "--accent-ink": {"--accent", "--accent-strong"}, "--accent-strong": {"--accent-soft", "--surface"},
		"--danger": {"--surface", "--bg", "--danger-soft"}, "--ok": {"--surface", "--bg", "--ok-soft"}, "--warn": {"--surface", "--bg", "--warn-soft"},
		"--surface": {"--danger"}, "--grid-header-ink": {"--grid-header"}, "--grid-header-active-ink": {"--grid-header-active"}, "--error-ink": {"--grid-bg"},
		"--stale": {"--grid-bg"}, "--person-ink": {"--ref-1", "--ref-2", "--ref-3", "--ref-4", "--ref-5", "--ref-6", "--ref-7", "--ref-8"},
		"--ref-1": {"--surface"}, "--ref-2": {"--surface"}, "--ref-3": {"--surface"}, "--ref-4": {"--surface"},
		"--ref-5": {"--surface"}, "--ref-6": {"--surface"}, "--ref-7": {"--surface"}, "--ref-8": {"--surface"},
	}
	for name, theme := range map[string]map[string]string{"light": light, "dark": dark} {
		contrast := func(a, b string) float64 {
			x, y := luminance(t, theme[a]), luminance(t, theme[b])
			return (max(x, y) + 0.05) / (min(x, y) + 0.05)
		}
		for ink, grounds := range pairs {
			for _, ground := range grounds {
				if c := contrast(ink, ground); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f; 4.5 is the least for text", name, ink, ground, c)
				}
			}
		}
		for _, edge := range []string{"--line-strong", "--focus", "--selection"} {
			if c := contrast(edge, "--surface"); c < 3 {
				t.Errorf("%s: %s on --surface has a contrast of %.2f; 3 is the least for the edge of a control", name, edge, c)
			}
		}
	}
}

// What the style sheets name must be there, or a page shows it wrong and says nothing.
func TestStyleSheetsNameWhatThereIs(t *testing.T) {
	known, _ := themes(t)
	sheets, err := fs.Glob(assets.Files, "css/*.css")
	if err != nil {
		t.Fatal(err)
	}
	used := regexp.MustCompile(`var\((--[a-z0-9-]+)\)`)
	files := regexp.MustCompile(`url\("\.\./([^"]+)"\)`)
	for _, name := range sheets {
		css := read(t, name)
		local := map[string]bool{}
		for _, m := range declaration.FindAllStringSubmatch(css, -1) {
			local[m[1]] = true
		}
		for _, m := range used.FindAllStringSubmatch(css, -1) {
			if _, ok := known[m[1]]; !ok && !local[m[1]] {
				t.Errorf("%s uses %s, which tokens.css does not have", name, m[1])
			}
		}
		for _, m := range files.FindAllStringSubmatch(css, -1) {
			if _, err := fs.Stat(assets.Files, m[1]); err != nil {
				t.Errorf("%s names %s: %v", name, m[1], err)
			}
		}
	}
}

// The copy of htmx that is embedded is the one package.json pins, to the byte.
func TestHtmxIsThePackages(t *testing.T) {
	want, err := os.ReadFile("../node_modules/htmx.org/dist/htmx.min.js")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the npm packages are not installed")
	}
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal([]byte(read(t, "js/htmx.min.js")), want) {
		t.Error("assets/js/htmx.min.js is not that of the npm package; copy it from node_modules/htmx.org/dist")
	}
}
