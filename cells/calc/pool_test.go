package calc

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// done is how often each task of a job was done.
type doneTasks []atomic.Int32

func (d doneTasks) once(t *testing.T, what string) {
	t.Helper()
	for task := range d {
		if n := d[task].Load(); n != 1 {
			t.Fatalf("%s: task %d was done %d times", what, task, n)
		}
	}
}

// TestEveryTaskIsDoneOnce runs jobs of all sizes one after the other, so that helpers come early, late and not at all, and tasks that fail.
func TestEveryTaskIsDoneOnce(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(4, runtime.GOMAXPROCS(0))))
	var p pool
	for round := range 600 {
		tasks, workers, apart := 1+round*7%301, 1+round%5, round%3 > 0
		what := fmt.Sprintf("%d tasks, %d workers, apart %v", tasks, workers, apart)
		done := make(doneTasks, tasks)
		bad := int32(-1)
		if round%11 == 0 {
			bad = int32(tasks / 2)
		}
		var busy atomic.Int32
		scratch := make([]*worker, workers)
		for k := range scratch {
			scratch[k] = new(worker)
		}
		func() {
			defer func() {
				if f := recover(); f != nil != (bad >= 0) || f != nil && f != bad {
					t.Errorf("%s: fault %v", what, f)
				}
			}()
			p.run(newJob(tasks, 0, apart, scratch, func(w *worker, task int32) {
				if w.faulted {
					t.Errorf("%s: two goroutines have one scratch space", what)
				}
				w.faulted = true
				defer func() { w.faulted = false }()
				done[task].Add(1)
				for range round % 4 * 100 {
					busy.Add(1)
				}
				if task == bad {
					panic(bad)
				}
			}))
		}()
		if bad < 0 {
			done.once(t, what)
		}
	}
	for deadline := time.Now().Add(10 * time.Second); p.helpers.Load() > 0; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d helpers look for jobs for ever", p.helpers.Load())
		}
	}
}

// TestWhoOffersDoesAllWhenNobodyHelps holds that the shares of helpers that do not come are done too, and that one's own share comes first, in order.
func TestWhoOffersDoesAllWhenNobodyHelps(t *testing.T) {
	for _, workers := range []int{1, 2, 3, 8} {
		for _, tasks := range []int{1, 2, 7, 100, 977} {
			done := make(doneTasks, tasks)
			var order []int32
			j := newJob(tasks, 0, true, make([]*worker, workers), func(_ *worker, task int32) {
				done[task].Add(1)
				order = append(order, task)
			})
			j.work(0)
			done.once(t, fmt.Sprintf("%d tasks, %d workers", tasks, workers))
			for i := range tasks / workers {
				if order[i] != int32(i) {
					t.Fatalf("%d tasks, %d workers: %v", tasks, workers, order[:i+1])
				}
			}
			if j.wait(); j.open() || j.done.Load() != j.tasks {
				t.Errorf("%d tasks, %d workers: there is something left", tasks, workers)
			}
		}
	}
}

// TestShortJobsWakeNobody holds that a short job is worth a helper only while one is awake, or would be since the job before.
func TestShortJobsWakeNobody(t *testing.T) {
	const short, wake = 100 * time.Microsecond, time.Millisecond
	var p pool
	if p.expects(short, wake, true) {
		t.Error("the first job wakes a helper")
	}
	if !p.expects(time.Hour, 2*time.Hour, true) {
		t.Error("a job soon after the last one wakes no helper")
	}
	p.wanted = time.Now().Add(-time.Hour)
	if p.expects(short, wake, true) {
		t.Error("a job long after the last one wakes a helper")
	}
	p.wanted = time.Now().Add(-time.Hour)
	if !p.expects(wake, wake, true) {
		t.Error("a long job wakes no helper")
	}
	p.wanted = time.Now().Add(-time.Hour)
	p.helpers.Store(1)
	if !p.expects(0, wake, true) {
		t.Error("a helper that is awake gets nothing")
	}
}

// TestHelpersThatAreKeptAwayAreLeftAlone counts the jobs that are done without help after some that had to wait: more and more, until one does not.
func TestHelpersThatAreKeptAwayAreLeftAlone(t *testing.T) {
	var p pool
	alone := func() (n int) {
		for !p.expects(time.Hour, 0, true) {
			n++
		}
		return n
	}
	last := 0
	for range 10 {
		p.waited(true)
		n := alone()
		if n <= last && n < 100 || n > 1000 {
			t.Errorf("%d jobs are done alone after %d", n, last)
		}
		last = n
	}
	p.waited(true)
	if !p.expects(time.Hour, 0, false) {
		t.Error("what takes long does without help too")
	}
	alone()
	p.waited(false)
	if n := alone(); n > 0 {
		t.Errorf("%d jobs are done alone though none waited", n)
	}
	p.waited(true)
	if n := alone(); n != 2 {
		t.Errorf("%d jobs are done alone after one that waited", n)
	}
}
