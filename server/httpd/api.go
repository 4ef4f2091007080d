package httpd

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"freshet/cells"
)

// call is one authorised call on an open book.
type call struct {
	Session
	s    *Server
	book Book
}

type (
	sessionKey struct{}
	httpKey    struct{}
)

// requestOf is the HTTP request behind a call.
func requestOf(ctx context.Context) *http.Request {
	r, _ := ctx.Value(httpKey{}).(*http.Request)
	return r
}

// newAPI makes the JSON API on a mux. Its document is at /api/openapi.json.
func (s *Server) newAPI(mux *http.ServeMux) huma.API {
	// curl -d says application/x-www-form-urlencoded whatever it sends; devices say text/plain. All of it is read as JSON.
	lenient := map[string]huma.Format{}
	for _, kind := range []string{"application/json", "json", "application/x-www-form-urlencoded", "text/plain"} {
		lenient[kind] = huma.DefaultJSONFormat
	}
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Freshet", Version: s.o.Version,
				Description: "Live spreadsheets. A link's token is the key to one book: `Authorization: Bearer <token>`. What is refused has the shape {\"error\": {…}} and has taken no effect.",
				License:     &huma.License{Name: "MIT", Identifier: "MIT"},
			},
			Components: &huma.Components{
				Schemas:         huma.NewMapRegistry("#/components/schemas/", schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "The token of a link: what follows /s/ in it."}},
			},
		},
		OpenAPIPath:   "/api/openapi",
		Formats:       lenient,
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{s.reshape},
	}
	return humago.New(mux, config)
}

// tidy takes the shapes of huma's own errors out of the document: reshape never lets one out.
func tidy(api huma.API) {
	shapes := api.OpenAPI().Components.Schemas.Map()
	delete(shapes, "ErrorModel")
	delete(shapes, "ErrorDetail")
}

// reshape turns the errors huma itself finds into the one shape of this API.
func (s *Server) reshape(ctx huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	ctx.SetHeader("Content-Type", "application/json")
	e := cells.Refuse(cells.Invalid, "%s", m.Detail)
	if len(m.Errors) > 0 {
		e.Message = strings.TrimPrefix(m.Errors[0].Message, "json: ")
		e.Where = strings.TrimPrefix(m.Errors[0].Location, "body.")
		if e.Where == "body" && m.Status != http.StatusRequestTimeout {
			e.Message = "the body is not the JSON this call takes: " + e.Message
		}
	}
	switch {
	case m.Status == http.StatusRequestEntityTooLarge:
		e = s.tooLong()
	case m.Status == http.StatusRequestTimeout:
		e = cells.Refuse(cells.Unavailable, "the request took too long to arrive")
	case m.Status >= 500:
		return faultBody(requestID(ctx.Context())), nil
	}
	body := bodyOf(e)
	body.status = m.Status
	return body, nil
}

// schemaName names the types of this package in the document: "cellAnswer" is CellAnswer.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	return strings.ToUpper(name[:1]) + name[1:]
}

// operation is one call: where, for whom, and in what words.
type operation struct {
	id, method, path string
	needs            cells.Role // NoRole: open to everybody
	status           int        // of success; 0: 200
	words

	responses map[string]*huma.Response // instead of what the Go types say
	request   *huma.RequestBody         // the same
}

// on is an operation in the order of a line of routes.go: id, "METHOD /path", role, status.
func on(id, route string, needs cells.Role, status int) operation {
	method, path, _ := strings.Cut(route, " ")
	return operation{id: id, method: method, path: path, needs: needs, status: status, words: wordsOf()[id]}
}

func (o operation) huma(s *Server, api huma.API) huma.Operation {
	op := huma.Operation{
		OperationID: o.id, Method: o.method, Path: o.path, Tags: []string{o.group}, Summary: o.summary, Description: o.text,
		DefaultStatus: o.status, MaxBodyBytes: s.o.Limits.Body, BodyReadTimeout: 30 * time.Second, SkipValidateBody: true,
		Responses: map[string]*huma.Response{"default": refusalResponse(api)},
	}
	if o.request != nil {
		op.RequestBody = &huma.RequestBody{}
	}
	maps.Copy(op.Responses, o.responses)
	if o.needs == cells.NoRole {
		op.Middlewares = huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
			r, _ := humago.Unwrap(ctx)
			next(huma.WithValue(ctx, httpKey{}, r))
		}}
		return op
	}
	op.Security = []map[string][]string{{"token": {}}}
	op.Description = strings.TrimSpace(op.Description + "\n\nNeeds the role " + o.needs.String() + ".")
	op.Middlewares = huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		session, err := s.Authorize(r, ctx.Param("id"))
		if err == nil && !session.Role.Allows(o.needs) {
			err = cells.Refuse(cells.Forbidden, "this needs the role %s; the link you hold gives %s", o.needs, session.Role)
		}
		if err != nil {
			s.fail(w, r, s.answerTo(r.Context(), err))
			return
		}
		next(huma.WithValue(huma.WithValue(ctx, httpKey{}, r), sessionKey{}, session))
	}}
	return op
}

// add makes a call on a book. handle gets the open book and what was asked; its error is told in the API's shape.
func add[I, O any](s *Server, api huma.API, o operation, handle func(*call, context.Context, *I) (*O, error)) {
	s.reference.document(o)
	op := o.huma(s, api)
	defer func() {
		if o.request != nil { // huma has by now written its own over it, which demands a body
			*op.RequestBody = *o.request
		}
	}()
	huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
		session, _ := ctx.Value(sessionKey{}).(Session)
		book, err := s.o.Books.Book(ctx, session.Book)
		if err != nil {
			return nil, s.answerTo(ctx, err)
		}
		defer book.Release()
		out, err := handle(&call{session, s, book}, ctx, in)
		if err != nil {
			return nil, s.answerTo(ctx, err)
		}
		return out, nil
	})
}

// addOpen makes a call that is on no book.
func addOpen[I, O any](s *Server, api huma.API, o operation, handle func(context.Context, *I) (*O, error)) {
	s.reference.document(o)
	huma.Register(api, o.huma(s, api), func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, s.answerTo(ctx, err)
		}
		return out, nil
	})
}

// answerTo is what a caller is told of an error. A fault is logged here, once.
func (s *Server) answerTo(ctx context.Context, err error) *refusalBody {
	if refusal, ok := refusalOf(err); ok {
		return bodyOf(refusal)
	}
	s.log.ErrorContext(ctx, "fault", "id", requestID(ctx), "error", err)
	return faultBody(requestID(ctx))
}

// fail answers a request outside huma with an error: as JSON below /api, as a page elsewhere.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, b *refusalBody) {
	maps.Copy(w.Header(), b.GetHeaders())
	if !strings.HasPrefix(r.URL.Path, "/api/") && r.URL.Path != "/live" {
		s.failPage(w, r, b)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(b.status)
	_ = json.NewEncoder(w).Encode(b)
}

// update asks for ops in one wave.
func (c *call) update(ctx context.Context, ops cells.Ops) (*cells.Changes, error) {
	for _, op := range ops {
		if need := op.Needs(); !c.Role.Allows(need) {
			return nil, cells.Refuse(cells.Forbidden, "this needs the role %s; the link you hold gives %s", need, c.Role)
		}
	}
	return c.book.Update(ctx, cells.Request{Actor: c.Actor, Ops: ops})
}
