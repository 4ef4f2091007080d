//go:build unix

package aof

import (
	"errors"
	"os"
)

// syncDir makes names created, renamed or removed in dir survive a loss of power.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
