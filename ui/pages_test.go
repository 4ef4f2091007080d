package ui_test

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"freshet/ui"
)

var update = flag.Bool("update", false, "write the golden pages anew")

type component interface {
	Render(ctx context.Context, w io.Writer) error
}

func frame(title string) ui.Frame {
	return ui.Frame{Title: title, Assets: "/assets", Modules: []string{"dist/chunk-1.js"}}
}

// pages are made-up data, one for each page and each way it can look.
func pages() map[string]component {
	templates := []ui.TemplateCard{
		{ID: "blank", Title: "Blank", Summary: "An empty sheet."},
		{ID: "weather", Title: "Weather station", Summary: "A station's readings, what follows from them, and the day so far."},
		{ID: "budget", Title: "Household budget", Summary: "A month of income and spending, by category."},
	}
	share := ui.ShareView{Frame: frame("Share Greenhouse"), Book: "k3x9", Name: "Greenhouse", Revoked: 2, Links: []ui.LinkRow{
		{ID: "l3", Role: "viewer", Label: "Wall display", Created: "just now", Used: "not used yet", URL: "https://freshet.example/s/k3x9_Zm9vYmFyYmF6cXV4", Fresh: true},
		{ID: "l2", Role: "editor", Created: "3 days ago", Used: "used 5 minutes ago"},
		{ID: "l1", Role: "owner", Created: "2 November 2026", Used: "used just now", URL: "https://freshet.example/s/k3x9_b3duZXJvd25lcm93bmVy", Yours: true},
	}}
	functions := ui.FunctionGroup{ID: "aggregates", Name: "Aggregates", Functions: []ui.FunctionCard{{
		Name: "SUM", Signature: "SUM(value, …)", Summary: "Adds numbers.", Returns: "number",
		Args:     []ui.Argument{{Name: "value", Kind: "range", Text: "what is added", Variadic: true}},
		Examples: []ui.Example{{Formula: "=SUM(A1:A3)", Result: "6", Setup: "A1: 1; A2: 2; A3: 3"}, {Formula: "=SUM(1, 2)", Result: "3"}},
	}, {Name: "NOW", Signature: "NOW()", Summary: "The time of the wave.", Returns: "time", Volatile: true, Text: "Everything in one wave sees the same time."}}}
	refused := share
	refused.Problem = "This is the only owner link; make another before you revoke it."
	return map[string]component{
		"home-first": ui.Home(ui.HomeView{Frame: frame(""), Templates: templates}),
		"home": ui.Home(ui.HomeView{Frame: frame(""), Templates: templates, Demo: "Weather station", Books: []ui.BookCard{
			{ID: "k3x9", Title: "Greenhouse", Role: "owner"},
			{ID: "p0q1", Title: "Pumps of the northern <field>", Role: "editor"},
			{ID: "v7", Title: "Energy, the whole house, all the years since we moved in", Role: "viewer"},
			{ID: "z", Title: "Book z", Gone: true},
		}}),
		"home-refused": ui.Home(ui.HomeView{Frame: frame(""), Templates: templates, Problem: "The title has 201 characters; 200 are the most.", TypedName: "A \"long\" title"}),
		"book-owner":   ui.Book(ui.BookView{Frame: frame("Greenhouse"), ID: "k3x9", Name: "Greenhouse", Role: "owner", Socket: "/live?book=k3x9", API: "/api/books/k3x9", Owner: true, Editor: true}),
		"book-viewer":  ui.Book(ui.BookView{Frame: frame("Greenhouse"), ID: "k3x9", Name: "Greenhouse", Role: "viewer", Socket: "/live?book=k3x9", API: "/api/books/k3x9", NoMQTT: true}),
		"share":        ui.SharePage(share),
		"share-part":   ui.Share(refused),
		"message-part": ui.MessagePart(ui.MessageView{Heading: "Your link does not allow that", Text: "This needs the role owner."}),
		"message":      ui.Message(ui.MessageView{Frame: frame("Revoked"), Heading: "This link was revoked", Text: "It opened a book once, and an owner has since ended it.", Request: "0f3a"}),
		"help":         ui.Help(ui.HelpView{Frame: frame("Formulas"), Count: 2, Groups: []ui.FunctionGroup{functions}}),
		"function":     ui.FunctionPage(ui.FunctionView{Frame: frame("SUM"), Function: functions.Functions[0], Group: functions}),
		"api": ui.Reference(ui.ReferenceView{Frame: frame("API"), Origin: "https://freshet.example", Groups: []ui.CallGroup{{Name: "Cells", Calls: []ui.Call{
			{ID: "put-cell", Method: "PUT", Path: "/api/books/{id}/cells/{ref}", Summary: "Write one cell.", Text: "The body is what a person would type.", Needs: "editor", Example: `curl -X PUT -H "Authorization: Bearer $TOKEN" -d '21.5' "$FRESHET/api/books/$BOOK/cells/C1"`},
		}}}}),
	}
}

func TestPagesAreGolden(t *testing.T) {
	for name, page := range pages() {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			if err := page.Render(t.Context(), &got); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+".html")
			if *update {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%s is not as in %s; look at the page, then run: go test ./ui -update\n%s", name, path, difference(got.String(), string(want)))
			}
		})
	}
}

// difference shows where two texts part.
func difference(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	around := func(s string) string { return s[max(0, i-60):min(len(s), i+120)] }
	return "got  …" + around(got) + "…\nwant …" + around(want) + "…"
}

// The content security policy allows no inline script; a page that had one would be dead, and only in a browser.
func TestPagesHaveNoInlineScript(t *testing.T) {
	for name, page := range pages() {
		var got strings.Builder
		if err := page.Render(t.Context(), &got); err != nil {
			t.Fatal(err)
		}
		html := got.String()
		for part := range strings.SplitSeq(html, "<script") {
			if rest, _, ok := strings.Cut(part, "</script>"); ok && !strings.HasSuffix(rest, ">") {
				t.Errorf("%s has an inline script", name)
			}
		}
		for _, handler := range []string{" onclick=", " onload=", " oninput=", " hx-on", "javascript:", "<style"} {
			if strings.Contains(html, handler) {
				t.Errorf("%s contains %q", name, handler)
			}
		}
	}
}
