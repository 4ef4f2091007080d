package templates

import (
	"fmt"

	"freshet/cells"
)

// Weather is a weather station: what its sensors say now, what follows from it, and the day hour by hour. Its bindings take the messages
// of package server/feed/simulator, or of a station that speaks alike.
func Weather() Template {
	ops := cells.Ops{}
	ops = append(ops, station().ops...)
	ops = append(ops, day().ops...)
	// The formulas of each sheet read the other, so they come when both are there.
	ops = append(ops, stationFormulas().ops...)
	ops = append(ops, dayFormulas().ops...)
	return Template{
		ID: "weather", Title: "Weather station", Ops: ops,
		Summary: "Live readings over MQTT, what follows from them, and the last 24 hours.",
	}
}

const (
	stationSheet cells.SheetID = 1
	daySheet     cells.SheetID = 2
)

// sensors are the readings of the station, in the rows of its first sheet and the columns of its second.
var sensors = []struct {
	name, label, unit string
	decimals          int
	column            string // on the sheet Day
}{
	{"temperature", "Temperature", "°C", 1, "B"},
	{"humidity", "Humidity", "%", 0, "C"},
	{"pressure", "Pressure", "hPa", 1, "D"},
	{"wind", "Wind", "m/s", 1, "E"},
}

const firstSensorRow = 5

func station() *draft {
	d := begin(stationSheet, "Station")
	d.row("A1", "Weather station").format("A1", cells.Format{Bold: true}).height("1:1", 34)
	d.row("A2", "Seattle’s climate normals, an hour every two seconds").format("A2:F2", cells.Format{Italic: true, Color: quiet})
	d.row("A4", "Sensors", "Now", "Trend", "Low", "High", "Where it comes from").format("A4:F4", heading).format("B4:E4", centred(heading))
	for i, s := range sensors {
		row := firstSensorRow + i
		d.row(cell("A", row), s.label).name(s.name, cell("B", row))
		d.format(cell("B", row), bold(number(s.decimals, s.unit))).format(fmt.Sprintf("D%d:E%d", row, row), number(s.decimals, ""))
		d.format(cell("C", row), cells.Format{Kind: cells.Sparkline}).keep(cell("C", row), cells.LogChanges, 500)
		d.bind(s.name, "station/now", s.name, cell("B", row))
	}
	d.row("F5", "MQTT, topic station/now").row("F6", "Derived as FAO-56 does; not measured").row("F7", "MQTT, at sea level").row("F8", "MQTT, 10 m above ground")
	d.row("A9", "Hour of the data").format("B9", cells.Format{Align: "right"}).bind("time", "station/now", "time", "B9")
	d.row("F9", "Month, day and hour in Seattle")
	d.row("A11", "Computed", "Now", "Trend", "Low", "High", "How it is computed").format("A11:F11", heading).format("B11:E11", centred(heading))
	d.row("A12", "Vapour pressure").row("A13", "Dew point").row("A14", "Feels like").row("A15", "Heat index").row("A16", "Temperature")
	d.row("F12", "Magnus form, Sonntag 1990").row("F13", "The Magnus form, solved for the temperature").row("F14", "Apparent temperature, Steadman 1994")
	d.row("F15", "NOAA, Rothfusz’s regression from 80 °F up").row("F16", "For those who count in Fahrenheit")
	d.format("B12", bold(number(1, "hPa"))).format("B13:B15", bold(number(1, "°C"))).format("B16", bold(number(1, "°F")))
	d.format("C12:C16", cells.Format{Kind: cells.Sparkline}).keep("C12:C16", cells.LogChanges, 500).keep("B12:B16", cells.LogChanges, 2000)
	d.format("D13:E14", number(1, ""))
	d.name("vapour", "B12").name("dewpoint", "B13").name("feelslike", "B14").name("fahrenheit", "B16").name("alert", "B18")
	d.row("A18", "Advice").format("A18:F18", cells.Format{Bold: true, Fill: amber, Color: umber}).keep("B18", cells.LogChanges, 500).height("18:18", 30)
	d.format("F5:F9", cells.Format{Color: quiet}).format("F12:F16", cells.Format{Color: quiet})
	return d.width("A:A", 132).width("B:B", 100).width("C:C", 140).width("D:E", 76).width("F:F", 340)
}

