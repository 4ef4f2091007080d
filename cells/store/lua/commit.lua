-- Appends a batch of entries to the log of a book, once, however often it is called for that batch.
--
-- KEYS    1 meta   2 log   3 writers
-- ARGV    1 revision of the writer   2 its clock, Unix ms   3 its name   4 number of the batch, growing per writer
--         5 epoch   6 version it has applied   7 what its record at that version is from, or ''
--         8 channel   9 longest message, bytes   10 for a Tick: version of the Tick before it, as far as the writer knows; else ''
--         11… the entries as JSON without their first bytes {"at":0
-- Returns {'ok', first version, at}   also when the batch was appended before
--         {'void'}                    a later batch of the writer has come: this one is never appended
--         {'gone'}                    there is no such book
--         {'epoch', theirs}           the book has another history now
--         {'revision', theirs}        the book belongs to another revision of the engine
--         {'ticked', version} the latest Tick is another one: somebody else was faster
--         {'behind', head}            the store has lost what the writer has seen, or holds something else in its place
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'rev', 'head', 'at', 'last', 'tick')
if not meta[1] then return {'gone'} end
if meta[1] ~= ARGV[5] then return {'epoch', meta[1]} end

local turn = tonumber(ARGV[4])
local last = redis.call('HGET', KEYS[3], ARGV[3])
if last then
  local n, first, at = string.match(last, '^(%d+) (%d+) (%d+)$')
  if tonumber(n) > turn then return {'void'} end
  if tonumber(n) == turn then return {'ok', first, at} end
end

if meta[2] ~= ARGV[1] then return {'revision', meta[2]} end
local head, at = tonumber(meta[3]), tonumber(ARGV[2])
local base = tonumber(ARGV[6])
if head < base or head == base and ARGV[7] ~= '' and meta[5] ~= ARGV[7] then return {'behind', meta[3]} end
if ARGV[10] ~= '' and (meta[6] or '0') ~= ARGV[10] then return {'ticked', meta[6] or '0'} end
if at < tonumber(meta[4]) then at = tonumber(meta[4]) end

local stamp, first = string.format('%.0f', at), string.format('%.0f', head + 1)
local from, size, records = ARGV[3] .. ' ' .. ARGV[4], 0, {}
for i = 11, #ARGV do
  local record = '{"at":' .. stamp .. ARGV[i]
  head = head + 1
  redis.call('XADD', KEYS[2], string.format('%.0f', head) .. '-0', 'entry', record, 'from', from)
  size = size + #record
  records[#records + 1] = record
end
redis.call('HSET', KEYS[1], 'head', string.format('%.0f', head), 'at', stamp, 'last', from)
if ARGV[10] ~= '' then redis.call('HSET', KEYS[1], 'tick', first) end
redis.call('HSET', KEYS[3], ARGV[3], ARGV[4] .. ' ' .. first .. ' ' .. stamp)

local message = 'log ' .. first .. ' ' .. #records .. ' ' .. from
if size <= tonumber(ARGV[9]) then message = message .. '\n' .. table.concat(records, '\n') end
redis.call('PUBLISH', ARGV[8], message)
return {'ok', first, stamp}
