package templates_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/server/templates"
)

// ranges lists the ranges an op speaks of.
func ranges(op cells.Op) []cells.Range {
	switch op := op.(type) {
	case cells.Set:
		return []cells.Range{op.Range}
	case cells.Fill:
		return []cells.Range{op.Source, op.Target}
	case cells.SetFormat:
		return []cells.Range{op.Range}
	case cells.DefineName:
		return []cells.Range{op.Range}
	case cells.SetPolicy:
		return []cells.Range{op.Range}
	case cells.Bind:
		return []cells.Range{op.Binding.Target.Range()}
	}
	return nil
}

func TestEveryTemplateIsMadeOfOpsThatHold(t *testing.T) {
	for _, tmpl := range templates.All() {
		t.Run(tmpl.ID, func(t *testing.T) {
			if tmpl.Title == "" || !strings.HasSuffix(tmpl.Summary, ".") {
				t.Errorf("title %q, summary %q", tmpl.Title, tmpl.Summary)
			}
			sheets, bindings := cells.SheetID(0), map[string]bool{}
			for i, op := range tmpl.Ops {
				if _, ok := op.(cells.AddSheet); ok {
					sheets++
				}
				for _, r := range ranges(op) {
					if !r.Valid() || r.Sheet > sheets {
						t.Errorf("op %d (%s) speaks of %+v, with %d sheets there", i, op.Kind(), r, sheets)
					}
				}
				switch op := op.(type) {
				case cells.SetFormat:
					if err := op.Format.Check(); err != nil {
						t.Errorf("op %d: %v", i, err)
					}
				case cells.Bind:
					if bindings[op.Binding.ID] {
						t.Errorf("binding %s is made twice", op.Binding.ID)
					}
					bindings[op.Binding.ID] = true
				case cells.SetWidth:
					if op.From < 0 || op.To < op.From || op.Size < 20 {
						t.Errorf("op %d: %+v", i, op)
					}
				}
			}
			text, err := json.Marshal(tmpl.Ops)
			if err != nil {
				t.Fatal(err)
			}
			var back cells.Ops
			if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, tmpl.Ops) {
				t.Errorf("the ops do not survive JSON: %v", err)
			}
		})
	}
}

func TestFindKnowsTheTemplatesById(t *testing.T) {
	for _, want := range templates.All() {
		if got, ok := templates.Find(want.ID); !ok || got.Title != want.Title {
			t.Errorf("Find(%q) = %q, %v", want.ID, got.Title, ok)
		}
	}
	if _, ok := templates.Find("nothing"); ok {
		t.Error("Find gives a template for an id that nobody has")
	}
}
