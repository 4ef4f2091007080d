-- Makes a book with its first entry and links.
--
-- KEYS    1 meta   2 log   3 links
-- ARGV    1 epoch   2 revision   3 at, Unix ms   4 the first entry as JSON   5… link id, link as JSON
-- Returns 1, or 0 when the id is taken
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'rev', ARGV[2], 'created', ARGV[3], 'head', '1', 'at', ARGV[3],
  'eff', '0', 'lead', '0', 'lag', '0', 'ckpt', '0', 'last', 'create 0')
redis.call('XADD', KEYS[2], '1-0', 'entry', ARGV[4], 'from', 'create 0')
for i = 5, #ARGV, 2 do
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
end
return 1
