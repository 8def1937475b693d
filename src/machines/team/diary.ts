/** What a schedule keeps, and how each event changes it. The chart says when; this says how. */
import { address } from "../address.ts"
import type { Params } from "../effects.ts"
import type { ScheduleEvent, Timed } from "../events.ts"
import type { Timetable } from "./timetable.ts"
import { saidAt, type Message } from "../values.ts"

/** Later than this, a run was missed, in ms. */
export const grace = 60_000
/** Missed runs that are made up for in a row. */
const madeUpAtMost = 5
/** So far apart are those: whoever asks again before the answer is taken to mean one question. */
const apart = 60_000
/** Clocks differ: what a run asks is dated so much before its time, so that nothing that people say looks older, in ms. */
const behind = 5000

export interface Schedule {
  readonly id: string
  readonly timetable: Timetable | null
  /** What is due next is looked for after this time, in ms since 1970. */
  readonly after: number
  /** In ms since 1970; null while it is not known. */
  readonly due: number | null
  readonly paused: boolean
  /** Why it was paused by itself; null: it was not. */
  readonly barred: string | null
  readonly runs: number
  /** Missed runs that were made up for since one was on time. */
  readonly madeUp: number
}

type Change = Partial<Schedule>
type Of<T extends ScheduleEvent["type"]> = Timed<Extract<ScheduleEvent, { type: T }>>

export const blank = (id: string): Schedule => ({
  id,
  timetable: null,
  after: 0,
  due: null,
  paused: false,
  barred: null,
  runs: 0,
  madeUp: 0,
})

export const create = ({ timetable, at }: Of<"CREATE">): Change => ({ timetable, after: at })

const wasMissed = ({ due }: Schedule, at: number): boolean => due !== null && at - due > grace

/** Whether what is due is asked, now that its time has come, or is long over. */
export const asks = (schedule: Schedule, at: number): boolean => {
  if (!wasMissed(schedule, at)) return true
  const { missed } = schedule.timetable!
  return missed === "once" || (missed === "all" && schedule.madeUp < madeUpAtMost)
}

/** How long it is until it is asked, in ms. */
export const wait = ({ due, madeUp }: Schedule, at: number): number =>
  due! > at ? due! - at : madeUp > 0 ? apart : 0

/** The last time that was due until now; what comes every so often keeps its step. */
const caughtUp = ({ timetable, due }: Schedule, at: number): number => {
  const { when } = timetable!
  return when.type === "every" ? due! + Math.floor((at - due!) / when.ms) * when.ms : at
}

/** It has been asked. The next is looked for after it, or after now when no more that was missed is made up for. */
export const ran = (schedule: Schedule, at: number): Change => {
  const late = wasMissed(schedule, at)
  return {
    runs: schedule.runs + 1,
    madeUp: late ? schedule.madeUp + 1 : 0,
    after: late && schedule.timetable!.missed !== "all" ? caughtUp(schedule, at) : schedule.due!,
    due: null,
  }
}

/** It was missed, and is not made up for. */
export const skipped = (schedule: Schedule, at: number): Change => ({
  madeUp: 0,
  after: caughtUp(schedule, at),
  due: null,
})

/** An id as Discord would have given it then; `low` tells those of one millisecond apart. The inverse of `saidAt`. */
const idAt = (at: number, low: bigint): string =>
  String((BigInt(Math.max(0, at - saidAt("0"))) << 22n) | (low & 0x3fffffn))

/** What the channel's conversation hears: its maker asks. */
export const messageOf = ({ id, timetable, runs }: Schedule, at: number): Message => {
  const { by, channel, guild, prompt, agent } = timetable!
  return {
    id: idAt(at - behind, BigInt(runs) + (/^\d+$/.test(id) ? BigInt(id) : 0n)),
    channel,
    guild,
    author: by,
    text: prompt,
    pinged: [],
    called: agent === null ? [] : [agent.id],
    matched: [],
    toTeam: agent === null,
    via: null,
    scheduled: true,
  }
}

const quoted = (text: string): string => {
  const line = text.replace(/\s+/g, " ")
  return line.length <= 300 ? line : `${line.slice(0, 299).replace(/[\uD800-\uDBFF]$/, "")}…`
}

/** What the channel sees of it: that this was not said now. */
export const noticeOf = (schedule: Schedule, at: number): Params<"Notice"> => {
  const { by, said, agent, prompt, channel } = schedule.timetable!
  const late = wasMissed(schedule, at) ? `, missed <t:${Math.floor(schedule.due! / 1000)}:f>` : ""
  const whom = agent === null ? "the team" : `**${agent.name}**`
  const text = `⏰ Scheduled by **${by.name}** (${said}${late}), for ${whom}:\n> ${quoted(prompt)}`
  return { channel, about: null, text }
}

/** Where its maker has to be let in, besides their own direct messages; null: nowhere. */
export const doorOf = ({ timetable }: Schedule): Params<"Check"> | null => {
  const { by, channel, guild, home, to } = timetable!
  if (to !== undefined) return { by, guild: home, channel: null }
  return guild === null ? null : { by, guild, channel }
}

export const guildOf = ({ timetable }: Schedule) => address("guild", timetable!.home)

/** As its server lists it. */
export const entryOf = ({ id, timetable, due, paused, barred }: Schedule): Params<"Tell">["event"] => {
  const { said, zone, agent, prompt, channel, by } = timetable!
  return {
    type: "SCHEDULED",
    schedule: address("schedule", id),
    said,
    zone,
    agent: agent?.name ?? null,
    prompt: quoted(prompt),
    channel,
    by,
    due,
    paused,
    ...(barred !== null && { barred }),
  }
}
