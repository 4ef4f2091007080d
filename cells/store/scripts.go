package store

import (
	"context"
	_ "embed" // the scripts are files of their own
	"fmt"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/commit.lua
var commitSource string

//go:embed lua/create.lua
var createSource string

//go:embed lua/effects.lua
var effectsSource string

//go:embed lua/checkpoint.lua
var checkpointSource string

//go:embed lua/link.lua
var linkSource string

//go:embed lua/revoke.lua
var revokeSource string

//go:embed lua/delete.lua
var deleteSource string

//go:embed lua/restore.lua
var restoreSource string

//go:embed lua/rerun.lua
var rerunSource string

//go:embed lua/settle.lua
var settleSource string

//go:embed lua/claim.lua
var claimSource string

// scripts are the Lua scripts, each documented in its file.
type scripts struct {
	commit, create, effects, checkpoint, link, revoke, erase, restore, rerun, settle, claim *redis.Script
}

func loadScripts() scripts {
	return scripts{
		commit: redis.NewScript(commitSource), create: redis.NewScript(createSource),
		effects: redis.NewScript(effectsSource), checkpoint: redis.NewScript(checkpointSource),
		link: redis.NewScript(linkSource), revoke: redis.NewScript(revokeSource), erase: redis.NewScript(deleteSource),
		restore: redis.NewScript(restoreSource), rerun: redis.NewScript(rerunSource),
		settle: redis.NewScript(settleSource), claim: redis.NewScript(claimSource),
	}
}

// words runs a script that answers with a list of strings: a verdict and what belongs to it.
func words(ctx context.Context, c redis.Scripter, s *redis.Script, keys []string, args ...any) ([]string, error) {
	out, err := s.Run(ctx, c, keys, args...).StringSlice()
	if err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("the script answered nothing")
	}
	return out, nil
}
