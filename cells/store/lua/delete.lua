-- Removes a book with everything that belongs to it.
--
-- KEYS    1 meta   2 series   3… every other key of the book
-- ARGV    1 how many series the caller knows of   2 channel of the book   3 channel of all books   4 message for it
-- Returns 'ok' | 'gone' | 'again' when a series has come meanwhile
if redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end
if redis.call('SCARD', KEYS[2]) ~= tonumber(ARGV[1]) then return 'again' end
for i = 1, #KEYS do redis.call('DEL', KEYS[i]) end
redis.call('PUBLISH', ARGV[2], 'gone')
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 'ok'
