package httpd_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"freshet/cells"
	"freshet/server/httpd"
)

type ingested struct {
	Version            uint64
	Accepted, Rejected int
	Results            map[string]struct {
		OK    bool
		Ref   string
		Error struct{ Code, Message, Where string }
	}
}

func TestIngest(t *testing.T) {
	s := newSite(t)
	b := s.book()
	s.ask("PUT", path(b, "/names/C"), b.Tokens.Editor, `{"ref":"B1"}`).want(200)
	s.ask("PUT", path(b, "/names/D"), b.Tokens.Editor, `{"ref":"B2"}`).want(200)
	s.put(b, "A1", `[["=C+D"]]`)
	var o ingested
	s.ask("POST", path(b, "/ingest"), b.Tokens.Editor, `{"C":4,"D":5}`).want(200).into(&o)
	if o.Accepted != 2 || o.Rejected != 0 || o.Results["C"].Ref != "Sheet1!B1" || s.values(b, "A1", "value") != `[[9]]` {
		t.Errorf("got %+v, A1 %s", o, s.values(b, "A1", "value"))
	}
	// As a device with curl -d and no header sends it.
	before := o.Version
	s.ask("POST", path(b, "/ingest"), b.Tokens.Editor, `{"C":6,"Nowhere!A1":1,"nothing":2,"D":{"v":7,"at":"2026-11-22T09:30:00Z"},"B3":null,"B4":[1],"B5":{"x":1},"A1":3,"A1:B2":1,"B6":"text","B7":true,"B8":{"v":1,"at":"noon"}}`,
		"Content-Type", "application/x-www-form-urlencoded").want(200).into(&o)
	if o.Version != before+1 {
		t.Errorf("not one wave: from %d to %d", before, o.Version)
	}
	if got := s.values(b, "A1:B7", "value"); got != `[[13,6],[null,7],[null,null],[null,null],[null,null],[null,"text"],[null,true]]` {
		t.Errorf("the good ones count: %s", got)
	}
	good := map[string]bool{"C": true, "D": true, "B6": true, "B7": true}
	for key, a := range o.Results {
		if a.OK != good[key] || !a.OK && (a.Error.Message == "" || a.Error.Code == "") {
			t.Errorf("%s: %+v", key, a)
		}
	}
	if len(o.Results) != 12 || o.Accepted != 4 || o.Rejected != 8 {
		t.Errorf("%d answers, %d and %d", len(o.Results), o.Accepted, o.Rejected)
	}
	s.ask("POST", path(b, "/ingest"), b.Tokens.Editor, `{"nothing":2}`).want(200).contains(`"accepted":0`)
	s.ask("POST", path(b, "/ingest"), b.Tokens.Editor, `{}`).want(422).refused()
	s.ask("POST", path(b, "/ingest"), b.Tokens.Editor, `[1]`, "Content-Type", "application/json").want(422).refused()
	s.ask("GET", path(b, "/cells/C"), b.Tokens.Viewer, "").want(200).contains(`"reading":true`)
}

func TestHistory(t *testing.T) {
	s := newSite(t)
	b := s.book()
	s.ask("PUT", path(b, "/names/temp"), b.Tokens.Editor, `{"ref":"B1"}`).want(200)
	for _, body := range []string{
		`{"temp":{"v":20.5,"at":"2026-11-22T09:00:00Z"}}`, `{"temp":{"v":21,"at":1795341600000}}`, `{"temp":{"v":"off","at":"2026-11-22T11:00:00+01:00"}}`,
	} {
		s.ask("POST", path(b, "/ingest"), b.Tokens.Editor, body).want(200).contains(`"accepted":1`)
	}
	type history struct {
		Ref    string
		Points []struct {
			At    int64
			Time  time.Time
			Value any
		}
	}
	var o history
	eventually(t, "three points", func() bool {
		o = history{}
		s.ask("GET", path(b, "/cells/temp/history"), b.Tokens.Viewer, "").want(200).into(&o)
		return len(o.Points) == 3
	})
	if o.Ref != "Sheet1!B1" || o.Points[0].Value != 20.5 || !o.Points[0].Time.Equal(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)) || o.Points[0].At != o.Points[0].Time.UnixMilli() {
		t.Errorf("got %+v", o)
	}
	for i := 1; i < len(o.Points); i++ {
		if o.Points[i].At < o.Points[i-1].At {
			t.Errorf("not oldest first: %+v", o.Points)
		}
	}
	for query, want := range map[string]int{
		"?limit=1": 1, "?from=2026-11-22T09:00:00.001Z": 2, "?to=2026-11-22T09:00:00Z": 1, "?from=2026-11-22T09:00:00Z&to=1795341600000": 3, "?from=2027-01-01T00:00:00Z": 0,
	} {
		var o history
		s.ask("GET", path(b, "/cells/B1/history%s", query), b.Tokens.Viewer, "").want(200).into(&o)
		if len(o.Points) != want {
			t.Errorf("%s: %d points, want %d: %+v", query, len(o.Points), want, o.Points)
		}
	}
	a := s.ask("GET", path(b, "/cells/B1/history?format=csv"), b.Tokens.Viewer, "").want(200)
	if !strings.HasPrefix(a.head.Get("Content-Type"), "text/csv") || !strings.HasPrefix(a.body, "time,value\n2026-11-22T09:00:00.000Z,20.5\n") {
		t.Errorf("csv: %s %q", a.head.Get("Content-Type"), a.body)
	}
	for _, query := range []string{"?from=yesterday", "?limit=0", "?limit=x", "?to=1&from=2", "?format=xml"} {
		s.ask("GET", path(b, "/cells/B1/history%s", query), b.Tokens.Viewer, "").want(422).refused()
	}
	s.ask("GET", path(b, "/cells/Z1/history"), b.Tokens.Viewer, "").want(200).contains(`"points":[]`)
}

