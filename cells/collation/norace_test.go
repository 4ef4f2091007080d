//go:build !race

package collation_test

const raceEnabled = false
