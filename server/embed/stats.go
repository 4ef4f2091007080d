package embed

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"

	"freshet/server/embed/internal/engine"
)

// Stats tell how the store is, for metrics and for the message at start.
type Stats struct {
	Dir     string
	Fsync   Fsync
	Keys    int
	Clients int
	// Bytes is the length of the log; Base what it was after the last compaction.
	Bytes, Base int64
	// Commands and Scripts are totals since the start.
	Commands, Scripts int64

	// Loaded, LoadedBytes and CutBytes tell what was found at the start: commands,
	// bytes, and the length of a torn tail that was cut off.
	Loaded, LoadedBytes, CutBytes int64

	// Unsynced is the age of the oldest write that a loss of power might take,
	// at most; 0 if there is none.
	Unsynced time.Duration
	// SyncTook is how long the last fsync took; SlowSyncs counts those over a second.
	SyncTook  time.Duration
	SlowSyncs int64

	// Compacting is true while a compaction runs. Compactions counts those that
	// succeeded; the rest is about the last one.
	Compacting     bool
	Compactions    int64
	CompactedAt    time.Time
	CompactionTook time.Duration
	CompactionErr  error

	// Err is why changes are refused, nil if they are not.
	Err error
}

// Stats returns how the store is now.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.engine.Counters()
	return Stats{
		Dir: s.dir, Fsync: s.options.Fsync, Keys: s.engine.Keys().Len(), Clients: len(s.clients),
		Bytes: s.log.Size(), Base: s.rewrite.base,
		Commands: n.Commands, Scripts: n.Scripts,
		Loaded: s.loaded.Commands, LoadedBytes: s.loaded.Bytes, CutBytes: s.loaded.Cut,
		Unsynced: s.unsynced(), SyncTook: time.Duration(s.syncs.took.Load()), SlowSyncs: s.syncs.delayed.Load(),
		Compacting: s.rewrite.running, Compactions: s.rewrite.total, CompactedAt: s.rewrite.ended,
		CompactionTook: s.rewrite.took, CompactionErr: s.rewrite.err,
		Err: s.fault.err,
	}
}

func (s *Server) unsynced() time.Duration {
	if !s.log.Dirty() {
		return 0
	}
	return time.Since(time.Unix(0, s.syncs.last.Load()))
}

// heapMetric is the memory that live objects take.
const heapMetric = "/memory/classes/heap/objects:bytes"

// runID makes the run_id of INFO, in the form of Redis: clients tell by it that the
// store was restarted.
func runID() string {
	var b [20]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

func usedMemory() uint64 {
	sample := []metrics.Sample{{Name: heapMetric}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}

// info answers INFO. It is called by the engine, under s.mu.
func (s *Server) info(section string) []engine.InfoLine {
	line := func(name string, v any) engine.InfoLine { return engine.InfoLine{Name: name, Value: fmt.Sprint(v)} }
	switch section {
	case "server":
		up := int64(time.Since(s.started).Seconds())
		return []engine.InfoLine{
			line("run_id", s.run), line("freshet_store", "embedded"), line("os", runtime.GOOS+" "+runtime.GOARCH), line("process_id", os.Getpid()),
			line("tcp_port", 0), line("uptime_in_seconds", up), line("uptime_in_days", up/86400),
		}
	case "clients":
		blocked := 0
		for c := range s.clients {
			if c.session.Blocked() != nil {
				blocked++
			}
		}
		return []engine.InfoLine{line("connected_clients", len(s.clients)), line("blocked_clients", blocked)}
	case "memory":
		used := usedMemory()
		return []engine.InfoLine{line("used_memory", used), line("used_memory_human", fmt.Sprintf("%.2fM", float64(used)/(1<<20)))}
	case "persistence":
		return []engine.InfoLine{
			line("loading", 0), line("rdb_bgsave_in_progress", 0), line("rdb_last_bgsave_status", "ok"),
			line("aof_enabled", 1), line("aof_rewrite_in_progress", digit(s.rewrite.running)), line("aof_rewrite_scheduled", 0),
			line("aof_last_rewrite_time_sec", int64(s.rewrite.took.Seconds())), line("aof_rewrites", s.rewrite.total),
			line("aof_last_bgrewrite_status", status(s.rewrite.err)), line("aof_last_write_status", status(s.fault.err)),
			line("aof_current_size", s.log.Size()), line("aof_base_size", s.rewrite.base),
			line("aof_pending_bio_fsync", digit(s.log.Dirty())), line("aof_delayed_fsync", s.syncs.delayed.Load()),
		}
	case "stats":
		return []engine.InfoLine{line("total_connections_received", s.accepted)}
	}
	return nil
}

func digit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func status(err error) string {
	if err != nil {
		return "err"
	}
	return "ok"
}

// settings answers CONFIG GET, in the words of Redis.
func (s *Server) settings() map[string]string {
	return map[string]string{
		"appendonly": "yes", "appendfsync": s.options.Fsync.String(), "appenddirname": "appendonlydir",
		"aof-use-rdb-preamble": "no", "auto-aof-rewrite-min-size": strconv.FormatInt(s.options.CompactAt, 10),
		"auto-aof-rewrite-percentage": "100", "save": "", "dir": s.dir, "databases": "1",
		"maxmemory": "0", "maxmemory-policy": "noeviction", "timeout": "0", "notify-keyspace-events": "",
	}
}

// scriptLog passes the lines of redis.log on, at its levels.
func (s *Server) scriptLog(level int, message string) {
	message = strings.ToValidUTF8(message, "�")
	switch level {
	case 2:
		s.logger.Info(message, "from", "script")
	case 3:
		s.logger.Warn(message, "from", "script")
	default:
		s.logger.Debug(message, "from", "script")
	}
}
