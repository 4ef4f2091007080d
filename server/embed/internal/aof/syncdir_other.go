//go:build !unix

package aof

// syncDir does nothing where a directory cannot be synced by itself: names are
// then written with the files.
func syncDir(string) error { return nil }
