/**
 * What actors hold, fit to be looked at: bounded in size, and without the words of people and agents unless those are
 * asked for. Hidden text is `•••(17)`, with its length in characters.
 *
 * A string counts as somebody's words unless its key is known to hold something else (an id, a name, a state, a reason of
 * ours): what a chart learns to keep tomorrow is hidden until somebody has thought about it.
 */
export type Legible =
  | string
  | number
  | boolean
  | null
  | ReadonlyArray<Legible>
  | { readonly [key: string]: Legible }

export type Words = "shown" | "hidden"

/** Keys whose strings, and lists of strings, are nobody's words. `type` comes first in an event and in an effect. */
const notWords: ReadonlySet<string> = new Set(
  (
    "type id key cause to effect part state route machine model label " +
    "name author brain via user by agent agents groups responders " +
    "channel guild home served pool shard conversation turn messages called matched pinged calls reason " +
    "status after then work schedule said zone missed when cron mode pace why " +
    "asker budget granted"
  ).split(" "),
)

const isSnowflake = (text: string): boolean => /^\d{15,20}$/.test(text)

/** The manager's reason is an agent's words; all other reasons are ours. */
const isWords = (key: string, holder: Readonly<Record<string, unknown>>): boolean =>
  !notWords.has(key) || (key === "reason" && holder["type"] === "ROUTED")

const longest = 2000
const most = 100
const deepest = 12

const characters = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest).toWellFormed()}… ${text.length - longest} more` : text

/** `budget` is about how many characters the JSON may have; what lies beyond is `…`, as is what is nested too deeply. */
export const legible = (value: unknown, words: Words, budget: number): Legible => {
  let left = budget

  const text = (value: string, key: string, holder: Readonly<Record<string, unknown>>): string => {
    const shown =
      words === "hidden" && value !== "" && isWords(key, holder) && !isSnowflake(value)
        ? `•••(${value.length})`
        : characters(value)
    left -= shown.length
    return shown
  }

  const walk = (
    value: unknown,
    key: string,
    holder: Readonly<Record<string, unknown>>,
    depth: number,
  ): Legible => {
    left -= 8
    if (left < 0) return "…"
    if (typeof value === "string") return text(value, key, holder)
    if (typeof value === "number" || typeof value === "boolean") return value
    if (typeof value !== "object" || value === null) return null
    if (depth === deepest) return "…"
    if (Array.isArray(value)) {
      const items = value.slice(0, most).map((item) => walk(item, key, holder, depth + 1))
      return value.length > most ? [...items, `… ${value.length - most} more`] : items
    }
    const fields = Object.entries(value)
    const shown = fields.slice(0, most).map(([name, inner]) => {
      left -= name.length
      return [name, walk(inner, name, value as Readonly<Record<string, unknown>>, depth + 1)] as const
    })
    const rest = fields.length > most ? [["…", `${fields.length - most} more`] as const] : []
    return Object.fromEntries([...shown, ...rest])
  }

  return walk(value, "", {}, 0)
}
