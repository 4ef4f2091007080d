package cells

import (
	"strconv"
	"strings"
	"time"
)

// ParseTyped is ParseLiteral, and reads days without a year too ("5 Jul", "5-Jul", "July 5 9:30", "7/5") as of the year that year gives: whoever asks
// knows when it was typed and where. Two numbers are a day and a month in the order of the locale, as in Excel: 7/5 and 7-5 are no fraction, division or difference. A day that this year does not
// have is text, and so are numbers in the other order.
func ParseTyped(s, locale string, year func() int) (Value, Format) {
	v, f := ParseLiteral(s, locale)
	if v.Kind() == Text && s[0] != '\'' {
		if day, format, ok := parseDay(v.Text(), locale, year); ok {
			return day, format
		}
	}
	return v, f
}

var yearlessDays = []string{"2 Jan", "2-Jan", "2 January", "2-January", "Jan 2", "Jan-2", "January 2", "January-2"}

// parseDay reads a day without a year. Its format is that of Excel, whichever way it was typed; with a time it shows the year.
func parseDay(t, locale string, year func() int) (Value, Format, bool) {
	t = strings.TrimSpace(t)
	if len(t) < 3 || len(t) > 40 || !mayBeMoment(t) {
		return Value{}, Format{}, false
	}
	t = spelledDay(paddedClock(t), locale)
	has := marksOf(t)
	for _, layout := range yearlessDays {
		of := marksOfLayout(layout)
		if of.mayRead(has) {
			if at, err := time.Parse(layout, t); err == nil {
				return dayOf(at, year(), Format{Kind: Date, Pattern: "d-mmm"})
			}
		}
		for i, c := range clocks {
			if !of.plus(clockMarks[i]).mayRead(has) {
				continue
			}
			if at, err := time.Parse(layout+" "+c.layout, t); err == nil {
				return dayOf(at, year(), Format{Kind: DateTime})
			}
		}
	}
	return Value{}, Format{}, false
}

// spelledDay writes the month of 7/5, 7-5, or (beside a decimal comma) 7.5 and 7.5. in letters; what is no such day it leaves alone.
func spelledDay(t, locale string) string {
	day, clock, timed := strings.Cut(t, " ")
	mark := strings.IndexAny(day, "/-.")
	if mark < 1 {
		return t
	}
	first, second := day[:mark], day[mark+1:]
	dotted := day[mark] == '.'
	if dotted {
		if SeparatorsOf(locale).Decimal == '.' {
			return t
		}
		second = strings.TrimSuffix(second, ".")
	}
	a, okA := fewDigits(first, 2)
	b, okB := fewDigits(second, 2)
	if !okA || !okB {
		return t
	}
	if monthFirst(locale) && !dotted {
		a, b = b, a
	}
	if a < 1 || b < 1 || b > 12 {
		return t
	}
	t = strconv.Itoa(a) + "-" + time.Month(b).String()
	if timed {
		t += " " + clock
	}
	return t
}

// monthFirst reports whether a locale writes the month before the day.
func monthFirst(locale string) bool {
	switch lang, region, _ := strings.Cut(strings.ToLower(locale), "-"); lang {
	case "", "ja", "ko", "zh", "hu":
		return true
	case "en":
		return region == "" || region == "us"
	}
	return false
}

// dayOf puts a time into a year; false when the year does not have the day.
func dayOf(at time.Time, year int, f Format) (Value, Format, bool) {
	in := time.Date(year, at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
	if in.Day() != at.Day() {
		return Value{}, Format{}, false
	}
	return serialIn(in, f)
}

// leapYear has all days.
func leapYear() int { return 2000 }
