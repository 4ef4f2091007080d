// Command bench measures Freshet and prints what it saw, each figure with what it was counted over.
//
//	go run ./server/bench                 every section
//	go run ./server/bench latency wire    these
//	go run ./server/bench -list           what there is
//
// # The story
//
// The sections that speak of people and devices build the program, start it with an empty data folder, and talk to it as a
// browser (a websocket) and a device (MQTT) would: latency, readings, wire. The sections that speak of one room
// call that room: commits and load the store on the embedded Redis, fill and engine the calculation. The section open goes the whole way
// of a book of a million formulas, from the files that a killed program left to cells on the screen of a Chromium, where there is one.
//
// Times on a shared machine move by a third from run to run; so wherever there is something to compare with, the
// reference runs beside ours, turn by turn, and the table gives the ratio of the medians. The engine section has a plain Go loop
// that does the same arithmetic over slices, which is the limit of what is possible, and, where npm is at hand (and -hyperformula is not false),
// HyperFormula in a temporary folder: each workload in a process of its own, which is ended after -patience.
package main
