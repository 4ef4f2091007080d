// Package live is the websocket side of an open book: every tab that has it open on this server, told of what it sees.
//
// # The story
//
// A [Hub] serves /live. Each socket is one tab (client); the tabs of a book share a room, and the room watches the book. Entries applied
// to the book only mark where it differs (dirt). At most once a frame time the room flushes: inside one View it reads the dirty cells
// of every distinct view, writes them once as a binary frame (frame.go has its layout), and hands it to all tabs with that view.
// So what a tab gets is always of one version, latest values win, and the cost follows what changed and is seen.
//
// A tab asks for whole tiles and is told exactly what it does not hold: the part of its view that is new to it as complete areas,
// the rest as deltas. What moves rows or columns is told as shifts; these, another locale and another name of a sheet change how inputs are
// spelled everywhere, and all that is seen is told anew.
//
// A tab that comes for the first time knows no sheet: its hello asks for the tiles of the sheet the book begins with, and the room's first bundle brings
// them, so the first cells cost one exchange.
//
// Time is not the room's concern: the store lets it pass in every open book.
//
// What a tab need not see it asks for (ask.go): figures over a range, where Ctrl+arrow leads, cells for the clipboard, what is wrong with a formula while it
// is being typed, and which array covers a cell.
//
// Nobody waits for a slow tab. Its queue takes two bundles; while it is full the room only adds to what the tab is owed, and once it has
// room again one frame of the latest values catches it up. What answers a tab's own requests is queued in another way: when too much
// of that waits, the tab's own requests do. A tab that takes nothing for ten seconds is closed and may come back.
//
// A tab that comes back names the position it holds. If the room remembers the changes since, they are all it gets; else it
// begins anew. Its edits carry numbers, and the engine applies each number once, so it sends again whatever was not acknowledged. An
// edit also names the version whose rows and columns it speaks of; if lines came or went since, it is moved to the cells its author meant,
// as far back as the room remembers.
// An edit that cannot be done at the moment holds up those after it, or they would make it look like a repetition. What was
// refused for good is refused again as long as the room remembers it; after that, it is acknowledged without effect if a later edit of the
// tab took effect meanwhile, and its author sees the old value.
//
// # Where this departs from the plan
//
//   - A view consists of tiles of 32 rows and 8 columns, and snapshots are of the tiles a tab lacks, not of its viewport: scrolling costs
//     what comes into sight.
//   - Runs of one cell are used instead of (id, number) pairs: 24 bytes for a lone number, 8 and a share of 16 in a column.
//   - Texts, errors, inputs and formats stand in one JSON table at the end of a frame: JSON.parse makes strings faster than anything
//     a page can do byte by byte.
//   - A tab that is behind is owed the union of what it missed rather than a snapshot: the same for the reader, and fewer bytes.
//   - Who may be here is asked again every half minute, since the news that a link was revoked can get lost between servers.
package live
