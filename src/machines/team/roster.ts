/**
 * What is known of a team's agents while it runs: how an operator has them stand, whatever their files say, and what each has
 * done. There is one for all runners, `roster/team`.
 */
import { assign, enqueueActions, not, setup } from "xstate"
import { named, type Params } from "../effects.ts"
import type { RosterEvent, Timed } from "../events.ts"
import { own, type Person } from "../values.ts"
import type { Standing } from "../agent/brain.ts"
import type { Done } from "./roster-events.ts"

/** Of those who have been told that somebody is deprecated, the newest are remembered. */
const toldAtMost = 2000
/** Agents whose figures are kept: those that were asked last. */
const countedAtMost = 500

type Of<T extends RosterEvent["type"]> = Timed<Extract<RosterEvent, { type: T }>>

/** What an operator has said of an agent. */
export interface Said {
  readonly standing: Standing
  /** The id of who answers in its place, where it is deprecated. */
  readonly successor: string | null
  /** Null: who has the command line. */
  readonly by: Person | null
  readonly at: number
}

export interface RosterContext {
  /** By the agent's id. */
  readonly said: Readonly<Record<string, Said>>
  readonly done: Readonly<Record<string, Done>>
  /** Who has heard of whom that another answers: `<agent> <person>`. */
  readonly told: ReadonlyArray<string>
}

export const nothingDone: Done = {
  asked: 0,
  answered: 0,
  failed: 0,
  stopped: 0,
  input: 0,
  output: 0,
  cost: 0,
  unpriced: 0,
  last: 0,
}

/** Both together. */
export const together = (one: Done, other: Done): Done => ({
  asked: one.asked + other.asked,
  answered: one.answered + other.answered,
  failed: one.failed + other.failed,
  stopped: one.stopped + other.stopped,
  input: one.input + other.input,
  output: one.output + other.output,
  cost: one.cost + other.cost,
  unpriced: one.unpriced + other.unpriced,
  last: Math.max(one.last, other.last),
})

const standings = { ENABLE: "active", DISABLE: "disabled", DEPRECATE: "deprecated" } as const

/** Who was told before is told anew: it is another thing now. */
const heard = (
  { said, told }: RosterContext,
  { brain, by, at, ...event }: Of<"ENABLE" | "DISABLE" | "DEPRECATE">,
): Partial<RosterContext> => {
  const successor = event.type === "DEPRECATE" ? event.successor : null
  const { [brain]: _, ...others } = said
  const isFiled = event.type === "ENABLE" && event.filed
  return {
    said: isFiled ? others : { ...others, [brain]: { standing: standings[event.type], successor, by, at } },
    told: told.filter((one) => !one.startsWith(`${brain} `)),
  }
}

const counted = ({ done }: RosterContext, event: Of<"COUNTED">): Partial<RosterContext> => {
  const all = { ...done }
  for (const [brain, more] of Object.entries(event.done))
    all[brain] = together(own(done, brain) ?? nothingDone, more)
  const newest = Object.entries(all).toSorted(([, a], [, b]) => b.last - a.last)
  return { done: Object.fromEntries(newest.slice(0, countedAtMost)) }
}

const listener = ({ missed, by }: Of<"MISSED">): string => `${missed.brain} ${by.id}`

/** Whoever calls one that is disabled hears it each time; that another answers, once. */
const isNews = ({ told }: RosterContext, event: Of<"MISSED">): boolean =>
  event.missed.successor === null || !told.includes(listener(event))

const notice = ({ missed: { name, successor }, channel }: Of<"MISSED">): Params<"Notice"> => ({
  channel,
  about: null,
  text:
    successor === null
      ? `${name} is switched off at the moment and does not answer.`
      : `${name} has retired: ${successor} answers in its place from now on.`,
})

export const roster = setup({
  types: {
    context: {} as RosterContext,
    events: {} as Timed<RosterEvent>,
    input: {} as { readonly id: string },
  },
  guards: {
    isFiled: ({ context }) => Object.keys(context.said).length === 0,
    isThinned: ({ context }) => Object.values(context.said).some(({ standing }) => standing !== "active"),
    isNews: ({ context, event }) => event.type === "MISSED" && isNews(context, event),
  },
  actions: {
    Notice: named<"Notice">(),
    tellOnce: enqueueActions(({ event, enqueue }) => {
      if (event.type === "MISSED") enqueue({ type: "Notice", params: notice(event) })
    }),
    noteTold: assign(({ context, event }) =>
      event.type === "MISSED" && event.missed.successor !== null
        ? { told: [...context.told, listener(event)].slice(-toldAtMost) }
        : {},
    ),
    note: assign(({ context, event }) =>
      event.type === "ENABLE" || event.type === "DISABLE" || event.type === "DEPRECATE"
        ? heard(context, event)
        : {},
    ),
    count: assign(({ context, event }) => (event.type === "COUNTED" ? counted(context, event) : {})),
  },
}).createMachine({
  id: "roster",
  version: "1",
  description: "How the agents of the team stand, and what each has done.",
  context: { said: {}, done: {}, told: [] },
  initial: "filed",
  on: {
    MISSED: { guard: "isNews", actions: ["tellOnce", "noteTold"] },
    COUNTED: { actions: "count" },
    ENABLE: { actions: "note" },
    DISABLE: { actions: "note" },
    DEPRECATE: { actions: "note" },
  },
  states: {
    filed: {
      description: "All stand as their files say.",
      always: { guard: not("isFiled"), target: "changed" },
    },
    changed: {
      description: "An operator has let some in whose files say otherwise.",
      always: [
        { guard: "isFiled", target: "filed" },
        { guard: "isThinned", target: "thinned" },
      ],
    },
    thinned: {
      description: "An operator has taken some out.",
      always: [
        { guard: "isFiled", target: "filed" },
        { guard: not("isThinned"), target: "changed" },
      ],
    },
  },
})
