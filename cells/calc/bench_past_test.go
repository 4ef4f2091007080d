package calc_test

import (
	"fmt"
	"testing"

	"freshet/cells"
)

// manySensors is a thousand cells, each with a formula over its last 4,000 points, and as many points in each.
func manySensors(b *testing.B, formula string) (c *clocked, batch func()) {
	const n = 1000
	c = newClocked(b)
	c.typed("B1", formula)
	c.do(cells.Fill{Source: at("B1"), Target: at(fmt.Sprintf("B1:B%d", n))})
	k := 0
	batch = func() {
		c.now += 1000
		in := cells.Ingest{Readings: make([]cells.Reading, n)}
		for i := range in.Readings {
			k++
			in.Readings[i] = cells.Reading{Ref: cells.Ref{Sheet: 1, Row: int32(i)}, Value: cells.Num(float64(k*7919%1000) / 10)}
		}
		c.do(in)
	}
	for i := range n {
		in := cells.Ingest{Readings: make([]cells.Reading, 4100)}
		for j := range in.Readings {
			in.Readings[j] = cells.Reading{Ref: cells.Ref{Sheet: 1, Row: int32(i)}, Value: cells.Num(float64((i+j)*7919%1000) / 10), At: start - 4_000_000 + int64(j)*900}
		}
		c.do(in)
	}
	batch()
	b.ResetTimer()
	return c, batch
}

// BenchmarkReadings is what a reading costs where a thousand cells get one in each wave and each has a formula over 4,000 points of its past:
//
//	go test ./cells/calc -run '^$' -bench Readings -benchtime 200x
func BenchmarkReadings(b *testing.B) {
	for _, formula := range []string{`=A1`, `=avg_over(A1,4000)`, `=avg_over(A1,"1h")`, `=stdev_over(A1,4000)`, `=max_over(A1,4000)`, `=rate(A1,"1h")`, `=deriv(A1,"1h")`, `=median_over(A1,4000)`, `=ewma(A1,"1m")`, `=kalman1(A1,1,4)`} {
		b.Run(formula[1:], func(b *testing.B) {
			c, batch := manySensors(b, formula)
			read := c.book.PointsRead()
			for range b.N {
				batch()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/reading")
			b.ReportMetric(float64(c.book.PointsRead()-read)/float64(b.N)/1000, "points/reading")
		})
	}
}
