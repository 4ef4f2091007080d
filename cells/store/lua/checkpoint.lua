-- Replaces the checkpoint of a book, or the parts of it that changed, and trims the log behind it. Wherever a crash of the store cuts the script's
-- commands off, the hash holds the former checkpoint or the new one: parts have names of their own, and the manifest is set by one command.
--
-- KEYS    1 meta   2 checkpoint   3 staged parts   4 log   5 writers
-- ARGV    1 epoch   2 revision the book must have   3 revision it gets   4 version of the checkpoint these parts build on
--         5 version they are true for   6 number of fields the hash must have, or '' when these are all parts
--         7 '1': parts are in the staged hash   8 manifest   9 oldest version the log keeps
--         10 writers silent since then are forgotten, Unix ms   11 number of fields that fall
--         12… those fields, then field, bytes, …
-- Returns {'ok'} | {'gone'} | {'epoch', theirs} | {'revision', theirs}
--         {'base', version}           another checkpoint is there
--         {'effects', cursor}         the effects are not written that far
--         {'head', head}              a change of revision must cover the whole log
--         {'parts', number}           the stored hash is not what was expected; nothing was changed
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'rev', 'ckpt', 'eff', 'head')
if not meta[1] then return {'gone'} end
if meta[1] ~= ARGV[1] then return {'epoch', meta[1]} end
if meta[2] ~= ARGV[2] then return {'revision', meta[2]} end
if meta[3] ~= ARGV[4] then return {'base', meta[3]} end
if tonumber(meta[4]) < tonumber(ARGV[5]) then return {'effects', meta[4]} end
if ARGV[2] ~= ARGV[3] and meta[5] ~= ARGV[5] then return {'head', meta[5]} end

local whole, fall, from = ARGV[6] == '', {}, 12 + tonumber(ARGV[11])
if whole then
  fall = redis.call('HKEYS', KEYS[2])
else
  -- A hash that lost parts is never taken for whole.
  local count = redis.call('HLEN', KEYS[2])
  if count ~= tonumber(ARGV[6]) then return {'parts', tostring(count)} end
  for i = 12, from - 1 do fall[#fall + 1] = ARGV[i] end
end

local new = {manifest = true}
local function put(field, bytes)
  redis.call('HSET', KEYS[2], field, bytes)
  new[field] = true
end
if ARGV[7] == '1' and whole then
  redis.call('HSET', KEYS[3], 'manifest', ARGV[8])
  redis.call('PERSIST', KEYS[3])
  redis.call('RENAME', KEYS[3], KEYS[2])
  fall = {}
else
  if ARGV[7] == '1' then
    local staged = redis.call('HGETALL', KEYS[3])
    for i = 1, #staged, 2 do put(staged[i], staged[i + 1]) end
  end
  for i = from, #ARGV, 2 do put(ARGV[i], ARGV[i + 1]) end
  redis.call('HSET', KEYS[2], 'manifest', ARGV[8])
end
redis.call('HSET', KEYS[1], 'rev', ARGV[3], 'ckpt', ARGV[5])
redis.call('HDEL', KEYS[1], 'cksum', 'ckparts')
for _, field in ipairs(fall) do
  if not new[field] then redis.call('HDEL', KEYS[2], field) end
end
redis.call('DEL', KEYS[3])

redis.call('XTRIM', KEYS[4], 'MINID', '~', ARGV[9] .. '-0')
local writers = redis.call('HGETALL', KEYS[5])
for i = 1, #writers, 2 do
  local at = string.match(writers[i + 1], '(%d+)$')
  if tonumber(at) < tonumber(ARGV[10]) then redis.call('HDEL', KEYS[5], writers[i]) end
end
return {'ok'}
