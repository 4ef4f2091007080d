package httpd

import (
	"context"

	"freshet/cells"
)

type policyBody struct {
	Log  string `json:"log" enum:"readings,changes,all,nothing" doc:"readings: every reading that comes, and from the first one on what is typed there; changes: every value that differs from the one before, typed and computed ones too; all: every reading and every typed and computed value; nothing."`
	Keep int    `json:"keep,omitempty" doc:"How many points are kept at least; the program's default when absent."`
}

type policyIn struct {
	ID    string `path:"id"`
	Range string `path:"range" example:"A1:A9"`
	Body  policyBody
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
