package cells

// Op is one thing somebody asked of a book. The set is closed: it is the types of this file, each
// named in the log and on the wire by its Kind. An op is immutable once it is made.
type Op interface {
	// Kind is the op's name in JSON: {"op": "set", …}.
	Kind() string
	// Needs is the least role that may ask for it.
	Needs() Role
}

// Set puts inputs into the cells of a range, row by row: len(Inputs) == Range.Size().
type Set struct {
	Range  Range   `json:"range"`
	Inputs []Input `json:"inputs"`
}

// Fill continues the cells of Source over Target, which covers Source and reaches beyond it in one
// direction. Formulas shift, formats come along, and Mode says what goes on as a series.
type Fill struct {
	Source Range    `json:"source"`
	Target Range    `json:"target"`
	Mode   FillMode `json:"mode,omitempty"`
}

// FillMode says which cells of a filled source go on, and which repeat.
type FillMode string

// The modes of a fill.
const (
	FillNumbers FillMode = ""       // two or more numbers or times, and a single date
	FillSeries  FillMode = "series" // besides these names of days and months, quarters and texts with a number; each sort of cells that stand together by itself
	FillOther   FillMode = "other"  // what FillSeries repeats goes on, a single number, and the rest repeats
)

// Copy puts what is in Source at Dest, over as many whole copies as DestRange holds (at least one). Relative references shift.
type Copy struct {
	Source Range `json:"source"`
	Dest   Range `json:"dest"`
}

// Move takes the cells of Source to the place of the same shape that begins at Dest. References to them, everywhere in the book, follow.
type Move struct {
	Source Range `json:"source"`
	Dest   Ref   `json:"dest"`
}

// Clear empties a range. Formats stay.
type Clear struct {
	Range Range `json:"range"`
}

// Axis says whether an op speaks of rows or of columns.
type Axis string

// The two axes.
const (
	Rows Axis = "rows"
	Cols Axis = "cols"
)

// Insert makes Count blank rows or columns before the one at At (from zero). It is refused when content would fall off the sheet.
type Insert struct {
	Sheet SheetID `json:"sheet"`
	Axis  Axis    `json:"axis"`
	At    int32   `json:"at"`
	Count int32   `json:"count"`
}

// Delete removes Count rows or columns beginning at At. References to what is gone become #REF!.
type Delete struct {
	Sheet SheetID `json:"sheet"`
	Axis  Axis    `json:"axis"`
	At    int32   `json:"at"`
	Count int32   `json:"count"`
}

// AddSheet makes a sheet with the next free SheetID, at Index among the tabs (-1: last).
type AddSheet struct {
	Name  string `json:"name"`
	Index int    `json:"index"`
}

// RenameSheet gives a sheet another name; formulas show it.
type RenameSheet struct {
	Sheet SheetID `json:"sheet"`
	Name  string  `json:"name"`
}

// MoveSheet puts a sheet at another place among the tabs.
type MoveSheet struct {
	Sheet SheetID `json:"sheet"`
	Index int     `json:"index"`
}

// DeleteSheet removes a sheet and all on it. A book keeps at least one. References to it become #REF!.
type DeleteSheet struct {
	Sheet SheetID `json:"sheet"`
}

// DefineName lets a name stand for a range; a name that exists is moved there.
type DefineName struct {
	Name  string `json:"name"`
	Range Range  `json:"range"`
}

// DropName forgets a name; formulas that use it become #NAME?.
type DropName struct {
	Name string `json:"name"`
}

// SetFormat gives the cells of a range a format.
type SetFormat struct {
	Range  Range  `json:"range"`
	Format Format `json:"format"`
}

// SetWidth gives columns (or, with Axis Rows, rows) From…To a size in CSS pixels; zero is the default again.
type SetWidth struct {
	Sheet SheetID `json:"sheet"`
	Axis  Axis    `json:"axis"`
	From  int32   `json:"from"`
	To    int32   `json:"to"`
	Size  int     `json:"size"`
}

