/**
 * Somebody leaves: they ask to be forgotten, are asked once more, and all that is kept of them goes. Its id is that of the
 * interaction that asked.
 *
 * Each step can be done again from the beginning: a process that dies in the middle leaves the rest to the next. At the end this
 * actor forgets whose departure it was, too, and is the proof of it.
 */
import { assign, setup } from "xstate"
import { named, type Params } from "../effects.ts"
import type { Timed } from "../events.ts"
import { confirm, decline, type DepartureEvent, type Known } from "./events.ts"
import type { Person } from "../values.ts"

/** How long the question stands, in ms: as long as Discord lets it be answered. */
export const askedFor = 15 * 60_000
/** How often it is gone through when something is found at the end: somebody may write while they leave. */
export const roundsAtMost = 3
/** How often it is waited for what is under way to end. */
const patience = 5

export interface DepartureContext {
  /** Null: nobody's yet. */
  readonly by: Person | null
  readonly known: Known
  /** How often all that is stored was read. */
  readonly rounds: number
  readonly attempts: number
  readonly erased: number
  readonly rewritten: number
  readonly archived: number
  /** Pieces of the store and the archive that were read at the end. */
  readonly looked: number
  /** Where something of theirs was found at the end. */
  readonly found: ReadonlyArray<string>
  /** What could not be read then; left out: it was not said. */
  readonly unread?: ReadonlyArray<string>
  /** Why it did not go on the last time; null: it did. */
  readonly trouble: string | null
}

interface Args {
  readonly context: DepartureContext
  readonly event: Timed<DepartureEvent>
}

const nothingKnown: Known = { names: [], messages: [], texts: [] }

const both = <A>(a: ReadonlyArray<A>, b: ReadonlyArray<A>): ReadonlyArray<A> => [...new Set([...a, ...b])]

/** What was known before stays known: what told of it may be gone already. */
const joined = (a: Known, b: Known): Known => ({
  names: both(a.names, b.names),
  messages: both(a.messages, b.messages),
  texts: both(a.texts, b.texts),
})

const step =
  (which: Params<"Forget">["step"]) =>
  ({ context }: Args): Params<"Forget"> => ({
    step: which,
    by: context.by!,
    known: context.known,
    patient: context.attempts < patience,
  })

const isTheirs = ({ context, event }: Args): boolean =>
  event.type === "PRESSED" && event.by.id === context.by?.id

export const departure = setup({
  types: {
    context: {} as DepartureContext,
    events: {} as Timed<DepartureEvent>,
    input: {} as { readonly id: string },
  },
  delays: {
    askedFor,
    /** 1 s, 2 s, 4 s, up to a minute. */
    backoff: ({ context }) => Math.min(60_000, 1000 * 2 ** Math.min(context.attempts - 1, 6)),
  },
  guards: {
    confirms: (args) => isTheirs(args) && args.event.type === "PRESSED" && args.event.button === confirm,
    declines: (args) => isTheirs(args) && args.event.type === "PRESSED" && args.event.button === decline,
    isClean: ({ event }) => event.type === "PROVEN" && event.found.length === 0,
    mayLookAgain: ({ context, event }) =>
      event.type === "PROVEN" && event.found.length > 0 && context.rounds + 1 < roundsAtMost,
  },
  actions: {
    Forget: named<"Forget">(),
    ask: assign(({ event }) =>
      event.type === "ASK" ? { by: event.by, known: { ...nothingKnown, names: [event.by.name] } } : {},
    ),
    notePress: assign(({ event }) => (event.type === "PRESSED" ? { by: event.by } : {})),
    know: assign(({ context, event }) =>
      event.type === "SURVEYED" ? { known: joined(context.known, event.known) } : {},
    ),
    count: assign(({ context, event }) =>
      event.type === "ERASED"
        ? {
            erased: context.erased + event.erased,
            rewritten: context.rewritten + event.rewritten,
            archived: context.archived + event.archived,
          }
        : {},
    ),
    prove: assign(({ context, event }) =>
      event.type === "PROVEN"
        ? {
            rounds: context.rounds + 1,
            looked: event.looked,
            found: event.found,
            ...(event.unread === undefined ? {} : { unread: event.unread }),
          }
        : {},
    ),
    noteTrouble: assign(({ context, event }) =>
      event.type === "FAIL" ? { trouble: event.reason, attempts: context.attempts + 1 } : {},
    ),
    countAttempt: assign(({ context }) => ({ attempts: context.attempts + 1 })),
    forgetTrouble: assign({ trouble: null }),
    forgetTexts: assign({ known: nothingKnown }),
  },
}).createMachine({
  id: "departure",
  version: "1",
  description:
    "Somebody asks to be forgotten: what is kept of them goes, and it is looked whether it is gone.",
  context: {
    by: null,
    known: nothingKnown,
    rounds: 0,
    attempts: 0,
    erased: 0,
    rewritten: 0,
    archived: 0,
    looked: 0,
    found: [],
    trouble: null,
  },
  initial: "available",
  states: {
    available: {
      description: "Nobody has asked.",
      on: {
        ASK: { target: "asking", actions: "ask" },
        PRESSED: {
          target: "stayed",
          actions: "notePress",
          description: "The question was over: that it was answered is forgotten, too.",
        },
      },
    },
    asking: {
      description: "They see what goes, and are asked once more.",
      on: {
        PRESSED: [
          { guard: "confirms", target: "leaving" },
          { guard: "declines", target: "stayed" },
        ],
      },
      after: { askedFor: "stayed" },
    },
    leaving: {
      initial: "surveying",
      states: {
        surveying: {
          description: "What are they known by: names, messages, words.",
          entry: { type: "Forget", params: step("survey") },
          on: { SURVEYED: { target: "quieting", actions: "know" } },
        },
        quieting: {
          description: "Answers to them are stopped; what they set up for themselves ends.",
          entry: { type: "Forget", params: step("quiet") },
          on: { QUIETED: "erasing" },
        },
        erasing: {
          description:
            "What is theirs alone is erased; what they share with others is rewritten without them.",
          entry: { type: "Forget", params: step("erase") },
          on: { ERASED: { target: "proving", actions: ["count", "forgetTrouble"] } },
        },
        proving: {
          description: "All that is stored is read, and they are looked for in it.",
          entry: { type: "Forget", params: step("prove") },
          on: {
            PROVEN: [
              { guard: "isClean", target: "#departure.gone", actions: "prove" },
              { guard: "mayLookAgain", target: "retrying", actions: ["prove", "countAttempt"] },
              { target: "#departure.gone", actions: "prove" },
            ],
          },
        },
        retrying: {
          description: "Something was in the way, or has come since: once more from the beginning.",
          after: { backoff: "surveying" },
        },
      },
      on: { FAIL: { target: ".retrying", actions: "noteTrouble" } },
    },
    gone: {
      description:
        "It is known how much went, and that nothing was found; whose it was is forgotten here as well.",
      tags: "ended",
      entry: ["forgetTexts", { type: "Forget", params: step("close") }],
      on: { PRESSED: { target: "gone", reenter: true, actions: "notePress" } },
    },
    stayed: {
      description: "They keep what is theirs; that they asked is forgotten.",
      tags: "ended",
      entry: { type: "Forget", params: step("withdraw") },
    },
  },
})
