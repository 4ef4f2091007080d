package httpd

import (
	"context"
	"strings"
	"unicode/utf8"

	"freshet/cells"
)

type linkAnswer struct {
	ID       string     `json:"id"`
	Role     cells.Role `json:"role"`
	Label    string     `json:"label"`
	Created  string     `json:"created" format:"date-time"`
	LastUsed string     `json:"lastUsed,omitempty" format:"date-time" doc:"To the minute; absent when it was never used."`
	Revoked  bool       `json:"revoked,omitempty"`
}

func linkOf(l Link) linkAnswer {
	return linkAnswer{l.ID, l.Role, l.Label, rfc3339(l.Created), rfc3339(l.LastUsed), l.Revoked}
}

type linksOut struct {
	Body struct {
		Links []linkAnswer `json:"links" doc:"Oldest first, revoked ones too."`
	}
}

func (c *call) links(ctx context.Context, _ *onlyID) (*linksOut, error) {
	links, err := c.s.o.Books.Links(ctx, c.Book)
	if err != nil {
		return nil, err
	}
	out := &linksOut{}
	out.Body.Links = []linkAnswer{}
	for _, l := range links {
		out.Body.Links = append(out.Body.Links, linkOf(l))
	}
	return out, nil
}

type newLinkIn struct {
	ID   string `path:"id"`
	Body struct {
		Role  string `json:"role" enum:"viewer,editor,owner"`
		Label string `json:"label,omitempty" doc:"A note for the owners: at most 60 characters." example:"greenhouse sensor"`
	}
}

type newLinkOut struct {
	Body struct {
		linkAnswer
		URL   string `json:"url" doc:"The address to hand out; told here once."`
		Token string `json:"token"`
	}
}

func (c *call) newLink(ctx context.Context, in *newLinkIn) (*newLinkOut, error) {
	link, token, err := c.s.makeLink(ctx, c.Book, in.Body.Role, in.Body.Label)
	if err != nil {
		return nil, err
	}
	out := &newLinkOut{}
	out.Body.linkAnswer, out.Body.Token = linkOf(link), token
	out.Body.URL = c.s.origin(requestOf(ctx)) + "/s/" + token
	return out, nil
}

// makeLink makes a link from what a person or a program wrote.
func (s *Server) makeLink(ctx context.Context, book, role, label string) (Link, string, error) {
	r, err := cells.ParseRole(role)
	if err != nil {
		return Link{}, "", err
	}
	label = strings.Join(strings.Fields(strings.ToValidUTF8(label, "")), " ")
	if n := utf8.RuneCountInString(label); n > 60 {
		return Link{}, "", cells.Refuse(cells.Invalid, "the note has %d characters; 60 are the most", n).At("label")
	}
	return s.o.Books.CreateLink(ctx, book, r, label)
}

// countRevoked is how many of the links are ended.
func countRevoked(links []Link) int {
	n := 0
	for _, l := range links {
		if l.Revoked {
			n++
		}
	}
	return n
}

type revokeIn struct {
	ID   string `path:"id"`
	Link string `path:"link" doc:"The id of the link, not its token."`
}

func (c *call) revoke(ctx context.Context, in *revokeIn) (*struct{}, error) {
	return nil, c.s.o.Books.RevokeLink(ctx, c.Book, in.Link)
}
