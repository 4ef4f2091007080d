package formula

import (
	"math"
	"time"

	"freshet/cells"
)

func dateFunctions() []*function {
	return []*function{
		declare("NOW()", Dates, "time", "The time of the latest change or tick, in the book's time zone.", func(f *frame, _ []operand) operand { return val(f.clockOf()) }, volatile,
			eg("=TEXT(NOW(),\"yyyy-mm-dd hh:mm\")", "2026-11-22 13:14")),
		declare("TODAY()", Dates, "date", "The day of the latest change or tick, in the book's time zone.", func(f *frame, _ []operand) operand {
			return val(cells.Moment(math.Floor(f.clockOf().Float())))
		}, volatile, eg("=TODAY()", "2026-11-22")),
		declare("DATE(year:n, month:n, day:n)", Dates, "date", "A day of a year, month and day; months and days beyond their bounds count on.", dateOf,
			more("Years below 1900 are counted from 1900, as in Excel. expr's date(text) reads a date."), eg("=DATE(2026,11,22)", "2026-11-22"), eg("=DATE(2026,13,1)", "2027-01-01"), eg("=DATE(2024,3,0)", "2024-02-29"), eg("=date(\"2026-11-22\")", "2026-11-22")),
		declare("TIME(hour:n, minute:n, second:n)", Dates, "time", "A time of day.", timeOf, eg("=TIME(9,30,0)", "09:30:00"), eg("=TIME(25,0,0)", "01:00:00")),
		declare("YEAR(date:d)", Dates, "number", "The year of a date.", calendar(func(t time.Time) int { return t.Year() }), eg("=YEAR(DATE(2026,11,22))", "2026"), eg("=YEAR(\"2024-02-29\")", "2024")),
		declare("MONTH(date:d)", Dates, "number", "The month of a date, 1 to 12.", calendar(func(t time.Time) int { return int(t.Month()) }), eg("=MONTH(DATE(2026,11,22))", "11")),
		declare("DAY(date:d)", Dates, "number", "The day of the month of a date.", calendar(func(t time.Time) int { return t.Day() }), eg("=DAY(DATE(2026,11,22))", "22")),
		declare("HOUR(time:d)", Dates, "number", "The hour of a time, 0 to 23.", calendar(func(t time.Time) int { return t.Hour() }), eg("=HOUR(0.75)", "18")),
		declare("MINUTE(time:d)", Dates, "number", "The minute of a time.", calendar(func(t time.Time) int { return t.Minute() }), eg("=MINUTE(\"9:45\")", "45")),
		declare("SECOND(time:d)", Dates, "number", "The second of a time.", calendar(func(t time.Time) int { return t.Second() }), eg("=SECOND(\"9:45:30\")", "30")),
		declare("WEEKDAY(date:d, [type:n])", Dates, "number", "The day of the week: 1 is Sunday, unless type says otherwise.", weekday,
			more("Type 1 or 17: Sunday is 1; 2 or 11: Monday is 1; 3: Monday is 0; 12 to 16: Tuesday to Saturday is 1."), eg("=WEEKDAY(DATE(2026,11,22))", "1"), eg("=WEEKDAY(DATE(2026,11,22),2)", "7"), eg("=WEEKDAY(1,9)", "#NUM!")),
		declare("WEEKNUM(date:d, [type:n])", Dates, "number", "The week of the year; the week of 1 January is 1.", weeknum, more("Type 1 or 17: weeks begin on Sunday; 2 or 11: on Monday; 12 to 16: on Tuesday to Saturday; 21: weeks of ISO 8601."), eg("=WEEKNUM(DATE(2026,1,1))", "1"), eg("=WEEKNUM(DATE(2026,1,4))", "2"), eg("=WEEKNUM(DATE(2027,1,1),21)", "53")),
		declare("ISOWEEKNUM(date:d)", Dates, "number", "The week of the year by ISO 8601.", calendar(func(t time.Time) int { _, w := t.ISOWeek(); return w }), eg("=ISOWEEKNUM(DATE(2026,11,22))", "47")),
		declare("DATEDIF(start:d, end:d, unit:t)", Dates, "number", "Whole years, months or days between two dates.", datedif, more("Units: Y, M, D; MD days without months, YM months without years, YD days without years."), eg("=DATEDIF(DATE(2024,2,29),DATE(2026,11,22),\"Y\")", "2"), eg("=DATEDIF(DATE(2026,1,31),DATE(2026,3,1),\"M\")", "1"), eg("=DATEDIF(2,1,\"D\")", "#NUM!")),
		declare("DAYS(end:d, start:d)", Dates, "number", "The days between two dates.", func(_ *frame, a []operand) operand { return num(math.Floor(a[0].Float()) - math.Floor(a[1].Float())) }, eg("=DAYS(DATE(2026,3,1),DATE(2026,2,1))", "28")),
		declare("DAYS360(start:d, end:d, [european:b])", Dates, "number", "The days between two dates in a year of twelve months of 30 days.", days360, eg("=DAYS360(DATE(2026,1,31),DATE(2026,3,31))", "60")),
		declare("EDATE(date:d, months:n)", Dates, "date", "The same day some months later.", func(_ *frame, a []operand) operand { return monthsOn(a, false) }, eg("=EDATE(DATE(2026,1,31),1)", "2026-02-28")),
		declare("EOMONTH(date:d, months:n)", Dates, "date", "The last day of a month some months later.", func(_ *frame, a []operand) operand { return monthsOn(a, true) }, eg("=EOMONTH(DATE(2026,1,15),1)", "2026-02-28")),
		declare("NETWORKDAYS(start:d, end:d, [holidays:r])", Dates, "number", "The working days from one date to another, both included.", func(f *frame, a []operand) operand { return workingDays(f, a, "0000011", 2) }, eg("=NETWORKDAYS(DATE(2026,11,16),DATE(2026,11,22))", "5"), eg("=NETWORKDAYS(DATE(2026,11,16),DATE(2026,11,22),A1)", "4", "A1: 2026-11-18")),
		declare("WORKDAY(start:d, days:n, [holidays:r])", Dates, "date", "The day some working days later.", func(f *frame, a []operand) operand { return workday(f, a, "0000011", 2) }, eg("=WORKDAY(DATE(2026,11,20),1)", "2026-11-23"), eg("=WORKDAY(DATE(2026,11,23),-1)", "2026-11-20")),
		declare("NETWORKDAYS.INTL(start:d, end:d, [weekend:v], [holidays:r])", Dates, "number", "The working days between two dates, with weekends of your own.", func(f *frame, a []operand) operand {
			w, e := weekend(a, 2)
			if e.failed() {
				return e
			}
			return workingDays(f, a, w, 3)
		}, eg("=NETWORKDAYS.INTL(DATE(2026,11,16),DATE(2026,11,22),11)", "6")),
		declare("WORKDAY.INTL(start:d, days:n, [weekend:v], [holidays:r])", Dates, "date", "The day some working days later, with weekends of your own.", func(f *frame, a []operand) operand {
			w, e := weekend(a, 2)
			switch {
			case e.failed():
				return e
			case w == "1111111":
				return argument(cells.ErrValue, 3, "a week without a working day has none to count")
			}
			return workday(f, a, w, 3)
		}, eg("=WORKDAY.INTL(DATE(2026,11,20),1,\"0000001\")", "2026-11-21")),
		declare("DATEVALUE(text:v)", Dates, "date", "A date out of text.", func(f *frame, a []operand) operand { return momentValue(f, a, false, math.Floor) },
			more("A day without a year is of the year in which the formula is calculated."), eg("=DATEVALUE(\"2026-11-22\")", "2026-11-22"), eg("=DATEVALUE(\"5-JUL\")", "2026-07-05"), eg("=DATEVALUE(\"x\")", "#VALUE!")),
		declare("TIMEVALUE(text:v)", Dates, "time", "A time of day out of text.", func(f *frame, a []operand) operand {
			return momentValue(f, a, true, func(x float64) float64 { return math.Round((x-math.Floor(x))*86_400_000) / 86_400_000 })
		}, eg("=TIMEVALUE(\"2:30 PM\")", "14:30:00")),
		declare("YEARFRAC(start:d, end:d, [basis:n])", Dates, "number", "The part of a year between two dates.", yearFraction, more("Basis 0: US 30/360; 1: actual/actual; 2: actual/360; 3: actual/365; 4: European 30/360."), eg("=YEARFRAC(DATE(2026,1,1),DATE(2026,7,1))", "0.5"), eg("=YEARFRAC(DATE(2026,1,1),DATE(2027,1,1),3)", "1")),
		declare("EPOCHTODATE(timestamp:n, [unit:n])", Dates, "time", "A Unix timestamp as a time in the book's time zone.", epochToDate, more("Unit 1: seconds; 2: milliseconds; 3: microseconds."), eg("=EPOCHTODATE(1795353255)", "2026-11-22 13:14:15"), eg("=EPOCHTODATE(1795353255000,2)", "2026-11-22 13:14:15")),
		declare("DATETOEPOCH(time:d)", Dates, "number", "A time in the book's time zone as a Unix timestamp in seconds.", func(f *frame, a []operand) operand {
			if !inCalendar(a[0].Float()) {
				return argument(cells.ErrNum, 1, "this is no date")
			}
			return num(float64(cells.TimeOf(a[0].Float(), f.zone).UnixMilli()) / 1000)
		}, eg("=DATETOEPOCH(\"2026-11-22 13:14:15\")", "1795353255")),
		declare("TZ(time:d, zone:t, [from:t])", Dates, "time", "A time of one time zone as the clocks of another show it.", timeZone, more("Zones have names such as Europe/Berlin. Without from, the time is the book's."), eg("=TZ(\"2026-11-22 12:00\",\"Europe/Berlin\")", "2026-11-22 13:00:00"), eg("=TZ(1,\"Nowhere\")", "#VALUE!")),
		declare("FORMATDATE(time:d, format:t)", Dates, "text", "A time as text, by a number format.", func(f *frame, a []operand) operand { return formatText(f, a) }, eg("=FORMATDATE(DATE(2026,11,22),\"d mmm yyyy\")", "22 Nov 2026")),
	}
}

