/**
 * How an answer came about, out of the journals of those who had a part in it: the conversation that heard the message and
 * chose, the pool that had to find an agent, the agent. Some hundred entries are looked at, however long the journals are: a
 * message's id says when it was said, and an event's id who told it.
 */
import { Effect, Schema } from "effect"
import type { Entry } from "../actors/journal.ts"
import { address, kindOf, type Address } from "../machines/address.ts"
import type { AgentEvent, ConversationEvent } from "../machines/events.ts"
import { saidAt, type Turn } from "../machines/values.ts"
import { toldIn } from "./cut.ts"
import { pagesOf, type Pages } from "./pages.ts"

/** No agent's answer with this message is in the log. `reason` is for who asks. */
export class NoAnswer extends Schema.TaggedError<NoAnswer>()("NoAnswer", {
  reason: Schema.Literals(["unheard", "unknown", "lost"]),
}) {}

type Of<E extends { readonly type: string }, T extends E["type"]> = Extract<E, { type: T }>

/** An event, and when and where it was taken. */
export interface Taken<E> {
  readonly seq: number
  readonly at: number
  readonly event: E
}

/** `ms` null: the call was not made. */
export interface UsedTool {
  readonly tool: string
  readonly ok: boolean
  readonly ms: number | null
}

export interface Answer {
  readonly turn: Turn
  readonly agent: Address
  /** The conversation heard what is answered; null: it is not in the log any more, or no message. */
  readonly heard: number | null
  readonly routed: Taken<Of<ConversationEvent, "ROUTED">> | null
  /** The conversation, or whoever asked, wanted an agent for it. */
  readonly begun: number | null
  readonly given: Taken<Of<AgentEvent, "ALLOCATE">>
  readonly connected: number | null
  readonly writing: number | null
  /** What the model wanted done before it answered, and what came of it, in the order of rounds and calls. */
  readonly wants: ReadonlyArray<Taken<Of<AgentEvent, "WANTS">>>
  readonly used: ReadonlyArray<UsedTool>
  readonly thought: Taken<Of<AgentEvent, "THOUGHT">> | null
  readonly said: Taken<Of<AgentEvent, "SAID">>
  /** Other agents that were to answer the same message. */
  readonly others: ReadonlyArray<string>
  /** Some of it came from the archive. */
  readonly archived: boolean
}

/** Clocks differ, Discord's and those of runners: so much earlier one begins to look, in ms. */
const before = 60_000
/** An answer comes within so long after its first message, in ms: with drafts that is some time before it is done. */
const within = 20 * 60_000
/** Entries of one reading, and readings. */
const page = 512
const pagesAtMost = 8

/** The first entry from `from` on that `picks`, and that was not taken after `until`. */
const find = (pages: Pages, from: number, until: number, picks: (entry: Entry) => boolean) =>
  Effect.gen(function* () {
    let next = from
    for (let read = 0; read < pagesAtMost; read++) {
      const entries = yield* pages.from(next, page)
      const found = entries.find((entry) => picks(entry))
      if (found !== undefined) return found
      const last = entries.at(-1)
      if (last === undefined || entries.length < page || last.at > until) return null
      next = last.seq + 1
    }
    return null
  })

const eventOf = <E>(entry: Entry): E => entry.event as unknown as E

const taken = <E>(entry: Entry | undefined): Taken<E> | null =>
  entry === undefined ? null : { seq: entry.seq, at: entry.at, event: eventOf<E>(entry) }

const isOf =
  (type: string) =>
  ({ event }: Entry): boolean =>
    event?.type === type

/** Who told an event to the actor with it, and there, until it is an agent. */
const toAgent = (entry: Entry) =>
  Effect.gen(function* () {
    let told = toldIn(entry.id)
    for (let hops = 0; told !== null && kindOf(told.by) !== "agent" && hops < 3; hops++) {
      const [between] = yield* (yield* pagesOf(told.by)).from(told.seq, 1)
      told = toldIn(between?.id ?? null)
    }
    return told
  })

