package resp

import (
	"math"
	"strconv"
	"strings"
)

// Sink takes a reply, piece by piece: a container is announced with its size and
// then filled by as many pieces (twice as many for Map). It is what a command
// writes to, whether its caller is a connection or a script.
type Sink interface {
	// Status is a short success word such as OK.
	Status(s string)
	// Error is a refusal: a code in capitals, a blank, a sentence.
	Error(s string)
	Int(n int64)
	Bulk(s string)
	Double(f float64)
	// Null is the absent value; NullArray is it where an array was asked for.
	Null()
	NullArray()
	Array(n int)
	// Map announces n pairs, Set n distinct members, Push an out-of-band message.
	Map(n int)
	Set(n int)
	Push(n int)
}

// Encoder is the [Sink] that renders replies as bytes. Proto 3 selects RESP3,
// anything else RESP2.
type Encoder struct {
	Proto int
	Out   []byte
}

var _ Sink = (*Encoder)(nil)

func (e *Encoder) line(kind byte, s string) {
	e.Out = append(e.Out, kind)
	// A line end inside a line would forge a second reply.
	if strings.ContainsAny(s, "\r\n") {
		s = strings.NewReplacer("\r", " ", "\n", " ").Replace(s)
	}
	e.Out = append(e.Out, s...)
	e.Out = append(e.Out, '\r', '\n')
}

func (e *Encoder) number(kind byte, n int64) {
	e.Out = append(e.Out, kind)
	e.Out = strconv.AppendInt(e.Out, n, 10)
	e.Out = append(e.Out, '\r', '\n')
}

// Status implements [Sink].
func (e *Encoder) Status(s string) { e.line('+', s) }

// Error implements [Sink].
func (e *Encoder) Error(s string) { e.line('-', s) }

// Int implements [Sink].
func (e *Encoder) Int(n int64) { e.number(':', n) }

// Bulk implements [Sink].
func (e *Encoder) Bulk(s string) { e.Out = appendBulk(e.Out, s) }

// Double implements [Sink].
func (e *Encoder) Double(f float64) {
	if e.Proto == 3 {
		e.line(',', FormatFloat(f))
		return
	}
	e.Bulk(FormatFloat(f))
}

// Null implements [Sink].
func (e *Encoder) Null() { e.null("$-1\r\n") }

// NullArray implements [Sink].
func (e *Encoder) NullArray() { e.null("*-1\r\n") }

func (e *Encoder) null(resp2 string) {
	if e.Proto == 3 {
		resp2 = "_\r\n"
	}
	e.Out = append(e.Out, resp2...)
}

// Array implements [Sink].
func (e *Encoder) Array(n int) { e.number('*', int64(n)) }

// Map implements [Sink].
func (e *Encoder) Map(n int) {
	if e.Proto == 3 {
		e.number('%', int64(n))
		return
	}
	e.Array(2 * n)
}

// Set implements [Sink].
func (e *Encoder) Set(n int) { e.container('~', n) }

// Push implements [Sink].
func (e *Encoder) Push(n int) { e.container('>', n) }

func (e *Encoder) container(kind byte, n int) {
	if e.Proto != 3 {
		kind = '*'
	}
	e.number(kind, int64(n))
}

// AppendCommand appends args as an array of bulk strings: a request, or a record
// of the append only file.
func AppendCommand(dst []byte, args ...string) []byte {
	dst = append(dst, '*')
	dst = strconv.AppendInt(dst, int64(len(args)), 10)
	dst = append(dst, '\r', '\n')
	for _, a := range args {
		dst = appendBulk(dst, a)
	}
	return dst
}

func appendBulk(dst []byte, s string) []byte {
	dst = append(dst, '$')
	dst = strconv.AppendInt(dst, int64(len(s)), 10)
	dst = append(dst, '\r', '\n')
	dst = append(dst, s...)
	return append(dst, '\r', '\n')
}

// FormatFloat writes f as Redis writes the score of a sorted set: the shortest
// digits that read back as f, with an exponent only outside 1e-7…1e21.
func FormatFloat(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	case math.IsNaN(f):
		return "nan"
	case f == math.Trunc(f) && math.Abs(f) < 1e17:
		if f == 0 && math.Signbit(f) {
			return "-0"
		}
		return strconv.FormatInt(int64(f), 10)
	}
	if a := math.Abs(f); a >= 1e-7 && a < 1e21 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strconv.FormatFloat(f, 'e', -1, 64)
}
