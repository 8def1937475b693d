-- Forgets entries.
-- KEYS[1]  prefix of the part
-- ARGV     ids
-- Result   nothing
for _, id in ipairs(ARGV) do
  forget(id)
end
