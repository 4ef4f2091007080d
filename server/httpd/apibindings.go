package httpd

import (
	"context"
	"slices"

	"freshet/cells"
)

type bindingBody struct {
	Source string `json:"source,omitempty" doc:"Which feed; mqtt is the program's own broker, and the default." example:"mqtt"`
	Topic  string `json:"topic" doc:"An MQTT topic filter; + and # are allowed." example:"greenhouse/+/climate"`
	Path   string `json:"path,omitempty" doc:"Where in a JSON payload the value is, as GJSON writes it; the whole payload when absent." example:"sensors.0.temp"`
	Target string `json:"target" doc:"The cell, or the name of one." example:"Sheet1!C1"`
	Scale  string `json:"scale,omitempty" doc:"A factor." example:"0.1"`
}

type payloadAnswer struct {
	Time  string `json:"time" format:"date-time"`
	Topic string `json:"topic"`
	Text  string `json:"text"`
	Error string `json:"error,omitempty" doc:"Why the message could not be used."`
}

type bindingAnswer struct {
	ID string `json:"id"`
	bindingBody
	Last *payloadAnswer `json:"last,omitempty" doc:"The newest message that reached it since the server started."`
}

type bindingsOut struct {
	Body struct {
		Version  uint64          `json:"version"`
		Bindings []bindingAnswer `json:"bindings"`
	}
}

func (c *call) bindings(ctx context.Context, _ *onlyID) (*bindingsOut, error) {
	out := &bindingsOut{}
	out.Body.Bindings = []bindingAnswer{}
	err := c.book.View(ctx, func(v cells.View) error {
		out.Body.Version = v.Position().Version
		for _, b := range v.Info().Bindings {
			out.Body.Bindings = append(out.Body.Bindings, bindingAnswer{ID: b.ID, bindingBody: bindingBody{b.Source, b.Topic, b.Path, spell(v, b.Target.Range()), b.Scale}})
		}
		return nil
	})
	if err != nil || c.s.o.Payloads == nil {
		return out, err
	}
	for i, b := range out.Body.Bindings {
		if last, ok := c.s.o.Payloads.Last(c.Book, b.ID); ok {
			out.Body.Bindings[i].Last = &payloadAnswer{rfc3339(last.At), last.Topic, last.Text, last.Error}
		}
	}
	return out, nil
}

type bindIn struct {
	ID      string `path:"id"`
	Binding string `path:"binding" doc:"An id of your own: 1–64 letters, digits, - and _." example:"bed-1"`
	Body    bindingBody
}

func (c *call) bind(ctx context.Context, in *bindIn) (*versionOut, error) {
	b := in.Body
	switch {
	case b.Topic == "":
		return nil, cells.Refuse(cells.Invalid, "give the topic filter").At("topic")
	case b.Target == "":
		return nil, cells.Refuse(cells.Invalid, "give the cell the value goes to").At("target")
	case b.Source == "":
		b.Source = "mqtt"
	}
	var ref cells.Ref
	err := c.book.View(ctx, func(v cells.View) error {
		var refused *cells.Error
		if ref, refused = single(v, b.Target); refused != nil {
			return refused.At("target")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	binding := cells.Binding{ID: in.Binding, Source: b.Source, Topic: b.Topic, Path: b.Path, Target: ref, Scale: b.Scale}
	if check := c.s.o.CheckBinding; check != nil {
		if refused := check(binding); refused != nil {
			return nil, refused
		}
	}
	ch, err := c.update(ctx, cells.Ops{cells.Bind{Binding: binding}})
	if err != nil {
		return nil, err
	}
	return versionOf(ch), nil
}

type unbindIn struct {
	ID      string `path:"id"`
	Binding string `path:"binding"`
}

func (c *call) unbind(ctx context.Context, in *unbindIn) (*versionOut, error) {
	err := c.book.View(ctx, func(v cells.View) error {
		if !slices.ContainsFunc(v.Info().Bindings, func(b cells.Binding) bool { return b.ID == in.Binding }) {
			return cells.Refuse(cells.NotFound, "the book has no binding %q", clipped(in.Binding))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	ch, err := c.update(ctx, cells.Ops{cells.Unbind{ID: in.Binding}})
	if err != nil {
		return nil, err
	}
	return versionOf(ch), nil
}
