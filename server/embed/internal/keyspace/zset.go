package keyspace

import (
	"cmp"
	"slices"
)

// Scored is a member of a sorted set with its score.
type Scored struct {
	Score  float64
	Member string
}

// Compare orders by score, then by member.
func (a Scored) Compare(b Scored) int {
	return cmp.Or(cmp.Compare(a.Score, b.Score), cmp.Compare(a.Member, b.Member))
}

// ZSet is a sorted set: a sorted array with an index by member. A range costs its
// length and a rank is a binary search; an insertion moves what lies behind it,
// which is cheap for the small sets Freshet keeps.
type ZSet struct {
	scores Dict[float64]
	order  []Scored
}

// Len returns the number of members.
func (z *ZSet) Len() int { return len(z.order) }

// Score returns the score of member.
func (z *ZSet) Score(member string) (float64, bool) { return z.scores.Get(member) }

// Members returns all members in order. The slice is valid until the set changes.
func (z *ZSet) Members() []Scored { return z.order }

// Set gives member a score, which must not be NaN, and reports whether it is new.
func (z *ZSet) Set(member string, score float64) (added bool) {
	if old, ok := z.scores.Get(member); ok {
		if old == score {
			return false
		}
		z.cut(Scored{old, member})
	} else {
		added = true
	}
	z.scores.Set(member, score)
	s := Scored{score, member}
	i, _ := slices.BinarySearchFunc(z.order, s, Scored.Compare)
	z.order = slices.Insert(z.order, i, s)
	return added
}

// Delete removes member and reports whether it was there.
func (z *ZSet) Delete(member string) bool {
	score, ok := z.scores.Get(member)
	if ok {
		z.scores.Delete(member)
		z.cut(Scored{score, member})
	}
	return ok
}

func (z *ZSet) cut(s Scored) {
	if i, found := slices.BinarySearchFunc(z.order, s, Scored.Compare); found {
		z.order = slices.Delete(z.order, i, i+1)
	}
}

// Rank returns the position of member, counted from the lowest score.
func (z *ZSet) Rank(member string) (int, bool) {
	score, ok := z.scores.Get(member)
	if !ok {
		return 0, false
	}
	return slices.BinarySearchFunc(z.order, Scored{score, member}, Scored.Compare)
}

// Scan walks the members; see [Dict.Scan].
func (z *ZSet) Scan(cursor uint64, count int, visit func(member string, score float64)) uint64 {
	return z.scores.Scan(cursor, count, visit)
}
