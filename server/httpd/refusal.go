package httpd

import (
	"context"
	"errors"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"freshet/cells"
)

// statusOf is the HTTP status of a refusal.
func statusOf(code cells.Code) int {
	switch code {
	case cells.NotFound:
		return http.StatusNotFound
	case cells.Forbidden:
		return http.StatusForbidden
	case cells.Unauthentic:
		return http.StatusUnauthorized
	case cells.Conflict:
		return http.StatusConflict
	case cells.TooLarge:
		return http.StatusRequestEntityTooLarge
	case cells.TooMany:
		return http.StatusTooManyRequests
	case cells.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusUnprocessableEntity
}

// refusalOf finds the refusal in an error; false when it is a fault. A request that its client gave up counts as
// a refusal: nobody did anything wrong.
func refusalOf(err error) (*cells.Error, bool) {
	var refusal *cells.Error
	if errors.As(err, &refusal) {
		return refusal, true
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return cells.Refuse(cells.Unavailable, "the request took too long or was given up"), true
	}
	return nil, false
}

// refusalBody is what the API answers when it does not do what was asked.
type refusalBody struct {
	status int
	Detail refusalDetail `json:"error"`
}

// refusalDetail is cells.Error as the API documents it.
type refusalDetail struct {
	Code    string `json:"code" doc:"The kind of refusal." enum:"invalid,syntax,not_found,forbidden,unauthentic,conflict,too_large,too_many,unavailable,fault" example:"syntax"`
	Message string `json:"message" doc:"One sentence for a person." example:"a closing parenthesis is missing"`
	Where   string `json:"where,omitempty" doc:"The cell, key or field at fault." example:"Sheet1!B2"`
	Pos     int    `json:"pos,omitempty" doc:"For syntax: the character of the input, counted from 1." example:"8"`
	Hint    string `json:"hint,omitempty" doc:"What may have been meant." example:"did you mean AVERAGE?"`
}

func bodyOf(e *cells.Error) *refusalBody {
	return &refusalBody{statusOf(e.Code), refusalDetail{string(e.Code), e.Message, e.Where, e.Pos, e.Hint}}
}

// faultBody is what a client is told of a fault: nothing but the id under which the log has it.
func faultBody(request string) *refusalBody {
	return &refusalBody{http.StatusInternalServerError, refusalDetail{Code: "fault", Message: "something went wrong on the server; its log has it as request " + request}}
}

// Error, GetStatus and GetHeaders make an refusalBody an answer of huma's.
func (b *refusalBody) Error() string  { return b.Detail.Message }
func (b *refusalBody) GetStatus() int { return b.status }
func (b *refusalBody) GetHeaders() http.Header {
	h := http.Header{"Cache-Control": {"no-store"}}
	switch b.status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		h.Set("Retry-After", "1")
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="freshet"`)
	}
	return h
}

// refusalResponse describes refusalBody in the OpenAPI document.
func refusalResponse(api huma.API) *huma.Response {
	return &huma.Response{
		Description: "Refused: nothing of the request has taken effect.",
		Content: map[string]*huma.MediaType{"application/json": {
			Schema: api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[refusalBody](), true, "Refusal"),
		}},
	}
}
