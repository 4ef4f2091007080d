package collation_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"freshet/cells/collation"
)

// check compares two texts in every way and says what is not as it should be.
func check(t *testing.T, want int, a, b string) {
	t.Helper()
	got := collation.Compare(a, b)
	if got != want || collation.Compare(b, a) != -want {
		t.Errorf("Compare(%q, %q) = %d, the other way %d, want %d", a, b, got, collation.Compare(b, a), want)
	}
	if collation.Equal(a, b) != (want == 0) {
		t.Errorf("Equal(%q, %q) = %v", a, b, want != 0)
	}
	if quick, ok := collation.Quick(a, b); ok && quick != want {
		t.Errorf("Quick(%q, %q) = %d, want %d", a, b, quick, want)
	}
	if got := collation.EqualFold(a, b); got != strings.EqualFold(a, b) {
		t.Errorf("EqualFold(%q, %q) = %v", a, b, got)
	}
	x, y := string(collation.AppendKey(nil, a)), string(collation.AppendKey(nil, b))
	if by := strings.Compare(x, y); by != want && by != 0 {
		t.Errorf("the keys of %q and %q: %d, want %d", a, b, by, want)
	}
	for _, s := range []string{a, b} {
		if key, ok := collation.AppendPlain([]byte("x"), s); ok && string(key) != "x"+string(collation.AppendKey(nil, s)) || !ok && string(key) != "x" {
			t.Errorf("the plain key of %q is %x, %v", s, key, ok)
		}
	}
	if got := collation.ByKeys(a, b); got != want {
		t.Errorf("ByKeys(%q, %q) = %d, want %d", a, b, got, want)
	}
}

