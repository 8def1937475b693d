-- Forgets entries that have any of some labels; without labels, all.
-- KEYS[1]  prefix of the part
-- ARGV     labels
-- Result   nothing
if #ARGV == 0 then
  for _, id in ipairs(redis.call("HKEYS", part .. "bytes")) do
    forget(id)
  end
end
for _, label in ipairs(ARGV) do
  for _, id in ipairs(redis.call("SMEMBERS", part .. "l:" .. label)) do
    forget(id)
  end
end
