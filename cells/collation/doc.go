// Package collation is the order of texts: that of people who look words up, not that of character codes.
//
// # The story
//
// Texts are ordered as the Unicode Collation Algorithm (UTS #10) orders them with the table of no particular language, the root of CLDR: blanks, then punctuation, symbols and
// currencies, then digits, then letters, script after script; Ärger stands beside Arger and before Zebra, é beside e whether it is one character or two. It is the same
// order on every machine, for every reader: no locale has a say in it. Swedish å, German ö and Spanish ñ stand beside the letters that they look like; a book that is read in
// two countries has one order. The table is that of golang.org/x/text/collate (CLDR 23), of which this package is the only user; a test holds a hash of the
// whole order, since a book's values depend on it.
//
// Three decisions are a spreadsheet's:
//
//   - Case never counts. Texts are put into small letters, a character at a time, before anything else; what is equal then is equal ([Equal], [Compare] gives 0), and nothing
//     else is.
//   - What collates alike and is not equal (é in its two spellings, a hyphen that may break a line and one that may not) has the order of its characters: there is always one
//     order, and it is the same one.
//   - Hyphen and apostrophe count as the other punctuation does. Excel leaves them out until nothing else differs, so that "co-op" comes behind "coop" there, and before
//     "coal" here, as in LibreOffice.
//
// # How it is fast
//
// Nearly all texts differ in a letter that has a place of its own in the table: two such letters decide. [Compare] goes through both texts once, and passes over characters that
// are equal eight bytes at a time ([Quick]). For ASCII the places are a table of 128 (ascii.go); for other letters pages that are read from the collator when one of them is
// first asked for, and for Chinese characters their code (letters.go). Whatever depends on its neighbours (accents that stand alone, letters that are two, scripts where
// vowels stand before their consonants) and texts that differ in accents alone are compared by their keys (key.go): strings of bytes whose order is that of the texts. What
// sorts many texts makes the key of each once ([AppendKey]). A letter of ASCII is one byte in it. The keys of texts of letters are put together from what the pages say; the
// collator itself weighs only the rest (weigh.go).
//
// Keys take time, in proportion to a text and its key: [Cost] says how much before it is done, for who keeps a budget.
package collation
