package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
)

// historyPage is how many records of a stream are fetched at once; historyLimit is how many points one call gives at most.
const (
	historyPage  = 1_000
	historyLimit = 100_000
)

// History gives the newest limit points of a cell measured in [from, to] (Unix milliseconds; to 0: no end), oldest first. A
// limit of 0 is 1,000. A cell without a history has no points.
//
// The stream is in the order of the waves. A point lies at most "lag" before and "lead" after its wave (the bounds kept in
// the meta hash), so the records to look at are those of [from-lead, to+lag], newest first, until no older one can be
// newer than what was found.
func (b *Book) History(ctx context.Context, ref cells.Ref, from, to int64, limit int) ([]cells.Point, error) {
	if limit <= 0 {
		limit = 1_000
	}
	if limit > historyLimit {
		return nil, cells.Refuse(cells.TooLarge, "at most %d points of history can be had at once", historyLimit)
	}
	if to <= 0 {
		to = math.MaxInt64
	}
	var series cells.SeriesID
	if err := b.View(ctx, func(v cells.View) error { series = v.Series(ref); return nil }); err != nil {
		return nil, err
	}
	if series == 0 || from > to {
		return nil, nil
	}
	if err := b.writeEffects(ctx, b.applied.Load()); err != nil {
		return nil, err
	}
	bounds, err := b.s.client.HMGet(ctx, metaKey(b.id), "lead", "lag").Result()
	if err != nil {
		return nil, faultOf("read history", err)
	}
	return b.s.points(ctx, historyKey(b.id, series), series, window{from, to, limit, whole(bounds[0]), whole(bounds[1])})
}

type window struct {
	from, to  int64
	limit     int
	lead, lag int64
}

func whole(v any) int64 {
	s, _ := v.(string)
	n, _ := strconv.ParseInt(s, 10, 64) // a missing bound is zero: nothing was ever late
	return n
}

func (s *Store) points(ctx context.Context, key string, series cells.SeriesID, w window) ([]cells.Point, error) {
	first := strconv.FormatInt(max(w.from-w.lead, 0), 10)
	last := "+"
	if w.to < math.MaxInt64-w.lag {
		last = strconv.FormatInt(w.to+w.lag, 10)
	}
	var found []cells.Point
	for {
		page, err := s.client.XRevRangeN(ctx, key, last, first, historyPage).Result()
		if err != nil {
			return nil, faultOf("read history", err)
		}
		for _, r := range page {
			p, err := pointOf(r)
			if err != nil {
				return nil, fmt.Errorf("store: record %s of %s is damaged: %w", r.ID, key, err)
			}
			p.Series = series
			if p.At >= w.from && p.At <= w.to {
				found = append(found, p)
			}
		}
		if len(page) < historyPage {
			break
		}
		last = "(" + page[len(page)-1].ID
		wave, _, _ := strings.Cut(page[len(page)-1].ID, "-")
		if len(found) >= w.limit && whole(wave)+w.lead < nth(found, w.limit) {
			break
		}
	}
	slices.Reverse(found)
	slices.SortStableFunc(found, func(a, b cells.Point) int { return cmp.Compare(a.At, b.At) })
	return found[max(len(found)-w.limit, 0):], nil
}

// nth is the time of the nth newest point.
func nth(points []cells.Point, n int) int64 {
	times := make([]int64, len(points))
	for i, p := range points {
		times[i] = p.At
	}
	slices.Sort(times)
	return times[len(times)-n]
}

func pointOf(r redis.XMessage) (cells.Point, error) {
	var p cells.Point
	text, ok := r.Values["v"].(string)
	if !ok {
		return p, fmt.Errorf("it has no field \"v\"")
	}
	if err := json.Unmarshal([]byte(text), &p.Value); err != nil {
		return p, err
	}
	at, _, _ := strings.Cut(r.ID, "-")
	if t, ok := r.Values["t"].(string); ok {
		at = t
	}
	var err error
	p.At, err = strconv.ParseInt(at, 10, 64)
	return p, err
}
