package calc

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"freshet/cells"
)

// storedBook is the part "book".
type storedBook struct {
	Version   uint64          `json:"version"`
	Now       int64           `json:"now"`
	Title     string          `json:"title"`
	Zone      string          `json:"zone"`
	Locale    string          `json:"locale"`
	Sheets    []storedSheet   `json:"sheets"` // in the order of the tabs
	LastSheet cells.SheetID   `json:"lastSheet"`
	Names     []cells.Name    `json:"names,omitempty"`
	Bindings  []cells.Binding `json:"bindings,omitempty"`
	Sources   []string        `json:"sources"`
	Series    cells.SeriesID  `json:"series"`
	Formulas  uint32          `json:"formulas"` // the highest number given
	Clock     uint64          `json:"clock"`
	Clients   []storedClient  `json:"clients,omitempty"`
	Revision  string          `json:"revision,omitempty"` // by whose rules all values are calculated; revisions up to 3 did not say
	Waiting   bool            `json:"waiting,omitempty"`  // there may be formulas that wait for a later wave
	Resumed   int64           `json:"resumed,omitempty"`  // when a wave last went on with such
	Tries     tries           `json:"tries,omitzero"`     // and how that went
	Crowded   *amount         `json:"crowded,omitempty"`  // what the cells held when a formula last found no room
	Awaits    []await         `json:"awaits,omitempty"`   // pasts that histories are still to be brought for
}

type storedSheet struct {
	ID      cells.SheetID    `json:"id"`
	Name    string           `json:"name"`
	Widths  []storedRun[int] `json:"widths,omitempty"`
	Heights []storedRun[int] `json:"heights,omitempty"`
}

type storedClient struct {
	Name string `json:"name"`
	Seq  uint64 `json:"seq"`
	Used uint64 `json:"used"`
}

// storedRun is a run as JSON.
type storedRun[T any] struct {
	From  int32 `json:"from"`
	To    int32 `json:"to"`
	Value T     `json:"v"`
}

func storeRuns[T comparable](rs runs[T]) []storedRun[T] {
	var out []storedRun[T]
	for _, r := range rs {
		out = append(out, storedRun[T]{r.from, r.to, r.v})
	}
	return out
}

func loadRuns[T comparable](in []storedRun[T]) runs[T] {
	var out runs[T]
	for _, r := range in {
		out = append(out, run[T]{r.From, r.To, r.Value})
	}
	return out
}

func (b *Book) encodeBook() []byte {
	x := storedBook{
		Version: b.version, Now: b.now, Title: b.title, Zone: b.zone, Locale: b.locale, LastSheet: b.lastSheet,
		Bindings: b.bindings, Sources: b.sources, Series: b.series, Formulas: b.lastUse, Clock: b.seqs.clock, Revision: b.revision,
		Waiting: b.waiting, Resumed: b.resumed, Tries: b.tries, Crowded: b.crowded, Awaits: b.awaits,
	}
	for _, s := range b.tabs {
		x.Sheets = append(x.Sheets, storedSheet{s.id, s.name, storeRuns(s.widths), storeRuns(s.heights)})
	}
	for _, key := range slices.Sorted(maps.Keys(b.names)) {
		x.Names = append(x.Names, b.names[key])
	}
	for _, name := range b.seqs.names() {
		c := b.seqs.last[name]
		x.Clients = append(x.Clients, storedClient{name, c.seq, c.used})
	}
	return mustJSON(x)
}

// storedColumn is the part "s1/f3".
type storedColumn struct {
	Formats []storedRun[cells.Format] `json:"formats,omitempty"`
	Keep    []storedRun[cells.Policy] `json:"keep,omitempty"`
}

func encodeColumn(c *column) []byte {
	if len(c.formats)+len(c.keep) == 0 {
		return nil
	}
	x := storedColumn{Keep: storeRuns(c.keep)}
	for _, r := range c.formats {
		x.Formats = append(x.Formats, storedRun[cells.Format]{r.from, r.to, *r.v})
	}
	return mustJSON(x)
}

// encodeSeries is the part "s1/h3": pairs of a row and the number of its history, by row.
func encodeSeries(s *sheet, col int32) []byte {
	var list [][2]int64
	for p, id := range s.series {
		if p.col == col {
			list = append(list, [2]int64{int64(p.row), int64(id)})
		}
	}
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, func(a, b [2]int64) int { return int(a[0] - b[0]) })
	return mustJSON(list)
}

// storedSpill is an element of the part "s1/p".
type storedSpill struct {
	Row     int32 `json:"row"`
	Col     int32 `json:"col"`
	Rows    int32 `json:"rows"`
	Cols    int32 `json:"cols"`
	Blocked bool  `json:"blocked,omitempty"`
	Looped  bool  `json:"looped,omitempty"`
}

func encodeSpills(s *sheet) []byte {
	var list []storedSpill
	for _, p := range s.spills {
		list = append(list, storedSpill{p.anchor.row, p.anchor.col, p.rows, p.cols, p.blocked, p.looped})
	}
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, func(a, b storedSpill) int {
		return cells.Ref{Row: a.Row, Col: a.Col}.Compare(cells.Ref{Row: b.Row, Col: b.Col})
	})
	return mustJSON(list)
}

// actorName is how an actor is called in the name of a part, where "~" and "/" mean something.
func actorName(name string) string { return strings.ReplaceAll(url.QueryEscape(name), "~", "%7E") }
