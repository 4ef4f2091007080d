package formula

import (
	"math"
	"slices"

	"freshet/cells"
)

// timeline is values at equal steps of time.
type timeline struct {
	values []float64
	last   float64 // the time of the last value: a serial, or months where byMonth
	step   float64 // in the same unit
	months bool    // times are months, each with the same day
	day    int     // the day of the month then; 31 for the last
}

// timedValue is a value and its time.
type timedValue struct{ at, y float64 }

// readTimeline reads values and times at place i of the arguments, and how gaps are filled and times that occur twice are put together at places j and j+1.
func (f *frame) readTimeline(a []operand, i, j int) (*timeline, operand) {
	y, x := f.array(a[i]), f.array(a[i+1])
	fill, merge := math.Trunc(optNum(a, j, 1)), math.Trunc(optNum(a, j+1, 1))
	switch {
	case len(y.Values) != len(x.Values):
		return nil, argument(cells.ErrNA, i+2, "there is not one time for each value")
	case fill != 0 && fill != 1:
		return nil, argument(cells.ErrNum, j+1, "the completion is 0 or 1")
	case merge < 1 || merge > 7:
		return nil, argument(cells.ErrNum, j+2, "the aggregation is a number from 1 to 7")
	}
	n := len(y.Values)
	f.take(n)
	f.step(n * 10)
	readings := make([]timedValue, 0, n)
	for k, v := range y.Values {
		t := x.Values[k]
		switch {
		case v.Kind() == cells.Failed:
			return nil, val(v)
		case t.Kind() == cells.Failed:
			return nil, val(t)
		case v.IsBlank() && t.IsBlank():
			continue
		case !t.Numeric():
			return nil, argument(cells.ErrValue, i+2, "the times are dates or numbers")
		case !v.Numeric() && merge != 3:
			return nil, argument(cells.ErrValue, i+1, "the values are numbers")
		}
		readings = append(readings, timedValue{t.Float(), v.Float()})
	}
	slices.SortStableFunc(readings, func(p, q timedValue) int { return compareNumbers(p.at, q.at) })
	tl := &timeline{}
	readings = tl.byMonth(readings)
	readings = merged(readings, int(merge))
	if len(readings) < 2 {
		return nil, argument(cells.ErrNum, i+2, "there are not two times")
	}
	return tl, tl.complete(f, readings, fill == 1, i+2)
}

// byMonth counts times in months where all are whole days on one day of the month, or on the last.
func (t *timeline) byMonth(readings []timedValue) []timedValue {
	if len(readings) == 0 {
		return readings
	}
	months := make([]timedValue, len(readings))
	first, ends := 0, true
	for k, r := range readings {
		day, ok := dateOfSerial(r.at)
		if !ok || r.at != math.Floor(r.at) || r.at < 1 {
			return readings
		}
		end := day.AddDate(0, 0, 1).Day() == 1
		if k == 0 {
			first = day.Day()
		}
		ends = ends && end
		if day.Day() != first && !ends {
			return readings
		}
		months[k] = timedValue{float64(day.Year()*12 + int(day.Month())), r.y}
	}
	if months[0].at == months[len(months)-1].at {
		return readings
	}
	if t.months, t.day = true, first; ends {
		t.day = 31
	}
	return months
}

// merged puts readings of one time together.
func merged(readings []timedValue, how int) []timedValue {
	out := readings[:0:0]
	for from := 0; from < len(readings); {
		to := from + 1
		for to < len(readings) && readings[to].at == readings[from].at {
			to++
		}
		same := readings[from:to]
		y, n := same[0].y, float64(len(same))
		sum := 0.0
		for _, r := range same {
			sum += r.y
			switch how {
			case 4:
				y = math.Max(y, r.y)
			case 6:
				y = math.Min(y, r.y)
			}
		}
		switch how {
		case 1:
			if y = sum / n; len(same) == 1 {
				y = same[0].y
			}
		case 2, 3:
			y = n
		case 5:
			all := make([]float64, len(same))
			for k, r := range same {
				all[k] = r.y
			}
			slices.Sort(all)
			y = (all[(len(all)-1)/2] + all[len(all)/2]) / 2
		case 7:
			y = sum
		}
		out = append(out, timedValue{same[0].at, y})
		from = to
	}
	return out
}

// complete finds the step and fills the gaps.
func (t *timeline) complete(f *frame, readings []timedValue, fill bool, arg int) operand {
	t.step = math.Inf(1)
	for k := 1; k < len(readings); k++ {
		t.step = math.Min(t.step, readings[k].at-readings[k-1].at)
	}
	missing := 0
	t.values = append(t.values, readings[0].y)
	for k := 1; k < len(readings); k++ {
		p, r := readings[k-1], readings[k]
		steps := (r.at - p.at) / t.step
		whole := math.Round(steps)
		if math.Abs(steps-whole) > 1e-6*steps {
			return argument(cells.ErrNum, arg, "the times do not follow each other at equal steps")
		}
		if missing += int(math.Min(whole, 1e9)) - 1; float64(missing) > 0.3*float64(len(readings)) {
			return argument(cells.ErrNum, arg, "more than 30 % of the times are missing")
		}
		f.take(int(whole))
		for range int(whole) - 1 {
			y := 0.0
			if fill {
				y = (p.y + r.y) / 2
			}
			t.values = append(t.values, y)
		}
		t.values = append(t.values, r.y)
	}
	t.last = readings[len(readings)-1].at
	return operand{}
}

// stepsTo is how many steps a time lies behind the last value.
func (t *timeline) stepsTo(at float64) (float64, operand) {
	if t.months {
		day, ok := dateOfSerial(at)
		if !ok {
			return 0, notADate(1)
		}
		first := day.AddDate(0, 0, 1-day.Day())
		length := first.AddDate(0, 1, -1).Day()
		at = float64(day.Year()*12+int(day.Month())) + (float64(day.Day()-min(t.day, length))+at-math.Floor(at))/float64(length)
	}
	steps := snap((at - t.last) / t.step)
	switch {
	case steps < 0:
		return 0, argument(cells.ErrNum, 1, "the target lies before the end of the timeline")
	case steps > 1e6:
		return 0, argument(cells.ErrNum, 1, "the target lies more than a million steps ahead")
	}
	return steps, operand{}
}
