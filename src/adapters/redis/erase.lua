--[[
  Forgets all of an actor.

  KEYS[1]  the actor's prefix; with it: state (hash), journal (stream), seen:<generation> (sets), fencings (list).
           With the part of it that ends the tag: wake (sorted set), actors:<kind> (sorted set).
  ARGV     epoch
  Result   { } when it is done, or was; { epoch, seq } with what is stored when it is fenced
  Errors   those of Redis, before the first write
]]
local call = redis.call
local window = 65536
local own = KEYS[1]
local tagLength = #'orrery:{00}:'
local tag, address = string.sub(own, 1, tagLength), string.sub(own, tagLength + 1, -2)
local now = call('HMGET', own .. 'state', 'epoch', 'seq')
local seq = tonumber(now[2] or '0')
if now[1] and now[1] ~= ARGV[1] then return { tonumber(now[1]), seq } end

local kind, id = string.match(address, '^(.-)/(.*)$')
local generation = math.floor(seq / window)
call('UNLINK', own .. 'state', own .. 'journal', own .. 'fencings', own .. 'seen:' .. generation)
if generation > 0 then call('UNLINK', own .. 'seen:' .. (generation - 1)) end
call('ZREM', tag .. 'wake', address)
call('ZREM', tag .. 'actors:' .. kind, id)
return {}
