package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestFlagsAreRefusedWithAReason(t *testing.T) {
	for args, reason := range map[string]string{
		"-demo maybe":       "-demo is on or off",
		"-fsync sometimes":  "-fsync is everysec or always",
		"-log loud":         "-log is debug, info, warn or error",
		"-listen 8080":      "-listen must be host:port",
		"-mqtt nowhere":     "-mqtt must be host:port or off",
		"-unknown":          "flag provided but not defined",
		"serve":             `there is no command "serve"`,
		"-mqtt off sidecar": `there is no command "sidecar"`,
	} {
		var out bytes.Buffer
		if _, err := parseFlags(strings.Fields(args), &out); err == nil || !strings.Contains(out.String(), reason) {
			t.Errorf("%s: %v, %q", args, err, out.String())
		}
	}
}

func TestDefaultsOpenAWorkingApp(t *testing.T) {
	f, err := parseFlags(nil, &bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	if f.listen != "127.0.0.1:8080" || f.mqtt != "127.0.0.1:1883" || f.data != ".freshet" || f.redis != "" || !f.demo || f.listenGiven || f.mqttGiven {
		t.Errorf("the defaults are %+v", f)
	}
}
