package templates

import (
	"fmt"

	"freshet/cells"
)

// The colours of the templates. Where a ground is coloured, the text on it is too, so that both hold by day and by night.
const (
	deep  = "#0a6675" // ground of headings
	paper = "#ffffff" // text on it
	mist  = "#d9edef" // ground of what is computed
	ink   = "#12313a" // text on it
	amber = "#ffe8b3" // ground of what calls for attention
	umber = "#4a3200" // text on it
	quiet = "#7c8a91" // text of notes
)

var heading = cells.Format{Bold: true, Fill: deep, Color: paper}

// draft collects the ops of one sheet. Places are written as people write them; a place that cannot be read is a mistake
// of this package that its tests find, and is left out.
type draft struct {
	sheet cells.SheetID
	ops   cells.Ops
}

// begin drafts a sheet that will have this id: the first added to a book has 1.
func begin(id cells.SheetID, name string) *draft {
	return &draft{sheet: id, ops: cells.Ops{cells.AddSheet{Name: name, Index: -1}}}
}

func (d *draft) place(a1 string) cells.Range {
	r, _ := cells.ParseA1(a1)
	r.Sheet = d.sheet
	return r
}

// row types texts into the cells from a place to the right; an empty text leaves its cell alone.
func (d *draft) row(a1 string, texts ...string) *draft {
	at := d.place(a1).TopLeft()
	for i, text := range texts {
		if text != "" {
			ref := cells.Ref{Sheet: d.sheet, Row: at.Row, Col: at.Col + int32(i)}
			d.ops = append(d.ops, cells.Set{Range: ref.Range(), Inputs: []cells.Input{cells.Typed(text)}})
		}
	}
	return d
}

// fill types a text into the first cell of a range and fills it over the rest: relative references shift.
func (d *draft) fill(a1, text string) *draft {
	r := d.place(a1)
	first := r.TopLeft().Range()
	d.ops = append(d.ops, cells.Set{Range: first, Inputs: []cells.Input{cells.Typed(text)}}, cells.Fill{Source: first, Target: r})
	return d
}

func (d *draft) format(a1 string, f cells.Format) *draft {
	d.ops = append(d.ops, cells.SetFormat{Range: d.place(a1), Format: f})
	return d
}

func (d *draft) width(cols string, pixels int) *draft {
	r := d.place(cols)
	d.ops = append(d.ops, cells.SetWidth{Sheet: d.sheet, Axis: cells.Cols, From: r.Left, To: r.Right, Size: pixels})
	return d
}

func (d *draft) height(rows string, pixels int) *draft {
	r := d.place(rows)
	d.ops = append(d.ops, cells.SetWidth{Sheet: d.sheet, Axis: cells.Rows, From: r.Top, To: r.Bottom, Size: pixels})
	return d
}

func (d *draft) name(name, a1 string) *draft {
	d.ops = append(d.ops, cells.DefineName{Name: name, Range: d.place(a1)})
	return d
}

func (d *draft) keep(a1 string, log cells.LogPolicy, points int) *draft {
	d.ops = append(d.ops, cells.SetPolicy{Range: d.place(a1), Policy: cells.Policy{Log: log, Keep: points}})
	return d
}

func (d *draft) bind(id, topic, path, a1 string) *draft {
	d.ops = append(d.ops, cells.Bind{Binding: cells.Binding{ID: id, Source: "mqtt", Topic: topic, Path: path, Target: d.place(a1).TopLeft()}})
	return d
}

// number is a format with decimals and a unit.
func number(decimals int, unit string) cells.Format {
	return cells.Format{Kind: cells.AsNumber, Decimals: decimals, Unit: unit}
}

func cell(column string, row int) string { return fmt.Sprintf("%s%d", column, row) }