func TestPolicy(t *testing.T) {
	s := newSite(t)
	b := s.book()
	s.ask("PUT", path(b, "/policies/A1"), b.Tokens.Editor, `{"log":"changes","keep":50}`).want(200)
	s.ask("GET", path(b, "/cells/A1"), b.Tokens.Viewer, "").contains(`"policy":{"log":"changes","keep":50}`)
	s.ask("GET", path(b, "/cells/A2"), b.Tokens.Viewer, "").contains(`"policy":{"log":"readings"}`)
	s.put(b, "A1:B1", `[["=B1*2",1]]`)
	s.put(b, "B1", `[[2]]`)
	eventually(t, "computed values in the history", func() bool {
		return strings.Contains(s.ask("GET", path(b, "/cells/A1/history"), b.Tokens.Viewer, "").want(200).body, `"value":4`)
	})
	s.ask("PUT", path(b, "/policies/A1"), b.Tokens.Editor, `{"log":"sometimes"}`).want(422).contains(`"where":"log"`)
	s.ask("PUT", path(b, "/policies/A1"), b.Tokens.Editor, `{"log":"all","keep":-1}`).want(422).contains(`"where":"keep"`)
}

type lastPayloads map[string]httpd.Payload

func (l lastPayloads) Last(book, binding string) (httpd.Payload, bool) {
	p, ok := l[book+" "+binding]
	return p, ok
}

func TestBindings(t *testing.T) {
	last := lastPayloads{}
	s := newSite(t, func(o *httpd.Options) {
		o.Payloads = last
		o.CheckBinding = func(b cells.Binding) *cells.Error {
			if b.Topic == "#/a" {
				return cells.Refuse(cells.Invalid, "the topic filter has a # before its end").At("topic")
			}
			return nil
		}
	})
	b := s.book()
	s.ask("PUT", path(b, "/bindings/bed-1"), b.Tokens.Editor, `{"topic":"greenhouse/+/climate","path":"temp","target":"C1","scale":"0.1"}`).want(200)
	s.ask("PUT", path(b, "/bindings/bed-2"), b.Tokens.Editor, `{"topic":"greenhouse/2","target":"C2"}`).want(200)
	last[b.ID+" bed-1"] = httpd.Payload{At: 1795341600000, Topic: "greenhouse/1/climate", Text: `{"temp":215}`, Error: "the payload has no temp"}
	var o struct {
		Bindings []struct {
			ID, Source, Topic, Path, Target, Scale string
			Last                                   *struct{ Time, Topic, Text, Error string }
		}
	}
	s.ask("GET", path(b, "/bindings"), b.Tokens.Editor, "").want(200).into(&o)
	if len(o.Bindings) != 2 || o.Bindings[0].ID != "bed-1" || o.Bindings[0].Source != "mqtt" || o.Bindings[0].Target != "Sheet1!C1" || o.Bindings[0].Scale != "0.1" {
		t.Fatalf("got %+v", o)
	}
	if l := o.Bindings[0].Last; l == nil || l.Text != `{"temp":215}` || l.Error == "" || l.Time == "" || o.Bindings[1].Last != nil {
		t.Errorf("last: %+v", o.Bindings)
	}
	s.ask("DELETE", path(b, "/bindings/bed-1"), b.Tokens.Editor, "").want(200)
	s.ask("DELETE", path(b, "/bindings/bed-1"), b.Tokens.Editor, "").want(404)
	for body, where := range map[string]string{`{"target":"C1"}`: "topic", `{"topic":"a"}`: "target", `{"topic":"a","target":"C1:C2"}`: "C1:C2"} {
		if e := s.ask("PUT", path(b, "/bindings/x"), b.Tokens.Editor, body).want(422).refused(); e.Where != where {
			t.Errorf("%s: %+v", body, e)
		}
	}
	if e := s.ask("PUT", path(b, "/bindings/x"), b.Tokens.Editor, `{"topic":"#/a","target":"C1"}`).want(422).refused(); e.Where != "topic" {
		t.Errorf("a topic filter that can match nothing: %+v", e)
	}
	s.ask("PUT", path(b, "/bindings/%s", "not%20an%20id"), b.Tokens.Editor, `{"topic":"a","target":"C1"}`).want(422).refused()
}

func TestTimesAndDurations(t *testing.T) {
	s := newSite(t)
	b := s.book()
	s.put(b, "A1:D1", `[["2026-11-22","2026-11-22 09:30:00","9:30 PM","=A1-A1+0.5"]]`)
	var o []([]json.RawMessage)
	if err := json.Unmarshal([]byte(s.values(b, "A1:C1", "value")), &o); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`"2026-11-22"`, `"2026-11-22T09:30:00"`, `"21:30:00"`} {
		if string(o[0][i]) != want {
			t.Errorf("%s, want %s", o[0][i], want)
		}
	}
	// What is read can be written again.
	s.put(b, "A2:C2", `[["2026-11-22","2026-11-22T09:30:00","21:30:00"]]`)
	if got := s.values(b, "A2:C2", "value"); got != s.values(b, "A1:C1", "value") {
		t.Errorf("written again it reads %s", got)
	}
}
