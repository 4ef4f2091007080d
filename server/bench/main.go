package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"time"
)

// section is a part of the bench that can be asked for by name.
type section struct {
	name, about string
	run         func(ctx context.Context, b *bench) error
}

var errUsage = errors.New("usage")

func sections() []section {
	return []section{
		{"latency", "an edit until another browser has it, with 1 and 100 watchers", latency},
		{"readings", "readings a second from MQTT to a websocket", readings},
		{"wire", "bytes on the websocket for a changed cell", wire},
		{"commits", "edits a second that the store commits and applies", commits},
		{"fill", "a formula filled down 100,000 rows, and all of it calculated again", fill},
		{"load", "opening a book of 100,000 cells", load},
		{"open", "opening a book of a million formulas: from the disk to the browser", openBook},
		{"engine", "the workloads of the engine against a plain loop", engine},
	}
}

// bench is one run of this command.
type bench struct {
	out      io.Writer
	quick    bool
	compare  bool          // with HyperFormula
	patience time.Duration // for one workload of it
	program  string        // the built server, once somebody has asked for it
	temp     string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := command(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, errUsage) {
			fmt.Fprintln(os.Stderr, "bench:", err)
		}
		stop()
		os.Exit(1)
	}
}

func command(ctx context.Context, args []string, out, errs io.Writer) error {
	set := flag.NewFlagSet("bench", flag.ContinueOnError)
	set.SetOutput(errs)
	quick := set.Bool("quick", false, "a tenth of the work: to see that everything runs, not how fast")
	hyper := set.Bool("hyperformula", true, "in the engine section, install HyperFormula with npm into a temporary folder and compare")
	list := set.Bool("list", false, "list the sections")
	patience := set.Duration("patience", 2*time.Minute, "how long HyperFormula may take for one workload")
	asked, err := parse(set, args)
	if err != nil {
		return errUsage
	}
	all := sections()
	if *list {
		for _, s := range all {
			fmt.Fprintf(out, "%-10s %s\n", s.name, s.about)
		}
		return nil
	}
	for _, name := range asked {
		if !slices.ContainsFunc(all, func(s section) bool { return s.name == name }) {
			fmt.Fprintf(errs, "there is no section %q; -list lists them\n", name)
			return errUsage
		}
	}
	temp, err := os.MkdirTemp("", "freshet-bench-")
	if err != nil {
		return fmt.Errorf("make a temporary folder: %w", err)
	}
	defer os.RemoveAll(temp)
	b := &bench{out: out, quick: *quick, compare: *hyper, patience: *patience, temp: temp}
	fmt.Fprintf(out, "%s, %s/%s, %d cores%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0), busy())
	var failed []string
	for _, s := range all {
		if len(asked) > 0 && !slices.Contains(asked, s.name) {
			continue
		}
		fmt.Fprintf(out, "\n%s: %s\n", s.name, s.about)
		if err := s.run(ctx, b); err != nil {
			fmt.Fprintf(out, "  failed: %v\n", err)
			failed = append(failed, s.name)
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("failed: %s", strings.Join(failed, ", "))
	}
	return nil
}

// parse reads flags before, between and after the names of sections, and gives the names.
func parse(set *flag.FlagSet, args []string) ([]string, error) {
	var names []string
	for {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		if set.NArg() == 0 {
			return names, nil
		}
		names, args = append(names, set.Arg(0)), set.Args()[1:]
	}
}

// scaled is n, or a tenth of it in a quick run.
func (b *bench) scaled(n int) int {
	if b.quick {
		return max(n/10, 1)
	}
	return n
}

// say prints one figure: what it is, the figure, and what it was counted over.
func (b *bench) say(what, figure, over string) {
	fmt.Fprintf(b.out, "  %-52s %14s   %s\n", what, figure, over)
}

// busy tells the load of the machine before the bench, where that is known: on a busy one the times mean little, the ratios more.
func busy() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	minute, _, _ := strings.Cut(string(text), " ")
	return ", load " + minute + " before"
}
