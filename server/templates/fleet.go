package templates

import (
	"fmt"

	"freshet/cells"
)

const (
	fleetSize     = 12
	fleetFirstRow = 9
)

// Fleet is a table of sensors that waits for a user's own devices, with a row for each and what is wrong with them.
func Fleet() Template {
	d := begin(1, "Fleet")
	last := fleetFirstRow + fleetSize - 1
	over := func(column string) string { return fmt.Sprintf("%s%d:%s%d", column, fleetFirstRow, column, last) }
	d.row("A1", "Fleet of sensors").format("A1", cells.Format{Bold: true}).height("1:1", 34)
	d.row("A2", "Publish to books/<this book’s id>/fleet/1, fleet/2 … with user <id> and an editor’s token as the password").format("A2:G2", cells.Format{Italic: true, Color: quiet})
	d.row("A3", `A payload: {"temperature": 21.5, "battery": 83}`).format("A3:G3", cells.Format{Italic: true, Color: quiet})

	d.row("A5", "Reporting", "", "Warmest", "Coldest", "Mean", "Low batteries").format("A5:F5", centred(heading))
	d.row("A6", fmt.Sprintf(`=COUNT(%s) & " of %d"`, over("B"), fleetSize))
	d.row("C6", fmt.Sprintf(`=IF(COUNT(%s)=0, "", MAX(%s))`, over("B"), over("B")), fmt.Sprintf(`=IF(COUNT(%s)=0, "", MIN(%s))`, over("B"), over("B")),
		fmt.Sprintf(`=IF(COUNT(%s)=0, "", AVERAGE(%s))`, over("B"), over("B")), fmt.Sprintf(`=COUNTIF(%s, "<20")`, over("D")))
	d.format("A6:F6", cells.Format{Bold: true, Align: "center"}).format("C6:E6", cells.Format{Kind: cells.AsNumber, Decimals: 1, Unit: "°C", Bold: true, Align: "center"})
	d.format("B6", cells.Format{Bold: true})

	d.row("A8", "Sensor", "Temperature", "Trend", "Battery", "Limit", "State").format("A8:F8", centred(heading))
	for i := range fleetSize {
		row := fleetFirstRow + i
		d.row(cell("A", row), fmt.Sprintf("Sensor %d", i+1)).row(cell("E", row), "30")
		topic := fmt.Sprintf("fleet/%d", i+1)
		d.bind(fmt.Sprintf("temperature-%d", i+1), topic, "temperature", cell("B", row))
		d.bind(fmt.Sprintf("battery-%d", i+1), topic, "battery", cell("D", row))
	}
	d.format(over("B"), number(1, "°C")).format(over("D"), number(0, "%")).format(over("E"), number(0, "°C"))
	d.format(over("C"), cells.Format{Kind: cells.Sparkline}).keep(over("C"), cells.LogChanges, 500)
	d.fill(over("C"), fmt.Sprintf(`=IF(ISBLANK(B%d), "", B%d)`, fleetFirstRow, fleetFirstRow))
	d.fill(over("F"), fmt.Sprintf(`=IF(ISBLANK(B%[1]d), "not heard yet", IF(B%[1]d>E%[1]d, "too warm", IF(AND(NOT(ISBLANK(D%[1]d)), D%[1]d<20), "battery low", "fine")))`, fleetFirstRow))
	d.format(over("F"), cells.Format{Fill: mist, Color: ink}).keep(over("F"), cells.LogChanges, 500)
	d.width("A:A", 150).width("B:B", 110).width("C:C", 150).width("D:E", 84).width("F:F", 130)
	return Template{
		ID: "fleet", Title: "Fleet of sensors", Ops: d.ops,
		Summary: "Twelve sensors over MQTT with limits, batteries and trends, ready for your devices.",
	}
}
