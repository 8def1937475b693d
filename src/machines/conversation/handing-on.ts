/** What a lead hands on to others of its team, and that it is called with their answers to conclude. */
import { call } from "./calls.ts"
import type { Change, Floor, Handed, Of } from "./floor.ts"
import { everyone, inForce, listens } from "./settings.ts"
import { originOf, own, type Message, type Turn } from "../values.ts"

/** Of one part, so many characters go to the lead. */
const partAtMost = 2000

/** Who leads here: the team's lead, or the first where that one does not listen. */
export const leadOf = ({ settings }: Floor): string | undefined => {
  const { lead } = settings.standard
  return lead !== undefined && listens(settings, lead) ? lead : everyone(settings)[0]?.id
}

const isSupervised = ({ settings }: Floor): boolean => inForce(settings).coordination === "supervisor"

/** Whether a turn is a part that a lead has handed on: it reports to the lead, and calls nobody itself. */
export const isPart = ({ handedOn }: Floor, { message }: Turn): boolean =>
  own(handedOn, message.id) !== undefined

const isOpen = ({ open, inbox, unpaid, paused }: Floor, id: string): boolean =>
  Object.hasOwn(open, id) ||
  inbox.some((message) => message.id === id) ||
  unpaid?.id === id ||
  paused?.id === id

/** A lead's answer calls others: they are its parts. `after` is the conversation with that answer. */
export const begin = (floor: Floor, after: Floor, turn: Turn, answer: string): Change => {
  if (!isSupervised(floor) || turn.brain !== leadOf(floor)) return {}
  const still = Object.entries(after.handedOn).filter(([id]) => isOpen(after, id))
  return { handedOn: { ...Object.fromEntries(still), [answer]: { for: turn.message, parts: [] } } }
}

/** What became of a part. */
export const note = (floor: Floor, event: Of<"ANSWERED" | "UNANSWERED">): Change => {
  const turn = own(floor.underWay, event.turn)
  const handed = turn === undefined ? undefined : own(floor.handedOn, turn.message.id)
  if (turn === undefined || handed === undefined) return {}
  const text = event.type === "ANSWERED" ? event.text.slice(0, partAtMost) : `(no answer: ${event.reason})`
  const parts = [...handed.parts, { brain: turn.brain, text: text.toWellFormed() }]
  return { handedOn: { ...floor.handedOn, [turn.message.id]: { ...handed, parts } } }
}

/** What a lead has handed on, of which all parts have ended. */
const over = (floor: Floor): readonly [string, Handed] | undefined =>
  Object.entries(floor.handedOn).find(([id, { parts }]) => parts.length > 0 && !isOpen(floor, id))

export const isOver = (floor: Floor): boolean => over(floor) !== undefined

/** The lead is called with what the others have said, within the agents' budget as any call. */
export const conclude = (floor: Floor): Change => {
  const [id, { for: asked, parts }] = over(floor)!
  const { [id]: _, ...handedOn } = floor.handedOn
  const lead = leadOf(floor)
  if (lead === undefined) return { handedOn }
  const message: Message = {
    ...asked,
    id,
    text: [
      `The others have answered what you handed on. Conclude for ${asked.author.name}, and hand on only what is still missing.`,
      ...parts.map(({ brain, text }) => `${brain}: ${text}`),
    ].join("\n\n"),
    called: [],
    matched: [],
    toTeam: false,
    via: parts.at(-1)!.brain,
    origin: originOf(asked),
  }
  return { handedOn, ...call(floor, message, [lead], 1) }
}
