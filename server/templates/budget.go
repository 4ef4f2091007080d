package templates

import (
	"fmt"

	"freshet/cells"
)

// Budget is a month's money: what was planned, what was spent, and what is left.
func Budget() Template {
	lines := []struct{ what, planned, spent string }{
		{"Rent", "1150", "1150"},
		{"Groceries", "420", "388.4"},
		{"Transport", "90", "97.5"},
		{"Power and water", "130", "121.15"},
		{"Phone and internet", "55", "55"},
		{"Insurance", "75", "75"},
		{"Leisure", "160", "203.8"},
		{"Savings", "400", "400"},
	}
	const first = 8
	last := first + len(lines) - 1
	money := cells.Format{Kind: cells.Currency, Decimals: 2}
	over := func(column string) string { return fmt.Sprintf("%s%d:%s%d", column, first, column, last) }
	d := begin(1, "Month")
	d.row("A1", "Budget of a month").format("A1", cells.Format{Bold: true}).height("1:1", 34)
	d.row("A3", "Income", "2650").row("A4", "Left after spending", fmt.Sprintf("=income-SUM(%s)", over("C"))).row("A5", "Saved of income", fmt.Sprintf("=C%d/income", last))
	d.name("income", "B3").format("A3:A5", cells.Format{Bold: true}).format("B3:B4", bold(money)).format("B5", cells.Format{Kind: cells.Percent, Decimals: 1, Bold: true})
	d.row("A7", "What", "Planned", "Spent", "Difference", "Of income").format("A7:E7", centred(heading)).format("A7", heading)
	for i, l := range lines {
		d.row(cell("A", first+i), l.what, l.planned, l.spent)
	}
	d.format(fmt.Sprintf("B%d:D%d", first, last), money).format(over("E"), cells.Format{Kind: cells.Percent, Decimals: 1})
	d.fill(over("D"), fmt.Sprintf("=B%d-C%d", first, first)).fill(over("E"), fmt.Sprintf("=C%d/income", first))
	total := last + 1
	d.row(cell("A", total), "Total").fill(fmt.Sprintf("B%d:E%d", total, total), fmt.Sprintf("=SUM(B%d:B%d)", first, last))
	sum := cells.Format{Kind: cells.Currency, Decimals: 2, Bold: true, Fill: mist, Color: ink}
	d.format(fmt.Sprintf("A%d:D%d", total, total), sum)
	sum.Kind, sum.Decimals = cells.Percent, 1
	d.format(cell("E", total), sum)
	d.row(cell("A", total+2), fmt.Sprintf(`=IF(COUNTIF(%s, "<0")=0, "Everything within its plan", COUNTIF(%s, "<0") & " of %d over their plan")`, over("D"), over("D"), len(lines)))
	d.format(cell("A", total+2), cells.Format{Italic: true, Color: quiet})
	d.width("A:A", 190).width("B:E", 110)
	return Template{ID: "budget", Title: "Budget", Ops: d.ops, Summary: "A month’s plan, what was spent, and what is left."}
}
