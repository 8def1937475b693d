/** What people change or take back of what they said, as far as nobody has begun to answer it. */
import * as catchUp from "./catch-up.ts"
import * as corrections from "./corrections.ts"
import { ended, leave } from "./endings.ts"
import type { Change, Floor, Of } from "./floor.ts"

/** A message says something else now: in what is lent, and in what waits. */
export const amend = (floor: Floor, { message: id, text }: Of<"EDITED">): Change => ({
  recent: floor.recent.map((line) => (line.id === id ? { ...line, text } : line)),
  inbox: floor.inbox.map((message) => (message.id === id ? { ...message, text } : message)),
  waiting: floor.waiting.map((turn) =>
    turn.message.id === id ? { ...turn, message: { ...turn.message, text } } : turn,
  ),
})

/** What the manager chose for others than these messages. */
const choicesWithout = ({ choices, recent }: Floor, gone: ReadonlySet<string>): Floor["choices"] => {
  const lines = recent.filter(({ id }) => gone.has(id))
  return choices.filter(
    ({ from, text }) =>
      !lines.some((line) => line.author === from && corrections.clipped(line.text) === text),
  )
}

/**
 * Messages are gone: nobody is lent them, nor shown what they said, and those that wait end unanswered. The first of the inbox may be with the manager
 * already; it stays, without its words.
 */
export const forget = (floor: Floor, { messages }: Of<"DELETED">): Change => {
  const gone = new Set(messages)
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
    choices: choicesWithout(floor, gone),
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
