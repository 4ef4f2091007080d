package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
)

// settings are what a Redis says of how it keeps its data.
type settings struct {
	known      bool // CONFIG was answered
	policy     string
	maxmemory  string
	appendonly bool
	fsync      string
	save       string
	version    string
}

// inspect finds out what the store is and whether it keeps what it is given.
func (s *Store) inspect(ctx context.Context) error {
	if err := s.client.Ping(ctx).Err(); err != nil {
		if refusal := refusedByRedis(err); refusal != nil {
			return cells.Refuse(cells.Unavailable, "the Redis does not let this server in: %s", strings.TrimPrefix(err.Error(), "ERR "))
		}
		return fmt.Errorf("store: no Redis answers at %s: %w", s.where(), err)
	}
	if s.o.Dialer != nil {
		s.describe = s.o.Name
		if s.describe == "" {
			s.describe = "embedded store"
		}
		return nil
	}
	set, err := s.settings(ctx)
	if err != nil {
		return err
	}
	s.describe = "Redis " + set.version + " at " + s.where() + " (" + set.durability() + ")"
	if !set.known {
		s.warnings = append(s.warnings, "This Redis does not show its settings, so it could not be checked that it keeps everything: "+
			"it needs maxmemory-policy noeviction, and an append-only file or snapshots.")
		return nil
	}
	for _, danger := range set.dangers() {
		if !s.o.AcceptVolatile {
			return cells.Refuse(cells.Unavailable, "%s Or start with --accept-volatile.", danger)
		}
		s.warnings = append(s.warnings, danger)
	}
	if !set.appendonly && set.save != "" {
		s.warnings = append(s.warnings, "This Redis writes snapshots only (save "+set.save+"): when it crashes, what came after the last one is lost. "+
			"CONFIG SET appendonly yes, and CONFIG REWRITE, loses a second at most.")
	}
	return nil
}

func (s *Store) where() string {
	u, err := url.Parse(s.o.URL)
	if err != nil || s.o.URL == "" {
		return "the embedded store"
	}
	return place(u)
}

func (s *Store) settings(ctx context.Context) (settings, error) {
	var set settings
	info, err := s.client.Info(ctx, "server").Result()
	if err != nil && !isReply(err) {
		return set, fmt.Errorf("store: INFO: %w", err)
	}
	set.version = "(version unknown)"
	for line := range strings.Lines(info) {
		if v, ok := strings.CutPrefix(line, "redis_version:"); ok {
			set.version = strings.TrimSpace(v)
		}
	}
	all := map[string]string{}
	for _, name := range []string{"maxmemory", "maxmemory-policy", "appendonly", "appendfsync", "save"} {
		got, err := s.client.ConfigGet(ctx, name).Result()
		if err != nil && isReply(err) {
			return set, nil // managed services forbid CONFIG
		}
		if err != nil {
			return set, fmt.Errorf("store: CONFIG GET: %w", err)
		}
		if _, ok := got[name]; !ok {
			return set, nil
		}
		all[name] = got[name]
	}
	set.known = true
	set.maxmemory, set.policy = all["maxmemory"], all["maxmemory-policy"]
	set.appendonly, set.fsync, set.save = all["appendonly"] == "yes", all["appendfsync"], all["save"]
	return set, nil
}

func isReply(err error) bool {
	var reply redis.Error
	return errors.As(err, &reply)
}

func (set settings) durability() string {
	switch {
	case !set.known:
		return "how durable it does not tell"
	case set.appendonly && set.fsync == "always":
		return "append-only file, on disk before the answer"
	case set.appendonly && set.fsync == "no":
		return "append-only file, on disk when the system likes"
	case set.appendonly:
		return "append-only file, on disk every second"
	case set.save != "":
		return "snapshots: " + set.save
	}
	return "in memory only"
}

// dangers are the settings that lose data silently, each with its remedy.
func (set settings) dangers() []string {
	var d []string
	if set.policy != "noeviction" && set.maxmemory != "0" {
		d = append(d, "This Redis throws data away when its memory is full (maxmemory-policy "+set.policy+", maxmemory "+set.maxmemory+
			"): CONFIG SET maxmemory-policy noeviction.")
	}
	if !set.appendonly && set.save == "" {
		d = append(d, "This Redis keeps nothing on disk (appendonly no, save \"\"), so a restart would lose every book: CONFIG SET appendonly yes.")
	}
	return d
}
