package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

func code(err error) cells.Code {
	var refusal *cells.Error
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return ""
}

func TestTokensOpenWhatTheirLinkGrants(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url())
	made, err := s.Create(t.Context(), store.NewBook{Title: "T", Actor: "p1"})
	if err != nil {
		t.Fatal(err)
	}
	for role, token := range made.Tokens {
		g, err := s.Grant(t.Context(), token)
		if err != nil || g.Role != role || g.Book != made.ID || g.Link != made.Links[role].ID {
			t.Fatalf("%v: %+v %v", role, g, err)
		}
		if !strings.HasPrefix(token, made.ID+"_") || len(token) < len(made.ID)+1+26 {
			t.Fatalf("token of %d characters", len(token))
		}
	}
	owner := made.Tokens[cells.Owner]
	wrong := []byte(owner)
	wrong[len(wrong)-1] ^= 1
	for _, token := range []string{"", "_", made.ID, made.ID + "_", string(wrong), "x" + owner, owner + "x", strings.Repeat("a", 5000), "a{b}c_" + owner} {
		if _, err := s.Grant(t.Context(), token); code(err) != cells.Unauthentic {
			t.Errorf("token %.50q: %v", token, err)
		}
	}
	// At rest there is no secret.
	dump, err := r.client().HGetAll(t.Context(), "{"+made.ID+"}:links").Result()
	if err != nil || len(dump) != 3 {
		t.Fatal(dump, err)
	}
	for _, token := range made.Tokens {
		_, secret, _ := strings.Cut(token, "_")
		for _, text := range dump {
			if strings.Contains(text, secret) {
				t.Fatal("a secret is stored")
			}
		}
	}
}

func TestLinksAreListedWithTheirUse(t *testing.T) {
	now := time.UnixMilli(1_700_000_000_000)
	s := open(t, startRedis(t).url(), func(o *store.Options) { o.Now = func() time.Time { return now } })
	id := create(t, s)
	now = now.Add(time.Hour)
	link, token, err := s.CreateLink(t.Context(), id, cells.Viewer, "for the hall")
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Hour)
	used := now.UnixMilli()
	for range 3 {
		if _, err := s.Grant(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		now = now.Add(10 * time.Second)
	}
	all, err := s.Links(t.Context(), id)
	if err != nil || len(all) != 4 {
		t.Fatal(all, err)
	}
	last := all[3]
	link.LastUsed = used // to the minute: the later uses did not write
	if last != link {
		t.Fatalf("%+v, want %+v", last, link)
	}
	if all[0].Role != cells.Owner || all[0].LastUsed != 0 {
		t.Fatalf("first %+v", all[0])
	}
}

func TestRevokedLinkOpensNothingAndEverybodyHears(t *testing.T) {
	r := startRedis(t)
	one, two := open(t, r.url()), open(t, r.url())
	id := create(t, one)
	heard := make(chan string, 8)
	stop := two.OnRevoke(func(book, link string) { heard <- book + " " + link })
	link, token, err := one.CreateLink(t.Context(), id, cells.Owner, "")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // again does no harm
		if err := one.RevokeLink(t.Context(), id, link.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got := <-heard; got != id+" "+link.ID {
		t.Fatalf("heard %q", got)
	}
	stop()
	if _, err := two.Grant(t.Context(), token); code(err) != cells.Unauthentic {
		t.Fatalf("a revoked token: %v", err)
	}
	all, _ := one.Links(t.Context(), id)
	owners := 0
	for _, l := range all {
		if l.Role == cells.Owner && !l.Revoked {
			owners++
			if err := one.RevokeLink(t.Context(), id, l.ID); code(err) != cells.Conflict {
				t.Fatalf("the last owner link: %v", err)
			}
		}
	}
	if owners != 1 {
		t.Fatalf("%d owner links are left", owners)
	}
	if err := one.RevokeLink(t.Context(), id, "nosuchlink"); code(err) != cells.NotFound {
		t.Fatal(err)
	}
	if _, _, err := one.CreateLink(t.Context(), "nosuchbook1", cells.Viewer, ""); code(err) != cells.NotFound {
		t.Fatal(err)
	}
	if _, _, err := one.CreateLink(t.Context(), id, cells.NoRole, ""); code(err) != cells.Invalid {
		t.Fatal(err)
	}
}

// A revocation during an outage of the bus is told when it is back.
func TestRevocationIsToldAfterAnOutage(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url())
	id := create(t, s)
	hold(t, s, id)
	link, _, err := s.CreateLink(t.Context(), id, cells.Viewer, "")
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 8)
	defer s.OnRevoke(func(_, l string) { heard <- l })()
	c := r.client()
	if err := c.HSet(t.Context(), "{"+id+"}:revoked", link.ID, 1).Err(); err != nil { // without a word on the bus
		t.Fatal(err)
	}
	if err := c.Do(t.Context(), "CLIENT", "KILL", "TYPE", "pubsub").Err(); err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-heard:
		if got != link.ID {
			t.Fatalf("heard %q", got)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was heard")
	}
}

func TestSideChannel(t *testing.T) {
	r := startRedis(t)
	one, two := open(t, r.url()), open(t, r.url())
	id := create(t, one)
	heard := make(chan string, 64)
	stop := two.Subscribe(id, "presence", func(p []byte) { heard <- string(p) })
	defer stop()
	eventually(t, "a message arrives", func() bool { // lossy: the subscription may not have reached Redis yet
		if err := one.Publish(t.Context(), id, "presence", []byte("here\n\x00")); err != nil {
			t.Fatal(err)
		}
		select {
		case got := <-heard:
			return got == "here\n\x00"
		default:
			return false
		}
	})
}
