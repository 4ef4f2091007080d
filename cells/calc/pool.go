package calc

import (
	"runtime"
	"sync/atomic"

	"freshet/cells/formula"
)

// How long a goroutine of a pool looks for the next job before it ends, in turns of about a microsecond. To wake a core that sleeps takes as long as fifty
// thousand rows of simple arithmetic, so it stays awake about as long as that after a short job, and longer after one that was worth it.
const (
	fewTurns  = 100
	manyTurns = 1000
)

// pool is goroutines that help with the waves of a book. They come with a job and are gone soon after the last one, so that nobody has to end them.
type pool struct {
	offer   atomic.Pointer[job]
	helpers atomic.Int32
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
	step    int32 // how many tasks one takes at a time
	do      func(w *worker, task int32)
	workers []*worker // of who offers the job, and of helpers

	next, done, joined atomic.Int32
	fault              atomic.Pointer[any] // what a task panicked with

	parked   atomic.Bool // who offers sleeps until finished is closed
	finished chan struct{}
}

// run does a job.
func (p *pool) run(j *job) {
	p.offer.Store(j)
	for missing := int32(len(j.workers)) - 1 - p.helpers.Load(); missing > 0; missing-- {
		p.helpers.Add(1)
		go p.help()
	}
	j.work(j.workers[0])
	j.wait()
	p.offer.Store(nil)
	if f := j.fault.Load(); f != nil {
		panic(*f) // where the wave's own faults are met
	}
}

// help works at jobs as long as there are any.
func (p *pool) help() {
	patience := int32(fewTurns)
	for {
		for turn := int32(0); turn < patience; turn++ {
			if j := p.offer.Load(); j != nil && j.join() {
				patience, turn = max(fewTurns, min(j.tasks, manyTurns)), 0
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

// pause is one turn, in which others may run.
func (p *pool) pause() {
	for range 200 {
		if p.offer.Load() != nil {
			break
		}
	}
	runtime.Gosched()
}

// open reports whether a helper finds something to do.
func (j *job) open() bool {
	return j.next.Load() < j.tasks && int(j.joined.Load()) < len(j.workers)-1
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
	j.work(j.workers[k])
	return true
}

// work does tasks until all are taken.
func (j *job) work(w *worker) {
	for {
		end := j.next.Add(j.step)
		if end-j.step >= j.tasks {
			return
		}
		j.take(w, end-j.step, min(end, j.tasks))
	}
}

// take does some tasks. They count as done even when one of them panics.
func (j *job) take(w *worker, from, to int32) {
	defer func() {
		if f := recover(); f != nil {
			j.fault.CompareAndSwap(nil, &f)
		}
		if j.done.Add(to-from) == j.tasks && j.parked.Load() {
			close(j.finished)
		}
	}()
	for task := from; task < to; task++ {
		j.do(w, task)
	}
}

// wait waits for the tasks that helpers have in hand: for a moment awake, as a helper does for a job.
func (j *job) wait() {
	for range fewTurns {
		for range 200 {
			if j.done.Load() == j.tasks {
				return
			}
		}
		runtime.Gosched()
	}
	j.finished = make(chan struct{})
	j.parked.Store(true)
	if j.done.Load() != j.tasks {
		<-j.finished
	}
}
