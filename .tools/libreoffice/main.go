// Command libreoffice checks the conformance corpus against LibreOffice: it writes the cases of cells/testdata/conformance into a workbook, has
// LibreOffice calculate it, and compares every value with the one the corpus expects.
//
//	npm run check:libreoffice
//
// A difference that is meant to be stands in differences.txt under its reason; any other one fails. LibreOffice is not installed by npm test: Debian has
// it as libreoffice-calc-nogui.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// unknown is why a case says nothing about us.
const unknown = "LibreOffice does not know the function or the form"

func main() {
	log := flag.Bool("v", false, "list the excused differences too")
	flag.Parse()
	if err := run(*log); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(verbose bool) error {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		fmt.Println("skipped: there is no soffice; Debian has it as libreoffice-calc-nogui")
		return nil
	}
	corpus, err := readCorpus("../../cells/testdata/conformance")
	if err != nil {
		return err
	}
	known, err := readDifferences("differences.txt")
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "freshet-libreoffice")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := write(filepath.Join(dir, "corpus.xlsx"), corpus); err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	defer stop()
	out := filepath.Join(dir, "out")
	convert := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "xlsx", "--outdir", out, filepath.Join(dir, "corpus.xlsx"))
	if text, err := convert.CombinedOutput(); err != nil {
		return fmt.Errorf("soffice: %w\n%s", err, text)
	}
	if err := read(filepath.Join(out, "corpus.xlsx"), corpus); err != nil {
		return err
	}
	return report(corpus, known, verbose)
}

func report(corpus *corpus, known []*difference, verbose bool) error {
	equal, unexplained := 0, 0
	excused := make(map[string]int)
	for _, c := range corpus.cases {
		if c.skipped != "" {
			excused[c.skipped]++
			continue
		}
		if agree(c.want, c.got) {
			equal++
			continue
		}
		if c.got.unknown() {
			excused[unknown]++
			continue
		}
		line := fmt.Sprintf("%s:%d: %s: we say %s, LibreOffice %s", c.file, c.line, c.formula, c.want, c.got)
		if d := find(known, c); d != nil {
			d.used++
			excused[d.reason]++
			if verbose {
				fmt.Printf("%s (%s)\n", line, d.reason)
			}
			continue
		}
		unexplained++
		fmt.Println(line)
	}
	fmt.Printf("%d cases, %d compared, %d equal, %d different without a reason\n", len(corpus.cases), equal+unexplained+sum(excused)-excused[unasked]-excused[unwritable]-excused[unknown], equal, unexplained)
	for _, reason := range slices.SortedFunc(maps.Keys(excused), func(a, b string) int { return cmp.Compare(excused[b], excused[a]) }) {
		fmt.Printf("%5d  %s\n", excused[reason], reason)
	}
	for _, d := range known {
		if d.used != d.count {
			unexplained++
			fmt.Printf("%d differences are excused by %s %s, which is for %d (%s)\n", d.used, d.family, d.pattern, d.count, d.reason)
		}
	}
	if unexplained > 0 {
		return errors.New("there are differences that differences.txt does not explain")
	}
	return nil
}

func sum(counts map[string]int) int {
	n := 0
	for _, x := range counts {
		n += x
	}
	return n
}
