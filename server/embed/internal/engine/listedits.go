package engine

import "slices"

func lset(c *call) {
	l, ok := c.readList(c.args[1])
	if !ok {
		return
	}
	if l.Len() == 0 {
		c.fail(errNoSuchKey)
		return
	}
	n, ok := c.int(c.args[2])
	if !ok {
		return
	}
	i := index(n, l.Len())
	if i < 0 || i >= l.Len() {
		c.fail("ERR index out of range")
		return
	}
	l.Items()[i] = c.args[3]
	c.changed(c.args[1])
	c.ok()
}

func lrem(c *call) {
	count, ok := c.int(c.args[2])
	if !ok {
		return
	}
	l, ok := c.readList(c.args[1])
	if !ok {
		return
	}
	limit := int64(l.Len())
	if count != 0 {
		limit = max(count, -count)
	}
	items := slices.Clone(l.Items())
	if count < 0 {
		slices.Reverse(items)
	}
	removed := int64(0)
	items = slices.DeleteFunc(items, func(s string) bool {
		if s != c.args[3] || removed == limit {
			return false
		}
		removed++
		return true
	})
	if count < 0 {
		slices.Reverse(items)
	}
	if removed > 0 {
		l.Replace(items)
		c.dropIfEmpty(c.args[1], l.Len())
		c.changed(c.args[1])
	}
	c.out.Int(removed)
}

func ltrim(c *call) {
	from, to, ok := c.span(c.args[2], c.args[3])
	if !ok {
		return
	}
	l, ok := c.readList(c.args[1])
	if !ok {
		return
	}
	i, j := bounds(from, to, l.Len())
	if j-i < l.Len() {
		l.Replace(slices.Clone(l.Items()[i:j]))
		c.dropIfEmpty(c.args[1], l.Len())
		c.changed(c.args[1])
	}
	c.ok()
}

func linsert(c *call) {
	after := option(c.args[2], "AFTER")
	if !after && !option(c.args[2], "BEFORE") {
		c.fail(errSyntax)
		return
	}
	l, ok := c.readList(c.args[1])
	if !ok {
		return
	}
	i := slices.Index(l.Items(), c.args[3])
	switch {
	case l.Len() == 0:
		c.out.Int(0)
		return
	case i < 0:
		c.out.Int(-1)
		return
	}
	if after {
		i++
	}
	l.Replace(slices.Insert(slices.Clone(l.Items()), i, c.args[4]))
	c.changed(c.args[1])
	c.out.Int(int64(l.Len()))
}

// lposOptions are the words after LPOS key element.
type lposOptions struct {
	rank, count, maxLen int64
	all                 bool // COUNT was given
}

func (c *call) lposOptions() (o lposOptions, ok bool) {
	o = lposOptions{rank: 1, count: 1}
	for i := 3; i < len(c.args); i += 2 {
		if i+1 == len(c.args) {
			c.fail(errSyntax)
			return o, false
		}
		n, ok := c.int(c.args[i+1])
		if !ok {
			return o, false
		}
		switch word := c.args[i]; {
		case option(word, "RANK"):
			if n == 0 {
				c.fail("ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list")
				return o, false
			}
			o.rank = n
		case option(word, "COUNT") && n >= 0:
			o.count, o.all = n, true
		case option(word, "MAXLEN") && n >= 0:
			o.maxLen = n
		case option(word, "COUNT"), option(word, "MAXLEN"):
			c.failf("ERR %s can't be negative", word)
			return o, false
		default:
			c.fail(errSyntax)
			return o, false
		}
	}
	return o, true
}

func lpos(c *call) {
	o, ok := c.lposOptions()
	if !ok {
		return
	}
	l, ok := c.readList(c.args[1])
	if !ok {
		return
	}
	items, length := l.Items(), l.Len()
	skip := max(o.rank, -o.rank) - 1
	var found []int64
	for n := range length {
		if o.maxLen > 0 && int64(n) >= o.maxLen || o.count > 0 && int64(len(found)) == o.count {
			break
		}
		i := n
		if o.rank < 0 {
			i = length - 1 - n
		}
		if items[i] != c.args[2] {
			continue
		}
		if skip > 0 {
			skip--
			continue
		}
		found = append(found, int64(i))
	}
	if o.all {
		c.out.Array(len(found))
		for _, i := range found {
			c.out.Int(i)
		}
		return
	}
	if len(found) == 0 {
		c.out.Null()
		return
	}
	c.out.Int(found[0])
}