func TestOrderIsTheCollators(t *testing.T) {
	c := rootCollator()
	for _, a := range oddTexts {
		for _, b := range oddTexts {
			if len(a)+len(b) < 400 || a == b {
				check(t, plainly(c, a, b), a, b)
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range few(100_000) {
		a, b := randomText(r), randomText(r)
		if i%2 == 0 {
			before := randomText(r)
			a, b = before+a, before+b
		}
		if i%3 == 0 {
			behind := randomText(r)
			a, b = a+behind, b+behind
		}
		check(t, plainly(c, a, b), a, b)
	}
}

// TestOrderIsTotal sorts odd texts and compares each with all that come behind: were there a circle, one of them would stand wrong.
func TestOrderIsTotal(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	texts := slices.Clone(oddTexts)
	for range few(5000) / 10 {
		texts = append(texts, randomText(r))
	}
	for range 100 { // the same in other letters and spellings
		s := texts[r.IntN(len(texts))]
		texts = append(texts, strings.ToUpper(s), strings.ToTitle(s), s+"\x00", strings.ReplaceAll(s, "\u0301", ""))
	}
	if raceEnabled {
		texts = slices.DeleteFunc(texts, func(s string) bool { return len(s) > 200 })
	}
	slices.SortFunc(texts, collation.Compare)
	for i, a := range texts {
		for _, b := range texts[i:] {
			order := collation.Compare(a, b)
			if order > 0 || collation.Compare(b, a) != -order || (order == 0) != collation.Equal(a, b) {
				t.Fatalf("%q stands before %q: %d and %d, equal %v", a, b, order, collation.Compare(b, a), collation.Equal(a, b))
			}
		}
	}
}

func TestPlainOrder(t *testing.T) {
	for _, list := range []string{
		"Arger Ärger ärgern Argo Zebra",
		"cote coté côte côté coter",
		"1 10 2 9 a A1 b Z",
		"_x -x ,x .x 'x (x) @x &x #x +x $x 0x ax Zx",
		"co-op coal coop",
		"Muller Müller müllerei Mullern",
		"Strase Strasse Straße strassen Strate",
		"Zürich Αθήνα Москва ירושלים دبي とうきょう 東京",
	} {
		words := strings.Fields(list)
		for i, a := range words {
			for _, b := range words[i+1:] {
				if collation.Compare(a, b) >= 0 {
					t.Errorf("%s does not come before %s", a, b)
				}
			}
		}
	}
	for _, equal := range [][2]string{{"Ärger", "äRGER"}, {"", ""}, {"İ", "i"}, {"Σ", "σ"}, {"\xff", "\ufffd"}} {
		check(t, 0, equal[0], equal[1])
	}
	for _, unequal := range [][2]string{{"é", "e\u0301"}, {"ss", "ß"}, {"ı", "i"}, {"ς", "σ"}, {"a", "ａ"}, {"a", "a\x00"}} {
		if collation.Equal(unequal[0], unequal[1]) || collation.Compare(unequal[0], unequal[1]) == 0 {
			t.Errorf("%q and %q are equal", unequal[0], unequal[1])
		}
	}
}

// TestASCII compares all texts of one or two characters of ASCII that have places, and some of the others.
func TestASCII(t *testing.T) {
	c := rootCollator()
	var texts []string
	for _, a := range collation.ASCIIOrder {
		texts = append(texts, string(a))
		for _, b := range collation.ASCIIOrder {
			texts = append(texts, string(a)+string(b))
		}
	}
	slices.SortFunc(texts, c.CompareString)
	step := 1
	if testing.Short() || raceEnabled {
		step = 37
	}
	for i, a := range texts {
		if _, ok := collation.AppendPlain(nil, a); !ok {
			t.Errorf("%q is not plain", a)
		}
		for j := i % step; j < len(texts); j += step {
			if got, ok := collation.Quick(a, texts[j]); !ok || got != sign(i-j) {
				t.Fatalf("%q, %q: %d, %v", a, texts[j], got, ok)
			}
		}
	}
	r := rand.New(rand.NewPCG(5, 6))
	text := func(most int) string {
		b := make([]byte, r.IntN(most))
		for i := range b {
			b[i] = byte(r.IntN(128))
		}
		return string(b)
	}
	for i := range few(100_000) {
		most := 4 + i%30
		before := text(most)
		a, b := before+text(most), before+text(most)
		check(t, plainly(c, a, b), a, b)
	}
}

// TestQuickDoesNotAllocate counts also that these are quick.
func TestQuickDoesNotAllocate(t *testing.T) {
	pairs := [][2]string{
		{"apple", "Apple pie"},
		{"north-east", "north-west"},
		{"Ärger", "Zebra"},
		{"Müller", "Muster"},
		{"Łódź", "Lublin"},
		{"Москва", "Минск"},
		{"中文", "中国"},
		{"été", "étage"},
		{strings.Repeat("a", 1000) + "x", strings.Repeat("a", 1000) + "Y"},
		{strings.Repeat("ä", 1000), strings.Repeat("Ä", 1000)},
	}
	for _, p := range pairs {
		collation.Compare(p[0], p[1])
		if _, ok := collation.Quick(p[0], p[1]); !ok {
			t.Errorf("%.20q and %.20q are not quick", p[0], p[1])
		}
		if n := testing.AllocsPerRun(100, func() { collation.Compare(p[0], p[1]) }); n != 0 {
			t.Errorf("%.20q and %.20q: %v allocations", p[0], p[1], n)
		}
	}
}

func TestCases(t *testing.T) {
	last := rune(unicode.MaxRune + 1)
	if raceEnabled {
		last = 0x20100
	}
	for r := rune(-1); r <= last; r++ {
		if collation.ToLower(r) != unicode.ToLower(r) {
			t.Fatalf("ToLower(%U) = %U", r, collation.ToLower(r))
		}
		x := unicode.SimpleFold(r)
		for _, other := range []rune{x, r + 1, unicode.ToUpper(r)} {
			if a, b := string(r), string(other); collation.EqualFold(a, b) != strings.EqualFold(a, b) {
				t.Fatalf("EqualFold(%U, %U) = %v", r, other, collation.EqualFold(a, b))
			}
		}
	}
}

func TestKeysOfLettersAreTheCollators(t *testing.T) {
	letters := collation.Letters()
	if len(letters) < 30_000 {
		t.Errorf("%d letters", len(letters))
	}
	var some []rune // one of many whose neighbours are like them
	for _, r := range letters {
		if many := r >= 0x3400 && r < 0x9f00 || r >= 0xac00 && r < 0xd7a4 || r >= 0xe000 && r < 0xf900; !many || r%101 == 0 {
			some = append(some, r)
		}
	}
	step := 50
	if testing.Short() || raceEnabled {
		step = 1000
	}
	for i := 0; i < len(some); i += step {
		var b []byte
		for _, r := range some {
			b = append(b, string([]rune{some[i], r})...)
		}
		if s := string(b); !bytes.Equal(collation.AppendKey(nil, s), collation.Weighed(s)) {
			t.Errorf("beside %q letters are others", some[i])
		}
	}
	for _, s := range oddTexts {
		if !bytes.Equal(collation.AppendKey(nil, s), collation.Weighed(s)) {
			t.Errorf("the key of %q is not the collator's", s)
		}
	}
}

func FuzzCompare(f *testing.F) {
	for i, s := range oddTexts {
		f.Add(s, oddTexts[(i+1)%len(oddTexts)], oddTexts[(i*7)%len(oddTexts)])
	}
	c := rootCollator()
	f.Fuzz(func(t *testing.T, a, b, before string) {
		check(t, plainly(c, a, b), a, b)
		check(t, plainly(c, before+a, before+b), before+a, before+b)
		if x := before + a + b; !bytes.Equal(collation.AppendKey(nil, x), collation.Weighed(x)) {
			t.Errorf("the key of %q is not the collator's", x)
		}
	})
}

// TestManyAtOnce compares from several goroutines at a time, which read pages and take memory for keys.
func TestManyAtOnce(t *testing.T) {
	want := slices.Clone(oddTexts)
	slices.SortFunc(want, collation.Compare)
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			got := slices.Clone(oddTexts)
			rand.New(rand.NewPCG(uint64(i), 9)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
			slices.SortFunc(got, collation.Compare)
			if !slices.EqualFunc(got, want, collation.Equal) {
				t.Error("one of several goroutines has another order")
			}
		})
	}
	group.Wait()
}
