package live_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"freshet/server/live"
)

// goldenMessages are the text messages both sides' tests read: the server's as this side writes them, the tab's as the other does.
type goldenMessages struct {
	Server []json.RawMessage `json:"server"`
	Client []json.RawMessage `json:"client"`
}

func TestGoldenMessages(t *testing.T) {
	const file = "testdata/messages.json"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var golden goldenMessages
	if err := json.Unmarshal(raw, &golden); err != nil {
		t.Fatal(err)
	}
	var server []json.RawMessage
	for _, m := range live.ServerMessages() {
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		server = append(server, b)
	}
	if *update {
		golden.Server = server
		out, err := json.MarshalIndent(golden, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(out, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if len(server) != len(golden.Server) {
		t.Fatalf("%d messages of the server, want %d", len(server), len(golden.Server))
	}
	for i := range server {
		if !sameJSON(t, server[i], golden.Server[i]) {
			t.Errorf("message %d is\n%s, want\n%s", i, server[i], golden.Server[i])
		}
	}
	kinds := map[string]bool{}
	for _, b := range golden.Client {
		m, err := live.Decode(b)
		if err != nil {
			t.Errorf("%s: %v", b, err)
			continue
		}
		kinds[reflect.TypeOf(m).Name()] = true
		if unknown := live.Unknown(b, m); unknown != nil {
			t.Errorf("%s: %v", b, unknown)
		}
	}
	if len(kinds) != 6 {
		t.Errorf("the golden messages of the tab are of the sorts %v, want all six", kinds)
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var ca, cb bytes.Buffer
	if json.Compact(&ca, a) != nil || json.Compact(&cb, b) != nil {
		t.Fatal("no JSON")
	}
	return bytes.Equal(ca.Bytes(), cb.Bytes())
}
