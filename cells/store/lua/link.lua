-- Adds a link to a book.
--
-- KEYS    1 meta   2 links
-- ARGV    1 link id   2 link as JSON   3 how many links a book may have
-- Returns 'ok' | 'gone' | 'full' | 'taken'
if redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end
if redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[3]) then return 'full' end
if redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2]) == 0 then return 'taken' end
return 'ok'
