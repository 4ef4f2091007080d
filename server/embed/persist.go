package embed

import (
	"fmt"
	"time"

	"freshet/server/embed/internal/resp"
)

// fault is the state of not being able to write.
type fault struct {
	err   error
	since time.Time
	// lasting is true if only a restart can end it.
	lasting bool
	retry   time.Time
	pause   time.Duration
}

const (
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

// persist writes the effects of what has just been executed. If that fails, memory
// goes back to what the disk has, and the reply for all that was executed is
// returned: it did not happen. It needs s.mu.
func (s *Server) persist() (failure string) {
	batch := s.engine.Effects()
	if batch == nil {
		return ""
	}
	if err := s.log.Append(batch); err != nil {
		s.engine.Discard()
		s.breakDown(err, false)
		s.rollBack()
		return refusal(err)
	}
	if s.options.Fsync == Always {
		if err := s.log.Sync(); err != nil {
			// Written, but perhaps not for long: whether it happened shows at
			// the next start.
			s.engine.Discard()
			s.breakDown(err, true)
			return refusal(err)
		}
		s.syncs.last.Store(time.Now().UnixNano())
	}
	return ""
}

// settle lets the signals of what was executed go. It needs s.mu.
func (s *Server) settle() {
	s.engine.Settle(s.wake)
	s.armExpiry()
	if !s.rewrite.running && s.log.Size() > max(s.options.CompactAt, 2*s.rewrite.base) {
		signal(s.shrink)
	}
}

func refusal(err error) string {
	return fmt.Sprintf("MISCONF the data file cannot be written (%v), so nothing can be changed; reading goes on", err)
}

// breakDown begins or renews the state of not being able to write. It needs s.mu.
func (s *Server) breakDown(err error, lasting bool) {
	now := time.Now()
	if s.fault.err == nil {
		s.fault = fault{since: now, pause: firstPause}
		s.logger.Error("the embedded store cannot write: every change is refused until it can", "dir", s.dir, "error", err)
	}
	s.fault.err = err
	if lasting {
		s.giveUp(err)
	}
	s.fault.retry = now.Add(s.fault.pause)
	s.fault.pause = min(2*s.fault.pause, lastPause)
	s.engine.Refuse(refusal(err))
}

// rollBack makes memory what the disk has: the change that could not be written
// must not be seen by anybody. It needs s.mu.
func (s *Server) rollBack() {
	s.rewrite.abandoned = s.rewrite.running
	s.engine.Restart()
	if err := s.log.Replay(s.engine.Load); err != nil {
		s.logger.Error("the embedded store could not read its data again: it serves what it could read", "dir", s.dir, "error", err)
		s.giveUp(err)
	}
}

// giveUp makes the fault one that only a restart can end. It needs s.mu.
func (s *Server) giveUp(err error) {
	s.fault.lasting = true
	select {
	case s.failed <- err:
	default: // it is known already
	}
}

// mend tries whether writing works again, when it is time to.
func (s *Server) mend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fault.err == nil || s.fault.lasting || time.Now().Before(s.fault.retry) {
		return
	}
	probe := resp.AppendCommand(nil, "SELECT", "0")
	if err := s.log.Append(probe); err != nil {
		s.breakDown(err, false)
		return
	}
	if err := s.log.Sync(); err != nil {
		s.breakDown(err, true)
		return
	}
	s.logger.Info("the embedded store can write again", "dir", s.dir, "after", time.Since(s.fault.since).Round(time.Second))
	s.fault = fault{}
	s.engine.Refuse("")
}

// Err returns why the store refuses changes, nil if it does not. A full disk is no
// end: reading goes on, and the store tries by itself whether it can write again.
func (s *Server) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault.err
}

// Failed yields the error after which the store will not take changes again until
// it is opened anew: the disk refused to make writes safe, or to give back what was
// written. (A full disk is not one; see Err.)
func (s *Server) Failed() <-chan error { return s.failed }
