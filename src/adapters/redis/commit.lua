--[[
  Commits many actors; each is checked in full before its first write, and refused without one.

  KEYS[i]  prefix of actor i; with it: state (hash), journal (stream), seen:<generation> (sets), fencings (list).
           With the part of it that ends the tag: wake (sorted set), actors:<kind> (sorted set).
  ARGV     for each actor in turn:
             epoch, expectedSeq, expectedHash ('' for none), hash of the last entry,
             record ('' for none), wakeAt ('' as before, '-' never, else ms since 1970),
             number of entries, then for each entry: seq, id ('' for none), body
  Result   the refused ones only, { i, ... } each with i counted from 1:
             { i, 'fenced', epoch, seq } with what is stored
             { i, 'duplicates', id, ... }
  Errors   those of Redis, all before the first write of the script: OOM, MISCONF, READONLY. WRONGTYPE is somebody
           else's key under our name.

  A generation of seen ids lasts 65,536 entries, and two are kept: an id is known for 65,536 entries at least and
  131,072 at most.
]]
local call = redis.call
local window = 65536
local tagLength = #'orrery:{00}:'
local refused = {}
local at = 1

local function fence(own, i, epoch, expected, now)
  local stored = { epoch = tonumber(now[1] or '0'), seq = tonumber(now[2] or '0') }
  refused[#refused + 1] = { i, 'fenced', stored.epoch, stored.seq }
  local evidence = {
    at = tonumber(call('TIME')[1]) * 1000,
    epoch = tonumber(epoch),
    expectedSeq = tonumber(expected),
    stored = stored,
  }
  call('LPUSH', own .. 'fencings', cjson.encode(evidence))
  call('LTRIM', own .. 'fencings', 0, 15)
end

-- The refusal that names the ids among entries first..last of ARGV that are known already, or nil.
local function duplicates(i, first, last, current, previous)
  local refusal
  for e = first, last, 3 do
    local id = ARGV[e + 1]
    if id ~= '' and (call('SISMEMBER', current, id) == 1 or (previous and call('SISMEMBER', previous, id) == 1)) then
      refusal = refusal or { i, 'duplicates' }
      refusal[#refusal + 1] = id
    end
  end
  return refusal
end

for i = 1, #KEYS do
  local own = KEYS[i]
  local epoch, expected, before, hash = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local record, wake = ARGV[at + 4], ARGV[at + 5]
  local first = at + 7
  at = first + 3 * tonumber(ARGV[at + 6])
  local last = at - 3
  local seq = ARGV[last]

  local state = own .. 'state'
  local now = call('HMGET', state, 'epoch', 'seq', 'hash')
  if now[1] ~= epoch or (now[2] or '0') ~= expected or (now[3] or '') ~= before then
    local repeated = now[1] == epoch and now[2] == seq and now[3] == hash
    if not repeated then fence(own, i, epoch, expected, now) end
  else
    local generation = math.floor(tonumber(seq) / window)
    local current = own .. 'seen:' .. generation
    local previous = generation > 0 and own .. 'seen:' .. (generation - 1)
    local refusal = duplicates(i, first, last, current, previous)
    if refusal then
      refused[#refused + 1] = refusal
    else
      local journal = own .. 'journal'
      for e = first, last, 3 do
        local id = ARGV[e + 1]
        call('XADD', journal, ARGV[e], id, ARGV[e + 2])
        if id ~= '' then call('SADD', current, id) end
      end
      if record == '' then
        call('HSET', state, 'seq', seq, 'hash', hash)
      else
        call('HSET', state, 'seq', seq, 'hash', hash, 'record', record, 'recordSeq', seq)
      end
      if generation > 1 and math.floor(tonumber(expected) / window) < generation then
        call('UNLINK', own .. 'seen:' .. (generation - 2))
      end
      if wake ~= '' or expected == '0' then
        local tag, address = string.sub(own, 1, tagLength), string.sub(own, tagLength + 1, -2)
        if expected == '0' then
          local kind, id = string.match(address, '^(.-)/(.*)$')
          call('ZADD', tag .. 'actors:' .. kind, 0, id)
        end
        if wake == '-' then
          call('ZREM', tag .. 'wake', address)
        elseif wake ~= '' then
          call('ZADD', tag .. 'wake', wake, address)
        end
      end
    end
  end
end

return refused
