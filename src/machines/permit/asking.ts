/** What a permit keeps, who may decide, and how far what they say is remembered. The chart says when; this says how. */
import { address, type Address } from "../address.ts"
import type { Params } from "../effects.ts"
import type { Timed } from "../events.ts"
import { lasted } from "../spans.ts"
import { blank, touched, type Board } from "../team/board.ts"
import type { Judged } from "../tools/call.ts"
import { pattern, written } from "../tools/pattern.ts"
import { argumentOf, type Rule } from "../tools/permissions.ts"
import type { Person, Turn } from "../values.ts"
import type { PermitEvent } from "./events.ts"

/** How long a person has, in ms. */
export const askedFor = 5 * 60_000

/** What is to be decided. */
export interface Wish {
  readonly turn: string
  readonly brain: string
  readonly channel: string
  readonly guild: string | null
  readonly use: Judged
  readonly agent: Address
  /** The answer is for one person's eyes: nothing is asked in the channel. */
  readonly aside: boolean
}

/** For whom something is remembered: one person everywhere or here, or everybody here or in the server. */
export type Reach = "person" | "person-here" | "here" | "server"

export interface Outcome {
  readonly verdict: "allow" | "deny"
  /** Null: nobody. */
  readonly by: Person | null
  /** A clause, for the model and for people: it names nobody, since agents keep it. */
  readonly why: string
  /** Null: it counts this once. */
  readonly reach: Reach | null
}

export interface Permit {
  readonly id: string
  /** Null before anything was asked. */
  readonly wish: Wish | null
  /** Whose message the agent answers. */
  readonly by: Person | null
  /** What is remembered is about every use of the tool, not about this call alone. */
  readonly wide: boolean
  /** When it is over, in ms since 1970. */
  readonly until: number
  readonly outcome: Outcome | null
  readonly board: Board
}

type Change = Partial<Permit>
type Of<T extends PermitEvent["type"]> = Timed<Extract<PermitEvent, { type: T }>>
export type Press = Pick<Of<"PRESSED">, "button" | "by" | "manages" | "managesServer">

export const fresh = (id: string): Permit => ({
  id,
  wish: null,
  by: null,
  wide: false,
  until: 0,
  outcome: null,
  board: blank,
})

const wishOf = ({ id, brain, message, aside }: Turn, use: Judged, agent: Address): Wish => ({
  turn: id,
  brain,
  channel: message.channel,
  guild: message.guild,
  use,
  agent,
  aside: aside === true,
})

const seen = (permit: Permit): Change => (permit.wish?.aside === false ? touched(permit) : {})

export const ask = (permit: Permit, { turn, use, agent, at }: Of<"ASK">): Change => {
  const asked = { ...permit, wish: wishOf(turn, use, agent), by: turn.message.author, until: at + askedFor }
  return { ...asked, wide: exactly(use) === null, ...seen(asked) }
}

/** Longer ones are remembered by their tool alone. In characters. */
const longestPattern = 300

const inputOf = (use: Judged): unknown => {
  try {
    return JSON.parse(use.input)
  } catch {
    return null
  }
}

/** The argument of a call, as rules see it. */
export const argumentIn = (use: Judged): string => argumentOf(inputOf(use))

/** The pattern that matches this call and no other; null where none does: in a pattern, `*` is any text. */
export const exactly = (use: Judged): string | null => {
  const argument = argumentIn(use)
  return argument.includes("*") || argument.length > longestPattern
    ? null
    : written({ ...pattern(use.tool), argument })
}

/** Buttons that decide, and what they decide. */
const verdicts: Readonly<Record<string, Outcome["verdict"]>> = {
  once: "allow",
  here: "allow",
  server: "allow",
  always: "allow",
  no: "deny",
  never: "deny",
}

export const isDecision = ({ button }: Press): boolean => Object.hasOwn(verdicts, button)
export const isScope = (permit: Permit, { button }: Press): boolean =>
  button === "scope" && permit.wish !== null && exactly(permit.wish.use) !== null

const isAsker = ({ by }: Pick<Permit, "by">, press: Press): boolean => press.by.id === by?.id

/** Why somebody may not press a button, as a sentence for them; null: they may. */
export const refusalOf = (permit: Pick<Permit, "by">, press: Press): string | null => {
  const asker = permit.by?.name ?? "who asked"
  const { button, manages, managesServer = false } = press
  if (button === "always" && !isAsker(permit, press))
    return `“Always for me” is for **${asker}** to say, whose message the agent answers.`
  if (button === "server" && !managesServer)
    return "Only who may manage this server can say that for all of it."
  return isAsker(permit, press) || manages || managesServer
    ? null
    : `That is for **${asker}** to decide, whose message the agent answers, or for who may manage messages here.`
}

/** What one's own word reaches: another's reaches everybody, as far as they manage it. */
const reachOf = (permit: Permit, press: Press): Reach | null => {
  const managesHere = press.manages || press.managesServer === true
  switch (press.button) {
    case "here":
      return managesHere ? "here" : "person-here"
    case "server":
      return "server"
    case "always":
      return "person"
    case "never":
      return isAsker(permit, press) ? "person" : press.managesServer ? "server" : "here"
    default:
      return null
  }
}

export const decide = (permit: Permit, press: Press): Change => {
  const verdict = verdicts[press.button]!
  const { by } = press
  const why = verdict === "allow" ? "who was asked allowed it" : "who was asked said no"
  return { ...seen(permit), outcome: { verdict, by, why, reach: reachOf(permit, press) } }
}

export const toggle = (permit: Permit): Change => ({ ...seen(permit), wide: !permit.wide })

/** Nobody has decided: then it is not done. */
export const give = (permit: Permit, why: string): Change => ({
  ...seen(permit),
  outcome: { verdict: "deny", by: null, why, reach: null },
})

export const unanswered = `nobody answered within ${lasted(askedFor)}`
export const unasked = "it needs somebody's word, and an answer for one person alone asks nobody"
export const unseen = ({ board }: Permit): string => `nobody could be asked here: ${board.refused}`

/** What is remembered; null: nothing. */
export const rulingOf = ({ wish, by, wide, outcome }: Permit): Params<"Tell"> | null => {
  if (wish === null || by === null || outcome === null || outcome.by === null || outcome.reach === null)
    return null
  const exact = exactly(wish.use)
  const rule: Rule = {
    verdict: outcome.verdict,
    pattern: wide || exact === null ? wish.use.tool : exact,
    agent: wish.brain,
  }
  const { reach } = outcome
  const to =
    reach === "person" || reach === "person-here"
      ? address("constellation", by.id)
      : address("guild", wish.guild ?? wish.channel)
  const channel = reach === "person-here" || reach === "here" ? wish.channel : null
  return { to, event: { type: "RULE", rule, channel, by: outcome.by } }
}

/** Whoever waits goes on. */
export const permitted = ({ wish, outcome }: Permit): Params<"Tell"> => ({
  to: wish!.agent,
  event: {
    type: "PERMITTED",
    turn: wish!.turn,
    use: wish!.use.id,
    verdict: outcome!.verdict,
    why: outcome!.why,
  },
})
