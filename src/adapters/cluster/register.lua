--[[
  Makes a runner known, alive for a lease from now.

  KEYS     runners, health, heartbeats, machines, machines:last, vitals
  ARGV     address, runner as JSON, healthy (1 or 0), lease in ms, ms after which the dead are forgotten
  Result   its machine id: no two known runners have the same, and one that comes back before it is forgotten has its old one
]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

for _, dead in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now - ARGV[5])) do
  for _, key in ipairs({ KEYS[1], KEYS[2], KEYS[4], KEYS[6] }) do redis.call('HDEL', key, dead) end
  redis.call('ZREM', KEYS[3], dead)
end

redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
redis.call('ZADD', KEYS[3], now + ARGV[4], ARGV[1])

local machine = redis.call('HGET', KEYS[4], ARGV[1])
if not machine then
  machine = redis.call('INCR', KEYS[5])
  redis.call('HSET', KEYS[4], ARGV[1], machine)
end
return tonumber(machine)
