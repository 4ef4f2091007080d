// Package query reads the query language of QUERY: that of Google's Visualization API in its version 0.7, as Google Sheets has it.
//
// It is a package of its own because it knows of no cells, no ranges and no evaluation: a text goes in, and a [Query] comes out, or a [SyntaxError] that says for a person
// what was expected at which place. The grammar is the one Google published with its data source library (google/google-visualization-java, QueryParser.jj), and so are the rules
// of [Query.Check]. Package cells/formula binds the names of columns to those of a table and evaluates.
//
// The scanner cuts the text into tokens (scan.go); clauses (clauses.go), conditions and values (expression.go) are read by recursive descent, whose depth is bounded; check.go has
// what may stand where once columns are known.
package query
