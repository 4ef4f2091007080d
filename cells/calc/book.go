package calc

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"freshet/cells"
	"freshet/cells/formula"
)

// revision changes when the same log could give other values than before.
const revision = "8"

// Revision names the rules of computation. Replicas of one revision agree bit for bit; replicas of different ones must not follow
// one log together. The architecture is part of it because the mathematical functions of Go's library may differ in the last bit.
const Revision = revision + "/" + runtime.GOARCH

// Options is what a new replica needs to know.
type Options struct {
	ID    string // of the book; only errors name it
	Epoch string // of the log
	// Compiler interns the formulas; nil makes one for this book. Books of one process should share one.
	Compiler *formula.Compiler
}

// Book is one replica of a book. It is not safe for concurrent use: Apply, Encode and Encoded need it alone, the methods of cells.View
// may be called by many at once.
type Book struct {
	id, epoch string
	version   uint64
	now       int64  // the time of the latest wave
	revision  string // by whose rules all values are calculated: the revision of the latest entry that took effect

	title, zone, locale string
	location            *time.Location
	sheets              map[cells.SheetID]*sheet
	tabs                []*sheet
	lastSheet           cells.SheetID
	names               map[string]cells.Name // by lower case
	bindings            []cells.Binding       // by id

	sources   []string // who put inputs; sources[0] is nobody
	sourceIDs map[string]uint32
	latest    struct { // of the sources that were asked for
		name string
		id   uint32
	}
	formats map[cells.Format]*cells.Format
	keeps   int // runs of policies, in all columns: zero spares looking
	series  cells.SeriesID

	compiler  *formula.Compiler
	uses      map[*formula.Template]*use
	mentions  mentions          // of what is in their text
	subtotals map[*use]struct{} // those that call SUBTOTAL
	askers    int               // how many ask what stands behind values
	lastUse   uint32
	idle      []*use // may have no region any more

	seqs  seqMemory
	undos undoMemory
	kept  keptTallies

	spare        *wave       // the latest wave, whose memory the next one uses
	asked        []pastAsked // in the wave under way
	lessHistoric bool        // a formula that read the past of cells may be gone
	awaits       []await     // by series

	budgets  budgets
	room     room
	formulas int64      // bytes that the formulas count
	pasts    int64      // bytes that the pasts of cells count
	crowded  *amount    // what the cells held when a formula last found no room; nil when none waits for any
	waiting  bool       // there may be formulas that wait for a later wave
	resumed  int64      // the time of the latest wave that went on with such
	tries    tries      // and how that went
	indexing sync.Mutex // held while an evaluation makes an index of a column
	adding   sync.Mutex // held while one of several that evaluate at once adds up a range

	pool      pool
	worth     worth
	parallel  int           // how often several goroutines evaluated at once
	replaced  int           // counts results that took the place of others while they were evaluated
	graph     uint64        // counts changes of who reads what
	quicks    int           // counts entries that were done without a wave
	unhurried bool          // no entry is
	answers   []quickAnswer // memory for the next ones
	trail     trail
	fetched   uint64 // of trail and prefetch
	waves     uint64 // counts waves, to know what is of the wave under way
	tracing   bool
	trace     []cells.Ref
	concerned int  // counts formulas that edits of places, sheets and names went through
	thorough  bool // a move goes through all formulas; for tests
	stored    ledger
}

// New makes the replica of a book at version 0. It has no sheet; ops make them.
func New(o Options) *Book {
	b := &Book{
		id: o.ID, epoch: o.Epoch, zone: "UTC", locale: "en", location: time.UTC,
		sheets: make(map[cells.SheetID]*sheet), names: make(map[string]cells.Name),
		sources: []string{""}, sourceIDs: map[string]uint32{"": 0}, formats: make(map[cells.Format]*cells.Format),
		compiler: o.Compiler, uses: make(map[*formula.Template]*use), subtotals: make(map[*use]struct{}), mentions: newMentions(),
		seqs: newSeqMemory(), undos: newUndoMemory(), stored: newLedger(), budgets: allBudgets, room: usualRoom, worth: usualWorth,
	}
	if b.compiler == nil {
		b.compiler = formula.NewCompiler()
	}
	return b
}

