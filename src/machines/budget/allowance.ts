/** What a budget keeps, and how each event changes it. The chart says when; this says how. */
import { address } from "../address.ts"
import type { Params } from "../effects.ts"
import type { BudgetEvent, Timed } from "../events.ts"
import { lasted } from "../spans.ts"
import { own, type Limit } from "../values.ts"

const dayTime = 24 * 60 * 60_000
/** Of those who have been told today, the newest are remembered. */
const toldAtMost = 500

export interface Allowance {
  readonly id: string
  /** The terms of the last who asked: an operator may change them. */
  readonly name: string
  readonly tokens: number
  readonly zone: string
  /** The day that this counts for, by its number; -1 before the first. */
  readonly day: number
  /** When that day is over, in ms since 1970. */
  readonly until: number
  /** Tokens that the day's answers took. */
  readonly used: number
  /** Tokens set aside, by turn. */
  readonly reserved: Readonly<Record<string, number>>
  /** Who has heard today, and in which channel, that nothing is left: `<channel> <person>`. */
  readonly told: ReadonlyArray<string>
}

type Change = Partial<Allowance>
type Of<T extends BudgetEvent["type"]> = Timed<Extract<BudgetEvent, { type: T }>>

export const blank = (id: string): Allowance => ({
  id,
  name: "",
  tokens: 0,
  zone: "UTC",
  day: -1,
  until: 0,
  used: 0,
  reserved: {},
  told: [],
})

/** The day that it is when a letter is taken, which may be later than when it was written. */
const dayAt = ({ day, until }: Limit, at: number): Pick<Limit, "day" | "until"> => {
  const over = at < until ? 0 : 1 + Math.floor((at - until) / dayTime)
  return { day: day + over, until: until + over * dayTime }
}

/** Under the terms of who asks, and of the day that it is: a new one begins with nothing used. No day is given twice. */
const now = (budget: Allowance, { limit, at }: Of<"RESERVE">): Allowance => {
  const { name, tokens, zone } = limit
  const { day, until } = dayAt(limit, at)
  const on = { ...budget, name, tokens, zone }
  if (day < budget.day) return on
  return day === budget.day ? { ...on, until } : { ...on, day, until, used: 0, reserved: {}, told: [] }
}

const sum = (all: Readonly<Record<string, number>>): number =>
  Object.values(all).reduce((total, tokens) => total + tokens, 0)

/** Tokens that nobody has used or has had set aside. */
export const left = ({ tokens, used, reserved }: Allowance): number =>
  Math.max(0, tokens - used - sum(reserved))

const isOpen = ({ reserved }: Allowance, turn: string): boolean => own(reserved, turn) !== undefined

export const fits = (budget: Allowance, asked: Of<"RESERVE">): boolean => {
  const today = now(budget, asked)
  return isOpen(today, asked.turn) || left(today) >= asked.tokens
}

export const reserve = (budget: Allowance, asked: Of<"RESERVE">): Change => {
  const today = now(budget, asked)
  return { ...today, reserved: { ...today.reserved, [asked.turn]: asked.tokens } }
}

const without = ({ reserved }: Allowance, turn: string): Allowance["reserved"] => {
  const { [turn]: _, ...rest } = reserved
  return rest
}

/** What a turn of an earlier day took is none of this one's. */
export const settle = (budget: Allowance, { turn, tokens }: Of<"SETTLE">): Change =>
  isOpen(budget, turn) ? { used: budget.used + tokens, reserved: without(budget, turn) } : {}

export const giveBack = (budget: Allowance, { turn }: Of<"RETURN">): Change => ({
  reserved: without(budget, turn),
})

/** Who is to hear that nothing is left; null: nobody. */
const listener = ({ channel, by }: Of<"RESERVE">): string | null =>
  channel === undefined ? null : `${channel} ${by.id}`

/** Who asked hears of it once a day in a channel. */
export const refuse = (budget: Allowance, asked: Of<"RESERVE">): Change => {
  const today = now(budget, asked)
  const who = listener(asked)
  return {
    ...today,
    told: who === null || today.told.includes(who) ? today.told : [...today.told, who].slice(-toldAtMost),
  }
}

/** The day is over, and nobody has asked since. */
export const refill = (budget: Allowance, at: number): Change => {
  const { day, until } = dayAt(budget as Allowance & Limit, at)
  return { day, until, used: 0, reserved: {}, told: [] }
}

export const untilRefill = ({ until }: Allowance, at: number): number => Math.max(0, until - at)

/** 50,000 */
const grouped = (tokens: number): string => String(tokens).replace(/\B(?=(\d{3})+$)/g, ",")

/** `the day's 50,000 tokens of this server are used; new ones at 00:00 UTC, in 3 h` */
const reasonOf = (today: Allowance, at: number): string => {
  const rest = left(today)
  const all = `the day's ${grouped(today.tokens)} tokens of ${today.name}`
  const state = rest === 0 ? `${all} are used` : `of ${all} ${grouped(rest)} are left, too few for an answer`
  return `${state}; new ones at 00:00 ${today.zone}, in ${lasted(today.until - at)}`
}

export const granted = ({ id }: Allowance, { asker, turn }: Of<"RESERVE">): Params<"Tell"> => ({
  to: asker,
  event: { type: "GRANTED", turn, budget: address("budget", id) },
})

export const refused = (budget: Allowance, asked: Of<"RESERVE">): Params<"Tell"> => {
  const today = now(budget, asked)
  const who = listener(asked)
  return {
    to: asked.asker,
    event: {
      type: "REFUSED",
      turn: asked.turn,
      budget: address("budget", budget.id),
      reason: reasonOf(today, asked.at),
      told: who === null || today.told.includes(who),
    },
  }
}
