-- Puts back the newest entries of a log that the store has lost and a replica still holds. A Redis that loads a torn file may
-- bring back a record without the head that goes with it; if it is the caller's, only the head follows.
--
-- KEYS    1 meta   2 log   3 writers
-- ARGV    1 head as the caller saw it   2 the record at the head, as the caller holds it   3 channel
--         4… for each lost entry: record as JSON, "<writer> <number of its batch>", first version of the batch
-- Returns {'ok', head}
--         {'gone'}
--         {'moved', head}   the log has gone on meanwhile
--         {'other'}         the log ends with another record than the caller's: it went another way
local meta = redis.call('HMGET', KEYS[1], 'head', 'at')
if not meta[1] then return {'gone'} end
if meta[1] ~= ARGV[1] then return {'moved', meta[1]} end
local last = redis.call('XRANGE', KEYS[2], meta[1] .. '-0', meta[1] .. '-0')
if #last ~= 1 or last[1][2][2] ~= ARGV[2] then return {'other'} end

local head, at, from = tonumber(meta[1]), meta[2], ''
local count = 0
for i = 4, #ARGV, 3 do
  head = head + 1
  from = ARGV[i + 1]
  local id = string.format('%.0f', head) .. '-0'
  local there = redis.call('XRANGE', KEYS[2], id, id)
  if #there == 0 then
    redis.call('XADD', KEYS[2], id, 'entry', ARGV[i], 'from', from)
  elseif there[1][2][2] ~= ARGV[i] then
    return {'other'}
  end
  at = string.match(ARGV[i], '^{"at":(%d+)')
  local writer, turn = string.match(from, '^(%S+) (%d+)$')
  if writer then redis.call('HSET', KEYS[3], writer, turn .. ' ' .. ARGV[i + 2] .. ' ' .. at) end
  count = count + 1
end
redis.call('HSET', KEYS[1], 'head', string.format('%.0f', head), 'at', at, 'last', from)
redis.call('PUBLISH', ARGV[3], 'log ' .. string.format('%.0f', tonumber(meta[1]) + 1) .. ' ' .. count .. ' restored 0')
return {'ok', string.format('%.0f', head)}
