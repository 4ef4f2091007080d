package formula

import "strings"

// outside is functions of other spreadsheets that need something which no book has, each group with why. A formula here is worked out from the book alone, by
// every replica, and gives the same everywhere.
var outside = func() map[string]string {
	of := map[string]string{}
	for _, group := range [...]struct{ names, why string }{
		{`WEBSERVICE IMPORTDATA IMPORTFEED IMPORTHTML IMPORTXML IMPORTCSV IMPORTTEXT`, "a formula reads nothing from the web; a feed puts what it fetches into cells"},
		{`IMPORTRANGE`, "a formula reads no other book; what both need, a feed can bring to both"},
		{`STOCKHISTORY GOOGLEFINANCE`, "a formula asks no market; a feed puts quotes into cells, and history(cell) has their past"},
		{`TRANSLATE GOOGLETRANSLATE DETECTLANGUAGE AI COPILOT`, "a formula asks no service, as its value would not be the same everywhere"},
		{`RTD DDE`, "a formula asks no other program; a feed puts live values into cells"},
		{`CALL REGISTER.ID REGISTER SQL.REQUEST EVALUATE`, "a formula runs no code from outside; LAMBDA makes functions"},
		{`CUBEKPIMEMBER CUBEMEMBER CUBEMEMBERPROPERTY CUBERANKEDMEMBER CUBESET CUBESETCOUNT CUBEVALUE`, "there are no data cubes; GROUPBY and PIVOTBY group the rows of a table"},
		{`GETPIVOTDATA`, "there are no pivot tables apart from cells; PIVOTBY makes one, and XLOOKUP or INDEX reads from it"},
		{`INFO`, "what it tells is about one computer, and a book is on many"},
		{`IMAGE`, "a cell holds no picture; HYPERLINK holds its address"},
		{`PHONETIC`, "a cell keeps no readings of its characters"},
		{`MULTIPLE.OPERATIONS`, "MAP or MAKEARRAY with a LAMBDA gives a table of what a formula makes of many arguments"},
	} {
		for _, name := range strings.Fields(group.names) {
			of[name] = group.why
		}
	}
	return of
}()
