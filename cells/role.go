package cells

import "fmt"

// Role is what a link or token lets its holder do with a book.
type Role uint8

// The roles; each may do what those below it may.
const (
	NoRole Role = 0
	Viewer Role = 1 // see values, inputs, history
	Editor Role = 2 // and change cells, names, bindings; push readings
	Owner  Role = 3 // and share, revoke, rename, delete the book
)

// String is the role's name in lower case.
func (r Role) String() string {
	switch r {
	case Viewer:
		return "viewer"
	case Editor:
		return "editor"
	case Owner:
		return "owner"
	}
	return "none"
}

// Allows reports whether the role is at least the needed one.
func (r Role) Allows(need Role) bool { return r >= need }

// ParseRole reads a role's name.
func ParseRole(s string) (Role, error) {
	for _, r := range []Role{Viewer, Editor, Owner} {
		if r.String() == s {
			return r, nil
		}
	}
	return NoRole, Refuse(Invalid, "there is no role %q: say viewer, editor or owner", s)
}

// MarshalText writes the role's name.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the role's name.
func (r *Role) UnmarshalText(b []byte) error {
	p, err := ParseRole(string(b))
	if err != nil {
		return fmt.Errorf("role: %w", err)
	}
	*r = p
	return nil
}
