-- Puts the alarm of a book off, if it is still the one the caller has seen: so one server opens the book.
--
-- KEYS    1 alarms
-- ARGV    1 book   2 its alarm, as the caller has seen it   3 the alarm to set
-- Returns 1 when it was the caller who put it off, else 0
local at = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not at or tonumber(at) ~= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
