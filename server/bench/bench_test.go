package main

import (
	"bytes"
	"context"
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
