/** What there is to tell of each agent of the team: for the command line, for Discord, and as JSON. Pure. */
import type { Enrolled } from "./lineup.ts"

export interface Row {
  /** Its id: the name of its file. */
  readonly agent: string
  readonly name: string
  /** What it is for. */
  readonly role: string
  readonly tools: ReadonlyArray<string>
  readonly tier: string
  readonly state: string
  /** Who answers in its place, where it is deprecated. */
  readonly successor: string | null
  readonly part: "lead" | "manager" | null
  /** When it was asked last, in ms since 1970; null: never. */
  readonly last: number | null
  readonly asked: number
  readonly answered: number
  readonly failed: number
  /** The share that it answered of what it was asked and nobody stopped; null: nothing has ended yet. */
  readonly success: number | null
  /** Tokens of questions and answers. */
  readonly tokens: number
  /** In the operator's currency; null: no token had a price. */
  readonly cost: number | null
}

export const rowOf = ({ brain, standing, successor, part, done }: Enrolled): Row => {
  const { asked = 0, answered = 0, failed = 0, input = 0, output = 0, cost = 0, unpriced = 0 } = done ?? {}
  const ended = answered + failed
  const tokens = input + output
  return {
    agent: brain.id,
    name: brain.name,
    role: brain.role,
    tools: brain.tools,
    tier: brain.tier,
    state: standing,
    successor,
    part,
    last: done === null || done.last === 0 ? null : done.last,
    asked,
    answered,
    failed,
    success: ended === 0 ? null : answered / ended,
    tokens,
    cost: tokens === 0 || unpriced >= tokens ? null : cost,
  }
}

/** `deprecated, writer answers`, `active, lead` */
export const stateIn = ({ state, successor, part }: Row): string =>
  state === "deprecated"
    ? `deprecated, ${successor ?? "nobody"} answers`
    : [state, ...(part === null ? [] : [part])].join(", ")

/** `98 % of 120`: of those that ended, and that nobody stopped. */
export const successIn = ({ success, answered, failed }: Row): string =>
  success === null ? "-" : `${Math.floor(success * 100)} % of ${number(answered + failed)}`

/** `0.042`, or `1,200 tokens, no price`. */
export const costIn = ({ cost, tokens }: Row): string =>
  cost !== null
    ? cost.toLocaleString("en", { maximumSignificantDigits: 3, maximumFractionDigits: 20 })
    : tokens === 0
      ? "-"
      : `${number(tokens)} tokens, no price`

const number = (count: number): string => count.toLocaleString("en")
