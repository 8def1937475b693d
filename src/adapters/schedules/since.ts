/** Since when, as people say it: `2h`, `yesterday`, or a message. */
import { saidAt } from "../../machines/values.ts"

/** What can be said, by example. */
export const examples = "`2h`, `45 min`, `3 days`, `today`, `yesterday`, or the link or id of a message"

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const
type Unit = keyof typeof units

export interface Since {
  /** In ms since 1970. */
  readonly at: number
  /** From this message on; null: from whatever was said then. */
  readonly message: string | null
}

/** Null: nothing that can be read. Days begin at midnight UTC. A message of another channel is none. */
export const readSince = (said: string, channel: string, now: number): Since | null => {
  const text = said.trim().toLowerCase()
  const midnight = now - (now % units.d)
  const from = (at: number): Since => ({ at, message: null })
  if (text === "today") return from(midnight)
  if (text === "yesterday") return from(midnight - units.d)
  const [, count, unit] =
    /^(\d{1,4})\s*(m|h|d|w)(?:in(?:ute)?s?|r?s?|ours?|ays?|eeks?)?(?:\s+ago)?$/.exec(text) ?? []
  if (count !== undefined && Number(count) > 0) return from(now - Number(count) * units[unit as Unit])
  const [, where, id] =
    /^(?:<?https?:\/\/\S+\/channels\/(?:\d+|@me)\/(\d+)\/)?(\d{17,20})>?$/.exec(text) ?? []
  if (id === undefined || (where !== undefined && where !== channel)) return null
  const at = saidAt(id)
  return at <= now ? { at, message: id } : null
}
