-- Writes the points of history of the versions up to one, each once, in order, and moves the cursor there.
--
-- KEYS    1 meta   2 series   3… the streams of history
-- ARGV    1 epoch   2 first version covered   3 last version covered
--         4 by how much a point was measured after its wave at most, ms   5 … before it
--         6… for each point: version, number of its key in KEYS, record id, points to keep, series, value as JSON, time measured or ''
-- Returns {'ok', cursor} also when there was nothing left to do
--         {'gap', cursor}             what lies between the cursor and the first version must come before
--         {'gone'} | {'epoch', theirs}
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'eff', 'lead', 'lag', 'head')
if not meta[1] then return {'gone'} end
if meta[1] ~= ARGV[1] then return {'epoch', meta[1]} end
local cursor, to = tonumber(meta[2]), tonumber(ARGV[3])
if to > tonumber(meta[5]) then return {'gap', meta[2]} end
if to <= cursor then return {'ok', meta[2]} end
if tonumber(ARGV[2]) > cursor + 1 then return {'gap', meta[2]} end

for i = 6, #ARGV, 7 do
  if tonumber(ARGV[i]) > cursor then
    local key = KEYS[tonumber(ARGV[i + 1])]
    local record = {'XADD', key, 'MAXLEN', '~', ARGV[i + 3], ARGV[i + 2], 'v', ARGV[i + 5]}
    if ARGV[i + 6] ~= '' then
      record[9], record[10] = 't', ARGV[i + 6]
    end
    local done = redis.pcall(unpack(record))
    if type(done) == 'table' and done.err and #redis.call('XRANGE', key, ARGV[i + 2], ARGV[i + 2]) == 0 then
      -- The stream ends with a later record, of a history the book no longer has. The point comes after it, with its own time.
      record[6] = '*'
      if ARGV[i + 6] == '' then
        record[9], record[10] = 't', string.match(ARGV[i + 2], '^(%d+)')
      end
      redis.call(unpack(record))
    end
    redis.call('SADD', KEYS[2], ARGV[i + 4])
  end
end
redis.call('HSET', KEYS[1], 'eff', ARGV[3])
if tonumber(ARGV[4]) > tonumber(meta[3]) then redis.call('HSET', KEYS[1], 'lead', ARGV[4]) end
if tonumber(ARGV[5]) > tonumber(meta[4]) then redis.call('HSET', KEYS[1], 'lag', ARGV[5]) end
return {'ok', ARGV[3]}