// SetBook changes what a book is called and how it reads and writes times and numbers. Empty fields stay as they are.
type SetBook struct {
	Title  string `json:"title,omitempty"`
	Zone   string `json:"zone,omitempty"`   // IANA name: "Europe/Berlin"
	Locale string `json:"locale,omitempty"` // BCP 47: "en", "de"
}

// SetPolicy says which values of the cells of a range are kept as history.
type SetPolicy struct {
	Range  Range  `json:"range"`
	Policy Policy `json:"policy"`
}

// Bind makes or replaces (by ID) a binding.
type Bind struct {
	Binding Binding `json:"binding"`
}

// Unbind removes a binding.
type Unbind struct {
	ID string `json:"id"`
}

// Ingest brings readings. Several of one cell all count as history; the last one is the cell's value.
// A reading for a cell that holds a formula is skipped: formulas are not overwritten by devices.
type Ingest struct {
	Readings []Reading `json:"readings"`
}

// Tick lets time pass: what depends on the time of the wave is calculated again.
type Tick struct{}

// Recall brings what the history of cells holds from before formulas began to read their pasts. A server adds it to the log when a book [Awaited] it; nobody else may.
type Recall struct {
	Pasts []Recalled `json:"pasts"`
}

// Undo takes back the last op of the entry's actor that is not yet undone, as far as nobody has changed the same cells since.
type Undo struct{}

// Redo does again what the entry's actor last undid.
type Redo struct{}

func (Set) Kind() string         { return "set" }
func (Fill) Kind() string        { return "fill" }
func (Copy) Kind() string        { return "copy" }
func (Move) Kind() string        { return "move" }
func (Clear) Kind() string       { return "clear" }
func (Insert) Kind() string      { return "insert" }
func (Delete) Kind() string      { return "delete" }
func (AddSheet) Kind() string    { return "addSheet" }
func (RenameSheet) Kind() string { return "renameSheet" }
func (MoveSheet) Kind() string   { return "moveSheet" }
func (DeleteSheet) Kind() string { return "deleteSheet" }
func (DefineName) Kind() string  { return "defineName" }
func (DropName) Kind() string    { return "dropName" }
func (SetFormat) Kind() string   { return "setFormat" }
func (SetWidth) Kind() string    { return "setWidth" }
func (SetBook) Kind() string     { return "setBook" }
func (SetPolicy) Kind() string   { return "setPolicy" }
func (Bind) Kind() string        { return "bind" }
func (Unbind) Kind() string      { return "unbind" }
func (Ingest) Kind() string      { return "ingest" }
func (Tick) Kind() string        { return "tick" }
func (Recall) Kind() string      { return "recall" }
func (Undo) Kind() string        { return "undo" }
func (Redo) Kind() string        { return "redo" }

func (Set) Needs() Role         { return Editor }
func (Fill) Needs() Role        { return Editor }
func (Copy) Needs() Role        { return Editor }
func (Move) Needs() Role        { return Editor }
func (Clear) Needs() Role       { return Editor }
func (Insert) Needs() Role      { return Editor }
func (Delete) Needs() Role      { return Editor }
func (AddSheet) Needs() Role    { return Editor }
func (RenameSheet) Needs() Role { return Editor }
func (MoveSheet) Needs() Role   { return Editor }
func (DeleteSheet) Needs() Role { return Editor }
func (DefineName) Needs() Role  { return Editor }
func (DropName) Needs() Role    { return Editor }
func (SetFormat) Needs() Role   { return Editor }
func (SetWidth) Needs() Role    { return Editor }
func (SetBook) Needs() Role     { return Owner }
func (SetPolicy) Needs() Role   { return Editor }
func (Bind) Needs() Role        { return Editor }
func (Unbind) Needs() Role      { return Editor }
func (Ingest) Needs() Role      { return Editor }
func (Tick) Needs() Role        { return Editor }
func (Recall) Needs() Role      { return Editor }
func (Undo) Needs() Role        { return Editor }
func (Redo) Needs() Role        { return Editor }
