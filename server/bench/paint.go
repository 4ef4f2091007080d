package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// watchCells runs in a page before its own scripts. It notes when cells were on the screen: a frame is drawn when the next one begins.
const watchCells = `(() => {
  const text = (ref) => window.freshet?.cell(ref)?.text;
  window.shown = (ref, is) => new Promise((done) => {
    const look = () => {
      const t = text(ref);
      if (t !== undefined && t !== "" && is(t)) requestAnimationFrame(() => done(performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  });
  window.first = window.shown("C1", () => true);
})()`

// opening is how long a page took from the click on the link, in milliseconds.
type opening struct {
	Answer, Script, Cells float64
}

func (o opening) stages() string {
	return fmt.Sprintf("of it the page's first byte after %.0f ms, its script loaded after %.0f ms", o.Answer, o.Script)
}

func ms(x float64) string { return span(time.Duration(x * float64(time.Millisecond))) }

// openPage follows the link and waits until cells are on the screen.
func (p *page) openPage(link string) (opening, error) {
	var o opening
	if err := p.visit(link); err != nil {
		return o, err
	}
	return o, p.evaluate(`window.first.then((cells) => {
	  const page = performance.getEntriesByType("navigation")[0];
	  const script = performance.getEntriesByType("resource").find((r) => r.name.endsWith("/main.js"));
	  return { Answer: page.responseStart, Script: script?.responseEnd ?? 0, Cells: cells };
	})`, &o)
}

// openPainted opens the book in a browser, from a program that has just been started.
func (b *bench) openPainted(ctx context.Context, book *book, rows int) error {
	br, err := b.browse(ctx)
	if errors.Is(err, errNoBrowser) {
		b.say("paint in a browser", "left out", err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	defer br.close()
	p, err := br.page(watchCells)
	if err != nil {
		return err
	}
	for _, turn := range []string{"cold", "warm"} {
		if err := b.copied("open", "painted"); err != nil {
			return err
		}
		began := time.Now()
		s, err := b.start(ctx, "painted")
		if err != nil {
			return err
		}
		book.server = s
		link := s.pages + "/s/" + book.Tokens["editor"]
		started := time.Since(began)
		o, err := p.openPage(link)
		if err != nil {
			return errors.Join(err, s.stop())
		}
		since := time.Since(began)
		b.say(fmt.Sprintf("browser, %s: from the link to cells on the screen", turn), ms(o.Cells),
			fmt.Sprintf("%s; %s since the start of the process, which took %s", o.stages(), span(since), span(started)))
		if err := b.paintedLater(ctx, book, p, link, rows); err != nil {
			return errors.Join(err, s.stop())
		}
		if err := s.stop(); err != nil {
			return err
		}
	}
	return nil
}

// paintedLater goes on in the open page: to the last row, an edit that changes everything, and the page once more.
func (b *bench) paintedLater(ctx context.Context, book *book, p *page, link string, rows int) error {
	var took float64
	jump := fmt.Sprintf(`(async () => {
	  const start = performance.now();
	  window.freshet.reveal("C%[1]d");
	  return await window.shown("C%[1]d", () => true) - start;
	})()`, rows)
	if err := p.evaluate(jump, &took); err != nil {
		return err
	}
	b.say("browser: jump to the last row until it is on the screen", ms(took), "")
	t, err := book.open(ctx, "another", screen)
	if err != nil {
		return err
	}
	defer t.close()
	var times []time.Duration
	for i := range 5 {
		// The promise is made before the edit and waited for after it.
		var ready bool
		if err := p.evaluate(fmt.Sprintf(`(() => {
		  const before = window.freshet.cell("C%[1]d").text;
		  window.next = window.shown("C%[1]d", (t) => t !== before);
		  return true;
		})()`, rows), &ready); err != nil {
			return err
		}
		start := time.Now()
		if _, err := t.edit(set(0, 25, fmt.Sprint(100+i))); err != nil {
			return err
		}
		if err := p.evaluate("window.next", &took); err != nil {
			return err
		}
		times = append(times, time.Since(start))
	}
	b.say("browser: another's edit that changes every formula", span(median(times)), "median of 5, until it is on the screen")
	o, err := p.openPage(link)
	if err != nil {
		return err
	}
	b.say("browser: the link once more", ms(o.Cells), o.stages())
	return nil
}
