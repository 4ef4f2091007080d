package query

import (
	"strings"
	"time"

	"freshet/cells"
)

// layouts are how dates and times are written, by the word before them; days, months and hours may have one digit.
var layouts = map[string][]string{
	"date":      {"2006-1-2"},
	"datetime":  {"2006-1-2 15:4:5", "2006-1-2 15:4", "2006-1-2T15:4:5"},
	"timeofday": {"15:4:5", "15:4"},
}

// moment reads the text behind date, datetime (or timestamp) and timeofday.
func (p *parser) moment(word token, kind string) *Expr {
	example := map[string]string{"date": "date '2026-11-22'", "datetime": "datetime '2026-11-22 13:14:15'", "timeofday": "timeofday '13:14:15'"}
	if kind == "timestamp" {
		kind = "datetime"
	}
	t := p.next()
	if t.kind != tText {
		p.fail(t.at, "behind "+strings.ToLower(word.text)+" a text is expected, as in "+example[kind]+", not "+t.named()+"; a column of that name is written `"+word.text+"`")
		return broken
	}
	for _, layout := range layouts[kind] {
		at, err := time.Parse(layout, strings.TrimSpace(t.text))
		if err != nil {
			continue
		}
		serial := cells.SerialOf(at)
		if kind == "timeofday" {
			clock := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second + time.Duration(at.Nanosecond())
			serial = float64(clock.Milliseconds()) / 86_400_000
		}
		return &Expr{Op: Literal, At: word.at, Value: cells.Moment(serial)}
	}
	p.fail(t.at, "\""+shown(t.text)+"\" is none: it is written "+example[kind])
	return broken
}
