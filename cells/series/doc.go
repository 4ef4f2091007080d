// Package series keeps the past of one cell for the formulas that ask about it: its points, and what is known of windows over them.
//
// # The story
//
// A [Series] is the values a cell had, oldest first, each with the time from which it held. Points are only ever added at the end; when there are
// more than [Most], the oldest go and [Least] stay. Functions over the past look at the numbers among the points (truths count as 1 and 0)
// through a [Window], which reaches from some point to the newest.
//
// A new reading must not make every function read its window again, so a series keeps aggregates. Three kinds do for all of them:
//
//   - A pyramid (pyramid.go) holds the aggregate of every aligned run of 16, 256 and 4,096 points. A window is a few such runs and a few
//     points, whatever its length: sums, extremes, growth, integrals and regression lines are pyramids of their own, made when first asked for.
//   - Ranks (ranks.go) are the numbers of one window in order, kept up to date as points enter and leave: medians, percentiles, modes.
//   - A filter (filter.go) is a recursion over all points (a Kalman filter, a counter of edges): its state after the newest point.
//
// # Why nothing here can drift
//
// Sums, also of products, are exact (package exact) and rounded once, in closed formulas, so they are functions of the points in the window alone. What is not
// associative (weighted means) is added up in the order of the pyramid's runs, which are counted from the oldest point kept. So
// pyramids and ranks are only memory: dropping them and making them again from the points gives the same bits.
//
// The state of a filter is not memory. It stands for the points that are gone as well: a counter does not fall when its oldest edge is forgotten.
// Where the points are cut, every filter in use keeps the state it had there; the points and these states are what [Series.Append] writes and
// [Read] reads. A filter nobody asked about since the cut before is given up.
//
// # What was before
//
// A series is kept from when somebody first asks about the cell. What came before may be put in front of it once (recall.go), as if it had been kept from the first of these points.
//
// # Late, early and repeated readings
//
// The past is what the cell showed, in the order in which it showed it. Time does not go back in it: a value that was measured before the newest point counts
// from when that one did, and one from the future counts from when it came. So a late reading is a point of its own, and it is the
// newest. The same value at the same measured time once more is the same reading and adds nothing.
package series
