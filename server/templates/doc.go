// Package templates holds the books that people can begin with, as the ops that make them. It is pure: a template
// is a value, made of the words of package cells alone.
//
// # The story
//
// A new book has no sheet, and the first that is added gets the id 1. A template says what a book is made of from there, in the order
// of [Template.Ops], all in one entry of the book's log: sheets, names, cells, formats, widths, what is kept as
// history, and the bindings through which readings come.
//
// [Weather] is the book of the first start; the simulator publishes what its bindings take. [Fleet] waits for devices of the
// user's and says how to send a first reading. [Budget] has nothing to do with devices.
package templates
