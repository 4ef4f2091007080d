package cells

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// epochDays is the serial of 1970-01-01.
const epochDays = 25569

// SerialOf is the wall clock of t, in t's own zone, as an Excel serial. Days before 1900-03-01 are those of the
// proleptic calendar, as in Google Sheets and LibreOffice, without Excel's 29 February 1900.
func SerialOf(t time.Time) float64 {
	_, offset := t.Zone()
	ms := t.UnixMilli() + int64(offset)*1000
	return epochDays + float64(ms)/86_400_000
}

// TimeOf is the moment at which the wall clock of a zone shows the serial, to the millisecond.
func TimeOf(serial float64, zone *time.Location) time.Time {
	ms := int64(math.Round((serial - epochDays) * 86_400_000))
	u := time.UnixMilli(ms).UTC()
	return time.Date(u.Year(), u.Month(), u.Day(), u.Hour(), u.Minute(), u.Second(), u.Nanosecond(), zone)
}

// renderTime writes a serial by a pattern in Excel's letters: y m d h s, AM/PM, quotes and backslash. An m next
// to an hour before it or a second after it is a minute.
func renderTime(serial float64, pattern string) string {
	if serial < -657434 || serial > 2958466 {
		return GeneralNumber(serial)
	}
	t := TimeOf(serial, time.UTC)
	if !strings.Contains(pattern, ".0") {
		t = t.Add(500 * time.Millisecond).Truncate(time.Second)
	}
	runs := patternRuns(pattern)
	twelve := strings.Contains(strings.ToUpper(pattern), "AM/PM")
	var b strings.Builder
	for i, r := range runs {
		switch {
		case r.literal:
			b.WriteString(r.text)
		case r.text == "AM/PM":
			b.WriteString(t.Format("PM"))
		default:
			b.WriteString(timeField(t, r.text, isMinute(runs, i), twelve))
		}
	}
	return b.String()
}

type patternRun struct {
	text    string
	literal bool
}

func patternRuns(p string) []patternRun {
	var runs []patternRun
	for i := 0; i < len(p); {
		c := p[i] | 0x20
		switch {
		case len(p)-i >= 5 && strings.EqualFold(p[i:i+5], "AM/PM"):
			runs = append(runs, patternRun{text: "AM/PM"})
			i += 5
		case c == 'y' || c == 'm' || c == 'd' || c == 'h' || c == 's':
			j := i
			for j < len(p) && p[j]|0x20 == c {
				j++
			}
			runs = append(runs, patternRun{text: strings.ToLower(p[i:j])})
			i = j
		case strings.HasPrefix(p[i:], ".0"):
			j := i + 1
			for j < len(p) && p[j] == '0' {
				j++
			}
			runs = append(runs, patternRun{text: p[i:j]})
			i = j
		case p[i] == '"':
			end := strings.IndexByte(p[i+1:], '"')
			if end < 0 {
				end = len(p) - i - 1
			}
			runs = append(runs, patternRun{p[i+1 : i+1+end], true})
			i += end + 2
		case p[i] == '\\' && i+1 < len(p):
			runs = append(runs, patternRun{p[i+1 : i+2], true})
			i += 2
		default:
			runs = append(runs, patternRun{p[i : i+1], true})
			i++
		}
	}
	return runs
}

func isMinute(runs []patternRun, i int) bool {
	if runs[i].text[0] != 'm' || len(runs[i].text) > 2 {
		return false
	}
	for j := i - 1; j >= 0; j-- {
		if !runs[j].literal {
			if runs[j].text[0] == 'h' {
				return true
			}
			break
		}
	}
	for j := i + 1; j < len(runs); j++ {
		if !runs[j].literal {
			return runs[j].text[0] == 's'
		}
	}
	return false
}

func timeField(t time.Time, f string, minute, twelve bool) string {
	two := func(n int) string {
		if len(f) > 1 {
			return fmt.Sprintf("%02d", n)
		}
		return strconv.Itoa(n)
	}
	switch f[0] {
	case 'y':
		if len(f) <= 2 {
			return fmt.Sprintf("%02d", t.Year()%100)
		}
		return fmt.Sprintf("%04d", t.Year())
	case 'm':
		switch {
		case minute:
			return two(t.Minute())
		case len(f) == 3:
			return t.Format("Jan")
		case len(f) >= 4:
			return t.Format("January")
		}
		return two(int(t.Month()))
	case 'd':
		switch {
		case len(f) == 3:
			return t.Format("Mon")
		case len(f) >= 4:
			return t.Format("Monday")
		}
		return two(t.Day())
	case 'h':
		if h := t.Hour() % 12; twelve && h == 0 {
			return two(12)
		} else if twelve {
			return two(h)
		}
		return two(t.Hour())
	case 's':
		return two(t.Second())
	}
	ms := fmt.Sprintf("%03d", t.Nanosecond()/1e6) + "000000"
	return "." + ms[:min(len(f)-1, len(ms))]
}

func renderSpan(days float64) string {
	total := int64(math.Round(math.Abs(days) * 86400))
	sign := ""
	if days < 0 && total > 0 {
		sign = "-"
	}
	return fmt.Sprintf("%s%d:%02d:%02d", sign, total/3600, total/60%60, total%60)
}
