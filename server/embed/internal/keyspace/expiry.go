package keyspace

import "container/heap"

// ExpireAt sets the deadline of e, the entry of key, in Unix milliseconds; 0 removes it.
func (k *Keyspace) ExpireAt(key string, e *Entry, at int64) {
	switch {
	case e.ExpireAt == 0 && at != 0:
		k.volatile++
	case e.ExpireAt != 0 && at == 0:
		k.volatile--
	}
	e.ExpireAt = at
	if at == 0 {
		return
	}
	heap.Push(&k.deadline, deadline{at, key})
	// A key whose deadline is moved often leaves its old ones in the heap.
	if len(k.deadline) > 2*k.volatile+64 {
		k.rebuildDeadlines()
	}
}

func (k *Keyspace) rebuildDeadlines() {
	k.deadline = k.deadline[:0]
	for key, e := range k.entries.All() {
		if e.ExpireAt != 0 {
			k.deadline = append(k.deadline, deadline{e.ExpireAt, key})
		}
	}
	heap.Init(&k.deadline)
}

// NextDeadline returns the key with the earliest deadline. ok is false if no key has one.
func (k *Keyspace) NextDeadline() (key string, at int64, ok bool) {
	for len(k.deadline) > 0 {
		first := k.deadline[0]
		if e := k.Lookup(first.key); e != nil && e.ExpireAt == first.at {
			return first.key, first.at, true
		}
		heap.Pop(&k.deadline)
	}
	return "", 0, false
}

type deadline struct {
	at  int64
	key string
}

type deadlines []deadline

func (d deadlines) Len() int           { return len(d) }
func (d deadlines) Less(i, j int) bool { return d[i].at < d[j].at }
func (d deadlines) Swap(i, j int)      { d[i], d[j] = d[j], d[i] }

func (d *deadlines) Push(x any) { *d = append(*d, x.(deadline)) }

func (d *deadlines) Pop() any {
	last := len(*d) - 1
	x := (*d)[last]
	(*d)[last] = deadline{}
	*d = (*d)[:last]
	return x
}
