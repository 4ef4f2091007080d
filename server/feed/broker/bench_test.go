package broker_test

import (
	"fmt"
	"sync"
	"testing"

	"freshet/cells"
	"freshet/server/feed"
	"freshet/server/feed/broker"
)

// BenchmarkPublish measures readings from bare connections until all are acknowledged; the book commits at once.
func BenchmarkPublish(b *testing.B) {
	for _, connections := range []int{1, 8} {
		b.Run(fmt.Sprintf("qos1/connections=%d", connections), func(b *testing.B) {
			bed := run(b, broker.Options{}, feed.Options{})
			links := make([]*wire, connections)
			for i := range links {
				links[i] = newWire(b, bed.broker.Addr().String())
				links[i].connect(fmt.Sprint(i), "one", "one_editor-secret", "", "")
			}
			packet := publishPacket(1, false, 1, "books/one/cells/A1", "21.5")
			b.ResetTimer()
			var all sync.WaitGroup
			for _, link := range links {
				n := b.N / connections
				all.Go(func() {
					for range n {
						if _, err := link.Write(packet); err != nil {
							b.Error(err)
							return
						}
					}
				})
				all.Go(func() {
					for range n {
						if _, err := link.read(); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "readings/s")
		})
	}
}

// BenchmarkCommitted is the same with a real book on the embedded store: each reading is committed, calculated with, and history.
func BenchmarkCommitted(b *testing.B) {
	const connections = 8
	h := openHouse(b, typed(0, 1, "=SUM(A1:A8)"))
	links := make([]*wire, connections)
	for i := range links {
		links[i] = newWire(b, h.broker.Addr().String())
		links[i].connect(fmt.Sprint(i), h.made.ID, h.made.Tokens[cells.Editor], "", "")
	}
	b.ResetTimer()
	var all sync.WaitGroup
	for i, link := range links {
		n := b.N / connections
		all.Go(func() {
			for k := range n {
				if _, err := link.Write(publishPacket(1, false, 1, fmt.Sprintf("books/%s/cells/A%d", h.made.ID, i+1), fmt.Sprint(k))); err != nil {
					b.Error(err)
					return
				}
			}
		})
		all.Go(func() {
			for range n {
				if _, err := link.read(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "readings/s")
	s := h.intake.Stats()
	b.ReportMetric(float64(s.Readings)/float64(s.Batches), "readings/commit")
}
