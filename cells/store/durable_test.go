package store_test

import (
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/store"
)

func TestRedisThatLosesDataIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		args   []string
		says   string // in the refusal; "" when the Redis is fine
		remedy string
		warns  string
		tells  string
	}{
		"memory only": {nil, "nothing on disk", "CONFIG SET appendonly yes", "", "in memory only"},
		"evicts": {
			[]string{"--appendonly", "yes", "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"},
			"allkeys-lru", "CONFIG SET maxmemory-policy noeviction", "",
			"on disk every second",
		},
		"append-only": {[]string{"--appendonly", "yes"}, "", "", "", "append-only file, on disk every second"},
		"always":      {[]string{"--appendonly", "yes", "--appendfsync", "always"}, "", "", "", "on disk before the answer"},
		"snapshots":   {[]string{"--save", "60 1"}, "", "", "snapshots only", "snapshots: 60 1"},
		"forbidden":   {[]string{"--rename-command", "CONFIG", ""}, "", "", "does not show its settings", "does not tell"},
	} {
		t.Run(name, func(t *testing.T) {
			r := startRedis(t, c.args...)
			o := store.Options{URL: r.url(), Engine: ledger{"1/test"}, Logger: quiet()}
			s, err := store.Open(t.Context(), o)
			if c.says != "" {
				if code(err) != cells.Unavailable || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), c.remedy) {
					t.Fatalf("got %v", err)
				}
				o.AcceptVolatile = true
				if s, err = store.Open(t.Context(), o); err != nil {
					t.Fatal(err)
				}
				c.warns = c.says
			}
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if got := strings.Join(s.Warnings(), "\n"); !strings.Contains(got, c.warns) || (c.warns == "") != (got == "") {
				t.Errorf("warnings %q", got)
			}
			if !strings.Contains(s.Describe(), c.tells) {
				t.Errorf("described as %q", s.Describe())
			}
		})
	}
}

func TestAddressesThatCannotBeUsed(t *testing.T) {
	for url, says := range map[string]string{
		"":                                "either",
		"http://localhost":                "cannot be used",
		"redis://u:geheim@localhost:x/":   "",
		"redis://u:geheim@127.0.0.1:1/0":  "no Redis answers at redis://127.0.0.1:1/0",
		"redis://u:geheim@localhost/nine": "cannot be used",
		"unix:///nowhere/at/all":          "no Redis answers at unix:///nowhere/at/all",
	} {
		_, err := store.Open(t.Context(), store.Options{URL: url, Engine: ledger{"1/test"}, Logger: quiet()})
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestPasswordIsUsedAndNotShown(t *testing.T) {
	r := startRedis(t, "--requirepass", "geheim", "--appendonly", "yes")
	bad := strings.Replace(r.url(), "unix://", "unix://:falsch@", 1)
	if _, err := store.Open(t.Context(), store.Options{URL: bad, Engine: ledger{"1/test"}, Logger: quiet()}); code(err) != cells.Unavailable || strings.Contains(err.Error(), "falsch") {
		t.Fatalf("got %v", err)
	}
	good := strings.Replace(r.url(), "unix://", "unix://:geheim@", 1)
	s := open(t, good)
	if strings.Contains(s.Describe(), "geheim") {
		t.Fatal(s.Describe())
	}
	update(t, hold(t, s, create(t, s)), set(0, 0, 1))
}
