// Package script runs the corpus of the book's rules: small readable files (cells/testdata/*.sheet) that do something to a book and say what must come of it.
// The conformance of the language is in cells/testdata/conformance, a family a file, each with a head that says where its expected values come from.
//
// # The story
//
// The same files run against the engine alone, against replicas that take turns on one store, and against a running server; each brings its own
// [Driver]. A line is a command or an expectation:
//
//	set A1 2                         what a person types; "set A1:C1 1 | 2 | 3" for several, row by row
//	set B1 =A1*2
//	expect B1 4                      the value: a number, "text" in quotes, TRUE, #DIV/0!, blank; several as with set
//	recomputed: B1                   which cells the last command evaluated, each once, in order of storage; "none"
//	input B1 =A1*2                   what the editor shows
//	text B1 4.00                     what the cell shows
//	error B1 #DIV/0! Sheet1!A9       code and origin, then function and argument if there are
//	cycle A1 A1 B1                   the loop that the error of the first cell lists
//	precedents B1 A1                 dependents likewise
//	changed: A1 B1                   the ranges of changed values of the last command
//	refused: conflict some words     the last command was refused with that code, and the sentence has these words
//	skipped: 0 some words            one line for each reading that the last command skipped
//	names temp=Sheet1!C1             all names; "none"
//	series C1 = D1                   two places of one history, before and after a move: see "remember"
//
//	case =SUM(A1:A3) => 6            what a formula gives: as the cell shows it, text in quotes, an array as {1,"a";TRUE,4}, "refused: syntax"
//
// Cases that follow each other are applied in one entry, from Z20 down, and stay there until the next ones.
//
// Commands beside set: clear A1:B2 · fill A1:A2 A1:A9 · copy A1 B1:B5 · move A1:B2 D4 · insert rows 3 2 · insert cols B 1 · delete rows 3 1 · sheet Data ·
// use Data · rename Data Numbers · reorder Data 0 · drop sheet Data · name temp C1 · unname temp · format A1:B2 percent 1 · size cols B C 120 · policy C1 changes · bind
// weather C4 · unbind weather · locale de · zone Europe/Berlin · title Weather · ingest C1=4 temp=5 · ingest C1=4@-30s (measured 30 seconds ago) · tick · wait 2m (how time passes from now on) · undo · redo · as bob (who asks from now on) · batch … end
// (several commands in one entry).
//
// References are on the sheet in use unless they name one. Lines that begin with # are remarks. A book begins with one sheet, Sheet1, made by
// "system".
package script
