package script

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/parse"

	"freshet/server/embed/internal/resp"
)

// chunkName is how messages call a script's source, as in Redis.
const chunkName = "user_script"

// Caller executes the commands of a script: one call of redis.call.
type Caller interface {
	Call(args []string, out resp.Sink)
}

// Log takes what a script says by redis.log; level is 0 (debug) to 3 (warning).
type Log func(level int, message string)

// Host compiles and runs scripts. It is not safe for concurrent use.
type Host struct {
	log     Log
	scripts map[string]*Script
	state   *lua.LState // made when the first script runs
	globals *lua.LTable // what scripts see, behind a read-only face
	face    *lua.LTable
	caller  Caller
}

// Script is a compiled script.
type Script struct {
	SHA    string
	source string
	proto  *lua.FunctionProto
}

// NewHost returns a host without scripts.
func NewHost(log Log) *Host {
	return &Host{log: log, scripts: map[string]*Script{}}
}

// Close frees the Lua state.
func (h *Host) Close() {
	if h.state != nil {
		h.state.Close()
	}
}

// SHA returns the name of a script: its SHA1 in hex.
func SHA(source string) string {
	sum := sha1.Sum([]byte(source))
	return hex.EncodeToString(sum[:])
}

// Lookup returns the script with this SHA1, in any case, or nil.
func (h *Host) Lookup(sha string) *Script { return h.scripts[strings.ToLower(sha)] }

// Len returns the number of scripts kept.
func (h *Host) Len() int { return len(h.scripts) }

// Flush forgets all scripts.
func (h *Host) Flush() { clear(h.scripts) }

// Load compiles a script and keeps it. The error is a reply: a code and a sentence.
func (h *Host) Load(source string) (*Script, error) {
	sha := SHA(source)
	if s := h.scripts[sha]; s != nil {
		return s, nil
	}
	body := source
	if strings.HasPrefix(body, "#!") {
		first, rest, _ := strings.Cut(body, "\n")
		if strings.TrimSpace(first) != "#!lua" {
			return nil, fmt.Errorf("ERR Unexpected engine or flag in script shebang: %s", first)
		}
		body = "\n" + rest // keeps the line numbers
	}
	chunk, err := parse.Parse(strings.NewReader(body), chunkName)
	if err != nil {
		return nil, compileError(err)
	}
	proto, err := lua.Compile(chunk, chunkName)
	if err != nil {
		return nil, compileError(err)
	}
	s := &Script{sha, source, proto}
	h.scripts[sha] = s
	return s, nil
}

func compileError(err error) error {
	message := strings.Join(strings.Fields(err.Error()), " ")
	if at, ok := err.(*parse.Error); ok {
		message = fmt.Sprintf("%s:%d: %s near '%s'", chunkName, at.Pos.Line, at.Message, at.Token)
	}
	return fmt.Errorf("ERR Error compiling script (new function): %s", message)
}

// Run executes a script; its result, or the error that ended it, goes to out.
// Commands go to caller while it runs.
func (h *Host) Run(s *Script, keys, argv []string, caller Caller, out resp.Sink) {
	if h.state == nil {
		h.open()
	}
	l := h.state
	h.caller = caller
	h.globals.RawSetString("KEYS", h.strings(keys))
	h.globals.RawSetString("ARGV", h.strings(argv))
	fn := l.NewFunctionFromProto(s.proto)
	fn.Env = h.face
	l.Push(fn)
	err := l.PCall(0, 1, nil)
	h.caller = nil
	if err != nil {
		out.Error(errorReply(err, s.SHA))
		l.SetTop(0)
		return
	}
	reply(l.Get(-1), out, 0)
	l.SetTop(0)
}

func (h *Host) strings(items []string) *lua.LTable {
	t := h.state.CreateTable(len(items), 0)
	for _, s := range items {
		t.Append(lua.LString(s))
	}
	return t
}

var atLine = regexp.MustCompile(`^` + chunkName + `:(\d+):`)

// errorReply words an uncaught error as Redis 7 does: with the script and the line.
func errorReply(err error, sha string) string {
	apiErr, ok := err.(*lua.ApiError)
	if !ok {
		return "ERR " + err.Error()
	}
	var message, line string
	switch object := apiErr.Object.(type) {
	case *lua.LTable:
		text, isText := object.RawGetString("err").(lua.LString)
		if !isText {
			return fmt.Sprintf("ERR unknown error script: %s", sha)
		}
		message = string(text)
		if at, ok := object.RawGetString("line").(lua.LString); ok {
			line = string(at)
		}
	default:
		message = "ERR " + object.String()
		if m := atLine.FindStringSubmatch(object.String()); m != nil {
			line = m[1]
		}
	}
	message = fmt.Sprintf("%s script: %s", message, sha)
	if line != "" {
		message += fmt.Sprintf(", on @%s:%s.", chunkName, line)
	}
	return message
}
