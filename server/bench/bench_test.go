package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestFiguresAreWrittenForPeople(t *testing.T) {
	for got, want := range map[string]string{
		span(0):                            "0.00 ns",
		span(987 * time.Nanosecond):        "987 ns",
		span(1234 * time.Nanosecond):       "1.23 µs",
		span(56789 * time.Microsecond):     "56.8 ms",
		span(3 * time.Second):              "3.00 s",
		grouped(7):                         "7",
		grouped(1234567):                   "1,234,567",
		grouped(-1234):                     "-1,234",
		ratio(time.Second, 2*time.Second):  "0.5 ×",
		ratio(50*time.Second, time.Second): "50 ×",
		ratio(time.Second, 0):              "–",
		perSecond(500, time.Second/2):      "1,000/s",
		perSecond(5, 0):                    "–",
	} {
		if got != want {
			t.Errorf("%q should be %q", got, want)
		}
	}
}

func TestQuantile(t *testing.T) {
	var d []time.Duration
	for i := range 100 {
		d = append(d, time.Duration(100-i))
	}
	for q, want := range map[float64]time.Duration{0: 1, 0.5: 50, 0.99: 99, 1: 100} {
		if got := quantile(d, q); got != want {
			t.Errorf("quantile %v of 1…100 is %d, want %d", q, got, want)
		}
	}
	if got := quantile(nil, 0.5); got != 0 {
		t.Errorf("the median of nothing is %d", got)
	}
}

func TestUnknownSectionsAreRefused(t *testing.T) {
	var out, errs bytes.Buffer
	if err := command(context.Background(), []string{"speed"}, &out, &errs); err == nil || !strings.Contains(errs.String(), `"speed"`) {
		t.Errorf("%v, %q", err, errs.String())
	}
	if err := command(context.Background(), []string{"-list"}, &out, &errs); err != nil || strings.Count(out.String(), "\n") != len(sections()) {
		t.Errorf("%v, %q", err, out.String())
	}
}

func TestFlagsStandAnywhere(t *testing.T) {
	for _, args := range []string{"-quick -patience 5s fill load", "fill -quick load -patience 5s", "fill load -patience=5s -quick"} {
		set := flag.NewFlagSet("bench", flag.ContinueOnError)
		quick, patience := set.Bool("quick", false, ""), set.Duration("patience", 0, "")
		names, err := parse(set, strings.Fields(args))
		if err != nil || !slices.Equal(names, []string{"fill", "load"}) || !*quick || *patience != 5*time.Second {
			t.Errorf("%q: %q, %t, %v, %v", args, names, *quick, *patience, err)
		}
	}
}

// TestPeerThatDoesNotFinish reads what is left of a peer that was ended: before it had built the book, after it, and not at all.
func TestPeerThatDoesNotFinish(t *testing.T) {
	p := &peer{limit: 120 * time.Second}
	for out, want := range map[string]string{
		"":                     "not built in 120 s",
		"{\"built\": 30000}\n": "> 90 s",
		"{\"built\": 30000}\n{\"median\": 1500, \"memory\": 2e9}\n": "1.50 s",
	} {
		f := readPeer([]byte(out))
		if got := f.cell(p, span); got != want {
			t.Errorf("after %q the table says %q, not %q", out, got, want)
		}
	}
	if got := (peerFigures{}).cell(nil, span); got != "–" {
		t.Errorf("without a peer the table says %q", got)
	}
}

// TestTwinsAreNamedWithTheirRows looks that the peer knows every workload that it is asked to do.
func TestTwinsAreNamedWithTheirRows(t *testing.T) {
	for _, w := range workloads(&bench{quick: true}) {
		name, rows, ok := strings.Cut(w.hyper, " ")
		if w.hyper == "" {
			continue
		}
		known := bytes.Contains(hyperScript, []byte("\n  "+name+": [")) || bytes.Contains(hyperScript, []byte("\n  \""+name+"\": ["))
		if n, err := strconv.Atoi(rows); !ok || err != nil || n < 1 || !known {
			t.Errorf("%s has the twin %q", w.name, w.hyper)
		}
	}
}

// TestPeerIsEnded has a peer that never comes to an end.
func TestPeerIsEnded(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("there is no node")
	}
	p := &peer{dir: t.TempDir(), limit: 2 * time.Second}
	script := "console.log(JSON.stringify({ built: 5 })); for (;;);"
	if err := os.WriteFile(filepath.Join(p.dir, "bench.mjs"), []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	f := p.run(t.Context(), "W1 10")
	if f.err != nil || f.built != 5*time.Millisecond || f.median != 0 {
		t.Errorf("%+v", f)
	}
}

// TestSectionsRun keeps the sections that call rooms directly alive; those that start the program are left to a person.
func TestSectionsRun(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	var out, errs bytes.Buffer
	if err := command(context.Background(), []string{"-quick", "-hyperformula=false", "fill", "load", "engine"}, &out, &errs); err != nil {
		t.Fatalf("%v\n%s%s", err, out.String(), errs.String())
	}
	for _, line := range []string{"cells recomputed", "open a book", "W1 chain", "W7 IF", "memory"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("nothing is said of %q:\n%s", line, out.String())
		}
	}
}
