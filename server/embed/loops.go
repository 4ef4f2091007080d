package embed

import (
	"sync/atomic"
	"time"
)

// syncEvery is the promise of EverySec.
const syncEvery = time.Second

// syncState is what the fsync loop tells.
type syncState struct {
	last    atomic.Int64 // when everything written was last safe, Unix nanoseconds
	took    atomic.Int64 // how long the last fsync took, nanoseconds
	delayed atomic.Int64 // how many took longer than syncEvery
}

// syncLoop makes writes safe once a second, and mends faults.
func (s *Server) syncLoop() {
	tick := time.NewTicker(syncEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			s.sync()
			s.mend()
		case <-s.quit:
			return
		}
	}
}

func (s *Server) sync() {
	began := time.Now()
	if s.log.Dirty() {
		if err := s.log.Sync(); err != nil {
			// After a failed fsync nobody can say what the disk has: the kernel
			// may have dropped the pages and call the next one a success.
			s.mu.Lock()
			s.breakDown(err, true)
			s.mu.Unlock()
			return
		}
		took := time.Since(began)
		s.syncs.took.Store(int64(took))
		if took > syncEvery {
			s.syncs.delayed.Add(1)
			s.logger.Warn("the disk is slow: making writes safe took longer than a second", "took", took)
		}
	}
	s.syncs.last.Store(began.UnixNano())
}

// expireBatch is how many keys expire under one hold of the lock.
const expireBatch = 200

// expireLoop deletes keys when their deadline comes.
func (s *Server) expireLoop() {
	for {
		select {
		case <-s.due:
		case <-s.quit:
			return
		}
		s.mu.Lock()
		s.expiryAt = time.Time{}
		if s.fault.err == nil {
			s.engine.ExpireDue(time.Now(), expireBatch)
			s.persist()
		}
		s.settle()
		s.mu.Unlock()
	}
}

// armExpiry sets the timer to the next deadline of a key. It needs s.mu.
func (s *Server) armExpiry() {
	_, at, ok := s.engine.Keys().NextDeadline()
	next := time.UnixMilli(at)
	if !ok || s.closing || !s.expiryAt.IsZero() && !next.Before(s.expiryAt) {
		return
	}
	s.expiryAt = next
	wait := time.Until(next)
	if s.fault.err != nil {
		wait = max(wait, firstPause)
	}
	s.expiry.Reset(max(wait, 0) + time.Millisecond)
}
