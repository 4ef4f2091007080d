package store

import (
	"context"
	"strings"

	"github.com/redis/go-redis/v9"
)

// run is the id of the store's run, which changes when the store is restarted; "" where it has none or does not tell. A cluster
// has no run of its own, so its books keep their epochs.
func (s *Store) run(ctx context.Context) (string, error) {
	single, ok := s.client.(*redis.Client)
	if !ok {
		return "", nil
	}
	info, err := single.Info(ctx, "server").Result()
	if err != nil {
		if isReply(err) {
			return "", nil // it may be forbidden
		}
		return "", err
	}
	for line := range strings.Lines(info) {
		if run, ok := strings.CutPrefix(strings.TrimSpace(line), "run_id:"); ok {
			return run, nil
		}
	}
	return "", nil
}

// noteRun gives the book another epoch when the store has been restarted since it was last opened. Without another epoch it vouches for
// the one that the caller follows: a server that was there before the restart and after it has seen that nothing is missing.
func (s *Store) noteRun(ctx context.Context, book, run, another, vouched string) error {
	if run == "" {
		return nil
	}
	return s.scripts.rerun.Run(ctx, s.client, []string{metaKey(book)}, run, another, vouched).Err()
}

// lookAgain looks at the log after the bus was connected, and tells servers that open the book from now on that a restart of the store
// has cost it nothing. looked is false when the log could not be read, vouched when that is to be tried again.
func (b *Book) lookAgain() (looked, vouched bool) {
	ctx, cancel := context.WithTimeout(b.ctx, replyTimeout)
	defer cancel()
	run, err := b.s.run(ctx) // before the log is read: of a restart behind it nothing is known
	if !b.readLog(0) {
		return false, false
	}
	if err == nil && run != b.run && b.ctx.Err() == nil {
		err = b.s.noteRun(ctx, b.id, run, "", b.epoch)
	}
	if err != nil && !isReply(err) {
		if b.ctx.Err() == nil {
			b.s.log.Warn("store: the run of the store could not be noted; it is tried again when the log is looked at", "book", b.id, "error", err)
		}
		return true, false
	}
	b.run = run
	return true, true
}
