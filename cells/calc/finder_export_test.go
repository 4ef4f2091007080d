package calc

import "freshet/cells"

// IndexBuilds is how often the index of a column of the first sheet was built from nothing.
func (b *Book) IndexBuilds(column string) int {
	g, _ := cells.ParseA1(column + "1")
	if c := b.tabs[0].column(g.Left); c != nil && c.finder != nil {
		return c.finder.builds
	}
	return 0
}
