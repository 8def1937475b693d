/**
 * What a pool shard has learned of its guilds: the policy that learns it, what it knows, and when agents are to be with guilds
 * before these ask (`visits.ts` sees to that).
 */
import { idleFor, usual, type KeepAlive, type Purpose } from "./keep-alive.ts"
import { policies } from "./policies/index.ts"
import { minute, type Known, type PolicyName } from "./policies/policy.ts"
import { Table } from "../table.ts"

/** What a shard remembers of a guild. */
export interface GuildNotes {
  /** The agents that served it last, newest first. */
  readonly last: ReadonlyArray<string>
  /** What its policy has learned of it. */
  readonly habit?: string
  /** Since when it has no turn under way, in ms since 1970. */
  readonly alone?: number
  /** When an agent is to be with it next, in ms since 1970. */
  readonly visit?: readonly [from: number, until: number]
}

export interface Foresight {
  readonly policy: PolicyName
  /** What the policy knows of all guilds. */
  readonly lore: ReadonlyArray<number>
  readonly guilds: Table<GuildNotes>
  /** Guilds that are to be looked at in a minute, by the minutes since 1970: a visit begins or ends, if it still stands. */
  readonly visits: Table<ReadonlyArray<string>>
  /** The first of these minutes. */
  readonly look: number | null
  /** The minute for which the shard's timer is armed. */
  readonly armed: number | null
}

type Change = Partial<Foresight>

export const nothing = (policy: PolicyName = "fixed"): Foresight => ({
  policy,
  lore: policies[policy].lore,
  guilds: Table.of<GuildNotes>({}),
  visits: Table.of<ReadonlyArray<string>>({}),
  look: null,
  armed: null,
})

/** Another policy decides from now on. What one has learned means nothing to another. */
export const adopt = (of: Foresight, policy: PolicyName): Change => {
  if (policy === of.policy) return {}
  const { guilds: _, ...fresh } = nothing(policy)
  const forgotten = of.guilds.rows().map(({ key, value: { last } }) => [key, { last }] as const)
  return { ...fresh, armed: of.armed, guilds: Table.of(Object.fromEntries(forgotten)) }
}

export const noted: GuildNotes = { last: [] }

const without = (notes: GuildNotes, ...fields: ReadonlyArray<"alone" | "visit">): GuildNotes => {
  const kept = { ...notes }
  for (const field of fields) delete kept[field]
  return kept
}

/** A guild asks for an agent; one has been there for `held` ms that came before. */
export const asked = (of: Foresight, home: string, purpose: Purpose, at: number, held: number): Change => {
  const notes = of.guilds.get(home) ?? noted
  const { habit = "", alone } = notes
  const idle = alone === undefined ? null : Math.max(0, at - alone)
  const asking = { at, purpose, usual: usual[purpose], idle, held }
  const known = policies[of.policy].asked({ habit, lore: of.lore }, asking)
  return {
    lore: known.lore,
    guilds: of.guilds.set(home, { ...without(notes, "alone", "visit"), habit: known.habit }),
  }
}

/** How long an agent stays with a guild after its turn, in ms. */
export const stayFor = (of: Foresight, home: string, { purpose, pressure }: KeepAlive): number => {
  const habit = of.guilds.get(home)?.habit
  if (habit === undefined) return idleFor({ purpose, pressure })
  return idleFor({ purpose, pressure, learned: policies[of.policy].stay(habit, usual[purpose]) })
}

/** Has a guild looked at at the next full minute. */
export const lookAt = (of: Pick<Foresight, "visits" | "look">, home: string, at: number): Change => {
  const when = Math.ceil(at / minute)
  const homes = of.visits.get(String(when)) ?? []
  if (homes.includes(home)) return {}
  return {
    visits: of.visits.set(String(when), [...homes, home]),
    look: of.look === null ? when : Math.min(of.look, when),
  }
}

/** When an agent is to be with a guild next, since it has no turn under way, or since one was there for nobody. */
const planned = (of: Foresight, home: string, notes: GuildNotes, at: number, missed: boolean): Change => {
  const visit = policies[of.policy].next({ habit: notes.habit ?? "", lore: of.lore }, { at, missed })
  if (visit === null) return { guilds: of.guilds.set(home, notes) }
  const guilds = of.guilds.set(home, { ...notes, visit: [visit.from, visit.until] })
  return { guilds, ...lookAt(of, home, visit.from) }
}

/** The turn of a guild ended. */
export const alone = (of: Foresight, home: string, at: number): Change => {
  const notes = of.guilds.get(home)
  return notes === undefined ? {} : planned(of, home, { ...without(notes, "visit"), alone: at }, at, false)
}

/** A visit is over, and nobody asked; an agent was there for so long. */
export const missed = (of: Foresight, home: string, at: number, ms: number): Change => {
  const notes = of.guilds.get(home)
  if (notes === undefined) return {}
  const known: Known = policies[of.policy].missed({ habit: notes.habit ?? "", lore: of.lore }, ms)
  return {
    lore: known.lore,
    ...planned(of, home, { ...without(notes, "visit"), habit: known.habit }, at, true),
  }
}

/** Until the shard is to look at guilds, in ms; null: its timer is armed for it, or there is nothing to look at. */
export const untilLook = ({ look, armed }: Foresight, at: number): number | null =>
  look === null || look === armed ? null : Math.max(0, look * minute - at)
