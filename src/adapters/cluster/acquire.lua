--[[
  Takes the locks of shards that nobody holds, whose lease is over, or that the runner holds already.

  KEYS     locks, leases
  ARGV     address, lease in ms, shards
  Result   the shards that the runner holds now
]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = {}
for i = 3, #ARGV do
  local shard = ARGV[i]
  local owner = redis.call('HGET', KEYS[1], shard)
  if not owner or owner == ARGV[1] or tonumber(redis.call('ZSCORE', KEYS[2], shard) or 0) <= now then
    redis.call('HSET', KEYS[1], shard, ARGV[1])
    redis.call('ZADD', KEYS[2], now + ARGV[2], shard)
    held[#held + 1] = shard
  end
end
return held
