package httpd

import "net/http"

// secure sets the headers that tell browsers what our pages never do, so that injected text can do nothing with them either.
func (s *Server) secure(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", s.policy(r))
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("X-Frame-Options", "SAMEORIGIN")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
		if s.secureTransport(r) { // elsewhere browsers complain of it; whether a host is TLS only is for its operator to say
			head.Set("Cross-Origin-Opener-Policy", "same-origin")
		}
		h.ServeHTTP(w, r)
	})
}

// policy is the content security policy. Styles may be inline because CodeMirror makes its own; scripts may not. The websocket's own
// origin is named beside 'self', which older browsers do not extend to ws.
func (s *Server) policy(r *http.Request) string {
	ws := "ws://"
	if s.secureTransport(r) {
		ws = "wss://"
	}
	return "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; " +
		"connect-src 'self' " + ws + safeHost(s.host(r)) + "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
}

// safeHost is the host of the request if it is made of characters hosts have, so that none can end the policy; else nothing matches it.
func safeHost(host string) string {
	for i := range len(host) {
		c := host[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == ':' || c == '[' || c == ']') {
			return "invalid.invalid"
		}
	}
	return host
}

// secureTransport reports whether the browser came over TLS.
func (s *Server) secureTransport(r *http.Request) bool {
	return r.TLS != nil || s.o.Behind && r.Header.Get("X-Forwarded-Proto") == "https"
}

// host is the host the browser asked for.
func (s *Server) host(r *http.Request) string {
	if s.o.Behind {
		if h := r.Header.Get("X-Forwarded-Host"); h != "" {
			return h
		}
	}
	return r.Host
}

// origin is "https://host" as the browser sees this server.
func (s *Server) origin(r *http.Request) string {
	if s.secureTransport(r) {
		return "https://" + s.host(r)
	}
	return "http://" + s.host(r)
}
