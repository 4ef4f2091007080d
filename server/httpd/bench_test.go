package httpd_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// benchSite is a server without limits and a book on it; do sends one request, without a network between.
func benchSite(b *testing.B) (newBook, func(method, target, body string) *httptest.ResponseRecorder) {
	b.Helper()
	h := newUnlimited(b)
	var book newBook
	do := func(method, target, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(b.Context(), method, "http://freshet.test"+target, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		if book.ID != "" {
			r.Header.Set("Authorization", "Bearer "+book.Tokens.Owner)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 300 {
			b.Fatalf("%s %s: %d %s", method, target, w.Code, w.Body)
		}
		return w
	}
	if err := json.Unmarshal(do("POST", "/api/books", "{}").Body.Bytes(), &book); err != nil {
		b.Fatal(err)
	}
	return book, do
}

// rows is a JSON list of rows with a number in each cell.
func rows(n, cols int) string {
	var s strings.Builder
	s.WriteByte('[')
	for i := range n {
		if i > 0 {
			s.WriteByte(',')
		}
		s.WriteByte('[')
		for j := range cols {
			if j > 0 {
				s.WriteByte(',')
			}
			fmt.Fprintf(&s, "%d.5", i*cols+j)
		}
		s.WriteByte(']')
	}
	s.WriteByte(']')
	return s.String()
}

func BenchmarkPutCell(b *testing.B) {
	book, do := benchSite(b)
	for i := 0; b.Loop(); i++ {
		do("PUT", path(book, "/cells/A1"), fmt.Sprint(i))
	}
}

func BenchmarkIngest100(b *testing.B) {
	book, do := benchSite(b)
	for i := 0; b.Loop(); i++ {
		var s strings.Builder
		for k := range 100 {
			fmt.Fprintf(&s, `,"A%d":%d`, k+1, i)
		}
		do("POST", path(book, "/ingest"), "{"+s.String()[1:]+"}")
	}
	b.ReportMetric(float64(100*b.N)/b.Elapsed().Seconds(), "readings/s")
}

func BenchmarkPut10000Cells(b *testing.B) {
	book, do := benchSite(b)
	body := `{"values":` + rows(1000, 10) + `}`
	for b.Loop() {
		do("PUT", path(book, "/values/A1:J1000"), body)
	}
	b.ReportMetric(float64(10_000*b.N)/b.Elapsed().Seconds(), "cells/s")
}

func BenchmarkGet10000Cells(b *testing.B) {
	book, do := benchSite(b)
	do("PUT", path(book, "/values/A1:J1000"), `{"values":`+rows(1000, 10)+`}`)
	for _, render := range []string{"value", "text", "input"} {
		b.Run(render, func(b *testing.B) {
			for b.Loop() {
				do(http.MethodGet, path(book, "/values/A1:J1000?render=%s", render), "")
			}
			b.ReportMetric(float64(10_000*b.N)/b.Elapsed().Seconds(), "cells/s")
		})
	}
}

func BenchmarkPages(b *testing.B) {
	_, do := benchSite(b)
	for _, page := range []string{"/", "/help", "/api", "/api/openapi.json", "/assets/css/pages.css"} {
		b.Run(page, func(b *testing.B) {
			for b.Loop() {
				do(http.MethodGet, page, "")
			}
		})
	}
}
