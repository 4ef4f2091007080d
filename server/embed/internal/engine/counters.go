package engine

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

const (
	errOverflow = "ERR increment or decrement would overflow"
	errNaN      = "ERR increment would produce NaN or Infinity"
)

func counterCommands() []command {
	key := func(name string, arity int, run func(*call)) command {
		return command{name: name, arity: arity, flags: writes, first: 1, last: 1, step: 1, run: run}
	}
	return []command{
		key("INCR", 2, func(c *call) { c.incr(1) }),
		key("DECR", 2, func(c *call) { c.incr(-1) }),
		key("INCRBY", 3, incrBy),
		key("DECRBY", 3, decrBy),
		key("INCRBYFLOAT", 3, incrByFloat),
	}
}

func incrBy(c *call) {
	if by, ok := c.int(c.args[2]); ok {
		c.incr(by)
	}
}

func decrBy(c *call) {
	by, ok := c.int(c.args[2])
	if !ok {
		return
	}
	if by == math.MinInt64 {
		c.fail("ERR decrement would overflow")
		return
	}
	c.incr(-by)
}

func (c *call) incr(by int64) {
	key := c.args[1]
	s, there, ok := value[string](c, key)
	if !ok {
		return
	}
	var n int64
	if there {
		if n, ok = c.int(s); !ok {
			return
		}
	}
	sum, ok := add(n, by)
	if !ok {
		c.fail(errOverflow)
		return
	}
	c.update(key, strconv.FormatInt(sum, 10))
	c.changed(key)
	c.out.Int(sum)
}

func add(a, b int64) (int64, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0)
}

func incrByFloat(c *call) {
	key := c.args[1]
	s, there, ok := value[string](c, key)
	if !ok {
		return
	}
	if !there {
		s = "0"
	}
	sum, refusal := addFloats(s, c.args[2], errNotFloat)
	if refusal != "" {
		c.fail(refusal)
		return
	}
	c.update(key, sum)
	c.changedAs(key, "SET", key, sum, "KEEPTTL")
	c.out.Bulk(sum)
}

// addFloats adds two decimal numbers as Redis does on the machines it mostly runs
// on: in 64 bits of mantissa (long double), printed with up to 17 decimals.
func addFloats(a, b, badA string) (sum, refusal string) {
	x, ok := parseBig(a)
	if !ok {
		return "", badA
	}
	y, ok := parseBig(b)
	if !ok {
		return "", errNotFloat
	}
	if x.IsInf() || y.IsInf() {
		return "", errNaN
	}
	text := new(big.Float).SetPrec(64).Add(x, y).Text('f', 17)
	text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	if text == "-0" {
		text = "0"
	}
	return text, ""
}

func parseBig(s string) (*big.Float, bool) {
	if _, ok := parseFloat(s); !ok {
		return nil, false
	}
	f, _, err := big.ParseFloat(s, 10, 64, big.ToNearestEven)
	return f, err == nil
}
