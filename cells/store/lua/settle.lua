-- Has the meta hash agree with the checkpoint, when a crash of the store has cut them apart. The checkpoint comes first, so it is right.
--
-- KEYS    1 meta   2 checkpoint
-- Returns {'ok'} | {'gone'}
local manifest = redis.call('HGET', KEYS[2], 'manifest')
if not manifest or redis.call('EXISTS', KEYS[1]) == 0 then return {'gone'} end
local version, revision = string.match(manifest, '^{"version":(%d+),"revision":"([^"]*)"')
redis.call('HSET', KEYS[1], 'rev', revision, 'ckpt', version)
redis.call('HDEL', KEYS[1], 'cksum', 'ckparts')
return {'ok'}
