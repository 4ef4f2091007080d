package engine

import (
	"maps"
	"slices"
	"strings"
)

type flags uint8

const (
	writes          flags = 1 << iota // may change keys
	noScript                          // not from a script
	unqueued                          // executed at once, even after MULTI
	whileSubscribed                   // allowed to a RESP2 client with subscriptions
)

// command is a row of the table. arity counts the name; if negative it is the
// least. first, last and step tell which arguments are the keys written: last may
// count from the end (-1), first 0 means none.
type command struct {
	name              string
	arity             int
	flags             flags
	first, last, step int
	run               func(*call)
	calls             int64
}

func (m *command) writtenKeys(args []string) []string {
	if m.first == 0 {
		return nil
	}
	last := m.last
	if last < 0 {
		last += len(args)
	}
	var keys []string
	for i := m.first; i <= min(last, len(args)-1); i += m.step {
		keys = append(keys, args[i])
	}
	if m.name == "XREADGROUP" {
		if at := slices.IndexFunc(args, func(s string) bool { return strings.EqualFold(s, "STREAMS") }); at >= 0 {
			keys = append(keys, args[at+1:]...)
		}
	}
	return keys
}

// buildTable makes the table of all commands, by name.
func buildTable() map[string]*command {
	all := map[string]*command{}
	for _, group := range [][]command{
		connectionCommands(), serverCommands(), keyCommands(), expiryCommands(), stringCommands(), counterCommands(),
		hashCommands(), setCommands(), zsetCommands(), zrangeCommands(), listCommands(), streamCommands(), groupCommands(),
		channelCommands(), transactionCommands(), scriptCommands(),
	} {
		for i := range group {
			all[group[i].name] = &group[i]
		}
	}
	return all
}

func (e *Engine) command(name string) *command {
	if m, ok := e.table[name]; ok {
		return m
	}
	return e.table[strings.ToUpper(name)]
}

// Commands returns the names of all commands offered, sorted.
func Commands() []string { return slices.Sorted(maps.Keys(buildTable())) }

// notOffered are commands of Redis 7 that the store does not have: their effect
// could not be kept, or nothing in Freshet needs them.
const notOffered = ` ACL ASKING BITCOUNT BITFIELD BITFIELD_RO BITOP BITPOS BGSAVE BLMPOP BZMPOP BZPOPMAX BZPOPMIN CLUSTER
 DEBUG DUMP EXPLAIN FAILOVER FCALL FCALL_RO FUNCTION GEOADD GEODIST GEOHASH GEOPOS GEORADIUS GEORADIUSBYMEMBER
 GEORADIUSBYMEMBER_RO GEORADIUS_RO GEOSEARCH GEOSEARCHSTORE GETBIT HELP LATENCY LCS LMPOP LOLWUT MIGRATE MODULE MONITOR MOVE
 PFADD PFCOUNT PFDEBUG PFMERGE PFSELFTEST PSYNC READONLY READWRITE REPLCONF REPLICAOF RESTORE SAVE SETBIT
 SHUTDOWN SLAVEOF SLOWLOG SORT SORT_RO SWAPDB SYNC ZDIFF ZDIFFSTORE ZINTER ZINTERCARD ZINTERSTORE ZMPOP ZRANDMEMBER
 ZUNION ZUNIONSTORE `

func isOfRedis(name string) bool {
	return slices.Contains(strings.Fields(notOffered), strings.ToUpper(name))
}
