package formula

// tokenKind is what a token looks like, before its neighbours are known.
type tokenKind uint8

const (
	tEnd tokenKind = iota
	tNumber
	tString
	tWord   // an identifier, keyword, function, local, name, or a column before a colon
	tCell   // a reference to a cell, with its sheet if it has one
	tLine   // $A or $1, or a column or row behind a sheet: one half of A:A or 1:1
	tKeyed  // a reference as a key writes it: «…»
	tError  // #N/A
	tOp     // an operator
	tOpen   // ( [ {
	tClose  // ) ] }
	tComma  // between arguments
	tSemi   // ;
	tColon  // :
	tQuery  // ? alone
	tHash   // #
	tAt     // @
	tDot    // . or ?.
	tRowSep // \ between the columns of an array where the decimal is a comma
	tGone   // merged into the token before
)

// role is what a token is for, once its neighbours are known.
type role uint8

const (
	rNone     role = iota
	rKeyword       // let, if, else, in, not, and, or, matches, contains, startsWith, endsWith
	rConst         // TRUE, FALSE, nil
	rFunction      // a function of the catalogue
	rBuiltin       // a function of expr that stays expr's
	rUnknown       // a function nobody knows
	rLocal         // a local where it is used
	rDeclare       // a local where it is declared
	rName          // a defined name, or one that is not defined
	rField         // behind a dot
	rKey           // the key of a map
	rPointer       // # in a closure, and the word behind it
	rSpill         // # behind a reference
	rAssign        // the = of let
	rPercent       // % behind an operand
	rRangeEnd      // a colon with a computed end
	rKeyColon      // the colon of a map
	rSep           // between arguments
	rRows          // between the rows of an array
	rSequence      // between expressions
	rCall          // ( of a call
	rApply         // ( behind a value: a call of what it is
	rArray         // { or } of an array
	rNegate        // - or + before an operand
	rUnion         // ( around references that are united
)

type token struct {
	kind       tokenKind
	role       role
	start, end int32 // bytes of the source
	body       int32 // where the reference begins behind its sheet; start when it has none
	match      int32 // the other bracket
	index      int32 // into the side table its role calls for
	frame      int32 // the bracket it stands in, -1 at the top
	quoted     bool  // the sheet is in quotes
}

// operandEnds reports whether a value can end with this token, so that what follows is an operator or a postfix.
func (t *token) operandEnds() bool {
	switch t.kind {
	case tNumber, tString, tCell, tLine, tKeyed, tError, tClose:
		return true
	case tWord:
		return t.role != rKeyword
	case tHash:
		return true
	}
	return false
}

// startsOperand reports whether a value can begin with this token.
func (t *token) startsOperand() bool {
	switch t.kind {
	case tNumber, tString, tCell, tLine, tKeyed, tError, tOpen, tHash, tAt:
		return true
	case tWord:
		return t.role != rKeyword
	}
	return false
}
