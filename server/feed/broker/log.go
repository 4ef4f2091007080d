package broker

import (
	"context"
	"log/slog"
)

// terse passes on what the MQTT library logs, as debug lines and without packets: they carry payloads, and a
// second CONNECT would carry a token. What matters to an operator this package says itself.
type terse struct{ slog.Handler }

// Enabled reports whether a line of the library would be written.
func (t terse) Enabled(ctx context.Context, level slog.Level) bool {
	return t.Handler.Enabled(ctx, lowered(level))
}

// Handle writes a line with the attributes that are safe.
func (t terse) Handle(ctx context.Context, r slog.Record) error {
	out := slog.NewRecord(r.Time, lowered(r.Level), "mqtt library: "+r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "error", "client", "remote", "listener":
			out.AddAttrs(a)
		}
		return true
	})
	return t.Handler.Handle(ctx, out)
}

// WithAttrs keeps none of the library's attributes but those of Handle.
func (t terse) WithAttrs([]slog.Attr) slog.Handler { return t }

// WithGroup has no groups.
func (t terse) WithGroup(string) slog.Handler { return t }

func lowered(level slog.Level) slog.Level { return min(level, slog.LevelDebug) }
