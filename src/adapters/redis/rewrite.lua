--[[
  Puts one record in the place of an actor's whole past.

  KEYS[1]  the actor's prefix; with it: state (hash), journal (stream), seen:<generation> (sets), fencings (list)
  ARGV     epoch, expectedSeq, expectedHash, hash, record, then ids that are to be forgotten
  Result   { } when it is done, or was; { epoch, seq } with what is stored when it is fenced
  Errors   those of Redis, before the first write
]]
local call = redis.call
local window = 65536
local own = KEYS[1]
local state = own .. 'state'
local now = call('HMGET', state, 'epoch', 'seq', 'hash')
local seq = now[2] or '0'
if now[1] ~= ARGV[1] or seq ~= ARGV[2] or ((now[3] or '') ~= ARGV[3] and now[3] ~= ARGV[4]) then
  return { tonumber(now[1] or '0'), tonumber(seq) }
end
if now[3] == ARGV[4] then return {} end

call('XTRIM', own .. 'journal', 'MAXLEN', 0)
call('HSET', state, 'hash', ARGV[4], 'record', ARGV[5], 'recordSeq', seq, 'base', ARGV[5], 'baseSeq', seq)
call('UNLINK', own .. 'fencings')
local generation = math.floor(tonumber(seq) / window)
for at = 6, #ARGV do
  call('SREM', own .. 'seen:' .. generation, ARGV[at])
  if generation > 0 then call('SREM', own .. 'seen:' .. (generation - 1), ARGV[at]) end
end
return {}
