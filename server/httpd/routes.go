package httpd

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"freshet/cells"
)

// routes are all addresses of the program.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()

	// Pages
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("POST /books", s.newBook)
	mux.HandleFunc("GET /demo", s.demo)
	mux.HandleFunc("GET /s/{token}", s.open)
	mux.HandleFunc("GET /b/{book}", s.book)
	mux.HandleFunc("POST /b/{book}/forget", s.forget)
	mux.HandleFunc("GET /b/{book}/share", s.share)
	mux.HandleFunc("POST /b/{book}/links", s.shareLink)
	mux.HandleFunc("POST /b/{book}/links/{link}/revoke", s.shareRevoke)
	mux.HandleFunc("POST /b/{book}/delete", s.deleteBook)
	mux.HandleFunc("GET /help", s.help)
	mux.HandleFunc("GET /api", s.apiPage)

	// What pages load
	mux.Handle("GET /assets/", s.assets)
	mux.HandleFunc("GET /favicon.ico", s.favicon)
	mux.HandleFunc("GET /robots.txt", robots)
	mux.Handle("/live", s.live())

	// For operators
	mux.HandleFunc("GET /healthz", healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", s.meters.handler())

	api := s.newAPI(mux)
	s.calls(api)
	tidy(api)
	mux.HandleFunc("/", s.nothing)
	return mux
}

// calls are the JSON API.
func (s *Server) calls(api huma.API) {
	const v, e, o = cells.Viewer, cells.Editor, cells.Owner
	const book = "/api/books/{id}"

	addOpen(s, api, on("create-book", "POST", "/api/books", "Books", "Make a book", "Without a body the book is blank. The links and tokens are told in this answer and never again.", 0, 201, `{"title": "Greenhouse"}`), s.createBook)
	add(s, api, on("get-book", "GET", book, "Books", "What a book is", "Its sheets, names and position. With ?hash=1 also the hash of all values.", v, 0, ""), (*call).describe)
	add(s, api, on("set-book", "PATCH", book, "Books", "Rename a book, or change its zone or locale", "", o, 0, `{"title": "Greenhouse 2"}`), (*call).settings)
	add(s, api, on("delete-book", "DELETE", book, "Books", "Delete a book with its history, for everybody", "", o, 204, ""), (*call).delete)

	add(s, api, on("get-values", "GET", book+"/values/{range}", "Cells", "Read a range", "render=value is for programs, text is what the cells show, input what was typed.", v, 0, ""), (*call).values)
	add(s, api, on("put-values", "PUT", book+"/values/{range}", "Cells", "Write a range", "Strings are read as if typed: \"=A1*2\" is a formula, \"\" empties the cell, null leaves it. A formula that does not parse refuses the whole call.", e, 0, `{"values": [["1", "=A1*2"]]}`), (*call).putValues)
	add(s, api, on("update-values", "POST", book+"/values:batchUpdate", "Cells", "Write several ranges in one wave", "", e, 0, `{"data": [{"range": "A1", "values": [[1]]}, {"range": "C1:C2", "values": [[2], ["=C1+A1"]]}]}`), (*call).batch)
	add(s, api, on("get-cell", "GET", book+"/cells/{ref}", "Cells", "All there is to know of a cell", "Input, value, text, error, precedents, dependents, time and source.", v, 0, ""), (*call).cell)
	add(s, api, putCellOperation(on("put-cell", "PUT", book+"/cells/{ref}", "Cells", "Write one cell", "The body is what a person would type; an empty one empties the cell. With Content-Type: application/json it is a JSON number, string or truth.", e, 0, `21.5`)), (*call).putCell)
	add(s, api, on("get-names", "GET", book+"/names", "Cells", "List the names", "", v, 0, ""), (*call).names)
	add(s, api, on("put-name", "PUT", book+"/names/{name}", "Cells", "Let a name stand for a cell or range", "", e, 0, `{"ref": "Sheet1!C1"}`), (*call).putName)
	add(s, api, on("delete-name", "DELETE", book+"/names/{name}", "Cells", "Forget a name", "Formulas that use it become #NAME?.", e, 0, ""), (*call).dropName)

	add(s, api, on("ingest", "POST", book+"/ingest", "Readings", "Bring readings, in one wave", "Keys are cells or names. A value is a number, a text, a truth, or {\"v\": value, \"at\": time}. Each key is answered for itself: a bad one is reported, the good ones count.", e, 0, `{"C": 4, "D": {"v": 5, "at": "2026-11-22T09:30:00Z"}}`), (*call).ingest)
	add(s, api, historyOperation(api, on("get-history", "GET", book+"/cells/{ref}/history", "Readings", "The history of a cell", "Times and values, oldest first; format=csv for a table.", v, 0, "")), (*call).history)
	add(s, api, on("put-policy", "PUT", book+"/policies/{range}", "Readings", "Say which values are kept as history", "Without a policy a cell keeps its readings and nothing else.", e, 0, `{"log": "changes"}`), (*call).putPolicy)
	add(s, api, on("get-bindings", "GET", book+"/bindings", "Readings", "List the bindings, each with its last message", "", e, 0, ""), (*call).bindings)
	add(s, api, on("put-binding", "PUT", book+"/bindings/{binding}", "Readings", "Bind part of what a topic brings to a cell", "Devices publish to books/<id>/<topic> on the program's broker, with the book's id as the user and an editor token as the password.", e, 0, `{"topic": "greenhouse/+/climate", "path": "temp", "target": "C1"}`), (*call).bind)
	add(s, api, on("delete-binding", "DELETE", book+"/bindings/{binding}", "Readings", "Remove a binding", "", e, 0, ""), (*call).unbind)
	add(s, api, eventsOperation(on("events", "GET", book+"/events", "Readings", "Follow ranges as server-sent events", "snapshot comes first, then change after change. With Last-Event-ID it goes on where it was; after a gap it sends a snapshot. ranges is a list of ranges and names.", v, 0, "")), (*call).events)

	add(s, api, on("get-links", "GET", book+"/links", "Sharing", "List the links", "", o, 0, ""), (*call).links)
	add(s, api, on("create-link", "POST", book+"/links", "Sharing", "Make a link", "Its address and token are told in this answer and never again.", o, 201, `{"role": "viewer", "label": "wall display"}`), (*call).newLink)
	add(s, api, on("delete-link", "DELETE", book+"/links/{link}", "Sharing", "Revoke a link", "Whoever uses it is cut off within a second.", o, 204, ""), (*call).revoke)

	addOpen(s, api, on("get-functions", "GET", "/api/functions", "Functions", "The catalogue of functions", "", 0, 0, ""), s.functionsJSON)
	addOpen(s, api, on("get-templates", "GET", "/api/templates", "Books", "What a book can begin with", "", 0, 0, ""), s.templatesJSON)
}
