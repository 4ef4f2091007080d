package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"syscall"
)

// listen opens a TCP address. Where the address is only the default and is taken, a free port of the same host is
// opened instead and said so: a newcomer's first start must not fail because something else runs on that port.
func listen(what, address string, given bool, logger *slog.Logger) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err == nil {
		return l, nil
	}
	if given || !errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("open %s at %s: %w", what, address, err)
	}
	host, _, splitErr := net.SplitHostPort(address)
	if splitErr != nil {
		return nil, fmt.Errorf("open %s at %s: %w", what, address, err)
	}
	if l, err = net.Listen("tcp", net.JoinHostPort(host, "0")); err != nil {
		return nil, fmt.Errorf("open %s at any port of %s: %w", what, host, err)
	}
	logger.Warn("the usual port is taken, another was chosen", "for", what, "usual", address, "chosen", l.Addr().String())
	return l, nil
}
