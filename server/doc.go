// Command server is Freshet: a spreadsheet that is alive.
//
// Run without arguments it opens a durable store in the folder .freshet, an MQTT broker, and pages at
// http://127.0.0.1:8080, with a book that is already ticking. Everything else is a flag; see server -help.
//
// This package only wires: it reads the flags (flags.go), opens the store (store.go), joins the rooms to it (wire.go),
// makes the first book (demo.go), says what is open (main.go), and at a signal drains and closes in the opposite order.
package main
