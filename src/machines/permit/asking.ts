/** What is asked about together, what an answer decides, and what each agent hears of it. The chart says when; this says how. */
import type { Params } from "../effects.ts"
import type { Timed } from "../events.ts"
import { lasted } from "../spans.ts"
import { blank, touched } from "../team/board.ts"
import { isAnswer, readButton, verdictOf, type Press } from "./answer.ts"
import { exactly } from "./exactly.ts"
import type { PermitEvent } from "./events.ts"
import type { Outcome, Permit, Wish } from "./kept.ts"
import { reachOf, refusalOf } from "./reach.ts"
import { shownOf } from "./shown.ts"

/** How long a person has after the last call that was asked about, in ms. */
export const askedFor = 5 * 60_000

/** Calls that wait, asked about or to be asked about, at most. */
export const wishesAtMost = 32

type Change = Partial<Permit>
type Of<T extends PermitEvent["type"]> = Timed<Extract<PermitEvent, { type: T }>>
type Named = Pick<Of<"WITHDRAW_ASK">, "turn" | "use" | "agent">

export const fresh = (id: string): Permit => ({
  id,
  asked: 0,
  wishes: [],
  next: [],
  by: null,
  wide: false,
  until: 0,
  outcome: null,
  closed: true,
  board: blank,
})

const isOf =
  ({ turn, use, agent }: Named) =>
  (wish: Wish): boolean =>
    wish.turn === turn && wish.use.id === use && wish.agent === agent

/** One board asks about both. An address is a digest, so that it alone does not say so. */
const isLike =
  (one: Wish) =>
  (other: Wish): boolean =>
    one.use.tool === other.use.tool &&
    one.brain === other.brain &&
    one.channel === other.channel &&
    one.by.id === other.by.id

export const isAsking = ({ wishes, outcome }: Permit): boolean => wishes.length > 0 && outcome === null

/** Why nobody is asked about a call at all; null: somebody is. */
export const refusedAtOnce = ({ wishes, next, outcome }: Permit, { turn }: Of<"ASK">): string | null => {
  if (turn.aside === true) return "it needs somebody's word, and an answer for one person alone asks nobody"
  const waiting = next.length + (outcome === null ? wishes.length : 0)
  return waiting < wishesAtMost ? null : `${wishesAtMost} such calls wait to be decided already`
}

const wishOf = ({ asked }: Permit, { turn: { id, brain, message }, use, agent }: Of<"ASK">): Wish => {
  const { channel, guild, author } = message
  return { n: asked + 1, turn: id, brain, channel, guild, by: author, use, agent }
}

export const queue = (permit: Permit, event: Of<"ASK">): Change => ({
  asked: permit.asked + 1,
  next: [...permit.next, wishOf(permit, event)],
})

/** What waits is asked about, on a board of its own. */
export const open = ({ next }: Permit, at: number): Change => {
  const first = next[0]!
  const [wishes, others] = [next.filter(isLike(first)), next.filter((wish) => !isLike(first)(wish))]
  return {
    wishes,
    next: others,
    by: first.by,
    wide: false,
    until: at + askedFor,
    outcome: null,
    closed: false,
    board: { ...blank, stale: true },
  }
}

/** It is asked about together with those that are. */
export const join = (permit: Permit, event: Of<"ASK">): Change => {
  const wish = wishOf(permit, event)
  if (!isLike(permit.wishes[0]!)(wish)) return queue(permit, event)
  return {
    asked: permit.asked + 1,
    wishes: [...permit.wishes, wish],
    until: event.at + askedFor,
    ...touched(permit),
  }
}

export const isLast = ({ wishes }: Permit, event: Named): boolean => wishes.every(isOf(event))

/** Nobody waits for it any more. */
export const drop = (permit: Permit, event: Named): Change => {
  const isOther = (wish: Wish): boolean => !isOf(event)(wish)
  if (!isAsking(permit)) return { next: permit.next.filter(isOther) }
  const wishes = permit.wishes.filter(isOther)
  return wishes.length < permit.wishes.length
    ? { wishes, ...touched(permit) }
    : { next: permit.next.filter(isOther) }
}

/** Whether all that is remembered is about every use of the tool. */
export const isWide = (permit: Permit): boolean =>
  permit.wide || shownOf(permit.wishes).some(({ use }) => exactly(use) === null)

const isAbout = ({ wishes }: Permit, upTo: number): boolean => wishes.some(({ n }) => n <= upTo)

/** A button that decides something, pressed by who may, where the board is. */
export const decides = (permit: Permit, press: Press): boolean =>
  isAnswer(press) && isAbout(permit, readButton(press).upTo) && mayDecide(permit, press)

export const toggles = (permit: Permit, press: Press): boolean =>
  readButton(press).what === "scope" &&
  shownOf(permit.wishes).every(({ use }) => exactly(use) !== null) &&
  mayDecide(permit, press)

const mayDecide = (permit: Permit, press: Press): boolean =>
  press.channel === permit.wishes[0]?.channel && refusalOf(permit, press) === null

/** Decided is what who pressed has seen, and what else they have said it of; the rest is asked about anew. */
export const decide = (permit: Permit, press: Press): Change => {
  const { upTo, wide: meant } = readButton(press)
  const seen = permit.wishes.filter(({ n }) => n <= upTo)
  const wide = meant || seen.some(({ use }) => exactly(use) === null)
  const reach = reachOf(permit, press)
  const same = new Set(seen.map(({ use }) => exactly(use)))
  const isDecided = ({ n, use }: Wish): boolean =>
    n <= upTo || (reach !== null && (wide || same.has(exactly(use))))
  const verdict = verdictOf(press)!
  const why = verdict === "allow" ? "who was asked allowed it" : "who was asked said no"
  return {
    wishes: permit.wishes.filter(isDecided),
    next: [...permit.wishes.filter((wish) => !isDecided(wish)), ...permit.next],
    wide,
    outcome: { verdict, by: press.by, why, reach },
    ...touched(permit),
  }
}

export const toggle = (permit: Permit): Change => ({ wide: !permit.wide, ...touched(permit) })

/** Nobody has decided: then it is not done. */
export const give = (permit: Permit, why: string): Change => ({
  outcome: { verdict: "deny", by: null, why, reach: null },
  ...touched(permit),
})

/** Whether the board has come to its end: it shows the outcome, or may not. */
export const close = ({ outcome, board }: Permit, event: PermitEvent): Change => ({
  closed: outcome !== null && !board.stale && !(event.type === "UNSHOWN" && event.retry),
})

export const unanswered = `nobody answered within ${lasted(askedFor)}`
export const unseen = ({ board }: Permit): string => `nobody could be asked here: ${board.refused}`

const told = ({ turn, use, agent }: Wish, verdict: Outcome["verdict"], why: string): Params<"Tell"> => ({
  to: agent,
  event: { type: "PERMITTED", turn, use: use.id, verdict, why },
})

/** Each agent that waits goes on. */
export const permitted = ({ wishes, outcome }: Permit): ReadonlyArray<Params<"Tell">> =>
  wishes.map((wish) => told(wish, outcome!.verdict, outcome!.why))

/** Those that were not yet asked about go on without. */
export const turnedAway = ({ next }: Permit, why: string): ReadonlyArray<Params<"Tell">> =>
  next.map((wish) => told(wish, "deny", why))

export const refusal = (permit: Permit, event: Of<"ASK">): Params<"Tell"> =>
  told(wishOf(permit, event), "deny", refusedAtOnce(permit, event)!)
