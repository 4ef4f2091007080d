// Package exact adds floating-point numbers without any rounding but the last.
//
// # The story
//
// A spreadsheet adds the same numbers in many ways at once: a total over a column, the total of a part of it, a
// running total, a total that only one changed cell has made stale. Adding in float64 gives every way another last digit, so a total
// kept up to date by differences would drift from one added afresh, two replicas that took other ways would disagree, and inserting a row
// could change a sum. Here the sum is the exact real sum of its terms, rounded once, to the nearest float64 (ties to even). It does not depend on
// order or grouping; a term that was added can be taken away and leaves no trace; partial sums merge.
//
// So SUM is a function of a set of numbers and nothing else, and the engine may compute it by whatever way is
// fastest: partial sums per block, prefix sums, differences.
//
// The representation is a 128-bit fixed-point number with the unit 2^-72, in which nearly everything people count fits (up to 2^35 in
// magnitude, whole bits down to 2^-72), and beside it, made only when needed, a long accumulator over the whole range of
// float64 (Kulisch and Miranker, "The Arithmetic of the Digital Computer", 1986).
package exact
