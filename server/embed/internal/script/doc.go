// Package script runs the Lua scripts of EVAL for the embedded store, on
// gopher-lua. It is the only door to it.
//
// One Lua state serves all scripts, one after the other: making a state costs
// twenty times what a typical script does. What keeps scripts apart is that they
// can change nothing they share: globals and libraries are read-only, as in Redis 7.
//
// Offered: redis.call, pcall, error_reply, status_reply, sha1hex, log, setresp(2),
// replicate_commands, set_repl (all), the version and log level constants, cjson,
// bit, and Lua's base, string, table, math and coroutine libraries
// without what loads code or touches files. Not offered: cmsgpack, struct,
// functions (FUNCTION, FCALL), RESP3 replies inside a script.
package script
