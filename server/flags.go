package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
)

// flags is what the command line asks for.
type flags struct {
	listen         string
	listenGiven    bool
	mqtt           string
	mqttGiven      bool
	data           string
	redis          string
	acceptVolatile bool
	fsync          string
	demo           bool
	behindProxy    bool
	logLevel       slog.Level
	logJSON        bool
}

// errUsage says that the flags were refused and the reason is printed already.
var errUsage = errors.New("usage")

// parseFlags reads the command line. A refusal is printed to out with what was wrong.
func parseFlags(args []string, out io.Writer) (*flags, error) {
	f := &flags{}
	set := flag.NewFlagSet("server", flag.ContinueOnError)
	set.SetOutput(out)
	set.StringVar(&f.listen, "listen", "127.0.0.1:8080", "`address` of the pages, the API and the websockets")
	set.StringVar(&f.mqtt, "mqtt", "127.0.0.1:1883", "`address` of the MQTT broker, or off")
	set.StringVar(&f.data, "data", ".freshet", "`folder` of the embedded store")
	set.StringVar(&f.redis, "redis", "", "`URL` of a Redis to use instead of the embedded store: redis://[user:password@]host:port/db, rediss:// for TLS, unix://path")
	set.BoolVar(&f.acceptVolatile, "accept-volatile", false, "use that Redis even if it may lose what it acknowledged")
	set.StringVar(&f.fsync, "fsync", "everysec", "when the embedded store syncs its file to the disk: everysec or always")
	demo := set.String("demo", "on", "make the Weather station book at the first start and keep it ticking: on or off")
	set.BoolVar(&f.behindProxy, "behind-proxy", false, "believe the X-Forwarded-For, -Proto and -Host headers of a proxy before this server")
	level := set.String("log", "info", "what to log: debug, info, warn or error")
	set.BoolVar(&f.logJSON, "log-json", false, "log as JSON, a line an event")
	set.Usage = func() {
		fmt.Fprint(out, "Freshet: a spreadsheet that is alive.\n\nUsage: server [flags]\n\n")
		set.PrintDefaults()
	}
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil, err
		}
		return nil, errUsage
	}
	set.Visit(func(given *flag.Flag) {
		f.listenGiven = f.listenGiven || given.Name == "listen"
		f.mqttGiven = f.mqttGiven || given.Name == "mqtt"
	})
	err := f.check(*demo, *level)
	if err == nil && set.NArg() > 0 {
		err = fmt.Errorf("there is no command %q", set.Arg(0))
	}
	if err != nil {
		fmt.Fprintf(out, "%v\nserver -help lists the flags\n", err)
		return nil, errUsage
	}
	return f, nil
}

func (f *flags) check(demo, level string) error {
	switch demo {
	case "on":
		f.demo = true
	case "off":
	default:
		return fmt.Errorf("-demo is on or off, not %q", demo)
	}
	if f.fsync != "everysec" && f.fsync != "always" {
		return fmt.Errorf("-fsync is everysec or always, not %q", f.fsync)
	}
	if err := f.logLevel.UnmarshalText([]byte(level)); err != nil {
		return fmt.Errorf("-log is debug, info, warn or error, not %q", level)
	}
	if _, _, err := net.SplitHostPort(f.listen); err != nil {
		return fmt.Errorf("-listen must be host:port, not %q", f.listen)
	}
	if f.mqtt != "off" {
		if _, _, err := net.SplitHostPort(f.mqtt); err != nil {
			return fmt.Errorf("-mqtt must be host:port or off, not %q", f.mqtt)
		}
	}
	return nil
}
