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
	mux.HandleFunc("GET /help/{function}", s.function)
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

	addOpen(s, api, on("create-book", "POST /api/books", 0, 201), s.createBook)
	add(s, api, on("get-book", "GET "+book, v, 0), (*call).describe)
	add(s, api, on("set-book", "PATCH "+book, o, 0), (*call).settings)
	add(s, api, on("delete-book", "DELETE "+book, o, 204), (*call).delete)

	add(s, api, on("get-values", "GET "+book+"/values/{range}", v, 0), (*call).values)
	add(s, api, on("put-values", "PUT "+book+"/values/{range}", e, 0), (*call).putValues)
	add(s, api, on("update-values", "POST "+book+"/values:batchUpdate", e, 0), (*call).batch)
	add(s, api, on("get-cell", "GET "+book+"/cells/{ref}", v, 0), (*call).cell)
	add(s, api, putCellOperation(on("put-cell", "PUT "+book+"/cells/{ref}", e, 0)), (*call).putCell)
	add(s, api, on("get-names", "GET "+book+"/names", v, 0), (*call).names)
	add(s, api, on("put-name", "PUT "+book+"/names/{name}", e, 0), (*call).putName)
	add(s, api, on("delete-name", "DELETE "+book+"/names/{name}", e, 0), (*call).dropName)

	add(s, api, on("ingest", "POST "+book+"/ingest", e, 0), (*call).ingest)
	add(s, api, historyOperation(api, on("get-history", "GET "+book+"/cells/{ref}/history", v, 0)), (*call).history)
	add(s, api, on("put-policy", "PUT "+book+"/policies/{range}", e, 0), (*call).putPolicy)
	add(s, api, on("get-bindings", "GET "+book+"/bindings", e, 0), (*call).bindings)
	add(s, api, on("put-binding", "PUT "+book+"/bindings/{binding}", e, 0), (*call).bind)
	add(s, api, on("delete-binding", "DELETE "+book+"/bindings/{binding}", e, 0), (*call).unbind)
	add(s, api, eventsOperation(on("events", "GET "+book+"/events", v, 0)), (*call).events)

	add(s, api, on("get-links", "GET "+book+"/links", o, 0), (*call).links)
	add(s, api, on("create-link", "POST "+book+"/links", o, 201), (*call).newLink)
	add(s, api, on("delete-link", "DELETE "+book+"/links/{link}", o, 204), (*call).revoke)

	addOpen(s, api, on("get-functions", "GET /api/functions", 0, 0), s.functionsJSON)
	addOpen(s, api, on("get-templates", "GET /api/templates", 0, 0), s.templatesJSON)
}
