package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

//go:embed hyper.mjs
var hyperScript []byte

// peer is HyperFormula in a temporary folder.
type peer struct {
	dir   string
	limit time.Duration // what one workload may take, its building included
}

// peerFigures are what a workload took in the peer. A time that is zero was not reached within the limit.
type peerFigures struct {
	built, median time.Duration
	memory        float64 // of the whole process, in megabytes
	err           error   // it cannot do the workload
}

// hyperformula installs the peer.
func (b *bench) hyperformula(ctx context.Context) (*peer, error) {
	for _, program := range []string{"npm", "node"} {
		if _, err := exec.LookPath(program); err != nil {
			return nil, fmt.Errorf("there is no %s", program)
		}
	}
	p := &peer{dir: filepath.Join(b.temp, "hyperformula"), limit: b.patience}
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	for name, text := range map[string][]byte{"bench.mjs": hyperScript, "package.json": []byte(`{"private":true,"type":"module"}`)} {
		if err := os.WriteFile(filepath.Join(p.dir, name), text, 0o600); err != nil {
			return nil, fmt.Errorf("write %s: %w", name, err)
		}
	}
	limited, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	install := exec.CommandContext(limited, "npm", "install", "--no-audit", "--no-fund", "--silent", "hyperformula@3")
	install.Dir = p.dir
	if out, err := install.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("install it: %w: %.200s", err, out)
	}
	return p, nil
}

// run has the peer do a workload, as "W1 100000", in a process of its own.
func (p *peer) run(ctx context.Context, workload string) peerFigures {
	limited, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	run := exec.CommandContext(limited, "node", append([]string{"--max-old-space-size=8192", "bench.mjs"}, strings.Fields(workload)...)...)
	run.Dir = p.dir
	var complaint bytes.Buffer
	run.Stderr = &complaint
	out, err := run.Output()
	f := readPeer(out)
	switch {
	case ctx.Err() != nil:
		f.err = ctx.Err()
	case err != nil && limited.Err() == nil:
		f.err = fmt.Errorf("%w: %.300s", err, complaint.String())
	case err == nil && f.median == 0:
		f.err = errors.New("it printed nothing")
	}
	return f
}

// readPeer reads what the peer printed before it ended, or was ended.
func readPeer(out []byte) peerFigures {
	var f peerFigures
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var said struct{ Built, Median, Memory float64 }
		if json.Unmarshal(lines.Bytes(), &said) != nil {
			continue
		}
		if said.Built > 0 {
			f.built = time.Duration(said.Built * float64(time.Millisecond))
		}
		if said.Median > 0 {
			f.median, f.memory = time.Duration(said.Median*float64(time.Millisecond)), said.Memory/1e6
		}
	}
	return f
}

// cell is how the table shows what a change took the peer.
func (f peerFigures) cell(p *peer, write func(time.Duration) string) string {
	switch {
	case p == nil:
		return "–"
	case f.err != nil:
		return "failed"
	case f.built == 0:
		return "not built in " + inSeconds(p.limit)
	case f.median == 0:
		return "> " + inSeconds(p.limit-f.built)
	}
	return write(f.median)
}

// inSeconds writes a limit.
func inSeconds(d time.Duration) string { return fmt.Sprintf("%.0f s", d.Seconds()) }
