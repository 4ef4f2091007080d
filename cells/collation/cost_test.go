package collation_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"freshet/cells/collation"
)

// TestCost holds that keys are bounded by what they are said to cost, and that a longer text costs more.
func TestCost(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	texts := oddTexts
	for range 2000 {
		texts = append(texts, randomText(r))
	}
	for _, s := range texts {
		cost := collation.Cost(s)
		if n := len(collation.AppendKey(nil, s)); n > cost || cost < len(s) {
			t.Errorf("%.40q of %d bytes costs %d, its key has %d", s, len(s), cost, n)
		}
		if collation.Cost(s+s) != 2*cost {
			t.Errorf("%.40q costs %d, and %d twice", s, cost, collation.Cost(s+s))
		}
	}
	if s := strings.Repeat("Plain text. ", 50); collation.Cost(s) != len(s) {
		t.Errorf("ASCII of %d bytes costs %d", len(s), collation.Cost(s))
	}
}

func BenchmarkCompare(b *testing.B) {
	for _, x := range []struct{ name, a, b string }{
		{"first", "apple", "pear"}, {"ASCII", "north-east 17", "north-west 17"}, {"case", "Northern Ireland", "NORTHERN IRELANE"}, {"German", "Müller, Jörg", "Müller, Jürgen"}, {"accent", "Müller, Jörg", "Muller, Jörg"}, {"Thai", "เชียงใหม่", "เชียงราย"},
	} {
		b.Run(x.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				collation.Compare(x.a, x.b)
			}
		})
	}
}

func BenchmarkKey(b *testing.B) {
	for _, x := range []struct{ name, s string }{
		{"ASCII", "the quick brown fox jumps over"}, {"German", "Übermäßig große Äpfel im Gärtchen"}, {"Korean", "다람쥐 헌 쳇바퀴에 타고파"}, {"Thai", "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า"}, {"slowest", strings.Repeat("\u0f71", 11)},
	} {
		b.Run(x.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(collation.Cost(x.s)))
			var key []byte
			for b.Loop() {
				key = collation.AppendKey(key[:0], x.s)
			}
		})
	}
}
