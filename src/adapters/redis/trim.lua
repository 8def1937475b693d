--[[
  Forgets the entries up to `through`, which the newest record covers, and keeps the record from which the rest replays.

  KEYS[1]  the actor's prefix; with it: state (hash), journal (stream)
  ARGV     through, base
  Result   1; 0 when nothing was done: the newest record is before `through`, or as much was forgotten already
  Errors   those of Redis, before the first write
]]
local state = KEYS[1] .. 'state'
local through = tonumber(ARGV[1])
local now = redis.call('HMGET', state, 'recordSeq', 'baseSeq')
if tonumber(now[1] or '0') < through or tonumber(now[2] or '0') >= through then return 0 end

redis.call('HSET', state, 'base', ARGV[2], 'baseSeq', through)
redis.call('XTRIM', KEYS[1] .. 'journal', 'MINID', through + 1)
return 1
