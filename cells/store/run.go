package store

import (
	"context"
	"strings"

	"github.com/redis/go-redis/v9"
)

// noteRun gives the book another epoch when the store has been restarted since it was last opened. Without
// another epoch it vouches for the one that the caller follows: a server that was there before the restart and after it
// has seen that nothing is missing. A cluster has no run of its own, so it keeps its epochs.
func (s *Store) noteRun(ctx context.Context, book, another, vouched string) error {
	single, ok := s.client.(*redis.Client)
	if !ok {
		return nil
	}
	info, err := single.Info(ctx, "server").Result()
	if err != nil {
		if isReply(err) {
			return nil // it may be forbidden
		}
		return err
	}
	for line := range strings.Lines(info) {
		if run, ok := strings.CutPrefix(strings.TrimSpace(line), "run_id:"); ok {
			return s.scripts.rerun.Run(ctx, s.client, []string{metaKey(book)}, run, another, vouched).Err()
		}
	}
	return nil
}

// vouch tells servers that open the book from now on that a restart of the store has cost it nothing; false asks to be called again.
func (b *Book) vouch() bool {
	ctx, cancel := context.WithTimeout(b.ctx, replyTimeout)
	defer cancel()
	err := b.s.noteRun(ctx, b.id, "", b.epoch)
	if err != nil && b.ctx.Err() == nil {
		b.s.log.Warn("store: the run of the store could not be noted; it is tried again when the log is looked at", "book", b.id, "error", err)
	}
	return err == nil || isReply(err)
}
