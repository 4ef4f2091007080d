package script

import (
	"fmt"
	"math"
	"math/bits"

	lua "github.com/yuin/gopher-lua"
)

// bitLibrary is LuaBitOp: operations on numbers taken as 32 signed bits.
func bitLibrary(l *lua.LState) *lua.LTable {
	lib := l.NewTable()
	set := func(name string, fn func(l *lua.LState) int32) {
		lib.RawSetString(name, l.NewFunction(func(l *lua.LState) int {
			l.Push(lua.LNumber(fn(l)))
			return 1
		}))
	}
	fold := func(op func(a, b int32) int32) func(l *lua.LState) int32 {
		return func(l *lua.LState) int32 {
			n := toBit(l, 1)
			for i := 2; i <= l.GetTop(); i++ {
				n = op(n, toBit(l, i))
			}
			return n
		}
	}
	shift := func(op func(n uint32, by int) int32) func(l *lua.LState) int32 {
		return func(l *lua.LState) int32 { return op(uint32(toBit(l, 1)), int(toBit(l, 2)&31)) }
	}
	set("tobit", func(l *lua.LState) int32 { return toBit(l, 1) })
	set("bnot", func(l *lua.LState) int32 { return ^toBit(l, 1) })
	set("band", fold(func(a, b int32) int32 { return a & b }))
	set("bor", fold(func(a, b int32) int32 { return a | b }))
	set("bxor", fold(func(a, b int32) int32 { return a ^ b }))
	set("lshift", shift(func(n uint32, by int) int32 { return int32(n << by) }))
	set("rshift", shift(func(n uint32, by int) int32 { return int32(n >> by) }))
	set("arshift", shift(func(n uint32, by int) int32 { return int32(n) >> by }))
	set("rol", shift(func(n uint32, by int) int32 { return int32(bits.RotateLeft32(n, by)) }))
	set("ror", shift(func(n uint32, by int) int32 { return int32(bits.RotateLeft32(n, -by)) }))
	set("bswap", func(l *lua.LState) int32 { return int32(bits.ReverseBytes32(uint32(toBit(l, 1)))) })
	lib.RawSetString("tohex", l.NewFunction(toHex))
	return lib
}

// toBit reduces a number modulo 2^32, as LuaBitOp does.
func toBit(l *lua.LState, i int) int32 {
	f := math.Mod(math.RoundToEven(float64(l.CheckNumber(i))), 1<<32)
	return int32(uint32(int64(f)))
}

func toHex(l *lua.LState) int {
	digits, format := int(l.OptInt(2, 8)), "%08x"
	if digits < 0 {
		digits, format = -digits, "%08X"
	}
	s := fmt.Sprintf(format, uint32(toBit(l, 1)))
	l.Push(lua.LString(s[len(s)-min(digits, 8):]))
	return 1
}
