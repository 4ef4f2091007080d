package formula

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/nfp"

	"freshet/cells"
)

// date renders a serial by the date and time tokens of a section; false when it is no date.
func (r *formatter) date(x float64) (string, bool) {
	if x < minSerial || x > maxSerial || hasToken(r.items, nfp.TokenTypeElapsedDateTimes) && math.Abs(x) > maxSerial {
		return "", false
	}
	decimals, clocked := 0, false
	twelve := false
	for i, t := range r.items {
		if t.TType == nfp.TokenTypeZeroPlaceHolder && i > 0 && r.items[i-1].TType == nfp.TokenTypeDecimalPoint {
			decimals = min(len(t.TValue), 3)
		}
		clocked = clocked || r.clocked(i)
		twelve = twelve || t.TType == nfp.TokenTypeDateTimes && strings.Contains(strings.ToUpper(t.TValue), "/")
	}
	unit := 1000.0 // where no time is shown none is rounded: 23:59:59.9 is of its day
	if clocked {
		unit = math.Pow10(decimals)
	}
	seconds := math.Round(x*86400*unit) / unit
	sign := ""
	if seconds < 0 && hasToken(r.items, nfp.TokenTypeElapsedDateTimes) {
		// Of time that has gone by, hours, minutes and seconds count away from nought on both sides of it.
		sign, seconds = "-", -seconds
	}
	at := time.Unix(0, 0).UTC().AddDate(0, 0, int(math.Floor(seconds/86400))-25569)
	inDay := seconds - math.Floor(seconds/86400)*86400
	clock := time.Duration(math.Round(inDay*1000)) * time.Millisecond
	at = at.Add(clock)
	names := namesOf(languageOf(r.items, r.locale))
	var b strings.Builder
	for i, t := range r.items {
		switch t.TType {
		case nfp.TokenTypeDateTimes:
			field := names.field(at, strings.ToLower(t.TValue), r.minute(i), twelve)
			if t.TValue == "a/p" {
				field = strings.ToLower(field)
			}
			b.WriteString(field)
		case nfp.TokenTypeElapsedDateTimes:
			b.WriteString(sign + elapsed(seconds, t.TValue))
			sign = ""
		case nfp.TokenTypeDecimalPoint:
			if decimals > 0 {
				b.WriteByte(r.sep.Decimal)
			} else {
				b.WriteByte('.')
			}
		case nfp.TokenTypeZeroPlaceHolder:
			if decimals > 0 {
				b.WriteString(fmt.Sprintf("%03d", at.Nanosecond()/1e6)[:decimals])
			}
		default:
			b.WriteString(literal(t))
		}
	}
	return b.String(), true
}

// clocked tells whether a token shows hours, minutes or seconds.
func (r *formatter) clocked(i int) bool {
	switch t := r.items[i]; {
	case t.TType == nfp.TokenTypeElapsedDateTimes:
		return true
	case t.TType == nfp.TokenTypeDateTimes:
		c := t.TValue[0] | 0x20
		return c == 'h' || c == 's' || c == 'm' && r.minute(i)
	}
	return false
}

// minute tells whether the m at a place is a minute: next to an hour before it or a second behind it.
func (r *formatter) minute(i int) bool {
	for j := i - 1; j >= 0; j-- {
		if t := r.items[j]; t.TType == nfp.TokenTypeDateTimes || t.TType == nfp.TokenTypeElapsedDateTimes {
			if c := t.TValue[0] | 0x20; c == 'h' {
				return true
			}
			break
		}
	}
	for j := i + 1; j < len(r.items); j++ {
		if t := r.items[j]; t.TType == nfp.TokenTypeDateTimes {
			return t.TValue[0]|0x20 == 's'
		}
	}
	return false
}

func (n *dateNames) field(at time.Time, field string, minute, twelve bool) string {
	two := func(x int) string {
		if len(field) > 1 {
			return fmt.Sprintf("%02d", x)
		}
		return strconv.Itoa(x)
	}
	switch field[0] {
	case 'y':
		if len(field) <= 2 {
			return fmt.Sprintf("%02d", at.Year()%100)
		}
		return fmt.Sprintf("%04d", at.Year())
	case 'm':
		switch {
		case minute && len(field) <= 2:
			return two(at.Minute())
		case len(field) == 3:
			return n.short[at.Month()-1]
		case len(field) == 4:
			return n.months[at.Month()-1]
		case len(field) > 4:
			return firstRunes(n.months[at.Month()-1], 1)
		}
		return two(int(at.Month()))
	case 'd':
		switch len(field) {
		case 1, 2:
			return two(at.Day())
		case 3:
			return n.brief[at.Weekday()]
		}
		return n.days[at.Weekday()]
	case 'h':
		h := at.Hour()
		if twelve {
			if h %= 12; h == 0 {
				h = 12
			}
		}
		return two(h)
	case 's':
		return two(at.Second())
	case 'a':
		if field == "a/p" {
			return at.Format("PM")[:1]
		}
		return at.Format("PM")
	}
	return ""
}

// elapsed renders [h], [m] and [s] of seconds that are not negative.
func elapsed(seconds float64, field string) string {
	field = strings.Trim(strings.ToLower(field), "[]")
	if field == "" {
		return ""
	}
	n := math.Floor(seconds)
	switch field[0] {
	case 'h':
		n = math.Floor(seconds / 3600)
	case 'm':
		n = math.Floor(seconds / 60)
	}
	s := strconv.FormatFloat(n, 'f', 0, 64)
	for len(s) < len(field) {
		s = "0" + s
	}
	return s
}

// The serials of the years 100 and 9999.
const (
	minSerial = -657434
	maxSerial = 2958466
)

// clockOf is the time of the wave in the book's zone.
func (f *frame) clockOf() cells.Value {
	return cells.Moment(cells.SerialOf(time.UnixMilli(f.w.At).In(f.zone)))
}
