package script_test

import (
	"fmt"
	"strings"
	"testing"

	"freshet/server/embed/internal/resp"
	"freshet/server/embed/internal/script"
)

// echo answers every command with its arguments.
type echo struct{ calls int }

func (e *echo) Call(args []string, out resp.Sink) {
	e.calls++
	if args[0] == "FAIL" {
		out.Error("ERR failed")
		return
	}
	out.Array(len(args))
	for _, a := range args {
		out.Bulk(a)
	}
}

func run(t testing.TB, h *script.Host, source string) string {
	t.Helper()
	s, err := h.Load(source)
	if err != nil {
		return "-" + err.Error()
	}
	var out resp.Encoder
	h.Run(s, []string{"key"}, []string{"arg"}, &echo{}, &out)
	return strings.ReplaceAll(strings.TrimSuffix(string(out.Out), "\r\n"), "\r\n", " ")
}

// One Lua state serves all scripts: nothing of one may be seen by the next.
func TestScriptsCannotReachEachOther(t *testing.T) {
	h := script.NewHost(nil)
	defer h.Close()
	for _, attempt := range []string{
		"leak = 1", "_G.leak = 1", "rawset(_G, 'leak', 1)", "setmetatable(_G, {})", "getmetatable(_G).__index.leak = 1",
		"string.leak = 1", "rawset(string, 'leak', 1)", "getmetatable('').__index.leak = 1", "getmetatable('').leak = 1",
		"redis.call = nil", "cjson.encode = nil", "table.insert = nil", "setmetatable(string, nil)", "KEYS = 1", "redis = nil", "string = nil",
		"for k in pairs(_G) do rawset(_G, k, nil) end leak = 1", "local s = setmetatable({}, {__index = _G}) s.leak = 1 leak = 1",
		"setfenv(1, {})", "loadstring('leak = 1')()", "load(function() end)()", "dofile('/etc/passwd')", "require('os')", "module('leak')", "print('x')", "getfenv(0).leak = 1",
		"coroutine.wrap(function() leak = 1 end)()", "table.insert(string, 'leak')  leak = 1",
	} {
		if got := run(t, h, attempt); !strings.HasPrefix(got, "-") {
			t.Errorf("%s: got %s", attempt, got)
		}
		if got := run(t, h, "return {redis.call('X', KEYS[1]), string.upper('a'), cjson.encode({1}), #KEYS, #ARGV, tostring(pcall(function() return leak end))}"); got !=
			"*6 *2 $1 X $3 key $1 A $3 [1] :1 :1 $5 false" {
			t.Fatalf("after %s: %s", attempt, got)
		}
	}
}

func TestRunawayScriptsEnd(t *testing.T) {
	h := script.NewHost(nil)
	defer h.Close()
	for _, source := range []string{
		"local function f() return 1 + f() end return f()", "local t = {} t[1] = t return cjson.encode(t)", "local t = {} t[1] = t return t",
		"local t = {} for i = 1, 10000 do t[i] = i end return #{unpack(t)}", "return string.rep('x', 10) .. nil", "error()", "error(nil)", "error(true)", "error({})",
	} {
		if got := run(t, h, source); !strings.Contains(got, "-ERR") {
			t.Errorf("%s: got %.80s", source, got)
		}
		if got := run(t, h, "return 1"); got != ":1" {
			t.Fatalf("after %s: %s", source, got)
		}
	}
}

func TestNestedReplies(t *testing.T) {
	h := script.NewHost(nil)
	defer h.Close()
	for source, want := range map[string]string{
		"return redis.call('a', 'b')":                 "*2 $1 a $1 b",
		"return {redis.call('a'), {redis.call('b')}}": "*2 *1 $1 a *1 *1 $1 b",
		"return redis.pcall('FAIL')":                  "-ERR failed",
		"return redis.pcall('FAIL').err":              "$10 ERR failed",
	} {
		if got := run(t, h, source); got != want {
			t.Errorf("%s: got %s, want %s", source, got, want)
		}
	}
}

func BenchmarkScript(b *testing.B) {
	h := script.NewHost(nil)
	defer h.Close()
	for b.Loop() {
		if got := run(b, h, "local t = {} for i = 1, 10 do t[i] = redis.call('SET', KEYS[1], i) end return #t"); got != ":10" {
			b.Fatal(got)
		}
	}
}

func ExampleSHA() {
	fmt.Println(script.SHA("return 1"))
	// Output: e0e1f9fabfc9d4800c877a703b823ac0578ff8db
}
