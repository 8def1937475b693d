--[[
  Gives locks back; those of others stay as they are.

  KEYS     locks, leases
  ARGV     address, shards; none: all that the runner holds
  Result   nothing
]]
local shards = { unpack(ARGV, 2) }
if #shards == 0 then shards = redis.call('HKEYS', KEYS[1]) end
for _, shard in ipairs(shards) do
  if redis.call('HGET', KEYS[1], shard) == ARGV[1] then
    redis.call('HDEL', KEYS[1], shard)
    redis.call('ZREM', KEYS[2], shard)
  end
end
