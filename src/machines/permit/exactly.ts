/** The pattern that is one call and no other. */
import type { Judged } from "../tools/call.ts"
import { pattern, written } from "../tools/pattern.ts"
import { argumentOf } from "../tools/permissions.ts"

/** Longer ones are remembered by their tool alone. In characters. */
const longest = 300

const inputOf = (use: Judged): unknown => {
  try {
    return JSON.parse(use.input)
  } catch {
    return null
  }
}

/** Null where there is none: in a pattern, `*` is any text. */
export const exactly = (use: Judged): string | null => {
  const argument = argumentOf(inputOf(use))
  return argument.includes("*") || argument.length > longest
    ? null
    : written({ ...pattern(use.tool), argument })
}
