package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

//go:embed hyper.mjs
var hyperScript []byte

// hyperformula installs the peer into a temporary folder and runs the workloads in it. It gives the medians by name.
func hyperformula(ctx context.Context, b *bench) (map[string]time.Duration, error) {
	for _, program := range []string{"npm", "node"} {
		if _, err := exec.LookPath(program); err != nil {
			return nil, fmt.Errorf("there is no %s", program)
		}
	}
	dir := filepath.Join(b.temp, "hyperformula")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	for name, text := range map[string][]byte{"bench.mjs": hyperScript, "package.json": []byte(`{"private":true,"type":"module"}`)} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return nil, fmt.Errorf("write %s: %w", name, err)
		}
	}
	limited, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	install := exec.CommandContext(limited, "npm", "install", "--no-audit", "--no-fund", "--silent", "hyperformula@3")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("install it: %w: %.200s", err, out)
	}
	size := "full"
	if b.quick {
		size = "quick"
	}
	run := exec.CommandContext(limited, "node", "--max-old-space-size=8192", "bench.mjs", size)
	run.Dir, run.Stderr = dir, os.Stderr
	out, err := run.Output()
	if err != nil {
		return nil, fmt.Errorf("run it: %w", err)
	}
	var ms map[string]float64
	if err := json.Unmarshal(out, &ms); err != nil {
		return nil, fmt.Errorf("read what it printed: %w", err)
	}
	times := make(map[string]time.Duration, len(ms))
	for name, x := range ms {
		times[name] = time.Duration(x * float64(time.Millisecond))
	}
	return times, nil
}
