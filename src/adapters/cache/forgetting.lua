-- Stands before the scripts that forget entries.
-- KEYS[1]  prefix of the part
local part = KEYS[1]

local function forget(id)
  for _, label in ipairs(cjson.decode(redis.call("HGET", part .. "labels", id) or "[]")) do
    redis.call("SREM", part .. "l:" .. label, id)
  end
  redis.call("DECRBY", part .. "total", redis.call("HGET", part .. "bytes", id) or 0)
  redis.call("HDEL", part .. "bytes", id)
  redis.call("HDEL", part .. "labels", id)
  redis.call("ZREM", part .. "used", id)
  redis.call("ZREM", part .. "until", id)
  redis.call("DEL", part .. "e:" .. id)
end
