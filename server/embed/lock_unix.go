//go:build unix

package embed

import (
	"os"
	"syscall"
)

// tryLock takes the exclusive lock of an open file; taken is true if another
// process has it. The lock goes with the process, however it ends.
func tryLock(f *os.File) (taken bool, err error) {
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == syscall.EWOULDBLOCK {
		return true, nil
	}
	return false, err
}
