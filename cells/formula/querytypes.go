package formula

import "freshet/cells/query"

// check holds the operations of a bound query to the types of their operands.
func (t *queryTable) check(q *query.Query) *query.SyntaxError {
	var wrong *query.SyntaxError
	visit := func(e *query.Expr) {
		if e != nil && wrong == nil {
			_, wrong = t.typeOf(e)
		}
	}
	for _, list := range [][]*query.Expr{q.Select, {q.Where}, q.Group, q.Pivot} {
		for _, e := range list {
			visit(e)
		}
	}
	for _, o := range q.Order {
		visit(o.Expr)
	}
	return wrong
}

// typeOf is the type of a bound expression, or what is wrong with it.
func (t *queryTable) typeOf(e *query.Expr) (queryType, *query.SyntaxError) {
	switch e.Op {
	case query.Column:
		return t.types[e.Column], nil
	case query.Literal:
		return queryTypeOf(e.Value), nil
	}
	types := make([]queryType, 0, 2)
	for _, a := range e.Args {
		of, wrong := t.typeOf(a)
		if wrong != nil {
			return 0, wrong
		}
		types = append(types, of)
	}
	return operationType(e, types)
}

// operationType is the type of an operation on operands of types.
func operationType(e *query.Expr, types []queryType) (queryType, *query.SyntaxError) {
	needs := func(what string, allowed ...queryType) *query.SyntaxError {
		for i, of := range types {
			fits := of == queryNothing
			for _, k := range allowed {
				fits = fits || of == k
			}
			if !fits {
				return &query.SyntaxError{At: e.Args[i].At, Message: what + ", and here are " + queryTypeNames[of]}
			}
		}
		return nil
	}
	switch e.Op {
	case query.Count, query.Now, query.Max, query.Min:
		switch e.Op {
		case query.Count:
			return queryNumbers, nil
		case query.Now:
			return queryMoments, nil
		}
		return types[0], nil
	case query.Sum, query.Avg:
		return types[0], needs(e.Op.Name()+" is for columns of numbers", queryNumbers, querySpans)
	case query.Year, query.Month, query.Day, query.Quarter, query.DayOfWeek:
		return queryNumbers, needs(e.Op.Name()+" takes a date", queryMoments)
	case query.Hour, query.Minute, query.Second, query.Millisecond:
		return queryNumbers, needs(e.Op.Name()+" takes a time", queryMoments, querySpans)
	case query.DateDiff:
		return queryNumbers, needs("dateDiff takes two dates", queryMoments)
	case query.ToDate:
		return queryMoments, needs("toDate takes a date or a number of milliseconds", queryMoments, queryNumbers)
	case query.Upper, query.Lower:
		return queryTexts, needs(e.Op.Name()+" takes a text", queryTexts)
	case query.Plus, query.Minus, query.Times, query.Over, query.Modulo:
		return arithmeticType(e.Op, types), needs("arithmetic is for numbers", queryNumbers, queryMoments, querySpans)
	}
	return queryTruths, nil
}

// arithmeticType is the type that the arithmetic of cells makes of two, as near as types can tell.
func arithmeticType(op query.Op, types []queryType) queryType {
	a, b := types[0], types[1]
	switch {
	case op == query.Minus && a == queryMoments && b == queryMoments:
		return querySpans
	case (op == query.Plus || op == query.Minus) && (a == queryMoments || b == queryMoments):
		return queryMoments
	case a == querySpans && (op != query.Over || b != querySpans) || b == querySpans && op != query.Over:
		return querySpans
	}
	return queryNumbers
}
