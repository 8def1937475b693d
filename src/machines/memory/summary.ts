/**
 * A summary of what was said in a channel: one turn of an agent, which is lent all of it. It is said in the channel, or kept here
 * for who asked. Its id is that of the interaction that asked for it.
 */
import { assign, setup } from "xstate"
import { address } from "../address.ts"
import { named, type Params } from "../effects.ts"
import type { SummaryEvent, Timed } from "../events.ts"
import { question, type Recap } from "./recap.ts"
import type { Turn } from "../values.ts"
import * as work from "../team/work.ts"

/** How long the agent has, in ms. */
export const turnTime = 10 * 60_000

export interface SummaryContext {
  readonly id: string
  readonly recap: Recap | null
  /** What the agent made of it; null: nothing yet. */
  readonly text: string | null
  /** Why there is none, for who asked; null: there may be one. */
  readonly reason: string | null
}

interface Args {
  readonly context: SummaryContext
  readonly event: Timed<SummaryEvent>
}

const addressOf = ({ id }: SummaryContext) => address("summary", id)

export const turnOf = (context: SummaryContext): Turn => {
  const { brain, lines, aside } = context.recap!
  const text = question(context.recap!)
  return {
    ...work.turnFor(addressOf(context), context.id, context.recap!, { brain, step: "summary", text }),
    lent: lines,
    ...(aside && { aside: true as const }),
  }
}

const turn = ({ context }: Args): Params<"Allocate"> => ({ turn: turnOf(context) })
const turns = ({ context }: Args): Params<"Release"> => ({ turns: [turnOf(context)] })
const greet = ({ context }: Args): Params<"Tell"> => work.greeting(context.recap!)
const begun = ({ context }: Args): Params<"Tell"> =>
  work.begun(addressOf(context), "a summary", context.recap!)
const ended = ({ context }: Args): Params<"Tell"> => work.ended(addressOf(context), context.recap!)
const overheard = ({ context, event }: Args): Params<"Tell"> => work.overheard(context.recap!, event)

const giveUp = { type: "Release", params: turns } as const
const isAsked = ({ context }: Args, id: string): boolean => turnOf(context).id === id

export const summary = setup({
  types: {
    context: {} as SummaryContext,
    events: {} as Timed<SummaryEvent>,
    input: {} as { readonly id: string },
  },
  delays: { turnTime },
  guards: {
    isSaid: (args) =>
      args.event.type === "ANSWERED" && isAsked(args, args.event.turn) && !args.context.recap!.aside,
    isKept: (args) =>
      args.event.type === "ANSWERED" && isAsked(args, args.event.turn) && args.context.recap!.aside,
    isRefused: (args) => args.event.type === "UNANSWERED" && isAsked(args, args.event.turn),
  },
  actions: {
    Allocate: named<"Allocate">(),
    Release: named<"Release">(),
    Tell: named<"Tell">(),
    open: assign(({ event }) => (event.type === "OPEN_SUMMARY" ? { recap: event.recap } : {})),
    keep: assign(({ event }) => (event.type === "ANSWERED" ? { text: event.text } : {})),
    noteRefusal: assign(({ event }) => (event.type === "UNANSWERED" ? { reason: event.reason } : {})),
    noteStop: assign(({ event }) => (event.type === "STOP" ? { reason: `${event.by.name} stopped it` } : {})),
    noteLate: assign({ reason: "it took too long" }),
  },
}).createMachine({
  id: "summary",
  version: "1",
  description: "A summary of what was said in a channel, by an agent that is lent all of it.",
  context: ({ input }) => ({ id: input.id, recap: null, text: null, reason: null }),
  initial: "available",
  states: {
    available: {
      description: "Nobody has asked for it.",
      on: { OPEN_SUMMARY: { target: "asking", actions: "open" } },
    },
    asking: {
      description: "An agent has it.",
      entry: [
        { type: "Tell", params: begun },
        { type: "Tell", params: greet },
        { type: "Allocate", params: turn },
      ],
      exit: { type: "Tell", params: ended },
      on: {
        ANSWERED: [
          { guard: "isSaid", target: "told", actions: [{ type: "Tell", params: overheard }, "keep"] },
          { guard: "isKept", target: "told", actions: "keep" },
        ],
        UNANSWERED: { guard: "isRefused", target: "failed", actions: "noteRefusal" },
        STOP: { target: "failed", actions: [giveUp, "noteStop"] },
      },
      after: { turnTime: { target: "failed", actions: [giveUp, "noteLate"] } },
    },
    told: { description: "It is there.", tags: "ended" },
    failed: { description: "There will be none, and it is known why.", tags: "ended" },
  },
})