// Position is where the replica stands in the log.
func (b *Book) Position() cells.Position { return cells.Position{Epoch: b.epoch, Version: b.version} }

// Trace turns on (or off) remembering which cells each wave evaluates, for tests of the engine's work.
func (b *Book) Trace(on bool) { b.tracing, b.trace = on, nil }

// Recomputed is which cells the latest wave evaluated, in order, when Trace is on. A cell that had to be evaluated again, because a dynamic
// reference or a spilled array turned out otherwise than before, is there twice.
func (b *Book) Recomputed() []cells.Ref { return slices.Clone(b.trace) }

// maxSources is how many names of actors the book tells apart. They are part of every checkpoint; who comes after so many is nobody in its cells.
const maxSources = 50_000

// source is the index of an actor's name.
func (b *Book) source(name string) uint32 {
	if b.latest.name == name {
		return b.latest.id
	}
	i := b.sourceOf(name)
	b.latest.name, b.latest.id = name, i
	return i
}

func (b *Book) sourceOf(name string) uint32 {
	if i, ok := b.sourceIDs[name]; ok {
		return i
	}
	if len(b.sources) >= maxSources {
		return 0
	}
	i := uint32(len(b.sources))
	b.sources = append(b.sources, name)
	b.sourceIDs[name] = i
	return i
}

func (b *Book) format(f cells.Format) *cells.Format {
	if f == (cells.Format{}) {
		return nil
	}
	if p, ok := b.formats[f]; ok {
		return p
	}
	p := &f
	b.formats[f] = p
	return p
}

// use finds or makes the book's record of a template.
func (b *Book) use(t *formula.Template) *use {
	if u, ok := b.uses[t]; ok {
		return u
	}
	b.lastUse++
	u := &use{t: t, id: b.lastUse, dynamic: t.Dynamic(), timed: t.Timed()}
	u.price, u.most = t.Price()
	u.nanos = t.Nanos()
	for _, r := range t.Precedents() {
		if r.Past && !r.AbsTop && !r.AbsBottom && !r.AbsLeft && !r.AbsRight && r.Sheet == 0 && r.Top == 0 && r.Bottom == 0 && r.Left == 0 && r.Right == 0 {
			continue // a cell may read its own past
		}
		u.reads = append(u.reads, r)
	}
	b.uses[t] = u
	b.mentions.change(u, true)
	b.formulas += formulaBytes(t)
	if t.Subtotals() {
		b.subtotals[u] = struct{}{}
	}
	if t.Inputs() {
		b.askers++
	}
	b.stored.template(u.id)
	return u
}

// dropUse notes that a template may be in use no more; sweep forgets it when the entry is done.
func (b *Book) dropUse(u *use) { b.idle = append(b.idle, u) }

func (b *Book) sweep() {
	b.forgetPasts()
	for _, u := range b.idle {
		if len(u.regions) == 0 && b.uses[u.t] == u {
			delete(b.uses, u.t)
			b.mentions.change(u, false)
			b.formulas -= formulaBytes(u.t)
			delete(b.subtotals, u)
			if u.t.Inputs() {
				b.askers--
			}
			b.stored.template(u.id)
		}
	}
	clear(b.idle)
	b.idle = b.idle[:0]
}

// scope is how the book's names and sheets look to the compiler.
type scope struct{ b *Book }

func (s scope) Sheet(name string) (cells.SheetID, bool) {
	for _, t := range s.b.tabs {
		if strings.EqualFold(t.name, name) {
			return t.id, true
		}
	}
	return 0, false
}

func (s scope) Name(name string) (cells.Range, bool) {
	n, ok := s.b.names[strings.ToLower(name)]
	return n.Range, ok
}

func (s scope) SheetName(id cells.SheetID) (string, bool) {
	if t, ok := s.b.sheets[id]; ok {
		return t.name, true
	}
	return "", false
}

func (s scope) SheetPlace(id cells.SheetID) (place, of int) {
	return 1 + slices.IndexFunc(s.b.tabs, func(t *sheet) bool { return t.id == id }), len(s.b.tabs)
}

func (s scope) Locale() string { return s.b.locale }
