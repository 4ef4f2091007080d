package calc

import (
	"runtime"
	"sync/atomic"
	"time"

	"freshet/cells/formula"
)

// How long goroutines of a pool stay awake. To wake a core that sleeps takes as long as a hundred thousand rows of simple arithmetic, so a helper looks about as long as that for the
// next job before it ends, and longer after one that was worth it. What it costs is time only: nothing that is evaluated depends on who does it.
const (
	leastPatience = 150 * time.Microsecond
	mostPatience  = time.Millisecond
	waitPatience  = 100 * time.Microsecond // of who waits for tasks that others have in hand
	slack         = 25 * time.Microsecond  // what is no delay
	mostLate      = 8
)

// pool is goroutines that help with the waves of a book. They come with a job and are gone soon after the last one, so that nobody has to end them.
type pool struct {
	offer    atomic.Pointer[job]
	helpers  atomic.Int32
	patience atomic.Int64 // of helpers
	wanted   time.Time    // when there last was something to do
	late     int          // how many jobs in a row waited for a helper that did not go on
	alone    int          // how many jobs are to be done without help for that reason
}

// worker is the scratch space of one goroutine at a job.
type worker struct {
	sight   sideSight
	fw      formula.Wave
	block   formula.Block
	faulted bool
}

// job is tasks that goroutines do side by side, in any order. Who offers the job works too and waits only for tasks that somebody has in hand, so that
// a helper that comes late holds up nothing.
type job struct {
	tasks   int32
	worth   time.Duration // about how long one core takes
	do      func(w *worker, task int32)
	workers []*worker // of who offers the job, and of helpers
	shares  []share   // one for all, or one for each worker

	done, joined atomic.Int32
	fault        atomic.Pointer[any] // what a task panicked with

	parked   atomic.Bool // who offers sleeps until finished is closed
	finished chan struct{}
}

// newJob makes a job. With apart each worker gets tasks that follow each other, the same ones each time, so that each core goes through memory of its own; else all
// take the first that are left.
func newJob(tasks int, worth time.Duration, apart bool, workers []*worker, do func(*worker, int32)) *job {
	j := &job{tasks: int32(tasks), worth: worth, do: do, workers: workers}
	n := 1
	if apart {
		n = len(workers)
	}
	j.shares = make([]share, n)
	for k := range j.shares {
		j.shares[k].give(int32(k*tasks/n), int32((k+1)*tasks/n))
	}
	return j
}

// expects reports whether it is worth while to have helpers for a job: when it takes long enough to wake one up, or one is awake, or would still be after such a job shortly before. With
// small tasks it is not for a while after helpers were kept from theirs, because other programs had the cores.
func (p *pool) expects(worth, wake time.Duration, small bool) bool {
	now := time.Now()
	soon := now.Sub(p.wanted) < worth+patience(worth)
	p.wanted = now
	if small && p.alone > 0 {
		p.alone--
		return false
	}
	return soon || worth >= wake || p.helpers.Load() > 0
}

// waited notes whether a job of small tasks had to wait long for a helper: longer than its last task can take, and than a quarter of what one had to do oneself.
func (p *pool) waited(long bool) {
	if !long {
		p.late = 0
		return
	}
	p.patience.Store(0)
	p.late = min(p.late+1, mostLate)
	p.alone = 1 << p.late
}

func patience(worth time.Duration) time.Duration {
	return max(leastPatience, min(worth, mostPatience))
}

// run does a job.
func (p *pool) run(j *job) {
	p.patience.Store(int64(patience(j.worth)))
	p.offer.Store(j)
	for missing := int32(len(j.workers)) - 1 - p.helpers.Load(); missing > 0; missing-- {
		p.helpers.Add(1)
		go p.help()
	}
	start := time.Now()
	tasks := j.work(0)
	own := time.Since(start)
	j.wait()
	if len(j.shares) > 1 {
		p.waited(time.Since(start)-own > slack+own/4+own/time.Duration(tasks+1))
	}
	p.offer.Store(nil)
	if f := j.fault.Load(); f != nil {
		panic(*f) // where the wave's own faults are met
	}
}

// help works at jobs as long as there are any. When who offered the last one does not go on, it may be that it waits for this very core.
func (p *pool) help() {
	for {
		var last *job
		for idle := time.Now(); time.Since(idle) < time.Duration(p.patience.Load()); {
			j := p.offer.Load()
			if j != nil && j.join() {
				idle, last = time.Now(), j
			} else if j != nil && j == last && time.Since(idle) > 2*slack {
				break
			}
			p.pause()
		}
		p.helpers.Add(-1)
		if j := p.offer.Load(); j == nil || !j.open() {
			return
		}
		p.helpers.Add(1) // it was offered meanwhile
	}
}

// pause is a moment in which others may run.
func (p *pool) pause() {
	for range 500 {
		if p.offer.Load() != nil {
			break
		}
	}
	runtime.Gosched()
}

// open reports whether a helper finds something to do.
func (j *job) open() bool {
	if int(j.joined.Load()) >= len(j.workers)-1 {
		return false
	}
	for k := range j.shares {
		if !j.shares[k].empty() {
			return true
		}
	}
	return false
}

// join works at the job as a helper, if there is room for one.
func (j *job) join() bool {
	if !j.open() {
		return false
	}
	k := int(j.joined.Add(1))
	if k >= len(j.workers) {
		return false
	}
	j.work(k)
	return true
}

// work does tasks until all are taken, and gives how many it did.
func (j *job) work(k int) int32 {
	own := &j.shares[min(k, len(j.shares)-1)]
	most := int32(max(1, min(4, int(j.tasks)/(8*len(j.workers)))))
	if len(j.shares) > 1 {
		most = 16
	}
	done := int32(0)
	for {
		from, to := own.first(most)
		if from == to {
			if !j.steal(own) {
				break
			}
			continue
		}
		j.take(j.workers[k], from, to)
		done += to - from
	}
	if done > 0 && j.done.Add(done) == j.tasks && j.parked.Load() {
		close(j.finished)
	}
	return done
}

// steal fills a share that is empty from the one with the most left; false when there is nothing left.
func (j *job) steal(own *share) bool {
	for {
		var from *share
		most := int32(0)
		for k := range j.shares {
			if s := &j.shares[k]; s != own && s.left() > most {
				from, most = s, s.left()
			}
		}
		if from == nil {
			return false
		}
		if a, b := from.last(); a < b {
			own.give(a, b)
			return true
		}
	}
}

// take does some tasks. They count as done even when one of them panics.
func (j *job) take(w *worker, from, to int32) {
	defer func() {
		if f := recover(); f != nil {
			j.fault.CompareAndSwap(nil, &f)
		}
	}()
	for task := from; task < to; task++ {
		j.do(w, task)
	}
}

// wait waits for the tasks that helpers have in hand: for a moment awake, as a helper does for a job.
func (j *job) wait() {
	if j.done.Load() == j.tasks {
		return
	}
	for start := time.Now(); time.Since(start) < waitPatience; runtime.Gosched() {
		for range 200 {
			if j.done.Load() == j.tasks {
				return
			}
		}
	}
	j.finished = make(chan struct{})
	j.parked.Store(true)
	if j.done.Load() != j.tasks {
		<-j.finished
	}
}
