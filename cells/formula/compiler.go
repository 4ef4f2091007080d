package formula

import (
	"sync"

	"freshet/cells"
)

// Compiler reads formulas and interns what it reads: equal relative formulas are the same *Template. It is safe for
// concurrent use, and holds a template no longer than somebody uses it.
type Compiler struct {
	mu        sync.Mutex
	templates templateTable
}

// NewCompiler makes a Compiler. One for a process is enough.
func NewCompiler() *Compiler { return &Compiler{templates: newTemplateTable()} }

// Compile reads a formula with its leading "=", as typed in the cell at, in the scope's locale. A formula that does not parse
// is a *cells.Error with Code Syntax (TooLarge for one that is too long), Pos and a Hint where there is one. Unknown names, functions and sheets do
// parse; they evaluate to #NAME? or #REF! and are listed in Template.Unresolved.
func (c *Compiler) Compile(src string, at cells.Ref, s Scope) (*Template, error) {
	return c.read(src, at, s, false)
}

// FromKey reads what Template.Key wrote. The key is taken as it is: names stand for what the key says. Call Rebind when the
// scope may know more than it did.
func (c *Compiler) FromKey(key string, s Scope) (*Template, error) {
	return c.read(key, cells.Ref{Sheet: 1}, s, true)
}
