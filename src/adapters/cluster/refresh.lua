--[[
  A sign of life: the runner's heartbeat, if it is registered, and the locks that are still its own last a lease from now.

  KEYS     locks, leases, heartbeats
  ARGV     address, lease in ms, shards
  Result   those of the shards that the runner holds still
]]
local time = redis.call('TIME')
local till = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2]
redis.call('ZADD', KEYS[3], 'XX', till, ARGV[1])
local held = {}
for i = 3, #ARGV do
  local shard = ARGV[i]
  if redis.call('HGET', KEYS[1], shard) == ARGV[1] then
    redis.call('ZADD', KEYS[2], till, shard)
    held[#held + 1] = shard
  end
end
return held
