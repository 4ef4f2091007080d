package httpd

import (
	"net/http"
	"strings"
)

// fromElsewhere lets pages of other sites use the API with a token of theirs. Cookies never come along: "*" forbids it to
// browsers, and a change without a token must come from our own pages anyway (Server.Authorize).
func fromElsewhere(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			h.ServeHTTP(w, r)
			return
		}
		head := w.Header()
		head.Set("Access-Control-Allow-Origin", "*")
		head.Set("Access-Control-Expose-Headers", "X-Request-Id, Retry-After")
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			head.Set("Access-Control-Allow-Methods", "GET, PUT, POST, PATCH, DELETE")
			head.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID")
			head.Set("Access-Control-Max-Age", "7200")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		h.ServeHTTP(w, r)
	})
}