/** The answer of an agent that a message of a channel is, or is a part of. */
export const answerIn = (channel: string, message: string) =>
  Effect.gen(function* () {
    const conversation = address("conversation", channel)
    const talk = yield* pagesOf(conversation)
    const ends = yield* talk.ends
    if (ends === null) return yield* new NoAnswer({ reason: "unheard" })
    const time = saidAt(message)
    const holds = ({ event }: Entry) =>
      event?.type === "ANSWERED" &&
      (event as unknown as Of<ConversationEvent, "ANSWERED">).messages.includes(message)
    const answered = yield* find(talk, yield* talk.firstAt(time - before), time + within, holds)
    if (answered === null) {
      const [first] = yield* talk.from(ends.first, 1)
      const isLost = ends.first > 1 && (first === undefined || first.at > time)
      return yield* new NoAnswer({ reason: isLost ? "lost" : "unknown" })
    }
    const { turn: id } = eventOf<Of<ConversationEvent, "ANSWERED">>(answered)
    const told = yield* toAgent(answered)
    if (told === null) return yield* new NoAnswer({ reason: "unknown" })

    const life = yield* pagesOf(told.by)
    const lived = yield* life.from(Math.max(1, told.seq - page), Math.min(told.seq, page + 1))
    const begins = lived.findLastIndex(
      (entry) => isOf("ALLOCATE")(entry) && eventOf<Of<AgentEvent, "ALLOCATE">>(entry).turn.id === id,
    )
    const own = begins === -1 ? [] : lived.slice(begins).filter(({ seq }) => seq <= told.seq)
    const given = taken<Of<AgentEvent, "ALLOCATE">>(own[0])
    const said = taken<Of<AgentEvent, "SAID">>(own.findLast(isOf("SAID")))
    if (given === null || said === null) return yield* new NoAnswer({ reason: "lost" })
    const { turn } = given.event

    const heard = yield* find(
      talk,
      yield* talk.firstAt(saidAt(turn.message.id) - before),
      given.at,
      ({ event }) => isHeard(event as unknown as ConversationEvent | null, turn),
    )
    const routed =
      heard === null || turn.route !== "manager"
        ? null
        : yield* find(talk, heard.seq + 1, given.at, ({ event }) => {
            const routed = event as unknown as ConversationEvent | null
            return routed?.type === "ROUTED" && routed.message === turn.message.id
          })
    const chosen = taken<Of<ConversationEvent, "ROUTED">>(routed ?? undefined)
    const wants = own.filter(isOf("WANTS")).map((entry) => taken<Of<AgentEvent, "WANTS">>(entry)!)
    const answer: Answer = {
      turn,
      agent: told.by,
      heard: heard?.at ?? null,
      routed: chosen,
      begun: yield* begunAt(own[0]!, turn, talk, conversation),
      given,
      connected: own.find(isOf("CONNECTED"))?.at ?? null,
      writing: own.find(isOf("WRITING"))?.at ?? null,
      wants,
      used: usedIn(wants, own),
      thought: taken<Of<AgentEvent, "THOUGHT">>(own.findLast(isOf("THOUGHT"))),
      said,
      others: alsoAsked(turn, chosen?.event.responders ?? []),
      archived: talk.wasArchived() || life.wasArchived(),
    }
    return answer
  })

const usedIn = (wants: Answer["wants"], own: ReadonlyArray<Entry>): ReadonlyArray<UsedTool> => {
  const ends = new Map(
    own.filter(isOf("USED")).map((entry) => {
      const { use, ok, ms } = eventOf<Of<AgentEvent, "USED">>(entry)
      return [use, { ok, ms }] as const
    }),
  )
  return wants.flatMap(({ event }) =>
    event.uses.map(({ id, tool }) => ({ tool, ...(ends.get(id) ?? { ok: false, ms: null }) })),
  )
}

/** What is answered was heard: a person's message, or an agent's answer that calls this one. */
const isHeard = (event: ConversationEvent | null, { message }: Turn): boolean =>
  event?.type === "MESSAGE"
    ? event.message.id === message.id
    : event?.type === "ANSWERED" && message.via !== null && event.messages.includes(message.id)

/** When an agent was wanted for the turn: the pool has been asked by an entry whose number stands in the letter's id. */
const begunAt = (given: Entry, turn: Turn, talk: Pages, conversation: Address) =>
  Effect.gen(function* () {
    const byPool = toldIn(given.id)
    if (byPool === null) return null
    const pool = yield* pagesOf(byPool.by)
    const asked = yield* pool.from(Math.max(1, byPool.seq - page), Math.min(byPool.seq, page + 1))
    const request = asked.findLast(
      ({ event }) =>
        event?.type === "REQUEST" && (event as unknown as { readonly turn: Turn }).turn.id === turn.id,
    )
    const wanted = toldIn(request?.id ?? null)
    if (wanted === null) return null
    const of = wanted.by === conversation ? talk : yield* pagesOf(wanted.by)
    return (yield* of.from(wanted.seq, 1))[0]?.at ?? null
  })

const alsoAsked = ({ brain, route, message }: Turn, chosen: ReadonlyArray<string>): ReadonlyArray<string> => {
  const all = route === "mention" ? message.called : route === "keyword" ? message.matched : chosen
  return all.filter((id) => id !== brain)
}
