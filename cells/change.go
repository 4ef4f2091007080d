package cells

// Changes is what came of one entry: not the new values but where they are. Read them through a View at this or a later version.
type Changes struct {
	Position Position
	At       int64  // the entry's time, Unix milliseconds
	Actor    string // the entry's
	Client   string // the entry's
	Seq      uint64 // the entry's

	// Refused says why the entry took no effect; then everything below is empty.
	Refused *Error
	// Repeated says that the client's Seq had taken effect before, so this entry took none.
	Repeated bool
	// Skipped tells which readings of an Ingest op could not be used and why. The others were.
	Skipped []Skipped

	Values []Range // every cell whose value changed lies in one of them; disjoint, and exact unless the wave was large
	Inputs []Range // every cell whose input or format changed lies in one of them
	Shifts []Shift // rows and columns that came and went, in order; Values and Inputs are in places after all of them
	Book   bool    // title, settings, sheets, names, sizes, policies or bindings changed

	Points     []Point // what history keeps of this wave
	Recomputed int     // how many formula cells were evaluated: the measure of work

	// Faults is the formulas whose evaluation met a fault of the program, each once in the life of a replica. Their cells show an error; whoever keeps the log of
	// the server writes these down.
	Faults []Fault
}

// Fault is a formula that the program could not evaluate, and should have.
type Fault struct {
	Ref     Ref
	Formula string
	Cause   string // what the evaluation panicked with, and where
}

// Skipped is a reading that could not be used.
type Skipped struct {
	Index  int // in Ingest.Readings, counted over all Ingest ops of the entry
	Reason *Error
}

// Shift is rows or columns that came (Count > 0) or went (Count < 0) at At.
type Shift struct {
	Sheet SheetID `json:"sheet"`
	Axis  Axis    `json:"axis"`
	At    int32   `json:"at"`
	Count int32   `json:"count"`
}
