package formula

import (
	"math"
	"strings"
	"time"

	"freshet/cells"
)

func datedif(_ *frame, a []operand) operand {
	s, ok := dateOfSerial(math.Floor(a[0].Float()))
	e, ok2 := dateOfSerial(math.Floor(a[1].Float()))
	if !ok || !ok2 || e.Before(s) {
		return bad(cells.ErrNum, "the first date must not be after the second")
	}
	months := (e.Year()-s.Year())*12 + int(e.Month()) - int(s.Month())
	if e.Day() < s.Day() {
		months--
	}
	days := func(from, to time.Time) float64 { return math.Round(to.Sub(from).Hours() / 24) }
	switch strings.ToUpper(a[2].Text()) {
	case "Y":
		return num(float64(months / 12))
	case "M":
		return num(float64(months))
	case "D":
		return num(days(s, e))
	case "YM":
		return num(float64(months % 12))
	case "MD":
		if e.Day() >= s.Day() {
			return num(float64(e.Day() - s.Day()))
		}
		before := time.Date(e.Year(), e.Month()-1, s.Day(), 0, 0, 0, 0, time.UTC)
		return num(days(before, e))
	case "YD":
		from := time.Date(e.Year(), s.Month(), s.Day(), 0, 0, 0, 0, time.UTC)
		if from.After(e) {
			from = time.Date(e.Year()-1, s.Month(), s.Day(), 0, 0, 0, 0, time.UTC)
		}
		return num(days(from, e))
	}
	return argument(cells.ErrNum, 3, "the unit is one of Y, M, D, MD, YM and YD")
}

// thirty360 is the days between two dates by the US (NASD) or the European rule.
func thirty360(s, e time.Time, european bool) float64 {
	d1, d2 := s.Day(), e.Day()
	lastOfFebruary := func(t time.Time) bool { return t.Month() == 2 && t.AddDate(0, 0, 1).Month() == 3 }
	if european {
		d1, d2 = min(d1, 30), min(d2, 30)
	} else {
		if lastOfFebruary(s) && lastOfFebruary(e) {
			d2 = 30
		}
		if lastOfFebruary(s) {
			d1 = 30
		}
		if d2 == 31 && d1 >= 30 {
			d2 = 30
		}
		d1 = min(d1, 30)
	}
	return float64((e.Year()-s.Year())*360 + (int(e.Month())-int(s.Month()))*30 + d2 - d1)
}

func days360(_ *frame, a []operand) operand {
	s, ok := dateOfSerial(a[0].Float())
	e, ok2 := dateOfSerial(a[1].Float())
	if !ok || !ok2 {
		return notADate(1)
	}
	return num(thirty360(s, e, optTruth(a, 2, false)))
}

func yearFraction(f *frame, a []operand) operand {
	f.step(4)
	x, y := math.Floor(a[0].Float()), math.Floor(a[1].Float())
	if x > y {
		x, y = y, x
	}
	s, ok := dateOfSerial(x)
	e, ok2 := dateOfSerial(y)
	if !ok || !ok2 {
		return notADate(1)
	}
	basis, bad := basisOf(a, 2)
	if bad.failed() {
		return bad
	}
	return num(yearsBetween(s, e, basis))
}

// yearsBetween is the part of a year between two dates in order.
func yearsBetween(s, e time.Time, basis int) float64 {
	days := daysBetween(s, e, basis)
	switch basis {
	case 1:
		return days / averageYear(s, e)
	case 3:
		return days / 365
	}
	return days / 360
}

// averageYear is the length of a year for the basis actual/actual: within one year, 366 where a leap day lies between the dates; else the average of the years
// touched.
func averageYear(s, e time.Time) float64 {
	leap := func(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }
	oneYear := e.Year() == s.Year() || e.Year() == s.Year()+1 && (e.Month() < s.Month() || e.Month() == s.Month() && e.Day() <= s.Day())
	if oneYear {
		for y := s.Year(); y <= e.Year(); y++ {
			if !leap(y) {
				continue
			}
			if e.Year() == s.Year() {
				return 366
			}
			if day := time.Date(y, 2, 29, 0, 0, 0, 0, time.UTC); !day.Before(s) && !day.After(e) {
				return 366
			}
		}
		return 365
	}
	years := e.Year() - s.Year() + 1
	return float64(365*years+leapYears(e.Year())-leapYears(s.Year()-1)) / float64(years)
}

// leapYears is how many leap years there are up to one after Christ.
func leapYears(y int) int { return y/4 - y/100 + y/400 }