// dateOfSerial is the day and clock of a serial.
func dateOfSerial(x float64) (time.Time, bool) {
	if !inCalendar(x) {
		return time.Time{}, false
	}
	return cells.TimeOf(math.Round(x*86400)/86400, time.UTC), true
}

func inCalendar(x float64) bool { return x >= minSerial && x < maxSerial }

func notADate(arg int) operand { return argument(cells.ErrNum, arg, "the number is no date") }

// calendar makes a function of one date.
func calendar(fn func(t time.Time) int) eagerFunc {
	return func(_ *frame, a []operand) operand {
		t, ok := dateOfSerial(a[0].Float())
		if !ok || a[0].Float() < 0 {
			return notADate(1)
		}
		return num(float64(fn(t)))
	}
}

func dayOf(y int, m time.Month, d int) float64 {
	return cells.SerialOf(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

func dateOf(_ *frame, a []operand) operand {
	y, m, d := wholeNumber(a[0].Float()), wholeNumber(a[1].Float()), wholeNumber(a[2].Float())
	if y >= 0 && y < 1900 {
		y += 1900
	}
	if y < 0 || y > 9999 || math.Abs(m) > 1e5 || math.Abs(d) > 4e6 {
		return bad(cells.ErrNum, "the year must lie between 0 and 9999")
	}
	x := dayOf(int(y), time.Month(int(m)), int(d))
	if !inCalendar(x) || x < 0 {
		return bad(cells.ErrNum, "the date lies outside the calendar")
	}
	return val(cells.Moment(x))
}

func timeOf(_ *frame, a []operand) operand {
	h, m, s := wholeNumber(a[0].Float()), wholeNumber(a[1].Float()), wholeNumber(a[2].Float())
	total := h*3600 + m*60 + s
	if total < 0 || math.Abs(total) > 1e12 {
		return bad(cells.ErrNum, "the time must not be negative")
	}
	return val(cells.Moment(math.Mod(total, 86400) / 86400))
}

func weekday(_ *frame, a []operand) operand {
	t, ok := dateOfSerial(a[0].Float())
	if !ok {
		return notADate(1)
	}
	d := int(t.Weekday()) // Sunday is 0
	switch kind := int(math.Trunc(optNum(a, 1, 1))); {
	case kind == 1:
		return num(float64(d + 1))
	case kind == 2:
		return num(float64((d+6)%7 + 1))
	case kind == 3:
		return num(float64((d + 6) % 7))
	case kind >= 11 && kind <= 17:
		return num(float64((d-(kind-10)+7)%7 + 1))
	}
	return argument(cells.ErrNum, 2, "there is no such type of weeks")
}

func weeknum(_ *frame, a []operand) operand {
	t, ok := dateOfSerial(a[0].Float())
	if !ok {
		return notADate(1)
	}
	kind := int(math.Trunc(optNum(a, 1, 1)))
	first := 0
	switch {
	case kind == 21:
		_, w := t.ISOWeek()
		return num(float64(w))
	case kind == 1:
	case kind == 2:
		first = 1
	case kind >= 11 && kind <= 17:
		first = (kind - 10) % 7
	default:
		return argument(cells.ErrNum, 2, "there is no such type of weeks")
	}
	newYear := time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	offset := (int(newYear.Weekday()) - first + 7) % 7
	return num(float64((t.YearDay()-1+offset)/7 + 1))
}

func monthsOn(a []operand, end bool) operand {
	t, ok := dateOfSerial(a[0].Float())
	n := wholeNumber(a[1].Float())
	if !ok || math.Abs(n) > 120_000 {
		return notADate(1)
	}
	month := time.Date(t.Year(), t.Month()+time.Month(int(n)), 1, 0, 0, 0, 0, time.UTC)
	last := month.AddDate(0, 1, -1).Day()
	day := min(t.Day(), last)
	if end {
		day = last
	}
	x := dayOf(month.Year(), month.Month(), day)
	if !inCalendar(x) {
		return notADate(1)
	}
	return val(cells.Moment(x))
}
