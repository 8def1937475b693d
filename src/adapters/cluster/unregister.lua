--[[
  Forgets a runner. Its locks stay until it releases them, or their leases end.

  KEYS     runners, health, heartbeats, machines
  ARGV     address
  Result   nothing
]]
for _, key in ipairs({ KEYS[1], KEYS[2], KEYS[4] }) do redis.call('HDEL', key, ARGV[1]) end
redis.call('ZREM', KEYS[3], ARGV[1])
