--[[
  Who is known.

  KEYS     runners, health, heartbeats, machines
  Result   { runner as JSON, healthy (1 or 0), ms until its heartbeat ends (negative: it is dead), machine id } for each
]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = {}
for _, address in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  known[#known + 1] = {
    redis.call('HGET', KEYS[1], address),
    tonumber(redis.call('HGET', KEYS[2], address)),
    redis.call('ZSCORE', KEYS[3], address) - now,
    tonumber(redis.call('HGET', KEYS[4], address)),
  }
end
return known
