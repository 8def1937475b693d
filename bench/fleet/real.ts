/**
 * The arrivals of real Discord channels, in the JSON that DiscordChatExporter writes, if there are any beside the repository. Each
 * file is taken for a guild, and all begin in the same week; messages less than five minutes apart are one session, which keeps
 * its agent until half a minute after the last.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Arrivals } from "./arrivals.ts"
import { week } from "./week.ts"

export const folder = join(import.meta.dirname, "../../../shared/data")

const [apart, after] = [5 * 60, 30]
const [companion, monday] = [2, Date.UTC(2019, 0, 7) / 1000]

interface Session {
  readonly guild: number
  readonly at: number
  end: number
}

const sessionsOf = (file: string, guild: number): ReadonlyArray<Session> => {
  const { messages } = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
    messages: ReadonlyArray<{ timestamp: string }>
  }
  const times = messages.map(({ timestamp }) => Date.parse(timestamp) / 1000).toSorted((a, b) => a - b)
  const begins = Math.floor((times[0]! - monday) / week) * week + monday
  const sessions: Array<Session> = []
  for (const time of times) {
    const at = Math.floor(time - begins)
    const last = sessions.at(-1)
    if (last !== undefined && at - last.end < apart) last.end = at
    else sessions.push({ guild, at, end: at })
  }
  return sessions
}

/** Null: there are none. */
export const realArrivals = (): { readonly arrivals: Arrivals; readonly guilds: number } | null => {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : []
  if (files.length === 0) return null
  const all = files.flatMap(sessionsOf).toSorted((a, b) => a.at - b.at)
  return {
    guilds: files.length,
    arrivals: {
      count: all.length,
      at: Uint32Array.from(all, ({ at }) => at),
      guild: Uint32Array.from(all, ({ guild }) => guild),
      holds: Uint32Array.from(all, ({ at, end }) => end - at + after),
      purpose: Uint8Array.from(all, () => companion),
    },
  }
}
