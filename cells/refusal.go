package cells

import "fmt"

// Code is the kind of a refusal; each has one HTTP status and means the same on every path.
type Code string

// The codes of refusals.
const (
	Invalid     Code = "invalid"     // 422: the request is not well formed or not meaningful; Message names what and where
	Syntax      Code = "syntax"      // 422: a formula that does not parse
	NotFound    Code = "not_found"   // 404
	Forbidden   Code = "forbidden"   // 403: the role does not allow it
	Unauthentic Code = "unauthentic" // 401: no token, or one that is unknown or revoked
	Conflict    Code = "conflict"    // 409
	TooLarge    Code = "too_large"   // 413
	TooMany     Code = "too_many"    // 429: a rate limit; try again later
	Unavailable Code = "unavailable" // 503: the store is away or full, or the book is on another revision
)

// Error is a refusal: what was asked is not done, nothing has changed, and Message tells a person why.
// It is the second of the three kinds of errors; a fault is any other Go error.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`         // one sentence, without secrets
	Where   string `json:"where,omitempty"` // the cell, key or field at fault: "Sheet1!B2", "values[3][0]"
	Pos     int    `json:"pos,omitempty"`   // for Syntax: the offset in characters into the input, counted from 1
	Hint    string `json:"hint,omitempty"`  // "did you mean AVERAGE?"
}

// Error is the sentence with the place at fault before it.
func (e *Error) Error() string {
	if e.Where != "" {
		return e.Where + ": " + e.Message
	}
	return e.Message
}

// Refuse makes a refusal with a formatted sentence.
func Refuse(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// At is the same refusal with the place at fault filled in, where it was not.
func (e *Error) At(where string) *Error {
	if e.Where != "" {
		return e
	}
	c := *e
	c.Where = where
	return &c
}
