package store_test

import (
	"strings"
	"testing"

	"freshet/cells/store"
)

// A message of the bus is whatever somebody published: it is understood whole or not at all.
func FuzzNews(f *testing.F) {
	for _, s := range []string{"gone", "log 1 1 w 1\n{}", "log 3 2 w 9\na\nb", "log 3 2 w 9", "log 0 1 w 1", "log -1 1 w 1", "log 18446744073709551615 9 w 1", "", "\n", "log 1 2 w 1\n{}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		first, last, records, err := store.ReadNews(s)
		if err != nil && (first != 0 || last != 0 || records != 0) {
			t.Fatalf("%q: %v, and yet %d to %d", s, err, first, last)
		}
		if last != 0 && (first == 0 || last < first) {
			t.Fatalf("%q: from %d to %d", s, first, last)
		}
		if records > 0 && uint64(records) != last-first+1 {
			t.Fatalf("%q: %d records from %d to %d", s, records, first, last)
		}
	})
}

// A meta hash that another program has written to is damaged or right, never half believed.
func FuzzMeta(f *testing.F) {
	f.Add("epoch=e,rev=1/amd64,head=3,at=5,eff=0,lead=0,lag=0,ckpt=0,cksum=18446744073709551615,ckparts=0")
	f.Add("epoch=e,rev=1/amd64,head=3,at=5,eff=4,lead=0,lag=0,ckpt=9,cksum=0,ckparts=0")
	f.Add("epoch=,head=x")
	f.Fuzz(func(t *testing.T, s string) {
		hash := map[string]string{}
		for pair := range strings.SplitSeq(s, ",") {
			k, v, _ := strings.Cut(pair, "=")
			hash[k] = v
		}
		exists, err := store.ReadMeta(hash)
		if exists && (err != nil || hash["epoch"] == "" || hash["rev"] == "") {
			t.Fatalf("%q is believed: %v", s, err)
		}
		if !exists && err == nil {
			t.Fatalf("%q is taken for no book", s)
		}
	})
}

// A record of the log is an entry or a fault.
func FuzzEntry(f *testing.F) {
	f.Add(`{"at":1,"rnd":2,"rev":"1/amd64","by":"p1","ops":[{"op":"tick"}]}`)
	f.Add(`{"at":1,"ops":[{"op":"set","range":{"sheet":1,"top":0,"left":0,"bottom":0,"right":0},"inputs":["=A1"]}]}`)
	f.Add(`{"ops":[{"op":"nothing"}]}`)
	f.Add(`{`)
	f.Fuzz(func(t *testing.T, s string) {
		if err := store.ReadEntry(s); err != nil && !strings.Contains(err.Error(), "record 1 of the log is damaged") {
			t.Fatalf("%q: %v", s, err)
		}
	})
}
