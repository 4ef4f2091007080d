package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a book's time zone must mean the same on every machine
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); {
	case err == nil || errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "Freshet cannot run:", err)
		os.Exit(1)
	}
}

// run is the program: it returns when ctx ends and all is closed, or with the reason why it cannot go on.
func run(ctx context.Context, args []string, out, errOut io.Writer) error {
	f, err := parseFlags(args, errOut)
	if err != nil {
		return err
	}
	options := &slog.HandlerOptions{Level: f.logLevel}
	logger := slog.New(slog.NewTextHandler(errOut, options))
	if f.logJSON {
		logger = slog.New(slog.NewJSONHandler(errOut, options))
	}
	slog.SetDefault(logger)
	a, err := open(ctx, f, logger)
	if err != nil {
		return err
	}
	a.announce(out)
	return a.serve(ctx)
}
