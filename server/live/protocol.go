package live

import (
	"encoding/json"
	"errors"
	"fmt"

	"freshet/cells"
)

// Protocol is the revision of the wire; web/protocol.ts names the same.
const Protocol = 1

// Tiles are the unit of views: a tab asks for whole tiles, so that views agree oftener.
const (
	TileRows = 32
	TileCols = 8
)

// The messages a tab sends. Each is a JSON object that names its kind under "t".
type (
	helloMessage struct {
		Protocol int             `json:"protocol"`
		Client   string          `json:"client"` // which stream of edits this tab's are; made by the tab, for one load of the page
		Name     string          `json:"name"`
		Book     string          `json:"book"`
		Position *cells.Position `json:"position"` // only when everything in View is held as of it
		View     *viewMessage    `json:"view"`
	}
	viewMessage struct {
		cells.Range
		Pins []cells.Range `json:"pins"`
	}
	editMessage struct {
		Seq    uint64    `json:"seq"`
		Client string    `json:"client"` // only for edits of an earlier load of the page
		Base   uint64    `json:"base"`   // the version whose rows and columns the ops speak of; zero: the newest
		Ops    cells.Ops `json:"ops"`
	}
	presenceMessage struct {
		Sheet     cells.SheetID `json:"sheet"`
		Selection cells.Range   `json:"selection"` // its sheet is the one beside it
		Editing   bool          `json:"editing"`
	}
	askMessage struct {
		ID        uint32      `json:"id"`
		What      string      `json:"what"` // "summary", "edge", "read", "check", "spill"
		Range     cells.Range `json:"range"`
		From      cells.Ref   `json:"from"` // of an edge, a check or a spill
		Direction string      `json:"direction"`
		Input     string      `json:"input"` // of a check
	}
	pingMessage struct {
		At float64 `json:"at"`
	}
)

// decode reads one message of a tab. What is none is a refusal.
func decode(b []byte) (any, error) {
	var kind struct {
		T string `json:"t"`
	}
	if err := json.Unmarshal(b, &kind); err != nil {
		return nil, cells.Refuse(cells.Invalid, "a message must be a JSON object with a field \"t\"")
	}
	switch kind.T {
	case "hello":
		return decodeAs[helloMessage](b, kind.T)
	case "view":
		return decodeAs[viewMessage](b, kind.T)
	case "edit":
		return decodeEdit(b)
	case "presence":
		return decodeAs[presenceMessage](b, kind.T)
	case "ask":
		return decodeAs[askMessage](b, kind.T)
	case "ping":
		return decodeAs[pingMessage](b, kind.T)
	}
	return nil, cells.Refuse(cells.Invalid, "there is no message %q", kind.T)
}

// decodeEdit reads the ops last, so that the refusal of ops that are none can name the edit.
func decodeEdit(b []byte) (any, error) {
	var raw struct {
		editMessage
		Ops json.RawMessage `json:"ops"`
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return raw.editMessage, cells.Refuse(cells.Invalid, "the message \"edit\" is not well formed: %v", err)
	}
	m := raw.editMessage
	if len(raw.Ops) == 0 {
		return m, nil
	}
	if long := cells.CheckOpsText(raw.Ops); long != nil {
		return m, long
	}
	err := json.Unmarshal(raw.Ops, &m.Ops)
	var refusal *cells.Error
	switch {
	case errors.As(err, &refusal):
		return m, refusal
	case err != nil:
		return m, cells.Refuse(cells.Invalid, "the ops are not well formed: %v", err)
	}
	return m, nil
}

func decodeAs[T any](b []byte, kind string) (any, error) {
	var m T
	if err := json.Unmarshal(b, &m); err != nil {
		return m, cells.Refuse(cells.Invalid, "the message %q is not well formed: %v", kind, err)
	}
	return m, nil
}

// The messages the server sends.
type (
	welcomeMessage struct {
		T        string         `json:"t"`
		Position cells.Position `json:"position"`
		Role     cells.Role     `json:"role"`
		You      youPart        `json:"you"`
		Info     cells.Info     `json:"info"`
		Extents  []cells.Range  `json:"extents"`
		Seq      uint64         `json:"seq"`
	}
	youPart struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Color int    `json:"color"`
	}
	ackMessage struct {
		T       string `json:"t"`
		Seq     uint64 `json:"seq"`
		Client  string `json:"client,omitempty"`
		Version uint64 `json:"version"`
	}
	refuseMessage struct {
		T      string       `json:"t"`
		Seq    uint64       `json:"seq,omitempty"`
		Client string       `json:"client,omitempty"`
		ID     uint32       `json:"id,omitempty"`
		Of     string       `json:"of,omitempty"`
		Error  *cells.Error `json:"error"`
	}
	bookMessage struct {
		T       string     `json:"t"`
		Version uint64     `json:"version"`
		Info    cells.Info `json:"info"`
	}
	extentsMessage struct {
		T       string        `json:"t"`
		Version uint64        `json:"version"`
		Extents []cells.Range `json:"extents"`
	}
	shiftsMessage struct {
		T       string        `json:"t"`
		Version uint64        `json:"version"`
		Shifts  []cells.Shift `json:"shifts"`
	}
	presenceNews struct {
		T     string   `json:"t"`
		Peers []Peer   `json:"peers"`
		Gone  []string `json:"gone"`
	}
	answerMessage struct {
		T       string       `json:"t"`
		ID      uint32       `json:"id"`
		Summary *Summary     `json:"summary,omitempty"`
		Ref     *cells.Ref   `json:"ref,omitempty"`
		Fault   *cells.Error `json:"fault,omitempty"` // of a check; none: the input can be put
		Spill   *spillPart   `json:"spill,omitempty"` // none: nothing spills over the cell
	}
	spillPart struct {
		Range cells.Range `json:"range"`
		Input string      `json:"input"` // of the formula in its upper left
	}
	pongMessage struct {
		T  string  `json:"t"`
		At float64 `json:"at"`
	}
	byeMessage struct {
		T      string `json:"t"`
		Code   int    `json:"code"`
		Reason string `json:"reason"`
	}
)

// Peer is somebody who has the book open, as the others see them.
type Peer struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Color     int           `json:"color"`
	Role      cells.Role    `json:"role"`
	Sheet     cells.SheetID `json:"sheet"`
	Selection *rect         `json:"selection,omitempty"`
	Editing   bool          `json:"editing"`
}

// rect is a cells.Range whose sheet is told elsewhere.
type rect struct {
	Top    int32 `json:"top"`
	Left   int32 `json:"left"`
	Bottom int32 `json:"bottom"`
	Right  int32 `json:"right"`
}

// Summary is figures over the cells of a range. Numbers, times and durations count as numeric; Min and Max are zero when none is.
type Summary struct {
	Version uint64  `json:"version"`
	Count   int     `json:"count"` // cells that are not blank
	Numeric int     `json:"numeric"`
	Sum     float64 `json:"sum"`
	Min     float64 `json:"min"`
	Max     float64 `json:"max"`
}

// encode writes a message; every one of ours can be written.
func encode(m any) []byte {
	b, err := json.Marshal(m)
	if err != nil {
		panic(fmt.Sprintf("live: %T cannot be written: %v", m, err))
	}
	return b
}