// weekend reads which days are none of work: seven 0 and 1 from Monday.
func weekend(a []operand, i int) (string, operand) {
	if !has(a, i) {
		return "0000011", operand{}
	}
	if a[i].Kind() == cells.Text {
		s := a[i].Text()
		if len(s) != 7 || strings.Trim(s, "01") != "" {
			return "", argument(cells.ErrValue, i+1, "a weekend in text is seven 0 and 1, from Monday")
		}
		return s, operand{}
	}
	n := int(math.Trunc(a[i].Float()))
	days := []byte("0000000")
	switch {
	case n >= 1 && n <= 7:
		days[(n+4)%7], days[(n+5)%7] = '1', '1'
	case n >= 11 && n <= 17:
		days[(n-11+6)%7] = '1'
	default:
		return "", argument(cells.ErrNum, i+1, "a weekend is a number 1 to 7 or 11 to 17, or seven 0 and 1 from Monday")
	}
	return string(days), operand{}
}

// holidays are the days of an argument; a text in it counts as the date it spells.
func (f *frame) holidays(a []operand, i int) (map[float64]bool, operand) {
	free := map[float64]bool{}
	if !has(a, i) {
		return free, operand{}
	}
	var failed operand
	f.each(a[i:i+1], func(v cells.Value, _ bool) bool {
		n := ToNumber(v, f.locale)
		if n.Kind() == cells.Failed {
			failed = val(n)
			return false
		}
		f.take(8)
		free[math.Floor(n.Float())] = true
		return true
	})
	return free, failed
}

// isFree tells whether a serial day is in the weekend. Serial 2 is a Monday.
func isFree(day float64, weekend string) bool {
	return weekend[(int(day)%7+7+5)%7] == '1'
}

func workingDays(f *frame, a []operand, weekend string, holidayArg int) operand {
	from, to := math.Floor(a[0].Float()), math.Floor(a[1].Float())
	if !inCalendar(from) || !inCalendar(to) {
		return notADate(1)
	}
	free, e := f.holidays(a, holidayArg)
	if e.failed() {
		return e
	}
	sign := 1.0
	if from > to {
		from, to, sign = to, from, -1
	}
	perWeek := float64(strings.Count(weekend, "0"))
	weeks := math.Floor((to - from + 1) / 7)
	n := weeks * perWeek
	for d := from + weeks*7; d <= to; d++ {
		if !isFree(d, weekend) {
			n++
		}
	}
	for d := range free {
		if d >= from && d <= to && !isFree(d, weekend) {
			n--
		}
	}
	return num(sign * n)
}

func workday(f *frame, a []operand, weekend string, holidayArg int) operand {
	day, n := math.Floor(a[0].Float()), wholeNumber(a[1].Float())
	if !inCalendar(day) || math.Abs(n) > 3e6 {
		return notADate(1)
	}
	free, e := f.holidays(a, holidayArg)
	if e.failed() {
		return e
	}
	step := 1.0
	if n < 0 {
		step = -1
	}
	for n != 0 {
		f.step(20)
		day += step
		if !inCalendar(day) {
			return notADate(1)
		}
		if !isFree(day, weekend) && !free[day] {
			n -= step
		}
	}
	return val(cells.Moment(day))
}

// momentValue is part of the moment that a text tells; spans are read as times of day too.
func momentValue(f *frame, a []operand, spans bool, part func(float64) float64) operand {
	v := a[0].Value
	if v.Kind() == cells.Text {
		f.chargeParsed(v)
		n, ok := f.parseDated(v.Text())
		if spans && ok && n.Kind() == cells.Duration && n.Float() >= 0 {
			n = cells.Moment(n.Float()) // 24:00 and more hours, whose days do not count
		}
		if !ok || n.Kind() != cells.Time {
			return argument(cells.ErrValue, 1, "\""+clip(v.Text())+"\" is no date or time")
		}
		v = n
	}
	if v.Kind() != cells.Time {
		return argument(cells.ErrValue, 1, "a date or time in text is expected")
	}
	return val(cells.Moment(part(v.Float())))
}

func epochToDate(f *frame, a []operand) operand {
	ms := a[0].Float()
	switch math.Trunc(optNum(a, 1, 1)) {
	case 1:
		ms *= 1000
	case 2:
	case 3:
		ms /= 1000
	default:
		return argument(cells.ErrNum, 2, "the unit is 1 (seconds), 2 (milliseconds) or 3 (microseconds)")
	}
	if math.Abs(ms) > 2e14 {
		return notADate(1)
	}
	return val(cells.Moment(cells.SerialOf(time.UnixMilli(int64(ms)).In(f.zone))))
}

func timeZone(f *frame, a []operand) operand {
	zone := func(i int) (*time.Location, bool) {
		if !has(a, i) {
			return f.zone, true
		}
		return f.zoneNamed(a[i].Text())
	}
	to, ok := zone(1)
	if !ok {
		return argument(cells.ErrValue, 2, "there is no time zone \""+clip(a[1].Text())+"\"")
	}
	from, ok := zone(2)
	if !ok {
		return argument(cells.ErrValue, 3, "there is no time zone \""+clip(a[2].Text())+"\"")
	}
	if !inCalendar(a[0].Float()) {
		return notADate(1)
	}
	return val(cells.Moment(cells.SerialOf(cells.TimeOf(a[0].Float(), from).In(to))))
}
