-- Revokes a link, but never the last that opens the book to an owner.
--
-- KEYS    1 meta   2 links   3 revoked
-- ARGV    1 link id   2 now, Unix ms   3 channel   4 message
-- Returns 'ok' also when it was revoked before | 'gone' | 'unknown' | 'last'
if redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end
local link = redis.call('HGET', KEYS[2], ARGV[1])
if not link then return 'unknown' end
if redis.call('HEXISTS', KEYS[3], ARGV[1]) == 0 then
  if cjson.decode(link).role == 'owner' then
    local owners, all = 0, redis.call('HGETALL', KEYS[2])
    for i = 1, #all, 2 do
      if cjson.decode(all[i + 1]).role == 'owner' and redis.call('HEXISTS', KEYS[3], all[i]) == 0 then owners = owners + 1 end
    end
    if owners < 2 then return 'last' end
  end
  redis.call('HSET', KEYS[3], ARGV[1], ARGV[2])
end
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 'ok'
