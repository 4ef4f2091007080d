package httpd

import (
	"context"
	"fmt"

	"freshet/cells"
)

type valuesIn struct {
	ID     string `path:"id"`
	Range  string `path:"range" doc:"A1:B9, A:A, 1:3, Sheet2!A1, 'My sheet'!A1 or a name; without a sheet it is on the first tab." example:"A1:B9"`
	Render string `query:"render" enum:"value,text,input" default:"value" doc:"value: for programs; text: as the cells show it; input: as it was typed, formulas too."`
}

type valuesOut struct {
	Body struct {
		Range   string    `json:"range" doc:"What was read; whole columns and rows end at the last cell in use." example:"Sheet1!A1:B9"`
		Version uint64    `json:"version"`
		Values  [][]shown `json:"values" doc:"Row by row."`
	}
}

func (c *call) values(ctx context.Context, in *valuesIn) (*valuesOut, error) {
	out := &valuesOut{}
	err := c.book.View(ctx, func(v cells.View) error {
		r, refused := place(v, in.Range)
		if refused != nil {
			return refused
		}
		r = used(v, r)
		if r.Size() > c.s.o.Limits.Cells {
			return cells.Refuse(cells.TooLarge, "%s has %d cells; one call reads %d", spell(v, r), r.Size(), c.s.o.Limits.Cells).At(clipped(in.Range))
		}
		out.Body.Range, out.Body.Version, out.Body.Values = spell(v, r), v.Position().Version, grid(v, r, in.Render)
		return nil
	})
	return out, err
}

// grid renders a range row by row; its cost beyond the rows themselves follows what is there.
func grid(v cells.View, r cells.Range, render string) [][]shown {
	flat := make([]shown, r.Size())
	rows := make([][]shown, r.Rows())
	for i := range rows {
		rows[i] = flat[i*r.Cols() : (i+1)*r.Cols()]
	}
	locale := v.Info().Locale
	blank := shown{}
	if render != "value" {
		blank.raw = []byte(`""`)
		for i := range flat {
			flat[i] = blank
		}
	}
	v.Scan(r, func(at cells.Ref, c cells.Cell) bool {
		cell := &rows[at.Row-r.Top][at.Col-r.Left]
		switch render {
		case "text":
			cell.raw = quoted(c.Format.Render(c.Value, locale))
		case "input":
			cell.raw = quoted(c.Input)
		default:
			*cell = show(v, c.Value)
		}
		return true
	})
	return rows
}

type putValuesIn struct {
	ID    string `path:"id"`
	Range string `path:"range" doc:"Where the values go. One cell stands for the corner of as many as there are values." example:"A1:B2"`
	Body  struct {
		Values [][]scalar `json:"values" doc:"Row by row. Rows may be shorter than the range: what is not given stays as it is."`
	}
}

func (c *call) putValues(ctx context.Context, in *putValuesIn) (*versionOut, error) {
	return c.put(ctx, []block{{Range: in.Range, Values: in.Body.Values, where: "values"}})
}

type block struct {
	Range  string     `json:"range" example:"A1:B2"`
	Values [][]scalar `json:"values"`
	where  string
}

type batchIn struct {
	ID   string `path:"id"`
	Body struct {
		Data []block `json:"data" doc:"All of it takes effect in one wave, or none."`
	}
}

func (c *call) batch(ctx context.Context, in *batchIn) (*versionOut, error) {
	for i := range in.Body.Data {
		in.Body.Data[i].where = fmt.Sprintf("data[%d].values", i)
	}
	if len(in.Body.Data) == 0 {
		return nil, cells.Refuse(cells.Invalid, "give a list of {\"range\", \"values\"}").At("data")
	}
	return c.put(ctx, in.Body.Data)
}

// put writes blocks of values in one wave.
func (c *call) put(ctx context.Context, blocks []block) (*versionOut, error) {
	total := 0
	for _, b := range blocks {
		for _, row := range b.Values {
			total += len(row)
		}
	}
	if total > c.s.o.Limits.Cells {
		return nil, cells.Refuse(cells.TooLarge, "these are %d cells; one call writes %d", total, c.s.o.Limits.Cells)
	}
	var ops cells.Ops
	err := c.book.View(ctx, func(v cells.View) error {
		for _, b := range blocks {
			set, refused := b.ops(v)
			if refused != nil {
				return refused
			}
			ops = append(ops, set...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(ops) == 0 {
		return nil, cells.Refuse(cells.Invalid, "there is nothing to set: every value is null").At(blocks[0].where)
	}
	if refused := ops.CheckFormulaText(); refused != nil {
		return nil, refused
	}
	ch, err := c.update(ctx, ops)
	if err != nil {
		return nil, err
	}
	return versionOf(ch), nil
}

// ops are the Set ops of a block: one when it is a full rectangle, else one for each run of values in a row.
func (b block) ops(v cells.View) (cells.Ops, *cells.Error) {
	if len(b.Values) == 0 {
		return nil, cells.Refuse(cells.Invalid, "give a list of rows, each a list of values").At(b.where)
	}
	r, err := place(v, b.Range)
	if err != nil {
		return nil, err
	}
	cols := 0
	for _, row := range b.Values {
		cols = max(cols, len(row))
	}
	if r.Single() {
		r.Bottom, r.Right = r.Top+int32(len(b.Values))-1, r.Left+int32(cols)-1
		if !r.Valid() {
			return nil, cells.Refuse(cells.Invalid, "%d rows and %d columns do not fit on the sheet from there", len(b.Values), cols).At(clipped(b.Range))
		}
	}
	if len(b.Values) > r.Rows() {
		return nil, cells.Refuse(cells.Invalid, "there are %d rows of values for the %d of %s", len(b.Values), r.Rows(), spell(v, r)).At(fmt.Sprintf("%s[%d]", b.where, r.Rows()))
	}
	var ops cells.Ops
	var all []cells.Input
	full := true
	for i, row := range b.Values {
		if len(row) > r.Cols() {
			return nil, cells.Refuse(cells.Invalid, "there are %d values for the %d columns of %s", len(row), r.Cols(), spell(v, r)).At(fmt.Sprintf("%s[%d][%d]", b.where, i, r.Cols()))
		}
		var run []cells.Input
		end := func(col int) {
			if len(run) > 0 {
				at := r.Top + int32(i)
				right := r.Left + int32(col) - 1
				ops = append(ops, cells.Set{Range: cells.Range{Sheet: r.Sheet, Top: at, Left: right - int32(len(run)) + 1, Bottom: at, Right: right}, Inputs: run})
				run = nil
			}
		}
		full = full && len(row) == cols
		for j, s := range row {
			in, set, err := s.input(fmt.Sprintf("%s[%d][%d]", b.where, i, j))
			if err != nil {
				return nil, err
			}
			if !set {
				full = false
				end(j)
				continue
			}
			run = append(run, in)
			all = append(all, in)
		}
		end(len(row))
	}
	if full && len(all) > 0 {
		return cells.Ops{cells.Set{Range: cells.Range{
			Sheet: r.Sheet, Top: r.Top, Left: r.Left, Bottom: r.Top + int32(len(b.Values)) - 1, Right: r.Left + int32(cols) - 1,
		}, Inputs: all}}, nil
	}
	return ops, nil
}
