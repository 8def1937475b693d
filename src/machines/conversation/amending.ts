/** What people change or take back of what they said, as far as nobody has begun to answer it. */
import * as catchUp from "./catch-up.ts"
import * as corrections from "./corrections.ts"
import { ended, leave } from "./endings.ts"
import type { Change, Floor, Of } from "./floor.ts"
import type { Choice } from "../values.ts"

/** Whether the manager's choice was for one of these messages. */
const isFor =
  ({ recent }: Floor, ids: ReadonlySet<string>) =>
  ({ from, text }: Choice): boolean =>
    recent.some((line) => ids.has(line.id) && line.author === from && corrections.clipped(line.text) === text)

const choicesAmended = (floor: Floor, { message, text }: Of<"EDITED">): Floor["choices"] => {
  const isIts = isFor(floor, new Set([message]))
  return floor.choices.map((choice) =>
    isIts(choice) ? { ...choice, text: corrections.clipped(text) } : choice,
  )
}

/** A message says something else now: in what is lent, in what waits, and in what the manager is shown of it. */
export const amend = (floor: Floor, edited: Of<"EDITED">): Change => {
  const { message: id, text } = edited
  return {
    choices: choicesAmended(floor, edited),
    ...corrections.amend(floor, id, text),
    recent: floor.recent.map((line) => (line.id === id ? { ...line, text } : line)),
    inbox: floor.inbox.map((message) => (message.id === id ? { ...message, text } : message)),
    waiting: floor.waiting.map((turn) =>
      turn.message.id === id ? { ...turn, message: { ...turn.message, text } } : turn,
    ),
  }
}

/**
 * Messages are gone: nobody is lent them, nor shown what they said, and those that wait end unanswered. The first of the inbox may be with the manager
 * already; it stays, without its words.
 */
export const forget = (floor: Floor, { messages }: Of<"DELETED">): Change => {
  const gone = new Set(messages)
  const isGone = isFor(floor, gone)
  const [first, ...rest] = floor.inbox
  const dropped = rest.filter(({ id }) => gone.has(id))
  const waited = floor.waiting.filter(({ message }) => gone.has(message.id))
  let { open } = floor
  let tally = {
    ...floor.tally,
    unrouted: floor.tally.unrouted + dropped.filter(({ via }) => via === null).length,
  }
  for (const { message } of waited) {
    const left = leave(open, message.id)
    open = left.open
    tally = ended(tally, [left.over])
  }
  return {
    recent: floor.recent.filter(({ id }) => !gone.has(id)),
    choices: floor.choices.filter((choice) => !isGone(choice)),
    ...corrections.forget(floor, gone),
    inbox: [
      ...(first === undefined ? [] : [gone.has(first.id) ? { ...first, text: "" } : first]),
      ...rest.filter(({ id }) => !gone.has(id)),
    ],
    waiting: floor.waiting.filter(({ message }) => !gone.has(message.id)),
    open,
    tally,
    catchUp: dropped.reduce((now, { id }) => catchUp.decide(now, id, false), floor.catchUp),
  }
}
