-- Gives a book another epoch when the store has been restarted since somebody last looked: positions that were told before may
-- speak of entries that the restart has lost. A server that was there before and after vouches for the epoch instead.
--
-- KEYS    1 meta
-- ARGV    1 id of the store's run   2 another epoch, or ''   3 the epoch the caller vouches for, or ''
-- Returns 1 when the epoch is another now, else 0
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'run')
if not meta[1] or meta[2] == ARGV[1] then return 0 end
if ARGV[2] == '' then
  if meta[1] == ARGV[3] then redis.call('HSET', KEYS[1], 'run', ARGV[1]) end
  return 0
end
redis.call('HSET', KEYS[1], 'run', ARGV[1])
if not meta[2] then return 0 end
redis.call('HSET', KEYS[1], 'epoch', ARGV[2])
return 1
