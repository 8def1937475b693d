--[[
  A number that all runners of a cluster must have alike. Who comes first says it; while others live, nobody changes it.

  KEYS     fleet, heartbeats
  ARGV     name, the number that the runner was told ('' for none), the number to begin with, address of the runner
  Result   the number that counts
]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local others = 0
for _, address in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. now, '+inf')) do
  if address ~= ARGV[4] then others = others + 1 end
end
local agreed = redis.call('HGET', KEYS[1], ARGV[1])
if not agreed or (ARGV[2] ~= '' and others == 0) then
  agreed = ARGV[2] ~= '' and ARGV[2] or ARGV[3]
  redis.call('HSET', KEYS[1], ARGV[1], agreed)
end
return tonumber(agreed)
