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

type policyIn struct {
	ID    string `path:"id"`
	Range string `path:"range" example:"A1:A9"`
	Body  struct {
		Log  string `json:"log" enum:"readings,changes,all,nothing" doc:"readings: every reading that comes; changes: every value that differs from the one before, computed ones too; all: every reading and every computed value; nothing."`
		Keep int    `json:"keep,omitempty" doc:"How many points are kept at least; the program's default when absent."`
	}
}

func (c *call) putPolicy(ctx context.Context, in *policyIn) (*versionOut, error) {
	policy := cells.Policy{Keep: in.Body.Keep}
	switch in.Body.Log {
	case "readings":
		policy.Log = cells.LogReadings
	case string(cells.LogChanges), string(cells.LogAll), string(cells.LogNothing):
		policy.Log = cells.LogPolicy(in.Body.Log)
	default:
		return nil, cells.Refuse(cells.Invalid, "log is one of readings, changes, all, nothing; not %q", clipped(in.Body.Log)).At("log")
	}
	if policy.Keep < 0 {
		return nil, cells.Refuse(cells.Invalid, "keep is a number of points, not %d", policy.Keep).At("keep")
	}
	r, err := c.find(ctx, in.Range)
	if err != nil {
		return nil, err
	}
	ch, err := c.update(ctx, cells.Ops{cells.SetPolicy{Range: r, Policy: policy}})
	if err != nil {
		return nil, err
	}
	return versionOf(ch), nil
}
