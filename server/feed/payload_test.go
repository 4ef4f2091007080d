package feed_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"freshet/cells"
	"freshet/server/feed"
)

func TestDecode(t *testing.T) {
	long := strings.Repeat("x", cells.MaxText+1)
	for _, c := range []struct {
		payload string
		want    cells.Value
		at      int64
		refused string // part of the sentence
	}{
		{"21.5", cells.Num(21.5), 0, ""},
		{" -3e2\n", cells.Num(-300), 0, ""},
		{"+4", cells.Num(4), 0, ""},
		{".5", cells.Num(0.5), 0, ""},
		{"true", cells.Boolean(true), 0, ""},
		{"FALSE", cells.Boolean(false), 0, ""},
		{"open", cells.Str("open"), 0, ""},
		{"12-5", cells.Str("12-5"), 0, ""},
		{"1.2.3", cells.Str("1.2.3"), 0, ""},
		{"0x10", cells.Str("0x10"), 0, ""},
		{"1_000", cells.Str("1_000"), 0, ""},
		{"=A1*2", cells.Str("=A1*2"), 0, ""},
		{`"21.5"`, cells.Str("21.5"), 0, ""},
		{`"a\nb"`, cells.Str("a\nb"), 0, ""},
		{`{"v":1}`, cells.Num(1), 0, ""},
		{`{"v":"x","at":1764000000}`, cells.Str("x"), 1764000000000, ""},
		{`{"v":2,"at":1764000000123}`, cells.Num(2), 1764000000123, ""},
		{`{"v":2,"at":"2026-11-22T19:30:00Z"}`, cells.Num(2), 1795375800000, ""},
		{"", cells.Value{}, 0, "empty"},
		{"  ", cells.Value{}, 0, "empty"},
		{"null", cells.Value{}, 0, "null"},
		{"NaN", cells.Value{}, 0, "no number"},
		{"-inf", cells.Value{}, 0, "no number"},
		{"1e999", cells.Value{}, 0, "too large"},
		{`{"v":1e999}`, cells.Value{}, 0, "too large"},
		{`{"v":null}`, cells.Value{}, 0, "null"},
		{`{"v":[1]}`, cells.Value{}, 0, "an array of 1"},
		{`{"temp":1,"hum":2}`, cells.Value{}, 0, "an object with temp, hum"},
		{`[1,2]`, cells.Value{}, 0, "an array of 2"},
		{`{"v":1`, cells.Value{}, 0, "byte 6"},
		{`{"v":1,"at":"soon"}`, cells.Value{}, 0, `"at"`},
		{`{"v":1,"at":-5}`, cells.Value{}, 0, `"at"`},
		{"\xff\xfe", cells.Value{}, 0, "UTF-8"},
		{"a\x00b", cells.Value{}, 0, "zero byte"},
		{long, cells.Value{}, 0, "32768 bytes"},
	} {
		v, at, refused := feed.Decode([]byte(c.payload))
		if c.refused != "" {
			if refused == nil || !strings.Contains(refused.Message, c.refused) {
				t.Errorf("Decode(%.40q) is refused with %v, want a sentence about %q", c.payload, refused, c.refused)
			}
			continue
		}
		if refused != nil || !v.Equal(c.want) || at != c.at {
			t.Errorf("Decode(%.40q) = %v at %d (%v), want %v at %d", c.payload, v, at, refused, c.want, c.at)
		}
	}
}

