package keyspace

// Entry is a key's value and what else is known of the key.
type Entry struct {
	// Value is a string, *Hash, *Set, *ZSet, *List or *Stream.
	Value any
	// ExpireAt is the key's deadline in Unix milliseconds, 0 for none. Only
	// [Keyspace.ExpireAt] may change it.
	ExpireAt int64

	epoch uint64 // the snapshot before which the entry need not be copied
}

// Hash maps fields to values.
type Hash struct{ Dict[string] }

// Set is a set of members.
type Set struct{ Dict[struct{}] }

// Keyspace is one database.
type Keyspace struct {
	entries  Dict[*Entry]
	volatile int // entries with a deadline
	deadline deadlines
	epoch    uint64
}

// New returns an empty keyspace.
func New() *Keyspace { return &Keyspace{} }

// Len returns the number of keys; Volatile how many of them have a deadline.
func (k *Keyspace) Len() int { return k.entries.Len() }

// Volatile returns the number of keys with a deadline.
func (k *Keyspace) Volatile() int { return k.volatile }

// Lookup returns the entry of key, nil if there is none. Deadlines are not looked at.
func (k *Keyspace) Lookup(key string) *Entry {
	e, _ := k.entries.Get(key)
	return e
}

// Put gives key a value, without a deadline, in place of whatever it had.
func (k *Keyspace) Put(key string, value any) *Entry {
	e := k.Lookup(key)
	if e == nil {
		e = &Entry{epoch: k.epoch}
		k.entries.Set(key, e)
	} else {
		k.ExpireAt(key, e, 0)
	}
	e.Value = value
	return e
}

// Delete removes key and reports whether it was there.
func (k *Keyspace) Delete(key string) bool {
	e := k.Lookup(key)
	if e == nil {
		return false
	}
	if e.ExpireAt != 0 {
		k.volatile--
	}
	return k.entries.Delete(key)
}

// Rename moves the entry of from, which must exist, to the key to, deadline and all.
func (k *Keyspace) Rename(from, to string) {
	e := k.Lookup(from)
	at := e.ExpireAt
	k.Delete(from)
	k.Delete(to)
	moved := k.Put(to, e.Value)
	k.ExpireAt(to, moved, at)
}

// Random returns the key at position n modulo the number of keys, which must not be 0.
func (k *Keyspace) Random(n int) string {
	key, _ := k.entries.At(n % k.entries.Len())
	return key
}

// Scan walks the keys; see [Dict.Scan].
func (k *Keyspace) Scan(cursor uint64, count int, visit func(key string, e *Entry)) uint64 {
	return k.entries.Scan(cursor, count, visit)
}

// Snapshot begins a snapshot: every entry there is becomes due for copying once,
// entries made later are not.
func (k *Keyspace) Snapshot() { k.epoch++ }

// Claim reports whether e is due for the current snapshot, once.
func (k *Keyspace) Claim(e *Entry) bool {
	if e.epoch == k.epoch {
		return false
	}
	e.epoch = k.epoch
	return true
}

// TypeName returns the name by which TYPE calls a value.
func TypeName(value any) string {
	switch value.(type) {
	case string:
		return "string"
	case *Hash:
		return "hash"
	case *Set:
		return "set"
	case *ZSet:
		return "zset"
	case *List:
		return "list"
	case *Stream:
		return "stream"
	}
	return "none"
}
