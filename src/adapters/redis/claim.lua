--[[
  Takes an actor over: raises its epoch by one and tells what it was.

  KEYS[1]  the actor's prefix; with it: state (hash), journal (stream)
  Result   { epoch, seq, hash, record or false, recordSeq }; an actor without entries has seq 0, hash '' and recordSeq 0
  Errors   JOURNALAHEAD when the journal does not end where the state says: a key was evicted or deleted.
           Nothing is written then, and the actor cannot be claimed until its data are restored.
]]
local state = KEYS[1] .. 'state'
local now = redis.call('HMGET', state, 'seq', 'hash', 'record', 'recordSeq')
local seq = now[1] or '0'

local newest = redis.call('XREVRANGE', KEYS[1] .. 'journal', '+', '-', 'COUNT', 1)[1]
if newest and newest[1] ~= seq .. '-0' then
  return redis.error_reply('JOURNALAHEAD ' .. KEYS[1] .. ' ends at ' .. newest[1] .. ', its state at ' .. seq)
end

local epoch = redis.call('HINCRBY', state, 'epoch', 1)
return { epoch, tonumber(seq), now[2] or '', now[3], tonumber(now[4] or '0') }
