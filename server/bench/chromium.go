package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// browser is a Chromium without a window, driven over its DevTools protocol.
type browser struct {
	cmd  *exec.Cmd
	conn *websocket.Conn
	last int
}

var errNoBrowser = errors.New("there is no Chromium here ($CHROMIUM names one)")

// findChromium is the path of a Chromium.
func findChromium() (string, error) {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path, nil
		}
	}
	return "", errNoBrowser
}

// browse starts a Chromium with a profile of its own.
func (b *bench) browse(ctx context.Context) (*browser, error) {
	path, err := findChromium()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp(b.temp, "chromium-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	cmd := exec.CommandContext(ctx, path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,800",
		"--user-data-dir="+profile, "--remote-debugging-port=0", "about:blank")
	cmd.Dir = filepath.Dir(profile)
	out, err := cmd.StderrPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	br := &browser{cmd: cmd}
	var said strings.Builder
	for scan := bufio.NewScanner(out); scan.Scan(); {
		line := scan.Text()
		said.WriteString(line + "\n")
		if url, ok := strings.CutPrefix(line, "DevTools listening on "); ok {
			go func() {
				for scan.Scan() { // what it says from now on is nobody's concern, but must be taken
				}
			}()
			conn, response, err := websocket.DefaultDialer.DialContext(ctx, url, nil)
			if err != nil {
				br.close()
				return nil, fmt.Errorf("speak to %s: %w", path, err)
			}
			_ = response.Body.Close()
			br.conn = conn
			return br, nil
		}
	}
	br.close()
	return nil, fmt.Errorf("%s does not listen: %.300s", path, said.String())
}

func (br *browser) close() {
	if br.conn != nil {
		br.last++
		_ = br.conn.WriteJSON(map[string]any{"id": br.last, "method": "Browser.close"})
		_ = br.conn.Close()
	}
	gone := make(chan struct{})
	var waiting sync.WaitGroup
	waiting.Go(func() {
		_ = br.cmd.Wait()
		close(gone)
	})
	select {
	case <-gone:
	case <-time.After(5 * time.Second):
		_ = br.cmd.Process.Kill()
	}
	waiting.Wait()
}

// call asks for a method of the protocol and waits for its result; events are passed over.
func (br *browser) call(session, method string, params, result any) error {
	br.last++
	ask := map[string]any{"id": br.last, "method": method, "params": params}
	if session != "" {
		ask["sessionId"] = session
	}
	if err := br.conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	if err := br.conn.WriteJSON(ask); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	for {
		var m struct {
			ID     int             `json:"id"`
			Result json.RawMessage `json:"result"`
			Error  *struct {
				Message string `json:"message"`
			} `json:"error"`
		}
		if err := br.conn.ReadJSON(&m); err != nil {
			return fmt.Errorf("%s: %w", method, err)
		}
		if m.ID != br.last {
			continue
		}
		if m.Error != nil {
			return fmt.Errorf("%s: %s", method, m.Error.Message)
		}
		if result == nil {
			return nil
		}
		if err := json.Unmarshal(m.Result, result); err != nil {
			return fmt.Errorf("%s: %w", method, err)
		}
		return nil
	}
}

// page is a tab of the browser.
type page struct {
	browser *browser
	session string
}

// page opens a tab in which script runs before any page's own.
func (br *browser) page(script string) (*page, error) {
	var target struct {
		ID string `json:"targetId"`
	}
	if err := br.call("", "Target.createTarget", map[string]any{"url": "about:blank"}, &target); err != nil {
		return nil, err
	}
	var attached struct {
		Session string `json:"sessionId"`
	}
	if err := br.call("", "Target.attachToTarget", map[string]any{"targetId": target.ID, "flatten": true}, &attached); err != nil {
		return nil, err
	}
	p := &page{br, attached.Session}
	if err := br.call(p.session, "Page.enable", map[string]any{}, nil); err != nil {
		return nil, err
	}
	return p, br.call(p.session, "Page.addScriptToEvaluateOnNewDocument", map[string]any{"source": script}, nil)
}

// visit goes to an address and returns when the browser has begun to show it.
func (p *page) visit(url string) error {
	var went struct {
		Error string `json:"errorText"`
	}
	if err := p.browser.call(p.session, "Page.navigate", map[string]any{"url": url}, &went); err != nil {
		return err
	}
	if went.Error != "" {
		return fmt.Errorf("open %s: %s", url, went.Error)
	}
	return nil
}

// evaluate gives the value of an expression, waiting for it when it is a promise.
func (p *page) evaluate(expression string, value any) error {
	var got struct {
		Result struct {
			Value json.RawMessage `json:"value"`
		} `json:"result"`
		Exception *struct {
			Text      string `json:"text"`
			Exception struct {
				Description string `json:"description"`
			} `json:"exception"`
		} `json:"exceptionDetails"`
	}
	params := map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}
	if err := p.browser.call(p.session, "Runtime.evaluate", params, &got); err != nil {
		return err
	}
	if got.Exception != nil {
		return fmt.Errorf("in the browser: %s %s", got.Exception.Text, got.Exception.Exception.Description)
	}
	if err := json.Unmarshal(got.Result.Value, value); err != nil {
		return fmt.Errorf("read what the browser said: %w", err)
	}
	return nil
}
