package main

import (
	"runtime/debug"

	"freshet/server/httpd"
)

// meters are the figures of the rooms for /metrics.
func (a *app) meters() []httpd.Meter {
	total := func(name, help string, read func() uint64) httpd.Meter {
		return httpd.Meter{Name: name, Help: help, Total: true, Read: func() float64 { return float64(read()) }}
	}
	gauge := func(name, help string, read func() int) httpd.Meter {
		return httpd.Meter{Name: name, Help: help, Read: func() float64 { return float64(read()) }}
	}
	m := []httpd.Meter{
		gauge("freshet_books_open", "Replicas open on this server.", func() int { return a.truth.Stats().Books }),
		total("freshet_commits_total", "Commit scripts that took effect.", func() uint64 { return a.truth.Stats().Commits }),
		total("freshet_entries_total", "Log entries committed by this server.", func() uint64 { return a.truth.Stats().Entries }),
		total("freshet_waves_total", "Log entries applied, those of other servers too.", func() uint64 { return a.truth.Stats().Applied }),
		total("freshet_commit_retries_total", "Commit scripts called again.", func() uint64 { return a.truth.Stats().Retries }),
		total("freshet_history_points_total", "Points of history written.", func() uint64 { return a.truth.Stats().Points }),
		total("freshet_checkpoints_total", "Checkpoints written.", func() uint64 { return a.truth.Stats().Checkpoints }),
		gauge("freshet_sockets_open", "Open websockets.", func() int { return a.hub.Stats().Sockets }),
		gauge("freshet_rooms_open", "Books that somebody watches on this server.", func() int { return a.hub.Stats().Rooms }),
		total("freshet_frames_total", "Frames encoded for browsers.", func() uint64 { return a.hub.Stats().Frames }),
		total("freshet_sent_bytes_total", "Bytes sent over websockets.", func() uint64 { return a.hub.Stats().SentBytes }),
		total("freshet_cells_sent_total", "Cells in the frames encoded.", func() uint64 { return a.hub.Stats().CellsSent }),
		total("freshet_readings_total", "Readings committed and used.", func() uint64 { return a.intake.Stats().Readings }),
		total("freshet_readings_rejected_total", "Messages and readings refused.", func() uint64 { return a.intake.Stats().Rejects }),
		total("freshet_readings_lost_total", "Readings nobody waited for whose commit failed for good.", func() uint64 { return a.intake.Stats().Lost }),
	}
	if a.broker != nil {
		m = append(m,
			gauge("freshet_mqtt_clients", "Connected MQTT clients.", func() int { return a.broker.Stats().Clients }),
			total("freshet_mqtt_forbidden_total", "Messages and subscriptions that were not allowed.", func() uint64 { return a.broker.Stats().Forbidden }),
		)
	}
	if e := a.truth.embedded; e != nil {
		m = append(m,
			httpd.Meter{Name: "freshet_store_bytes", Help: "Length of the embedded store's log.", Read: func() float64 { return float64(e.Stats().Bytes) }},
			httpd.Meter{Name: "freshet_store_unsynced_seconds", Help: "Age of the oldest write that a loss of power might take.", Read: func() float64 { return e.Stats().Unsynced.Seconds() }},
			httpd.Meter{Name: "freshet_store_compactions_total", Help: "Compactions of the embedded store.", Total: true, Read: func() float64 { return float64(e.Stats().Compactions) }},
		)
	}
	return m
}

// version is the version of the module this program was built from.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "0.1"
}
