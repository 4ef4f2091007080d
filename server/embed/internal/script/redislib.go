package script

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// Version is the version of Redis whose scripting and replies the store follows.
const Version = "7.0.15"

func (h *Host) redisLibrary() *lua.LTable {
	l := h.state
	lib := l.NewTable()
	for name, fn := range map[string]lua.LGFunction{
		"call":               func(l *lua.LState) int { return h.call(l, true) },
		"pcall":              func(l *lua.LState) int { return h.call(l, false) },
		"error_reply":        errorReplyTable,
		"status_reply":       statusReplyTable,
		"sha1hex":            sha1Hex,
		"log":                h.logLine,
		"setresp":            setResp,
		"set_repl":           setReplication,
		"replicate_commands": func(l *lua.LState) int { l.Push(lua.LTrue); return 1 },
		"breakpoint":         func(l *lua.LState) int { l.Push(lua.LFalse); return 1 },
	} {
		lib.RawSetString(name, l.NewFunction(fn))
	}
	for name, n := range map[string]int{
		"LOG_DEBUG": 0, "LOG_VERBOSE": 1, "LOG_NOTICE": 2, "LOG_WARNING": 3,
		"REPL_NONE": 0, "REPL_AOF": 1, "REPL_SLAVE": 2, "REPL_REPLICA": 2, "REPL_ALL": 3,
		"REDIS_VERSION_NUM": 0x0007000f,
	} {
		lib.RawSetString(name, lua.LNumber(n))
	}
	lib.RawSetString("REDIS_VERSION", lua.LString(Version))
	return lib
}

func (h *Host) call(l *lua.LState, raise bool) int {
	n := l.GetTop()
	var sink valueSink
	if n == 0 {
		sink.failure = "ERR Please specify at least one argument for this redis lib call"
	}
	args := make([]string, n)
	for i := range args {
		switch v := l.Get(i + 1).(type) {
		case lua.LString:
			args[i] = string(v)
		case lua.LNumber:
			args[i] = argument(float64(v))
		default:
			sink.failure = "ERR Lua redis lib command arguments must be strings or integers"
		}
	}
	if sink.failure == "" {
		sink.state = l
		h.caller.Call(args, &sink)
	}
	if sink.failure == "" {
		l.Push(sink.result)
		return 1
	}
	t := l.NewTable()
	t.RawSetString("err", lua.LString(sink.failure))
	if raise {
		if m := atLine.FindStringSubmatch(l.Where(1)); m != nil {
			t.RawSetString("line", lua.LString(m[1]))
		}
		l.Error(t, 1)
	}
	l.Push(t)
	return 1
}

// argument writes a number as the argument of a command: Redis uses "%.17g".
func argument(f float64) string {
	if f == math.Trunc(f) && math.Abs(f) < 1e17 {
		return strconv.FormatInt(int64(f), 10)
	}
	return fmt.Sprintf("%.17g", f)
}

func errorReplyTable(l *lua.LState) int {
	message, ok := l.Get(1).(lua.LString)
	if l.GetTop() != 1 || !ok {
		message = "wrong number or type of arguments"
	}
	text := strings.TrimPrefix(string(message), "-")
	if !strings.Contains(text, " ") {
		text = "ERR " + text
	}
	return pushField(l, "err", text)
}

func statusReplyTable(l *lua.LState) int {
	message, ok := l.Get(1).(lua.LString)
	if l.GetTop() != 1 || !ok {
		return pushField(l, "err", "ERR wrong number or type of arguments")
	}
	return pushField(l, "ok", string(message))
}

func pushField(l *lua.LState, name, text string) int {
	t := l.NewTable()
	t.RawSetString(name, lua.LString(text))
	l.Push(t)
	return 1
}

func sha1Hex(l *lua.LState) int {
	if l.GetTop() != 1 {
		l.RaiseError("wrong number of arguments")
	}
	l.Push(lua.LString(SHA(l.Get(1).String())))
	return 1
}

func (h *Host) logLine(l *lua.LState) int {
	level := l.CheckInt(1)
	words := make([]string, 0, l.GetTop())
	for i := 2; i <= l.GetTop(); i++ {
		words = append(words, l.Get(i).String())
	}
	if h.log != nil {
		h.log(level, strings.Join(words, " "))
	}
	return 0
}

func setResp(l *lua.LState) int {
	if l.CheckInt(1) != 2 {
		l.RaiseError("the embedded store offers only RESP version 2 inside scripts")
	}
	return 0
}

func setReplication(l *lua.LState) int {
	if l.CheckInt(1) != 3 {
		l.RaiseError("the embedded store keeps every effect of a script: only redis.REPL_ALL is possible")
	}
	return 0
}
