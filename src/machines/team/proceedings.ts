/** What a debate keeps, and how each event changes it. The chart says when; this says how. */
import { Schema } from "effect"
import { address, type Address } from "../address.ts"
import { blank, touched, type Board } from "./board.ts"
import type { Params } from "../effects.ts"
import type { DebateEvent, Timed } from "../events.ts"
import { agrees, judgePrompt, readVerdict, sidePrompt, type Lack, Motion } from "./motion.ts"
import type { Line, Person, Turn } from "../values.ts"
import { turnFor } from "./work.ts"

/** Of one statement, so many characters are kept. */
const statementLimit = 2000
/** Of all statements together, the newest that fit into so many characters are lent to who speaks next. */
const lentLimit = 10_000

const Statement = Schema.Struct({
  round: Schema.Int,
  /** Its side's index. */
  side: Schema.Int,
  /** Null: the turn was forfeited, and `reason` says why. */
  text: Schema.NullOr(Schema.String),
  reason: Schema.String,
  agrees: Schema.Boolean,
  at: Schema.Number,
})
export type Statement = typeof Statement.Type

const outcome = <const T extends string, F extends Schema.Struct.Fields>(type: T, fields: F) =>
  Schema.Struct({ type: Schema.Literal(type), ...fields })

const Outcome = Schema.Union([
  /** `winner` is a side's index; null: a draw. */
  outcome("verdict", { winner: Schema.NullOr(Schema.Int), reasons: Schema.String }),
  /** `why` is for people to read. */
  outcome("none", { why: Schema.String }),
  /** `by` is null when nobody stopped it, but it could not be shown. */
  outcome("stopped", { by: Schema.NullOr(Schema.String) }),
])
export type Outcome = typeof Outcome.Type

/** What of a debate is read by who asks for its transcript. */
export const Kept = Schema.Struct({
  motion: Motion,
  statements: Schema.Array(Statement),
  outcome: Schema.NullOr(Outcome),
})

export interface Proceedings {
  readonly id: string
  /** Null before anything was debated. */
  readonly motion: Motion | null
  /** Who is asked; null: nobody. */
  readonly turn: Turn | null
  /** Until when, in ms since 1970. */
  readonly until: number
  /** In the order in which they were made: sides take turns, so their number tells whose turn it is. */
  readonly statements: ReadonlyArray<Statement>
  /** Times that the judge was asked. */
  readonly judged: number
  readonly lack: Lack | null
  readonly outcome: Outcome | null
  readonly board: Board
}

type Change = Partial<Proceedings>
type Of<T extends DebateEvent["type"]> = Timed<Extract<DebateEvent, { type: T }>>

export const fresh = (id: string): Proceedings => ({
  id,
  motion: null,
  turn: null,
  until: 0,
  statements: [],
  judged: 0,
  lack: null,
  outcome: null,
  board: blank,
})

export const addressOf = ({ id }: Proceedings): Address => address("debate", id)

export const open = (at: Proceedings, { motion }: Of<"OPEN_DEBATE">): Change => ({ ...touched(at), motion })

/** How long a turn may take, in ms. */
export const turnTime = ({ motion }: Proceedings): number => (motion?.minutes ?? 0) * 60_000

/** Whose turn it is, of the sides and in which round. */
export const next = ({
  motion,
  statements,
}: Proceedings): { readonly side: number; readonly round: number } => ({
  side: statements.length % motion!.sides.length,
  round: Math.floor(statements.length / motion!.sides.length) + 1,
})

/** What was said, as whoever speaks next is lent it: the newest, oldest first. */
const lent = ({ motion, statements }: Proceedings): ReadonlyArray<Line> => {
  const lines: Array<Line> = []
  let room = lentLimit
  for (const { side, round, text, at } of statements.toReversed()) {
    if (text === null) continue
    room -= text.length
    if (room < 0) break
    const { brain, name } = motion!.sides[side]!
    lines.unshift({ id: `${round}.${brain}`, author: name, brain, text, at })
  }
  return lines
}

const call = (at: Proceedings, now: number, brain: string, step: string, text: string): Change => ({
  ...touched(at),
  turn: { ...turnFor(addressOf(at), at.id, at.motion!, { brain, step, text }), lent: lent(at) },
  until: now + turnTime(at),
})

/** The next side has the floor. */
export const callSide = (at: Proceedings, now: number): Change => {
  const { side, round } = next(at)
  return call(at, now, at.motion!.sides[side]!.brain, `round-${round}`, sidePrompt(at.motion!, side, round))
}

/** The judge is asked, and with what its verdict lacked when it is asked again. */
export const callJudge = (at: Proceedings, now: number): Change => ({
  ...call(at, now, at.motion!.judge.brain, `verdict-${at.judged + 1}`, judgePrompt(at.motion!, at.lack)),
  judged: at.judged + 1,
})

const ended = (at: Proceedings, statement: Omit<Statement, "round" | "side">): Change => ({
  ...touched(at),
  turn: null,
  statements: [...at.statements, { ...next(at), ...statement }],
})

export const stated = (at: Proceedings, { text, at: now }: Of<"ANSWERED">): Change =>
  ended(at, {
    text: text.slice(0, statementLimit).toWellFormed(),
    reason: "",
    agrees: agrees(text),
    at: now,
  })

/** Who does not answer, or not in time, forfeits the turn. */
export const forfeit = (at: Proceedings, reason: string, now: number): Change =>
  ended(at, { text: null, reason, agrees: false, at: now })

/** The last word of every side is that it agrees. */
export const hasConverged = ({ motion, statements }: Proceedings): boolean =>
  motion!.sides.every((_, side) => {
    const own = statements.filter((it) => it.side === side && it.text !== null)
    return own.at(-1)?.agrees === true
  })

/** All rounds are over, or there is nothing left to debate. */
export const isOver = (at: Proceedings): boolean =>
  at.statements.length >= at.motion!.rounds * at.motion!.sides.length || hasConverged(at)

export const isUnheard = ({ statements }: Proceedings): boolean =>
  statements.every(({ text }) => text === null)

/** A verdict counts with its reasons alone: without them the judge is asked once more. */
export const judge = (at: Proceedings, { text }: Of<"ANSWERED">): Change => {
  const read = readVerdict(at.motion!, text)
  const over = { ...touched(at), turn: null }
  if (typeof read !== "string")
    return {
      ...over,
      outcome: { type: "verdict", ...read, reasons: read.reasons.slice(0, statementLimit).toWellFormed() },
    }
  if (at.judged < 2) return { ...over, lack: read }
  return { ...over, outcome: { type: "none", why: read === "reasons" ? "no reasons" : "no side named" } }
}

export const withoutVerdict = (at: Proceedings, why: string): Change => ({
  ...touched(at),
  turn: null,
  outcome: { type: "none", why },
})

export const stop = (at: Proceedings, by: Person | null): Change => ({
  ...touched(at),
  turn: null,
  outcome: { type: "stopped", by: by?.name ?? null },
})

/** Whoever began it stops it, and who may manage messages. */
export const mayStop = ({ motion }: Proceedings, { button, by, manages }: Of<"PRESSED">): boolean =>
  button === "stop" && (manages || by.id === motion?.by.id)

export const underWay = ({ turn }: Proceedings): Params<"Release"> => ({ turns: turn === null ? [] : [turn] })
