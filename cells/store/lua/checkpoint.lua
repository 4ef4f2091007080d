-- Replaces the checkpoint of a book, or the parts of it that changed, and trims the log behind it.
--
-- KEYS    1 meta   2 checkpoint   3 staged parts   4 log   5 writers
-- ARGV    1 epoch   2 revision the book must have   3 revision it gets   4 version of the checkpoint these parts build on
--         5 version they are true for   6 sum of the parts' digests   7 number of parts   8 '1': these are all parts
--         9 '1': parts are in the staged hash   10 oldest version the log keeps   11 writers silent since then are forgotten, Unix ms
--         12 number of names that are gone   13… those names, then name, bytes, …
-- Returns {'ok'} | {'gone'} | {'epoch', theirs} | {'revision', theirs}
--         {'base', version}           another checkpoint is there
--         {'effects', cursor}         the effects are not written that far
--         {'head', head}              a change of revision must cover the whole log
--         {'parts', number}           the stored hash is not what was expected; the checkpoint is not advanced
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'rev', 'ckpt', 'eff', 'head')
if not meta[1] then return {'gone'} end
if meta[1] ~= ARGV[1] then return {'epoch', meta[1]} end
if meta[2] ~= ARGV[2] then return {'revision', meta[2]} end
if meta[3] ~= ARGV[4] then return {'base', meta[3]} end
if tonumber(meta[4]) < tonumber(ARGV[5]) then return {'effects', meta[4]} end
if ARGV[2] ~= ARGV[3] and meta[5] ~= ARGV[5] then return {'head', meta[5]} end

local from = 13 + tonumber(ARGV[12])
if ARGV[8] ~= '1' then
  -- Counted before anything is written, so that a hash that lost parts is never taken for whole.
  local count = redis.call('HLEN', KEYS[2])
  for i = 13, from - 1 do count = count - redis.call('HEXISTS', KEYS[2], ARGV[i]) end
  if ARGV[9] == '1' then
    for _, name in ipairs(redis.call('HKEYS', KEYS[3])) do count = count + 1 - redis.call('HEXISTS', KEYS[2], name) end
  end
  for i = from, #ARGV, 2 do count = count + 1 - redis.call('HEXISTS', KEYS[2], ARGV[i]) end
  if count ~= tonumber(ARGV[7]) then return {'parts', tostring(count)} end
end

if ARGV[8] == '1' then redis.call('DEL', KEYS[2]) end
if ARGV[9] == '1' then
  if ARGV[8] == '1' then
    redis.call('RENAME', KEYS[3], KEYS[2])
    redis.call('PERSIST', KEYS[2])
  else
    local staged = redis.call('HGETALL', KEYS[3])
    for i = 1, #staged, 2 do redis.call('HSET', KEYS[2], staged[i], staged[i + 1]) end
    redis.call('DEL', KEYS[3])
  end
end
for i = 13, from - 1 do redis.call('HDEL', KEYS[2], ARGV[i]) end
for i = from, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
redis.call('HSET', KEYS[1], 'rev', ARGV[3], 'ckpt', ARGV[5], 'cksum', ARGV[6], 'ckparts', ARGV[7])

redis.call('XTRIM', KEYS[4], 'MINID', '~', ARGV[10] .. '-0')
local writers = redis.call('HGETALL', KEYS[5])
for i = 1, #writers, 2 do
  local at = string.match(writers[i + 1], '(%d+)$')
  if tonumber(at) < tonumber(ARGV[11]) then redis.call('HDEL', KEYS[5], writers[i]) end
end
return {'ok'}
