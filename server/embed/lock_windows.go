package embed

import (
	"os"

	"golang.org/x/sys/windows"
)

// lockOffset lies beyond the text in the file, which others may still read.
const lockOffset = 1 << 20

// tryLock takes the exclusive lock of an open file; taken is true if another
// process has it. The lock goes with the process, however it ends.
func tryLock(f *os.File) (taken bool, err error) {
	err = windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, 1, 0, &windows.Overlapped{Offset: lockOffset})
	if err == windows.ERROR_LOCK_VIOLATION {
		return true, nil
	}
	return false, err
}
