package httpd

import (
	"context"

	"freshet/cells"
)

type namesOut struct {
	Body struct {
		Version uint64       `json:"version"`
		Names   []nameAnswer `json:"names" doc:"In alphabetical order."`
	}
}

func (c *call) names(ctx context.Context, _ *onlyID) (*namesOut, error) {
	out := &namesOut{}
	err := c.book.View(ctx, func(v cells.View) error {
		out.Body.Version, out.Body.Names = v.Position().Version, []nameAnswer{}
		for _, n := range v.Info().Names {
			out.Body.Names = append(out.Body.Names, nameAnswer{n.Name, spell(v, n.Range)})
		}
		return nil
	})
	return out, err
}

type putNameIn struct {
	ID   string `path:"id"`
	Name string `path:"name" doc:"Letters, digits and _; nothing that reads as a cell." example:"temp"`
	Body struct {
		Ref string `json:"ref" doc:"A cell or range." example:"Sheet1!C1"`
	}
}

func (c *call) putName(ctx context.Context, in *putNameIn) (*versionOut, error) {
	if in.Body.Ref == "" {
		return nil, cells.Refuse(cells.Invalid, "give the cell or range the name stands for").At("ref")
	}
	r, err := c.find(ctx, in.Body.Ref)
	if err != nil {
		return nil, err
	}
	ch, err := c.update(ctx, cells.Ops{cells.DefineName{Name: in.Name, Range: r}})
	if err != nil {
		return nil, err
	}
	return versionOf(ch), nil
}

type dropNameIn struct {
	ID   string `path:"id"`
	Name string `path:"name"`
}

func (c *call) dropName(ctx context.Context, in *dropNameIn) (*versionOut, error) {
	ch, err := c.update(ctx, cells.Ops{cells.DropName{Name: in.Name}})
	if err != nil {
		return nil, err
	}
	return versionOf(ch), nil
}

// find is place under a view of its own.
func (c *call) find(ctx context.Context, text string) (r cells.Range, err error) {
	err = c.book.View(ctx, func(v cells.View) error {
		var refused *cells.Error
		if r, refused = place(v, text); refused != nil {
			return refused
		}
		return nil
	})
	return r, err
}
