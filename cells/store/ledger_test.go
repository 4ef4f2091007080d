package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

// ledger is an engine without formulas, small enough to be seen through: a Set puts its literals, an Ingest its readings. A text
// "panic" makes it fail as only a mistake in an engine would. Each row of a sheet is a part of its checkpoint.
type ledger struct{ revision string }

func (l ledger) Revision() string { return l.revision }

func (l ledger) New(_, epoch string) store.Replica {
	return &account{epoch: epoch, values: map[cells.Ref]cells.Value{}, seqs: map[string]uint64{}, touched: map[int32]uint64{}, trail: sha256.New().Sum(nil)}
}

// account is a replica of a ledger.
type account struct {
	epoch   string
	version uint64
	title   string
	values  map[cells.Ref]cells.Value
	seqs    map[string]uint64
	touched map[int32]uint64 // row → the version that last changed it
	trail   []byte           // a hash over every entry: replicas that saw the same in the same order have the same
}

func (a *account) Position() cells.Position {
	return cells.Position{Epoch: a.epoch, Version: a.version}
}

func (a *account) Check(r cells.Request) *cells.Error {
	if r.Client != "" && r.Seq <= a.seqs[r.Client] {
		return nil
	}
	for _, op := range r.Ops {
		if s, ok := op.(cells.Set); ok && s.Range.Sheet != 1 {
			return cells.Refuse(cells.NotFound, "there is no sheet %d", s.Range.Sheet)
		}
	}
	return nil
}

func (a *account) Apply(e cells.Entry) *cells.Changes {
	a.version = e.Version
	c := &cells.Changes{Position: a.Position(), At: e.At, Actor: e.Actor, Client: e.Client, Seq: e.Seq}
	raw, _ := json.Marshal(e)
	sum := sha256.Sum256(append(a.trail, raw...))
	a.trail = sum[:]
	if e.Client != "" && e.Seq <= a.seqs[e.Client] {
		c.Repeated = true
		return c
	}
	if c.Refused = a.Check(cells.Request{Ops: e.Ops}); c.Refused != nil {
		return c
	}
	if e.Client != "" {
		a.seqs[e.Client] = e.Seq
	}
	for _, op := range e.Ops {
		switch op := op.(type) {
		case cells.SetBook:
			a.title = op.Title
		case cells.Set:
			for i, in := range op.Inputs {
				if in.Text == "panic" {
					panic("the ledger was told to")
				}
				if in.Text == "fault" {
					c.Faults = append(c.Faults, cells.Fault{Ref: op.Range.TopLeft(), Formula: "=1+1", Cause: "told to"})
				}
				v := in.Literal
				if in.Text != "" {
					v = cells.Str(in.Text)
				}
				w := op.Range.Cols()
				a.put(cells.Ref{Sheet: 1, Row: op.Range.Top + int32(i/w), Col: op.Range.Left + int32(i%w)}, v)
			}
			c.Values = append(c.Values, op.Range)
		case cells.Ingest:
			for _, r := range op.Readings {
				a.put(r.Ref, r.Value)
				c.Values = append(c.Values, r.Ref.Range())
				at := r.At
				if at == 0 {
					at = e.At
				}
				c.Points = append(c.Points, cells.Point{Series: a.Series(r.Ref), At: at, Value: r.Value})
			}
		}
	}
	return c
}

func (a *account) put(r cells.Ref, v cells.Value) {
	a.values[r] = v
	a.touched[r.Row] = a.version
}

func (a *account) Encode(since uint64, full bool) []store.Part {
	rows := map[int32]map[string]cells.Value{}
	for r, v := range a.values {
		if full || a.touched[r.Row] > since {
			if rows[r.Row] == nil {
				rows[r.Row] = map[string]cells.Value{}
			}
			rows[r.Row][strconv.Itoa(int(r.Col))] = v
		}
	}
	seqs, _ := json.Marshal(a.seqs)
	parts := []store.Part{{Name: "title", Bytes: []byte(a.title)}, {Name: "seqs", Bytes: seqs}, {Name: "trail", Bytes: []byte(hex.EncodeToString(a.trail))}}
	for row, values := range rows {
		text, _ := json.Marshal(values)
		parts = append(parts, store.Part{Name: fmt.Sprintf("row/%d", row), Bytes: text})
	}
	return parts
}

func (a *account) Encoded(uint64) {}

func (a *account) Awaits() []cells.Awaited { return nil }

func (l ledger) Load(_ string, pos cells.Position, parts iter.Seq2[string, []byte]) (store.Replica, error) {
	a := l.New("", pos.Epoch).(*account)
	a.version = pos.Version
	for name, text := range parts {
		switch name {
		case "title":
			a.title = string(text)
		case "seqs":
			if err := json.Unmarshal(text, &a.seqs); err != nil {
				return nil, err
			}
		case "trail":
			a.trail, _ = hex.DecodeString(string(text))
		default:
			var row int32
			if _, err := fmt.Sscanf(name, "row/%d", &row); err != nil {
				return nil, fmt.Errorf("part %q", name)
			}
			values := map[string]cells.Value{}
			if err := json.Unmarshal(text, &values); err != nil {
				return nil, err
			}
			for col, v := range values {
				c, _ := strconv.Atoi(col)
				a.values[cells.Ref{Sheet: 1, Row: row, Col: int32(c)}] = v
			}
		}
	}
	return a, nil
}

func (a *account) Hash() string {
	h := sha256.New()
	h.Write(a.trail)
	for _, r := range slices.SortedFunc(maps.Keys(a.values), cells.Ref.Compare) {
		h.Write(cells.AppendValue(fmt.Appendf(nil, "%v", r), a.values[r]))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (a *account) Series(r cells.Ref) cells.SeriesID { return cells.SeriesID(r.Row + 1) }
func (a *account) Value(r cells.Ref) cells.Value     { return a.values[r] }
func (a *account) Cell(r cells.Ref) cells.Cell       { return cells.Cell{Value: a.values[r]} }
func (a *account) Info() cells.Info                  { return cells.Info{Title: a.title, Location: time.UTC} }

func (a *account) Sheet(cells.SheetID) (cells.Sheet, bool) { return cells.Sheet{}, false }

func (a *account) SheetNamed(string) (cells.Sheet, bool)              { return cells.Sheet{}, false }
func (a *account) Name(string) (cells.Name, bool)                     { return cells.Name{}, false }
func (a *account) Extent(cells.SheetID) (cells.Range, bool)           { return cells.Range{}, false }
func (a *account) Scan(cells.Range, func(cells.Ref, cells.Cell) bool) {}
func (a *account) Values(cells.Range, []cells.Value)                  {}
func (a *account) Figures(cells.Range) cells.Figures                  { return cells.Figures{} }
func (a *account) Precedents(cells.Ref) []cells.Range                 { return nil }
func (a *account) CheckInput(cells.Ref, string) *cells.Error          { return nil }
func (a *account) Spill(cells.Ref) (cells.Range, bool)                { return cells.Range{}, false }
func (a *account) Dependents(cells.Ref, int) []cells.Range            { return nil }
func (a *account) NextDue(bool) int64                                 { return math.MaxInt64 }
