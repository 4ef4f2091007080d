package script

import (
	"math"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// baseFunctions are what scripts keep of Lua's base library.
var baseFunctions = []string{
	"assert", "getmetatable", "ipairs", "next", "pairs", "rawequal", "rawget",
	"select", "setmetatable", "type", "xpcall", "_VERSION",
}

const readOnly = "Attempt to modify a readonly table"

// open makes the Lua state and what scripts see in it.
func (h *Host) open() {
	l := lua.NewState(lua.Options{SkipOpenLibs: true, CallStackSize: 4096, RegistrySize: 16 << 10, RegistryGrowStep: 16 << 10, RegistryMaxSize: 256 << 10})
	h.state = l
	for _, open := range []lua.LGFunction{
		lua.OpenBase, lua.OpenTable, lua.OpenString, lua.OpenMath, lua.OpenCoroutine,
	} {
		l.Push(l.NewFunction(open))
		l.Call(0, 0)
	}
	all := l.G.Global
	h.globals = l.NewTable()
	for _, name := range baseFunctions {
		h.globals.RawSetString(name, all.RawGetString(name))
	}
	for _, name := range []string{"table", "string", "math", "coroutine"} {
		h.globals.RawSetString(name, h.protect(all.RawGetString(name).(*lua.LTable)))
	}
	if mt, ok := l.GetMetatable(lua.LString("")).(*lua.LTable); ok {
		mt.RawSetString("__metatable", lua.LFalse) // else a way to the string library itself
	}
	h.globals.RawSetString("tonumber", l.NewFunction(toNumber))
	h.globals.RawSetString("pcall", l.NewFunction(protectedCall(all.RawGetString("pcall"))))
	h.globals.RawSetString("unpack", l.NewFunction(limitedUnpack(all.RawGetString("unpack"))))
	h.globals.RawSetString("tostring", l.NewFunction(toString))
	h.globals.RawSetString("error", l.NewFunction(raise))
	h.globals.RawSetString("rawset", l.NewFunction(h.rawSet))
	h.globals.RawSetString("collectgarbage", l.NewFunction(func(l *lua.LState) int {
		l.Push(lua.LNumber(0))
		return 1
	}))
	h.globals.RawSetString("redis", h.protect(h.redisLibrary()))
	h.globals.RawSetString("cjson", h.protect(jsonLibrary(l)))
	h.globals.RawSetString("bit", h.protect(bitLibrary(l)))

	missing := l.NewTable()
	missing.RawSetString("__index", l.NewFunction(func(l *lua.LState) int {
		l.RaiseError("Script attempted to access nonexistent global variable '%s'", l.Get(2).String())
		return 0
	}))
	h.globals.Metatable = missing
	h.face = h.protect(h.globals)
	h.globals.RawSetString("_G", h.face)
}

// protect returns a face of t that reads like it and refuses to be written.
func (h *Host) protect(t *lua.LTable) *lua.LTable {
	l := h.state
	face, mt := l.NewTable(), l.NewTable()
	mt.RawSetString("__index", t)
	mt.RawSetString("__newindex", l.NewFunction(func(l *lua.LState) int {
		l.RaiseError(readOnly)
		return 0
	}))
	mt.RawSetString("__metatable", lua.LFalse)
	face.Metatable = mt
	return face
}

func (h *Host) rawSet(l *lua.LState) int {
	t := l.CheckTable(1)
	if mt, ok := t.Metatable.(*lua.LTable); ok && mt.RawGetString("__metatable") == lua.LFalse {
		l.RaiseError(readOnly)
	}
	t.RawSet(l.CheckAny(2), l.CheckAny(3))
	l.SetTop(1)
	return 1
}

// toString is Lua's tostring; gopher-lua's own gives numbers more than 14 digits.
func toString(l *lua.LState) int {
	if n, ok := l.CheckAny(1).(lua.LNumber); ok {
		l.Push(lua.LString(formatNumber(float64(n))))
		return 1
	}
	l.Push(l.ToStringMeta(l.Get(1)))
	return 1
}

// raise is Lua's error; an error table learns where it was raised, as in Redis.
func raise(l *lua.LState) int {
	v, level := l.Get(1), l.OptInt(2, 1)
	if t, ok := v.(*lua.LTable); ok && t.RawGetString("line") == lua.LNil {
		if m := atLine.FindStringSubmatch(l.Where(1)); m != nil {
			t.RawSetString("line", lua.LString(m[1]))
		}
	}
	l.Error(v, level)
	return 0
}

// protectedCall is Lua's pcall; of an error table it hands the text on, as in Redis.
func protectedCall(base lua.LValue) lua.LGFunction {
	return func(l *lua.LState) int {
		n := l.GetTop()
		l.Insert(base, 1)
		l.Call(n, lua.MultRet)
		if t, ok := l.Get(2).(*lua.LTable); ok && l.Get(1) == lua.LFalse {
			if text, ok := t.RawGetString("err").(lua.LString); ok {
				l.Replace(2, text)
			}
		}
		return l.GetTop()
	}
}

// maxUnpack is how many values Redis' Lua lets unpack return (LUAI_MAXCSTACK).
const maxUnpack = 8000

func limitedUnpack(base lua.LValue) lua.LGFunction {
	return func(l *lua.LState) int {
		t := l.CheckTable(1)
		if n := l.OptInt(3, t.Len()) - l.OptInt(2, 1); n >= maxUnpack {
			l.RaiseError("too many results to unpack")
		}
		n := l.GetTop()
		l.Insert(base, 1)
		l.Call(n, lua.MultRet)
		return l.GetTop()
	}
}

// toNumber is Lua's tonumber; gopher-lua's own does not read exponents.
func toNumber(l *lua.LState) int {
	base := l.OptInt(2, 10)
	switch v := l.CheckAny(1).(type) {
	case lua.LNumber:
		l.Push(v)
		return 1
	case lua.LString:
		if n, ok := parseNumber(strings.TrimSpace(string(v)), base); ok {
			l.Push(lua.LNumber(n))
			return 1
		}
	}
	l.Push(lua.LNil)
	return 1
}

func parseNumber(s string, base int) (float64, bool) {
	if base != 10 {
		n, err := strconv.ParseInt(strings.ToLower(s), base, 64)
		return float64(n), err == nil
	}
	digits := strings.TrimLeft(s, "+-")
	if strings.ContainsRune(s, '_') || len(s)-len(digits) > 1 {
		return 0, false
	}
	if strings.HasPrefix(digits, "0x") || strings.HasPrefix(digits, "0X") {
		n, err := strconv.ParseUint(digits[2:], 16, 64)
		return math.Copysign(float64(n), sign(s)), err == nil
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(n, 0) {
		return 0, false
	}
	return n, true
}

func sign(s string) float64 {
	if strings.HasPrefix(s, "-") {
		return -1
	}
	return 1
}
