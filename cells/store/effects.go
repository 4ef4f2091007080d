package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"freshet/cells"
)

// Bounds of the effects that wait to be written.
const (
	effectsPerCall = 4_000   // points in one script, but never part of a version
	effectsBacklog = 200_000 // points that may wait before updates are refused
	effectsPast    = 50_000  // written points that are remembered
)

// errForgotten says that the store has lost points of history that this replica no longer remembers. They can be made
// again from the log.
var errForgotten = errors.New("store: the cursor of history lies before what this replica remembers")

// effect is what one version leaves in history.
type effect struct {
	version uint64
	at      int64 // of the wave
	own     bool  // this server wrote the entry
	seen    time.Time
	points  []cells.Point
}

// effects are those that may not be written yet: all versions after done are known.
type effects struct {
	mu     sync.Mutex
	done   uint64 // the cursor is here, as far as known
	wait   []effect
	points int
	past   []effect // written within the last tailTime, should the store lose them: all after the version in floor
	floor  uint64
	kept   int // points in past
}

// begin starts at the cursor of the store.
func (e *effects) begin(cursor uint64) { e.done, e.floor = cursor, cursor }

func (e *effects) add(points []cells.Point, entry cells.Entry, own bool) {
	if len(points) == 0 {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	w := effect{entry.Version, entry.At, own, time.Now(), points}
	if w.version <= e.done { // another server has written them; the store may lose them all the same
		e.remember(w)
		e.forget(w.seen)
		return
	}
	e.wait = append(e.wait, w)
	e.points += len(points)
}

// remember keeps what is written, should the store lose it.
func (e *effects) remember(w effect) {
	e.past = append(e.past, w)
	e.kept += len(w.points)
}

// forget drops what is no longer to be remembered.
func (e *effects) forget(now time.Time) {
	for len(e.past) > 0 && (e.kept > effectsPast || now.Sub(e.past[0].seen) > tailTime) {
		e.floor = e.past[0].version
		e.kept -= len(e.past[0].points)
		e.past = e.past[1:]
	}
}

func (e *effects) full() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.points > effectsBacklog
}

// due is when the waiting effects are to be written: at once when one is this server's own, else after a time of
// grace for the server whose it is; false when none wait.
func (e *effects) due(grace time.Duration) (time.Time, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.wait) == 0 {
		return time.Time{}, false
	}
	if slices.ContainsFunc(e.wait, func(w effect) bool { return w.own }) {
		return time.Time{}, true
	}
	return e.wait[0].seen.Add(grace), true
}

// chunk is what the next call of the script writes, up to a version at most.
func (e *effects) chunk(to uint64) (from, upto uint64, list []effect) {
	e.mu.Lock()
	defer e.mu.Unlock()
	n, points := 0, 0
	for n < len(e.wait) && e.wait[n].version <= to && (n == 0 || points+len(e.wait[n].points) <= effectsPerCall) {
		points += len(e.wait[n].points)
		n++
	}
	upto = to
	if n < len(e.wait) && e.wait[n].version <= to {
		upto = e.wait[n-1].version
	}
	return e.done + 1, upto, slices.Clone(e.wait[:n])
}

// written forgets what the cursor has passed.
func (e *effects) written(cursor uint64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.done = max(e.done, cursor)
	now := time.Now()
	for len(e.wait) > 0 && e.wait[0].version <= e.done {
		w := e.wait[0]
		e.points -= len(w.points)
		w.seen = now
		e.remember(w)
		e.wait = e.wait[1:]
	}
	e.forget(now)
}

// rewind takes the cursor back to where the store says it is; false when what lies between is not remembered.
func (e *effects) rewind(cursor uint64) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if cursor >= e.done {
		return true
	}
	if cursor < e.floor {
		return false
	}
	i := len(e.past)
	for i > 0 && e.past[i-1].version > cursor {
		i--
		e.kept -= len(e.past[i].points)
		e.points += len(e.past[i].points)
		e.past[i].own = true // whose they were does not matter any more
	}
	e.wait = append(slices.Clone(e.past[i:]), e.wait...)
	e.past, e.done = e.past[:i], cursor
	return true
}

// writeEffects writes all effects up to a version that this replica has applied.
func (b *Book) writeEffects(ctx context.Context, to uint64) error {
	for {
		from, upto, list := b.effects.chunk(to)
		if from > to {
			return nil
		}
		keys, args, points, err := b.effectsCall(from, upto, list)
		if err != nil {
			return err
		}
		out, err := words(ctx, b.s.client, b.s.scripts.effects, keys, args...)
		if err != nil {
			return faultOf("write history", err)
		}
		switch out[0] {
		case "ok":
			cursor, err := strconv.ParseUint(out[1], 10, 64)
			if err != nil {
				return faultOf("write history", err)
			}
			b.effects.written(cursor)
			b.s.counts.points.Add(uint64(points))
		case "gone", "epoch":
			return errRewritten
		case "gap":
			cursor, err := strconv.ParseUint(out[1], 10, 64)
			if err != nil {
				return faultOf("write history", err)
			}
			if cursor+1 >= from {
				return errRewritten
			}
			if !b.effects.rewind(cursor) {
				return errForgotten
			}
		default:
			return fmt.Errorf("store: write history of book %s, versions %d to %d: the script answered %q", b.id, from, upto, out)
		}
	}
}

func (b *Book) effectsCall(from, upto uint64, list []effect) (keys []string, args []any, points int, err error) {
	keys = []string{metaKey(b.id), seriesKey(b.id)}
	place := map[cells.SeriesID]int{}
	var lead, lag int64
	args = []any{b.epoch, from, upto, "", ""}
	for _, e := range list {
		for i, p := range e.points {
			if place[p.Series] == 0 {
				keys = append(keys, historyKey(b.id, p.Series))
				place[p.Series] = len(keys)
			}
			value, err := json.Marshal(p.Value)
			if err != nil {
				return nil, nil, 0, faultOf("encode a point of history", err)
			}
			measured := ""
			if p.At != e.at {
				measured = strconv.FormatInt(p.At, 10)
				lead, lag = max(lead, p.At-e.at), max(lag, e.at-p.At)
			}
			keep := b.s.o.Keep
			if p.Keep > 0 {
				keep = p.Keep
			}
			args = append(args, e.version, place[p.Series], recordID(e.at, e.version, i), keep, uint64(p.Series), value, measured)
			points++
		}
	}
	args[3], args[4] = lead, lag
	return keys, args, points, nil
}

// recordID is the id of the nth point of a version: ordered as waves are, and the same whoever writes it.
func recordID(at int64, version uint64, n int) string {
	return strconv.FormatInt(at, 10) + "-" + strconv.FormatUint(version<<20|uint64(n), 10)
}
