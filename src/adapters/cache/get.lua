-- Reads an entry, and notes that it was asked for.
-- KEYS[1]  prefix of the part
-- ARGV     id, now
-- Result   scope, kind, fresh until, until, packed, body; nil for what is not there
local entry = redis.call("HMGET", KEYS[1] .. "e:" .. ARGV[1], "scope", "kind", "fresh", "until", "packed", "body")
if not entry[1] then
  return nil
end
redis.call("ZADD", KEYS[1] .. "used", "XX", ARGV[2], ARGV[1])
return entry