func stationFormulas() *draft {
	d := &draft{sheet: stationSheet}
	for i, s := range sensors {
		row := firstSensorRow + i
		hours := fmt.Sprintf("Day!%s$5:%s$28", s.column, s.column)
		d.row(cell("C", row), fmt.Sprintf(`=IF(ISBLANK(%s), "", ROUND(%s, %d))`, s.name, s.name, s.decimals), "=MIN("+hours+")", "=MAX("+hours+")")
	}
	d.row("B12", `=IF(ISBLANK(temperature), "", humidity/100*6.112*EXP(17.62*temperature/(243.12+temperature)))`)
	d.row("B13", `=IF(ISBLANK(temperature), "", 243.12*LN(vapour/6.112)/(17.62-LN(vapour/6.112)))`)
	d.row("B14", `=IF(ISBLANK(temperature), "", temperature+0.33*vapour-0.7*wind-4)`)
	d.row("B15", `=IF(ISBLANK(temperature), "", (IF(fahrenheit<80, 0.5*(fahrenheit+61+(fahrenheit-68)*1.2+humidity*0.094), `+
		`-42.379+2.04901523*fahrenheit+10.14333127*humidity-0.22475541*fahrenheit*humidity-0.00683783*fahrenheit^2-0.05481717*humidity^2`+
		`+0.00122874*fahrenheit^2*humidity+0.00085282*fahrenheit*humidity^2-0.00000199*fahrenheit^2*humidity^2)-32)*5/9)`)
	d.row("B16", `=IF(ISBLANK(temperature), "", temperature*9/5+32)`)
	for row := 12; row <= 16; row++ {
		d.row(cell("C", row), fmt.Sprintf(`=IF(B%d="", "", ROUND(B%d, 1))`, row, row))
	}
	d.row("D13", "=MIN(Day!F$5:F$28)", "=MAX(Day!F$5:F$28)").row("D14", "=MIN(Day!G$5:G$28)", "=MAX(Day!G$5:G$28)")
	d.row("B18", `=IF(ISBLANK(temperature), "Waiting for the first reading", IF(temperature>=30, "Heat: drink water and rest in the shade", `+
		`IF(temperature<=0, "Frost: mind the road", IF(wind>=10.8, "Strong wind: tie down what is loose", `+
		`IF(temperature-dewpoint<0.5, "Fog is possible: the air is all but saturated", IF(feelslike<5, "Chilly: take a coat", `+
		`IF(feelslike>=18, "Fine: open a window", "Calm: nothing to worry about")))))))`)
	return d
}

func day() *draft {
	d := begin(daySheet, "Day")
	d.row("A1", "The last 24 hours").format("A1", cells.Format{Bold: true}).height("1:1", 34)
	d.row("A2", "Each hour of the data fills its row; the formulas follow").format("A2:H2", cells.Format{Italic: true, Color: quiet})
	d.row("A4", "Hour", "Temperature", "Humidity", "Pressure", "Wind", "Dew point", "Feels like").format("A4:H4", centred(heading))
	d.format("A5:A28", cells.Format{Kind: cells.AsNumber, Unit: "h", Align: "center", Color: quiet})
	for hour := range 24 {
		d.row(cell("A", 5+hour), fmt.Sprint(hour))
		for _, s := range sensors {
			d.bind(fmt.Sprintf("hour-%02d-%s", hour, s.name), fmt.Sprintf("station/hours/%02d", hour), s.name, cell(s.column, 5+hour))
		}
	}
	for _, s := range sensors {
		d.format(fmt.Sprintf("%s5:%s28", s.column, s.column), number(s.decimals, s.unit))
	}
	d.format("F5:G28", cells.Format{Kind: cells.AsNumber, Decimals: 1, Unit: "°C", Fill: mist, Color: ink})
	d.format("H5:H28", cells.Format{Color: deep, Bold: true})
	d.row("H4", "Now").row("G3", "hour of the data").format("G3", cells.Format{Italic: true, Color: quiet, Align: "right"})
	d.bind("hour", "station/now", "hour", "H3").format("H3", cells.Format{Kind: cells.AsNumber, Unit: "h", Bold: true, Align: "center"})
	d.row("A30", "High").row("A31", "Low").row("A32", "Mean").format("A30:H32", cells.Format{Bold: true, Fill: amber, Color: umber})
	for _, s := range sensors {
		d.format(fmt.Sprintf("%s30:%s32", s.column, s.column), cells.Format{Kind: cells.AsNumber, Decimals: s.decimals, Unit: s.unit, Bold: true, Fill: amber, Color: umber})
	}
	d.format("F30:G32", cells.Format{Kind: cells.AsNumber, Decimals: 1, Unit: "°C", Bold: true, Fill: amber, Color: umber})
	return d.width("A:A", 64).width("B:G", 104).width("H:H", 72)
}

func dayFormulas() *draft {
	d := &draft{sheet: daySheet}
	d.fill("F5:F28", `=IF(ISBLANK(B5), "", 243.12*(LN(C5/100)+17.62*B5/(243.12+B5))/(17.62-LN(C5/100)-17.62*B5/(243.12+B5)))`)
	d.fill("G5:G28", `=IF(ISBLANK(B5), "", B5+0.33*C5/100*6.112*EXP(17.62*B5/(243.12+B5))-0.7*E5-4)`)
	d.fill("H5:H28", `=IF($A5=H$3, "◀ now", "")`)
	d.fill("B30:G30", "=MAX(B$5:B$28)").fill("B31:G31", "=MIN(B$5:B$28)").fill("B32:G32", `=IF(COUNT(B$5:B$28)=0, "", AVERAGE(B$5:B$28))`)
	return d
}

func bold(f cells.Format) cells.Format {
	f.Bold = true
	return f
}

func centred(f cells.Format) cells.Format {
	f.Align = "center"
	return f
}
