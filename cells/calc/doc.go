// Package calc is the engine: a [Book] is one replica of a book. It takes the entries of the log one after the other, works out
// what changes, and shows the result.
//
// # The story
//
// [Book.Apply] first plans an entry (plan.go): it compiles the formulas and refuses what cannot be done, so that nothing has to be taken back
// half way. Then the ops write (set.go, which dresses typed formulas in the number format of what they read, see dress.go, fill.go, move.go, lines.go, tabs.go, names.go, history.go), noting on the way how to take each back
// (undo.go, step*.go), and the wave runs (wave.go).
//
// Cells are kept by columns, in blocks of 1,024 rows whose window grows to what is there (block.go): a number costs nine bytes, a blank
// nothing. What an entry emptied takes no memory when it is done, and cells that were written together share their stamp (tidy.go). Formulas are kept as regions (region.go): a run of cells of one column that hold one relative formula is one node of the graph, with
// the rectangles that all its cells together read. An R-tree of these rectangles (rtree.go) finds who reads a cell; which rows of a region
// do is arithmetic.
//
// A wave finds the regions that the dirty ones can reach, sorts them into components, precedents first, and evaluates each dirty cell once; a
// cell whose value came out equal wakes nobody. A region that reads itself in one direction (a chain, a running total) goes down or up its rows; regions
// that read each other go cell by cell, in an order found by a search that looks ranges up instead of walking them (tangle.go), and the cells of a
// true cycle get an error that lists it (loop.go). What a dynamic reference (dynamic.go) or a spilled array (spill.go) turns up while it is
// evaluated is settled in another round of the same wave. What an array spilled shows in the number format of its formula's cell, and beside it of the columns it comes from (spilllooks.go).
//
// Rows are evaluated in blocks (strip.go, results.go, chain.go; the programs are package formula's), and whatever is not simple in them cell by cell by
// the language itself, so that blocks can only be faster, never different. Numbers over numbers are written once: the last step of arithmetic compares, checks and
// replaces them on the way. The numbers of neighbouring blocks that were written, or loaded, together lie together ([column.gather]), and the processor is told in advance what comes
// next (fetch_amd64.s): going through a million rows is bounded by memory then. Exact look-ups and criteria ask an index of the column,
// built when one first asks and then kept by differences (finder.go, keytable.go, lookup.go, lookupblock.go). The past that
// formulas read (past.go) is kept for the cells they name, by package series, from when one first does; what came for the cell before that is awaited from its history (await.go), which
// whoever keeps the log adds to it. So a formula sees what the history of a cell shows, whenever it is entered, and also when undo
// brings the cell back (stephistories.go). A reading that brings the value a cell has already is a point of its past and wakes
// only those who read that. Formulas that look back in time are evaluated by Tick when they told that they are due (due.go).
//
// Sums are exact (package exact), so they may be kept by differences and in trees (partials.go, summary.go: of 64 rows, of a block, of 32 blocks; kept.go: of a
// row or a table for whose total many columns would have to be looked at) and still are a function of the cells alone; the least and greatest number are looked
// for again when they may be gone and somebody asks. A running total carries its sum from row to row (package formula). Nothing here depends on a clock, on the order of a map or on a race: the same entries make the same book on
// every server, also through [Book.Encode] and [Load]; what clients sent, what can be undone, and which dynamic cell found what, are part of it.
//
// A checkpoint says by the rules of which revision its values were calculated. The first entry of another one calculates all formulas again, for everybody alike, so that
// no value stays that this program would not give.
//
// # One number
//
// The commonest entry puts one number where one is, and what reads it is totals, and totals of totals. What the cells of a column lead to is worked out once and kept until the graph
// changes (route.go); such an entry (quick.go) then goes from cell to cell (trip.go) and comes to what a wave comes to, bit for bit, up to what is counted and stored. An
// edit after something else had the processor costs mostly waiting for memory, so all places that the latest edit of its kind touched are asked for at once (trail.go), and
// what an edit leaves behind is made several at a time.
//
// # Cores
//
// When the turn of a region comes whose evaluation takes a while, or that many others follow which do not depend on each other, all cores evaluate together what waits
// for nothing any more (ahead.go, pool.go, share.go): rows of one region and rows of many, each core those next to each other. Each turn then finds the work done, and the wave goes on as if there were one core: in the same
// order, with the same counts, out of the same budget. Blocks are stored at once, each block of storage by one goroutine, and what they mean for the rest of the book is put together
// when it is their turn (aheadblocks.go). Helpers stay awake for a moment after a job, and are left alone when the machine has no core for them; what is told
// apart by a clock there is who does the work, nothing else. The values of other formulas are kept until then, and used if one core would have come to them: if the budget still
// reaches as far, and no array that was spread meanwhile has changed what they read (aheadcells.go).
//
// What stays with one goroutine: chains and running totals that read themselves, loops of regions, formulas that find their precedents while they are evaluated (INDIRECT, OFFSET)
// or read the past, because their evaluation changes the graph or the past; blocks next to an array that may be spread; and what is too little to be worth it.
//
// # Budgets
//
// An evaluation has budgets of its own (package formula), and a wave has one for all of them (budget.go): steps, counted alike on every
// replica and however the cells are evaluated. It has a part of its own for what heavy evaluations take beyond their first fifty thousand steps, so that a few
// formulas that take long do not take the steps of many that take none. A step of the language counts as several of a block, and an array by its cells, so that the
// portion of one wave is some 200 ms at most. For this a wave goes through the graph in one order everywhere
// (readers.go). A formula that is not evaluated for want of steps shows #LIMIT! with a sentence that says so, never an old value, and waits: the
// first wave half a second later, a Tick or any other, goes on with what waits, a portion at a time, and [Book.NextDue] asks for
// ticks until nothing does. What waits is known by its value, so it is stored, moved and copied like any. Formulas on a loop of claims that takes more steps than a wave has
// go on from where the wave before stopped, and are given up when tries have not lessened them for long.
//
// # Room
//
// What a book holds is bounded (amount.go). It is counted, never measured: the bytes of long texts, the cells that are not blank and, as each block of storage takes some, the blocks. Blocks
// count what they hold when it changes, and sheets add that up by differences, so the count follows from the values alone: it is the same on every replica, with any
// number of cores, in blocks or cell by cell, and after [Book.Encode] and [Load]. Texts of up to 32 bytes and numbers are reckoned with their cells and cost nothing to count.
//
//   - A formula gives no long text when the texts of the book would come to more than 256 MiB with it, and no array when the cells would be more than 16,000,000: it shows #LIMIT!
//     with a sentence that says it waits for room. Which formulas are those follows from the order of the entries and of evaluation, the same everywhere. They are
//     tried again when a 64th of the bound has become free since the latest of them found no room (roomy), by the next wave or Tick.
//   - Inputs (typed, filled, copied, sent by programs, brought back by undo) are refused beyond 512 MiB of texts or 20,000,000 cells, and readings skipped
//     (planroom.go): there is room to type when formulas have taken all of theirs.
//   - Formulas are refused when what they compile to would count more than 2 GiB: some 600,000 different ones, each of which may stand in a million cells.
//   - Pasts of cells that take more than 1 GiB together keep fewer points (past.go), formats and log policies are refused beyond 2,000,000 runs of cells, and one
//     request goes through 20,000,000 cells at most if it has more than one op (planeffort.go).
//   - What can be undone is bounded as well (undo.go), and so are sheets, names, bindings (plan.go), actors and clients (book.go, seqs.go).
//
// Within these bounds the values follow from the inputs alone. A book that has reached one of them may show #LIMIT! where the same inputs, entered in another order, would show it
// elsewhere: that alone depends on how it came there, and replicas agree on it.
//
// # Where this departs from the first plan
//
// A region is a run in one column, not a rectangle of columns: a formula filled over c columns is c nodes. It makes every question about
// a region one about rows.
//
// Volatile formulas (NOW, RAND) are evaluated when something they read changes and on Tick, not in every wave: a
// thousand readings a second must not evaluate every clock of the book a thousand times.
//
// To read a cell that an array covers is to read the array's formula (covered.go). So an array that decides, by way of other formulas, about cells that it would cover
// itself is on a loop: it covers nothing, and all cells of the loop get the error.
//
// What a formula might cover, by its text and by what stands around it, is its claim (claim.go). Cells that lead to each other also by way of claims, and loops with arrays or
// dynamic cells, begin from nothing in every wave that comes to them, and again when something outside of the loop changes while it comes to rest (restart in loop.go, outset.go); so do
// those that an entry takes from a larger loop, however far from where it broke (partings), and those of whose claims an array before them takes or frees cells (suspect.go). What does not come to rest is a cycle. So what a cell shows,
// and the graph that is stored, do not depend on what cells showed, found and covered before.
//
// With dynamic references this needs that nobody looks at what is not there yet. A dynamic formula that comes to a cell which is still to be calculated stops there, remembers that it
// reads it, and is left for the next round with all that read it, themselves or by way of others (late.go). So what it has found is always the beginning of what it reads in the end, and the loops
// found are those that there are, in whichever order things are evaluated. A cycle with dynamic formulas remembers what an array of it would cover if the loop leads through these
// cells, not what one covered on the way; and the same error of a loop once more is no reason to begin again.
//
// A checkpoint keeps the formulas of a region and what it reads in one part, as JSON, rather than texts, regions and graph apart.
// What may be there by the million is packed numbers: blocks (encode.go), and the cells of what can be undone (encodepieces.go). To load is to decode
// those on all cores (decode.go) and then to put the pieces together (load.go); so a book of a million formulas is whole before anybody has to be shown a
// part of it.
package calc
