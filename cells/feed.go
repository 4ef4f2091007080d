package cells

// Reading is one measured value for one cell.
type Reading struct {
	Ref   Ref    `json:"ref,omitzero"`
	Name  string `json:"name,omitempty"` // instead of Ref: the first cell of what the name stands for
	Value Value  `json:"v"`
	At    int64  `json:"at,omitempty"` // when it was measured, Unix milliseconds; zero: the time of the wave
	From  string `json:"by,omitempty"` // who sent it, where readings of several travel together; "": the entry's actor
}

// Binding says which part of what a feed brings goes to which cell. It is part of the book.
type Binding struct {
	ID     string `json:"id"`              // unique in the book, made by its author: 1–64 letters, digits, - and _
	Source string `json:"source"`          // which feed: "mqtt" is the program's own broker
	Topic  string `json:"topic"`           // MQTT topic filter; + and # are allowed
	Path   string `json:"path,omitempty"`  // a GJSON path into a JSON payload: "sensors.0.temp"; "" takes the payload whole
	Target Ref    `json:"target"`          // the cell
	Scale  string `json:"scale,omitempty"` // an optional factor as text, "0.1"
}

// Policy says which values of a cell are kept as history.
type Policy struct {
	Log  LogPolicy `json:"log"`
	Keep int       `json:"keep,omitempty"` // how many points are kept at least; zero: the program's default
}

// LogPolicy is the kind of a Policy.
type LogPolicy string

// The log policies. A cell nobody gave a policy logs its readings and nothing else (LogReadings).
const (
	LogReadings LogPolicy = ""        // every reading that comes for the cell, and from the first one on what is put there by hand
	LogChanges  LogPolicy = "changes" // every value that differs from the one before: readings, computed ones, and what is put there by hand
	LogAll      LogPolicy = "all"     // every reading and every computed value, equal or not, and what is put there by hand
	LogNothing  LogPolicy = "nothing"
)

// SeriesID names the history of one cell. It moves with the cell when rows are inserted. Zero is none.
type SeriesID uint64

// Point is one value of a cell's history.
type Point struct {
	Series SeriesID `json:"-"`
	At     int64    `json:"at"` // Unix milliseconds: when measured, for a reading; else the time of the wave
	Value  Value    `json:"value"`
	Keep   int      `json:"-"` // how many points its cell's policy keeps; zero: the program's default
}

// Awaited is a past that formulas have begun to read, of a cell with a history: the points from before are still to be brought.
type Awaited struct {
	Series  SeriesID `json:"series"`
	Version uint64   `json:"version"` // the past is kept since this version; points of versions before it are missing
}

// Recalled is the points that were awaited, in the order in which they came, the oldest first; perhaps the newest of them only, or none.
type Recalled struct {
	Awaited
	Points []Point `json:"points,omitempty"`
}
