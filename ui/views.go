package ui

// Frame is what every page needs.
type Frame struct {
	Title  string // before " · Freshet" in the tab
	Assets string // the path under which the assets lie, without a slash at its end: "/assets/@1f3a"

	Modules []string // below Assets: what the page's script imports
}

// BookCard is a book this browser knows.
type BookCard struct {
	ID    string
	Title string
	Role  string // "owner", "editor", "viewer"
	Gone  bool   // its link was revoked or the book is deleted: it can only be forgotten
}

// TemplateCard is a kind of new book.
type TemplateCard struct {
	ID, Title, Summary string
}

// HomeView is the front page.
type HomeView struct {
	Frame
	Books     []BookCard
	Templates []TemplateCard // the first is chosen
	Demo      string         // the title of the demonstration book; "" when there is none
	Problem   string         // why a book could not be made
	TypedName string         // the title that was typed then
}

// BookView is the frame of an open book.
type BookView struct {
	Frame
	ID     string
	Name   string // the book's title
	Role   string
	Socket string // the path of the websocket
	NoMQTT bool   // the program has no MQTT broker
	API    string // the path of the book's API: "/api/books/<id>"
	Owner  bool
	Editor bool // may change cells
}

// LinkRow is one link in the share dialog.
type LinkRow struct {
	ID      string
	Role    string
	Label   string
	Created string // "22 Nov 2026"
	Used    string // "used 5 minutes ago", "not used yet"
	URL     string // the whole link, where this browser knows it; else ""
	Yours   bool   // the link this browser came by
	Fresh   bool   // made just now
}

// ShareView is the content of the share dialog.
type ShareView struct {
	Frame
	Book    string
	Name    string
	Links   []LinkRow
	Revoked int    // how many links are revoked and not shown
	Problem string // why the last wish was refused
}

// Argument is one argument of a function on the help page.
type Argument struct {
	Name, Kind, Text   string
	Optional, Variadic bool
}

// Example is a formula and what it shows.
type Example struct {
	Formula, Result, Setup string
}

// FunctionCard is one function on the help page.
type FunctionCard struct {
	Name      string
	Aliases   []string // other names of it
	Signature string   // "SUM(value, …)"
	Summary   string
	Text      string
	Returns   string
	Args      []Argument
	Examples  []Example
	Volatile  bool
}

// FunctionGroup is a category of functions.
type FunctionGroup struct {
	ID, Name  string
	Functions []FunctionCard
}

// FunctionView is the page of one function, with its neighbours.
type FunctionView struct {
	Frame
	Function FunctionCard
	Group    FunctionGroup
}

// HelpView is the help page: how to type formulas, and every function.
type HelpView struct {
	Frame
	Groups []FunctionGroup
	Count  int
}

// Call is one call of the JSON API.
type Call struct {
	ID, Method, Path, Summary, Text, Needs string
	Example                                string // a curl command
}

// CallGroup is the calls of one subject.
type CallGroup struct {
	Name  string
	Calls []Call
}

// ReferenceView is the page of the JSON API.
type ReferenceView struct {
	Frame
	Origin string // "https://host"
	Groups []CallGroup
}

// MessageView is a page that says one thing: not found, revoked, a fault.
type MessageView struct {
	Frame
	Heading string
	Text    string
	Request string // the id of the request, for whoever looks into the log; "" to leave it out
}