func TestExtract(t *testing.T) {
	const payload = `{"sensors":[{"temp":"21.5","ok":true},{"temp":215}],"a.b":{"c":3},"deep":{"list":[1,2]}}`
	for _, c := range []struct {
		path, scale string
		want        cells.Value
		refused     string
	}{
		{"sensors.1.temp", "", cells.Num(215), ""},
		{"sensors.1.temp", "0.1", cells.Num(21.5), ""},
		{"sensors.1.temp", "0.3", cells.Num(215 * 0.3), ""},
		{"$.sensors[1].temp", "", cells.Num(215), ""},
		{"sensors[1]['temp']", "", cells.Num(215), ""},
		{"$['a.b'].c", "", cells.Num(3), ""},
		{`a\.b.c`, "", cells.Num(3), ""},
		{"sensors.#", "", cells.Num(2), ""},
		{"sensors.#(temp==215).temp", "", cells.Num(215), ""},
		{"sensors.0.temp", "", cells.Str("21.5"), ""},
		{"sensors.0.temp", "1", cells.Num(21.5), ""},
		{"sensors.0.ok", "", cells.Boolean(true), ""},
		{"sensors.0.ok", "2", cells.Value{}, "cannot be scaled"},
		{"sensors.0.hum", "", cells.Value{}, `"sensors.0" is an object with temp, ok`},
		{"sensors.7.temp", "", cells.Value{}, `"sensors" is an array of 2`},
		{"nothing", "", cells.Value{}, "the payload is an object with sensors, a.b, deep"},
		{"deep.list", "", cells.Value{}, "an array of 2"},
		{"sensors.0.temp", "zero", cells.Value{}, "scale"},
		{"sensors.0.temp", "0", cells.Value{}, "scale"},
		{strings.Repeat("a.", 200), "", cells.Value{}, "path"},
		{strings.Repeat("@tostr|", 30), "", cells.Value{}, "has a @"},
		{strings.Repeat("[@this,@this]|", 15), "", cells.Value{}, "has a ["},
		{`sensors|{"a":sensors}`, "", cells.Value{}, "has a {"},
		{"!1", "", cells.Value{}, "has a !"},
		{"sensors.#(@this)", "", cells.Value{}, "has a @"},
		{`sensors.#(temp!="[").temp`, "", cells.Str("21.5"), ""},
	} {
		v, _, refused := feed.Extract([]byte(payload), c.path, c.scale)
		if c.refused != "" {
			if refused == nil || !strings.Contains(refused.Error(), c.refused) {
				t.Errorf("Extract(%q, %q) is refused with %v, want a sentence about %q", c.path, c.scale, refused, c.refused)
			}
			continue
		}
		if refused != nil || !v.Equal(c.want) {
			t.Errorf("Extract(%q, %q) = %v (%v), want %v", c.path, c.scale, v, refused, c.want)
		}
	}
	if _, _, refused := feed.Extract([]byte("21.5 C"), "temp", ""); refused == nil || !strings.Contains(refused.Message, "not JSON") {
		t.Errorf("a path into a payload that is no JSON is refused with %v", refused)
	}
}

func FuzzPayload(f *testing.F) {
	for _, seed := range []string{"21.5", `{"v":1,"at":2}`, `{"a":[{"b":"3"}]}`, "NaN", "[[[[", `"\ud800"`, "\xff", "1e309", "{\"a\":\"\xff\"}"} {
		f.Add([]byte(seed), "a.0.b", "0.1")
	}
	f.Fuzz(func(t *testing.T, payload []byte, path, scale string) {
		before := string(payload)
		check := func(v cells.Value, at int64, refused *cells.Error) {
			if refused != nil {
				if refused.Message == "" || !utf8.ValidString(refused.Message) || len(refused.Message) > 4000 {
					t.Fatalf("refused with %q", refused.Message)
				}
				if !v.IsBlank() || at != 0 {
					t.Fatalf("refused and yet %v at %d", v, at)
				}
				return
			}
			switch v.Kind() {
			case cells.Number, cells.Bool:
			case cells.Text:
				if !utf8.ValidString(v.Text()) || len(v.Text()) > cells.MaxText {
					t.Fatalf("a text that no cell may hold: %.80q", v.Text())
				}
			default:
				t.Fatalf("a value of kind %d", v.Kind())
			}
			if at < 0 {
				t.Fatalf("measured at %d", at)
			}
		}
		check(feed.Decode(payload))
		check(feed.Extract(payload, path, scale))
		if feed.CheckFilter(path) == nil {
			feed.Match(path, scale)
		}
		if string(payload) != before {
			t.Fatal("the payload was changed")
		}
	})
}
