-- Gives a book another epoch when the store has been restarted since it was last opened: positions that were told before may
-- speak of entries that the restart has lost.
--
-- KEYS    1 meta
-- ARGV    1 id of the store's run   2 another epoch
-- Returns 1 when the epoch is another now, else 0
local run = redis.call('HGET', KEYS[1], 'run')
if run == ARGV[1] or redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'run', ARGV[1])
if run == false then return 0 end
redis.call('HSET', KEYS[1], 'epoch', ARGV[2])
return 1
