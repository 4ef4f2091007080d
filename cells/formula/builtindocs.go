package formula

import "strings"

// builtinCatalogue is the functions that are expr's, as expr writes them, where a spreadsheet has none of that name or another one.
func builtinCatalogue() []Function {
	const docs = `
all(list, predicate)|truth|Tells whether a closure is true for every element.|=all([1,2], # > 0)|TRUE
none(list, predicate)|truth|Tells whether a closure is true for no element.|=none([1,2], # > 5)|TRUE
any(list, predicate)|truth|Tells whether a closure is true for some element.|=any([1,2], # > 1)|TRUE
one(list, predicate)|truth|Tells whether a closure is true for exactly one element.|=one([1,2], # > 1)|TRUE
filter(list, predicate)|list|The elements for which a closure is true. FILTER of a spreadsheet takes an array of conditions instead.|=filter([1,2,3], # > 1)|{2;3}
map(list, predicate)|list|What a closure gives for each element. MAP of a spreadsheet takes a LAMBDA instead.|=map([1,2], # * 2)|{2;4}
count(list, predicate)|number|Counts the elements for which a closure is true. Without a closure it is COUNT.|=count([1,2,3], # > 1)|2
sum(list, predicate)|number|Adds up what a closure gives. Without a closure it is SUM.|=sum([1,2], # * 10)|30
find(list, predicate)|value|The first element for which a closure is true. FIND of a spreadsheet seeks one text in another.|=find([1,5,7], # > 4)|5
findIndex(list, predicate)|number|The place of the first element for which a closure is true, counted from 0.|=findIndex([1,5,7], # > 4)|1
findLast(list, predicate)|value|The last element for which a closure is true.|=findLast([1,5,7], # > 4)|7
findLastIndex(list, predicate)|number|The place of the last element for which a closure is true, counted from 0.|=findLastIndex([1,5,7], # > 4)|2
groupBy(list, predicate)|map|The elements in groups, by what a closure gives.|=groupBy(1..4, # % 2)["1"]|{1;3}
sortBy(list, predicate, [order])|list|The elements sorted by what a closure gives, texts as in a dictionary and in any case; order is "asc" or "desc".|=sortBy([1,-3,2], abs(#))|{1;2;-3}
reduce(list, predicate, [initial])|value|Runs through a list with an accumulator: #acc is what came before. REDUCE of a spreadsheet takes a LAMBDA.|=reduce(1..4, #acc * #)|24
first(list)|value|The first element.|=first([4,5])|4
last(list)|value|The last element.|=last([4,5])|5
take(list, count)|list|The first elements.|=take([1,2,3], 2)|{1;2}
reverse(list)|list|The elements in reverse order.|=reverse([1,2])|{2;1}
uniq(list)|list|The elements without repetitions.|=uniq([1,2,1])|{1;2}
flatten(list)|list|The elements of lists in a list.|=flatten([[1],[2,3]])|{1;2;3}
concat(list, list)|list|Lists one behind the other; of anything else, CONCAT.|=concat([1],[2])|{1;2}
join(list, [glue])|text|The elements as one text.|=join(["a","b"], "-")|a-b
keys(map)|list|The keys of a map in alphabetical order.|=keys({b: 1, a: 2})|{a;b}
values(map)|list|The values of a map in the order of its keys.|=values({b: 1, a: 2})|{2;1}
toPairs(map)|list|A map as a list of pairs.|=toPairs({a: 1})|{a,1}
fromPairs(list)|map|A list of pairs as a map.|=fromPairs([["a",1]]).a|1
get(map, key)|value|The element of a map or list; blank when there is none.|=get([1,2], 1)|2
len(value)|number|How many characters, elements or keys.|=len({a: 1, b: 2})|2
type(value)|text|What a value is: int, float, string, bool, array, map, nil. TYPE of a spreadsheet gives a number.|=type([1])|array
float(value)|number|A value as number.|=float("1.5")|1.5
string(value)|text|A value as text.|=string(1.5)|1.5
ceil(number)|number|Rounds up to a whole number.|=ceil(1.2)|2
trim(text, characters)|text|Takes characters away from both ends. With one argument it is TRIM.|=trim("xax", "x")|a
trimPrefix(text, prefix)|text|Takes a beginning away.|=trimPrefix("v1.2", "v")|1.2
trimSuffix(text, suffix)|text|Takes an end away.|=trimSuffix("a.txt", ".txt")|a
split(text, separator, [count])|list|The parts of a text. SPLIT of a spreadsheet gives a row.|=split("a-b", "-")|{a;b}
splitAfter(text, separator, [count])|list|The parts of a text, with their separators.|=splitAfter("a-b", "-")|{a-;b}
replace(text, old, new)|text|Replaces every occurrence. REPLACE of a spreadsheet has four arguments.|=replace("a.b", ".", "-")|a-b
repeat(text, count)|text|A text repeated.|=repeat("ab", 2)|abab
indexOf(text, part)|number|Where a part stands in a text, counted from 0; -1 for nowhere.|=indexOf("abc", "c")|2
lastIndexOf(text, part)|number|Where a part stands last, counted from 0.|=lastIndexOf("abca", "a")|3
hasPrefix(text, prefix)|truth|Tells whether a text begins so.|=hasPrefix("abc", "ab")|TRUE
hasSuffix(text, suffix)|truth|Tells whether a text ends so.|=hasSuffix("abc", "bc")|TRUE
fromJSON(text)|value|JSON text as lists, maps and values.|=fromJSON("{\"t\": 21.5}").t|21.5
toJSON(value)|text|A value as JSON text.|=toJSON([1,true])|[1,true]
toBase64(text)|text|A text in base64.|=toBase64("abc")|YWJj
fromBase64(text)|text|A text out of base64.|=fromBase64("YWJj")|abc
duration(text)|duration|A duration such as "90s", "5m", "1h30m" or "2d".|=duration("1h30m")|1:30:00
date(text, [layout])|time|A date or time out of text; the layout is Go's. DATE of a spreadsheet has three arguments.|=date("2026-11-22")|2026-11-22
timezone(name)|text|Checks the name of a time zone.|=timezone("Europe/Berlin")|Europe/Berlin
bitnand(first, second)|number|The bits of the first number that the second has not.|=bitnand(7, 2)|5
bitnot(number)|number|All bits turned over, of 64.|=bitnot(0)|-1
bitshl(number, places)|number|Bits moved to the left.|=bitshl(1, 4)|16
bitshr(number, places)|number|Bits moved to the right.|=bitshr(16, 4)|1
bitushr(number, places)|number|Bits moved to the right, zeros coming in.|=bitushr(16, 2)|4`
	var out []Function
	for line := range strings.SplitSeq(strings.TrimSpace(docs), "\n") {
		out = append(out, exprFunction(strings.Split(line, "|")))
	}
	return out
}

// exprFunction makes an entry of "name(args)", returns, summary, example and result.
func exprFunction(part []string) Function {
	name, args, _ := strings.Cut(strings.TrimSuffix(part[0], ")"), "(")
	fn := Function{Name: name, Category: Expr, Returns: part[1], Summary: part[2], Expr: true, Cost: 2, Examples: []Example{{Formula: part[3], Result: part[4]}}}
	for a := range strings.SplitSeq(args, ", ") {
		bare := strings.Trim(a, "[]")
		kind := map[string]ArgKind{"list": KindRange, "predicate": KindExpr, "text": KindText, "number": KindNumber, "count": KindNumber}[bare]
		if kind == "" {
			kind = KindAny
		}
		about := glossary(name, bare, kind)
		if bare == "predicate" {
			about = "a closure: # is the element, #index its place, .name a field of it"
		}
		fn.Args = append(fn.Args, Arg{Name: bare, Kind: kind, Optional: a != bare, Text: about})
	}
	return fn
}
