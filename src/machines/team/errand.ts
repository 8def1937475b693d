/** What an assignment keeps, how each event changes it, and what people see of it. The chart says when; this says how. */
import { address, type Address } from "../address.ts"
import { paidFor, type Asker, type Purchase } from "../budget/purchase.ts"
import { blank as blankBoard, touched, type Board } from "./board.ts"
import type { Params } from "../effects.ts"
import type { AssignmentEvent, Timed } from "../events.ts"
import { lasted } from "../spans.ts"
import type { Message, Person, Turn } from "../values.ts"
import { short } from "./short.ts"
import { turnFor } from "./work.ts"

/** How long an agent has, in ms. */
export const patience = 30 * 60_000

interface Named {
  readonly id: string
  readonly name: string
}

export interface Errand {
  /** The interaction that began it. */
  readonly id: string
  readonly task: string
  /** Who does it; null: the manager has not chosen yet. */
  readonly agent: Named | null
  /** Whom the manager may choose. */
  readonly agents: ReadonlyArray<Named>
  /** What the manager may take for choosing, and who pays; null: nobody has to. */
  readonly purchase: Purchase | null
  /** Whether the manager chose. */
  readonly chosen: boolean
  readonly by: Person
  readonly channel: string
  readonly guild: string | null
  /** In ms since 1970. */
  readonly began: number | null
  readonly ended: number | null
  /** The report's first message; null: there is none. */
  readonly report: string | null
  /** Why there is none. */
  readonly reason: string | null
  readonly stoppedBy: Person | null
  readonly board: Board
}

type Change = Partial<Errand>
type Of<T extends AssignmentEvent["type"]> = Timed<Extract<AssignmentEvent, { type: T }>>

export const blank = (id: string): Errand => ({
  id,
  task: "",
  agent: null,
  agents: [],
  purchase: null,
  chosen: false,
  by: { id: "0", name: "nobody" },
  channel: "0",
  guild: null,
  began: null,
  ended: null,
  report: null,
  reason: null,
  stoppedBy: null,
  board: blankBoard,
})

export const addressOf = ({ id }: Errand): Address => address("assignment", id)

/** Who has the manager paid. */
export const askerOf = (errand: Errand): Asker => ({ asker: addressOf(errand), by: errand.by })

export const assigned = (errand: Errand, { type: _, at, ...given }: Of<"ASSIGN">): Change => ({
  ...given,
  ...touched(errand),
  began: at,
})

const known = ({ agents }: Errand, ids: ReadonlyArray<string>): Named | undefined =>
  agents.find(({ id }) => id === ids[0])

/** Whether the manager chose somebody who can be asked. */
export const isChosen = (errand: Errand, { responders }: Of<"ROUTED">): boolean =>
  known(errand, responders) !== undefined

export const chose = (errand: Errand, { responders }: Of<"ROUTED">): Change => ({
  ...touched(errand),
  agent: known(errand, responders) ?? null,
  chosen: true,
})

/** The turn in which it is done; there is one. */
export const turnOf = (errand: Errand): Turn =>
  turnFor(addressOf(errand), errand.id, errand, {
    brain: errand.agent!.id,
    step: "task",
    text: `A task from ${errand.by.name}: ${errand.task}\nDo it now, and report what came of it.`,
  })

export const isIts = (errand: Errand, turn: string): boolean =>
  errand.agent !== null && turn === turnOf(errand).id

/** What the manager is asked: the task, as something that somebody has to answer. */
export const question = (errand: Errand): Params<"Route"> => {
  const { id, task, by, channel, guild, agents } = errand
  const message: Message = {
    id,
    channel,
    guild,
    author: by,
    text: task,
    pinged: [],
    called: [],
    matched: [],
    toTeam: true,
    via: null,
  }
  const team = agents.map((agent) => agent.id)
  return { message, lent: [], corrections: [], choices: [], team, ...paidFor(errand) }
}

const over = (errand: Errand, at: number): Change => ({ ...touched(errand), ended: at })

export const reported = (errand: Errand, { messages, at }: Of<"ANSWERED">): Change => ({
  ...over(errand, at),
  report: messages[0] ?? null,
})

/** Nobody was chosen, or it was given up, or it took too long. */
export const failed = (errand: Errand, event: Timed<AssignmentEvent>): Change => ({
  ...over(errand, event.at),
  reason: "reason" in event ? event.reason : "it took too long",
})

/** `by` is null when nobody stopped it, but it could not be shown. */
export const stop = (errand: Errand, by: Person | null, at: number): Change => ({
  ...over(errand, at),
  stoppedBy: by,
  reason: by === null ? "it could not be shown" : null,
})

/** Who assigned it, and who may manage messages in its channel. */
export const mayStop = (errand: Errand, { button, by, channel, manages }: Of<"PRESSED">): boolean =>
  button === "stop" && channel === errand.channel && (manages || by.id === errand.by.id)

/** https://discord.com/developers/docs/reference#message-formatting */
const linkTo = ({ guild, channel, report }: Errand): string =>
  report === null ? "" : `: https://discord.com/channels/${guild ?? "@me"}/${channel}/${report}`

/** Who assigned it is called, since an answer alone calls nobody. */
export const call = (errand: Errand): Params<"Notice"> => {
  const { agent, by, channel, reason } = errand
  const failed = agent === null ? "Nobody does" : `**${agent.name}** could not do`
  const text =
    reason === null
      ? `<@${by.id}> **${agent?.name}** has reported${linkTo(errand)}`
      : `<@${by.id}> ${failed} what you assigned: ${reason}`
  return { channel, about: null, text, pings: [by.id] }
}

const stateOf = (errand: Errand): string => {
  const { agent, began, ended, reason, stoppedBy } = errand
  const who = `**${agent?.name ?? "The manager"}**`
  if (ended === null) return agent === null ? `⏳ ${who} looks for somebody` : `⏳ ${who} works on it`
  const time = lasted(ended - (began ?? ended))
  if (stoppedBy !== null) return `🛑 Stopped by **${stoppedBy.name}** after ${time}`
  return reason === null
    ? `✅ ${who} reported after ${time}${linkTo(errand)}`
    : `❌ ${agent === null ? "Nobody does it" : `${who} could not do it`}: ${short(reason, 200)}`
}

export const face = (errand: Errand): Params<"Show"> => ({
  channel: errand.channel,
  message: errand.board.message,
  text: [
    `📌 ${short(errand.task, 1000)}`,
    stateOf(errand),
    `-# assigned by ${errand.by.name}${errand.chosen ? "; the manager chose who" : ""}`,
  ].join("\n"),
  buttons: errand.ended === null ? [{ id: "stop", label: "Stop", style: "danger" }] : [],
})
