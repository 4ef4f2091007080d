// Package formula is the language of cells: expr (github.com/expr-lang/expr) with the front end of a spreadsheet. It is the only
// door to expr.
//
// # The story
//
// A formula is read once and becomes a [Template]: its text with every reference relative to the cell it stands in,
// so that a column filled down is one Template, compiled once and stored once. [Compiler] interns them: equal
// relative texts are the same pointer. Reading goes through four small steps, each in its own file: the scanner
// cuts the text into tokens (scan.go); the outline matches brackets, decides which colons are ranges,
// finds the scopes of locals and makes the key under which a Template is interned (outline.go, key.go); the emitter writes
// the program as expr understands it, every reference, literal and name in a side table (emit.go), which expr's own parser turns into
// its syntax tree; and the builder (build.go) makes of that tree the nodes that are evaluated (node.go and its neighbours).
// What cannot be read is told about in the words of the person who typed it: a walk over the tokens finds the first place where a value is missing or too much
// (diagnosis.go, missing.go, adjacent.go), the scanner knows the characters and numbers of other notations (strange.go, runs.go), and expr's own sentence is never
// shown. What is said of some six hundred mistakes is in testdata/sentences.txt.
//
// Evaluation ([Template.Eval]) is a function of the cells, the time and the seed of the [Wave], and the place of the cell:
// no clock, no map order, no goroutine. Operators are pure functions over cells.Value (arith.go, compare.go, coerce.go).
// Functions are declared with their documentation and examples in one place each (fn_*.go); [Catalogue] is what the
// autocomplete, the help page and the API show of them, and its examples are tests.
//
// A formula that stands in many rows is evaluated a block at a time (block*.go): the same nodes as steps over columns, of numbers, truths, texts and
// whatever else has no error in it. Steps that are one pass over the rows are one (blockfuse.go), and the last may write its results to where they are stored (blockover.go),
// where the processor can in assembler for eight rows at once (overwide_amd64.s), of which the loops of overrows.go are the meaning. What costs much in a branch is done only for the rows that take it. A row with an error, or with anything
// else that a step does not know, is left to Eval, which is complete and decides.
//
// Functions over the past of a cell (series.go; fn_series.go and its neighbours) ask the [Historian] that the Reader is for its series (package series),
// whose points are part of the book; so they are the same after a restart and on every server. The series keeps what it knows of windows,
// so that a new reading costs the same however long they are, and the state of recursive filters and of joins; what hysteresis, latch and deadband were is kept in the same place, by call (remembering.go). What time alone may change says when
// ([Wave.Due]): it is evaluated then, and not with every tick. A budget counts what a question costs where nothing is kept.
//
// A budget counts steps before they are taken, or bounds what one more can be. A step is some twenty nanoseconds whatever does it, within a factor of two or three
// (BenchmarkPrices of package calc prints it for every class of functions): a sort, a regular expression, a long text (textprice.go), the keys of texts that no letters put in order (compare.go, textordering.go), an error, a text read for a
// number cost as many as they take; many questions about one range cost going through it once (asked.go). What a step costs follows from the formula and the cells alone; rows of a block whose price would be another one are
// left to Eval.
//
// QUERY has a language of its own, which package query reads; here its columns are bound to a table, their types found, and the rows chosen, grouped and laid out (fn_query.go and
// query*.go). Its data is an argument as any other, so that nothing about its dependencies is dynamic; now() in it says when it is due.
//
// There is no retry, approve, publish or kernel: what waits for somebody, sends something or runs code elsewhere is no value
// that every replica can work out from the book, and belongs to the feeds and the links of a book.
//
// # Decimals
//
// Numbers are doubles, of which a cell shows 15 digits. Three rules keep what a double loses of a decimal out of sight. A sum or difference by + and - whose operands
// cancel in all but their last bits is 0 (cancel.go): =0.1+0.2-0.3. Comparisons and criteria take two numbers for equal that agree in 15 digits (compare.go);
// exact look-ups do not, as in Excel. Functions that round or ask for a whole number take a number at its 15 digits, and MOD and QUOTIENT a multiple for one
// (mathrules.go). Sums of ranges are exact, rounded once.
//
// A date and a time of the day add up to a moment, times of the day to a duration (8:00 and 7:30 to 15:30:00), days apart are a number. Of other kinds of numbers, such as money and
// percentages, the value knows nothing; what a result of them looks like in a cell without a format is what Template.Format tells.
//
// # Where expr and a spreadsheet differ
//
// A name in expr's own case is expr's when only expr has it, when its argument is a closure, or when the number of arguments tells; else
// it is the spreadsheet's (roles.go has the rule, the catalogue both meanings). `^` and the signs bind as in a spreadsheet, `**`
// as in expr. `+` adds and never joins texts. `1 < 2 < 3` is expr's chain. A blank between two references intersects them and a comma in plain brackets unites
// them (unite.go); expr has neither. A backslash in quotes escapes as in expr where it makes
// an escape, and is itself elsewhere. Texts are equal in any case, and are compared, sorted and found among sorted ones in the order of package collation, by expr's sort and
// sortBy too; expr goes by their bytes. The keys of a map have the order of their bytes. A whole-column range is read as far as its sheet is used.
//
// # Where this departs from the first plan
//
// The plan evaluated on expr's virtual machine with patched operators. It is built here as an evaluator of our own over
// expr's syntax tree, because a program on that machine cannot be interrupted, has no functions as values (LAMBDA), boxes every
// intermediate number, and gives no place to hang the cell an error comes from. expr remains what it is for: the grammar, its
// precedence, its closures, pipes, lets and builtins; a differential test runs plain expr programs on both.
//
// The key of a Template keeps the spelling of what the user typed, because Source must give it back; so `=a1` and
// `=A1` are two templates. A name's range is part of the key: when the name moves, [Compiler.Rebind] makes the new template.
package formula
