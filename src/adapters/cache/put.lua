-- Puts an entry, after what has gone out of date and what there is no room for has gone: who was asked for longest ago goes first.
-- KEYS[1]  prefix of the part
-- ARGV     id, now, held until ("" for good), bytes, room, labels as JSON, scope, kind, fresh until, until, packed, body
-- Result   nothing
local id, now, held = ARGV[1], ARGV[2], ARGV[3]
local bytes, room = tonumber(ARGV[4]), tonumber(ARGV[5])

forget(id)
for _, gone in ipairs(redis.call("ZRANGEBYSCORE", part .. "until", "-inf", now, "LIMIT", 0, 100)) do
  forget(gone)
end
while tonumber(redis.call("GET", part .. "total") or 0) + bytes > room do
  local oldest = redis.call("ZRANGE", part .. "used", 0, 0)[1]
  if not oldest then
    break
  end
  forget(oldest)
end

local key = part .. "e:" .. id
redis.call("HSET", key, "scope", ARGV[7], "kind", ARGV[8], "fresh", ARGV[9], "until", ARGV[10], "packed", ARGV[11], "body", ARGV[12])
if held ~= "" then
  redis.call("PEXPIREAT", key, held)
  redis.call("ZADD", part .. "until", held, id)
end
redis.call("ZADD", part .. "used", now, id)
redis.call("HSET", part .. "bytes", id, bytes)
redis.call("HSET", part .. "labels", id, ARGV[6])
redis.call("INCRBY", part .. "total", bytes)
for _, label in ipairs(cjson.decode(ARGV[6])) do
  redis.call("SADD", part .. "l:" .. label, id)
end
