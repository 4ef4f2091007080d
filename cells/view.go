package cells

import "time"

// View is a consistent sight of one book at one version. It is valid inside the call that handed it out, and
// must not be kept; the values it gives are immutable and may be.
type View interface {
	Position() Position
	// Info is what the book is beside its cells. The slices are the caller's to read, not to change.
	Info() Info
	// Sheet finds a sheet by its id.
	Sheet(SheetID) (Sheet, bool)
	// SheetNamed finds a sheet by its name, in any case.
	SheetNamed(string) (Sheet, bool)
	// Name finds a defined name, in any case.
	Name(string) (Name, bool)
	// Extent is the smallest range from A1 that covers every cell with an input, a value or a format; false for a blank sheet.
	Extent(SheetID) (Range, bool)
	// Value is a cell's value; blank for a place that does not exist.
	Value(Ref) Value
	// Cell is all there is to know of a cell.
	Cell(Ref) Cell
	// Scan calls yield for every cell of the range with an input, a value or a format that is not the default,
	// column by column, until yield returns false. Its cost follows what is there, not the size of the range.
	Scan(r Range, yield func(Ref, Cell) bool)
	// Values writes the values of a range, row by row, to dst, which has Range.Size() elements.
	Values(r Range, dst []Value)
	// Figures adds up the values of a range. Its cost follows what is there, not the size of the range.
	Figures(r Range) Figures
	// Precedents is what the cell's formula reads, in order of appearance; nil when it is no formula.
	Precedents(Ref) []Range
	// Dependents is who reads the cell directly, at most limit ranges.
	Dependents(r Ref, limit int) []Range
	// CheckInput is why a text cannot be put into the cell: a formula that does not parse, with the place at fault; nil when it can be.
	CheckInput(at Ref, input string) *Error
	// Spill is what the array of a formula covers, or would if nothing were in the way, asked of the formula's own cell or of one it covers. The
	// formula stands in the upper left; false when there is no such array.
	Spill(Ref) (Range, bool)
	// Series is the history the cell has, or zero.
	Series(Ref) SeriesID
	// Hash is a hash of every value of the book; equal books have equal hashes on every server of one revision.
	Hash() string
}

// Figures are what a person wants to know of some cells at a glance. Numbers, times and durations count as numeric; Min and Max are zero when
// there is none. Sum is what the function SUM gives of them, without the error that a cell may hold.
type Figures struct {
	Count, Numeric int // cells that are not blank, and those that are numeric
	Sum, Min, Max  float64
}

// Info is what a book is beside its cells.
type Info struct {
	Title    string         `json:"title"`
	Zone     string         `json:"zone"`   // IANA name; "UTC" by default
	Locale   string         `json:"locale"` // BCP 47; "en" by default
	Sheets   []Sheet        `json:"sheets"` // in the order of the tabs
	Names    []Name         `json:"names"`  // in alphabetical order
	Bindings []Binding      `json:"bindings"`
	Location *time.Location `json:"-"` // Zone, loaded
}

// Sheet is one tab.
type Sheet struct {
	ID     SheetID `json:"id"`
	Name   string  `json:"name"`
	Widths []Size  `json:"widths,omitempty"`  // of columns, sorted; those not named have the default
	Height []Size  `json:"heights,omitempty"` // of rows
}

// Size is the width or height of lines From…To in CSS pixels.
type Size struct {
	From int32 `json:"from"`
	To   int32 `json:"to"`
	Size int   `json:"size"`
}

// Name is a name and what it stands for.
type Name struct {
	Name  string `json:"name"` // as its author spelled it; found in any case
	Range Range  `json:"range"`
}

// Cell is all there is to know of a cell.
type Cell struct {
	Input   string // what the editor shows: the text as typed, with the references where they are now, or a literal written so that typing it gives it back
	Value   Value
	Format  Format // never nil in effect: the zero Format is "general"; a number that was spilled has the number format that it shows in
	Formula bool
	Spilled bool   // the value comes from the array formula at Value's origin to the upper left
	At      int64  // when the value last changed, Unix milliseconds; zero when that is not known
	Source  string // who put the input there or sent the reading: an Entry's Actor
	Reading bool   // the value came as a reading
	Policy  Policy // which of its values are kept as history
}
