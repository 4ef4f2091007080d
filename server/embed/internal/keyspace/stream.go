package keyspace

import "slices"

// StreamEntry is one entry: its id, and fields and values alternating. It never changes.
type StreamEntry struct {
	ID     StreamID
	Fields []string
}

// Stream is a log of entries in the order of their ids.
type Stream struct {
	entries []StreamEntry
	// shared is true if a snapshot reads the array of entries: it may grow behind
	// what the snapshot knows, but nothing in it may be overwritten.
	shared bool
	// LastID is the greatest id ever given, though its entry may be gone.
	LastID StreamID
	// MaxDeleted is the greatest id ever deleted by XDEL.
	MaxDeleted StreamID
	// Added counts the entries ever added.
	Added uint64

	groups Dict[*Group]
}

// Len returns the number of entries.
func (s *Stream) Len() int { return len(s.entries) }

// First returns the id of the first entry, 0-0 if there is none.
func (s *Stream) First() StreamID {
	if len(s.entries) == 0 {
		return StreamID{}
	}
	return s.entries[0].ID
}

// Append adds an entry. Its id must be greater than LastID.
func (s *Stream) Append(id StreamID, fields []string) {
	if len(s.entries) == cap(s.entries) {
		s.shared = false // growing makes another array
	}
	s.entries = append(s.entries, StreamEntry{id, fields})
	s.LastID = id
	s.Added++
}

// at returns the position of the first entry whose id is not less than id.
func (s *Stream) at(id StreamID) int {
	i, _ := slices.BinarySearchFunc(s.entries, id, func(e StreamEntry, id StreamID) int { return e.ID.Compare(id) })
	return i
}

// Range returns the entries with from ≤ id ≤ to. The slice is valid until the
// stream changes.
func (s *Stream) Range(from, to StreamID) []StreamEntry {
	if to.Less(from) {
		return nil
	}
	i, j := s.at(from), len(s.entries)
	if next, ok := to.Next(); ok {
		j = s.at(next)
	}
	return s.entries[i:max(i, j)]
}

// Get returns the entry with this id.
func (s *Stream) Get(id StreamID) (StreamEntry, bool) {
	i := s.at(id)
	if i < len(s.entries) && s.entries[i].ID == id {
		return s.entries[i], true
	}
	return StreamEntry{}, false
}

// Delete removes the entry with this id and reports whether it was there.
func (s *Stream) Delete(id StreamID) bool {
	i := s.at(id)
	if i == len(s.entries) || s.entries[i].ID != id {
		return false
	}
	if i == 0 {
		s.trimFront(1)
	} else {
		if s.shared {
			s.entries, s.shared = slices.Clone(s.entries), false
		}
		s.entries = slices.Delete(s.entries, i, i+1)
	}
	if s.MaxDeleted.Less(id) {
		s.MaxDeleted = id
	}
	return true
}

// TrimToLength removes the oldest entries until n are left; TrimBefore those with
// an id less than id. Both return how many went.
func (s *Stream) TrimToLength(n int) int { return s.trimFront(max(0, len(s.entries)-n)) }

// TrimBefore removes the entries with an id less than id.
func (s *Stream) TrimBefore(id StreamID) int { return s.trimFront(s.at(id)) }

// Before counts the entries with an id less than id.
func (s *Stream) Before(id StreamID) int { return s.at(id) }

func (s *Stream) trimFront(n int) int {
	// Moving the front costs nothing; the room before it goes when append next
	// has to grow. The entries themselves must not be kept alive that long.
	if !s.shared {
		clear(s.entries[:n])
	}
	s.entries = s.entries[n:]
	if len(s.entries) == 0 {
		s.entries, s.shared = nil, false
	}
	return n
}
