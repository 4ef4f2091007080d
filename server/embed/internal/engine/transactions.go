package engine

func transactionCommands() []command {
	return []command{
		{name: "MULTI", arity: 1, flags: noScript | unqueued, run: multi},
		{name: "EXEC", arity: 1, flags: noScript | unqueued, run: exec},
		{name: "DISCARD", arity: 1, flags: noScript | unqueued, run: discard},
		{name: "WATCH", arity: -2, flags: noScript | unqueued, run: watch},
		{name: "UNWATCH", arity: 1, flags: noScript, run: unwatch},
	}
}

func multi(c *call) {
	if c.s.inMulti {
		c.fail("ERR MULTI calls can not be nested")
		return
	}
	c.s.inMulti = true
	c.ok()
}

func (s *Session) endMulti() {
	s.inMulti, s.broken, s.queue = false, false, nil
}

func exec(c *call) {
	s := c.s
	if !s.inMulti {
		c.fail("ERR EXEC without MULTI")
		return
	}
	queue, broken := s.queue, s.broken
	// A watched key that expired since is a change that nobody has noticed yet.
	for key := range s.watched {
		c.lookup(key)
	}
	stale := s.watchBroken
	s.endMulti()
	c.e.unwatch(s)
	switch {
	case broken:
		c.fail("EXECABORT Transaction discarded because of previous errors.")
		return
	case stale:
		c.out.NullArray()
		return
	}
	if c.e.refusal != "" {
		for _, args := range queue {
			if c.e.command(args[0]).flags&writes != 0 {
				c.fail("EXECABORT Transaction discarded because of: " + c.e.refusal)
				return
			}
		}
	}
	c.out.Array(len(queue))
	for _, args := range queue {
		inner := call{e: c.e, s: s, cmd: c.e.command(args[0]), args: args, out: c.out, inMulti: true}
		inner.execute()
	}
}

func discard(c *call) {
	if !c.s.inMulti {
		c.fail("ERR DISCARD without MULTI")
		return
	}
	c.s.endMulti()
	c.e.unwatch(c.s)
	c.ok()
}

func watch(c *call) {
	if c.s.inMulti {
		c.fail("ERR WATCH inside MULTI is not allowed")
		return
	}
	for _, key := range c.args[1:] {
		c.lookup(key) // what has expired already is no change to come
		if c.s.watched == nil {
			c.s.watched = map[string]struct{}{}
		}
		c.s.watched[key] = struct{}{}
		if c.e.watchers[key] == nil {
			c.e.watchers[key] = map[*Session]struct{}{}
		}
		c.e.watchers[key][c.s] = struct{}{}
	}
	c.ok()
}

func unwatch(c *call) {
	c.e.unwatch(c.s)
	c.ok()
}

func (e *Engine) unwatch(s *Session) {
	for key := range s.watched {
		delete(e.watchers[key], s)
		if len(e.watchers[key]) == 0 {
			delete(e.watchers, key)
		}
	}
	s.watched, s.watchBroken = nil, false
}

func (e *Engine) breakWatches(key string) {
	for s := range e.watchers[key] {
		s.watchBroken = true
	}
}
