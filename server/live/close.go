package live

// Close codes of the wire, one table with web/protocol.ts. A code tells the tab what to do: 40xx come back, 41xx stay
// away, 42xx load the page anew.
const (
	CloseDrain = 1012 // the server ends or restarts: come back

	CloseSlow   = 4000 // the tab did not take what was sent for too long: come back
	CloseSilent = 4001 // nothing was heard of the tab, or no hello came: come back
	CloseFault  = 4002 // something broke here: come back
	CloseBusy   = 4003 // too many sockets, or the book cannot be opened now: come back later

	CloseRevoked   = 4100 // the link that let the tab in was revoked, or there is none: stay away
	CloseForbidden = 4101 // the link does not open this book: stay away
	CloseGone      = 4102 // there is no such book, or no more: stay away
	CloseViolation = 4103 // the tab sent what is no message of the wire: stay away

	CloseProtocol = 4200 // the tab speaks another revision of the wire: load the page anew
)
