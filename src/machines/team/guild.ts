/**
 * What one server has agreed on: its workflows, and the work that is under way in it. Its id is the server's, or that of a
 * direct message's channel. Who asks for work looks here; the work itself has an actor of its own.
 */
import { assign, enqueueActions, not, setup } from "xstate"
import { named, type Params } from "../effects.ts"
import type { GuildEvent, Timed } from "../events.ts"
import type { Plan } from "./plan.ts"
import { repealed, ruled, type Ruling } from "../tools/ruling.ts"
import type { Person } from "../values.ts"

/** Workflows that a server may have. */
export const plansAtMost = 25
/** Schedules that a server may have: no more are asked for. All that run are listed, also when several were made at once. */
export const schedulesAtMost = 25
/** Of the work under way, the newest is kept. */
const worksAtMost = 200

type Of<T extends GuildEvent["type"]> = Timed<Extract<GuildEvent, { type: T }>>

/** A workflow and who defined it last. */
export interface Defined {
  readonly plan: Plan
  readonly by: Person
  readonly at: number
}
/** A schedule as it stands. */
export type Scheduled = Omit<Of<"SCHEDULED">, "type">
export type Work = Omit<Of<"BEGUN">, "type">

export interface GuildContext {
  /** In the order in which they were first defined. */
  readonly plans: ReadonlyArray<Defined>
  readonly works: ReadonlyArray<Work>
  /** In the order in which they were made. */
  readonly schedules: ReadonlyArray<Scheduled>
  /** What agents may do with tools here, and may not; left out: nothing was laid down. */
  readonly rulings?: ReadonlyArray<Ruling>
}

const isFull = ({ plans }: GuildContext): boolean => plans.length >= plansAtMost
const isKnown = ({ plans }: GuildContext, name: string): boolean =>
  plans.some(({ plan }) => plan.name === name)

const defined = ({ plans }: GuildContext, { plan, by, at }: Of<"DEFINE">): Partial<GuildContext> => {
  const now: Defined = { plan, by, at }
  const known = plans.some((one) => one.plan.name === plan.name)
  return {
    plans: known ? plans.map((one) => (one.plan.name === plan.name ? now : one)) : [...plans, now],
  }
}

const begun = ({ works }: GuildContext, { type: _, ...work }: Of<"BEGUN">): Partial<GuildContext> => ({
  works: [...works.filter((one) => one.work !== work.work), work].slice(-worksAtMost),
})

const scheduled = (
  { schedules }: GuildContext,
  { type: _, ...now }: Of<"SCHEDULED">,
): Partial<GuildContext> => ({
  schedules: schedules.some((one) => one.schedule === now.schedule)
    ? schedules.map((one) => (one.schedule === now.schedule ? now : one))
    : [...schedules, now],
})

/** Work that a STOP in a channel ends: that of who says it, and everybody's when they manage messages there. */
export const haltedBy = <W extends Pick<Work, "channel" | "by">>(
  works: ReadonlyArray<W>,
  { channel, by, manages }: Pick<Of<"HALTED">, "channel" | "by" | "manages">,
): ReadonlyArray<W> => works.filter((work) => work.channel === channel && (manages || work.by.id === by.id))

const stops = ({ works }: GuildContext, halted: Of<"HALTED">): ReadonlyArray<Params<"Tell">> =>
  haltedBy(works, halted).map(({ work }) => ({ to: work, event: { type: "STOP", by: halted.by } }))

export const guild = setup({
  types: {
    context: {} as GuildContext,
    events: {} as Timed<GuildEvent>,
    input: {} as { readonly id: string },
  },
  guards: {
    hasPlans: ({ context }) => context.plans.length > 0,
    isFull: ({ context }) => isFull(context),
    isKnown: ({ context, event }) => event.type === "DEFINE" && isKnown(context, event.plan.name),
  },
  actions: {
    Tell: named<"Tell">(),
    stopWorks: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== "HALTED") return
      for (const params of stops(context, event)) enqueue({ type: "Tell", params })
    }),
    define: assign(({ context, event }) => (event.type === "DEFINE" ? defined(context, event) : {})),
    forget: assign(({ context, event }) =>
      event.type === "FORGET" ? { plans: context.plans.filter(({ plan }) => plan.name !== event.name) } : {},
    ),
    noteBegun: assign(({ context, event }) => (event.type === "BEGUN" ? begun(context, event) : {})),
    noteSchedule: assign(({ context, event }) =>
      event.type === "SCHEDULED" ? scheduled(context, event) : {},
    ),
    forgetSchedule: assign(({ context, event }) =>
      event.type === "UNSCHEDULED"
        ? { schedules: context.schedules.filter(({ schedule }) => schedule !== event.schedule) }
        : {},
    ),
    rule: assign(({ context, event }) =>
      event.type === "RULE" ? { rulings: ruled(context.rulings, event) } : {},
    ),
    repeal: assign(({ context, event }) =>
      event.type === "REPEAL" ? { rulings: repealed(context.rulings, event) } : {},
    ),
    noteEnded: assign(({ context, event }) =>
      event.type === "ENDED" ? { works: context.works.filter(({ work }) => work !== event.work) } : {},
    ),
  },
}).createMachine({
  id: "guild",
  version: "1",
  description: "What one server has agreed on: its workflows, and the work under way in it.",
  context: { plans: [], works: [], schedules: [] },
  initial: "empty",
  on: {
    BEGUN: { actions: "noteBegun" },
    ENDED: { actions: "noteEnded" },
    HALTED: { actions: "stopWorks" },
    SCHEDULED: { actions: "noteSchedule" },
    UNSCHEDULED: { actions: "forgetSchedule" },
    RULE: { actions: "rule" },
    REPEAL: { actions: "repeal" },
  },
  states: {
    empty: {
      on: { DEFINE: { target: "keeping", actions: "define" } },
    },
    keeping: {
      description: "It has workflows.",
      always: [
        { guard: "isFull", target: "full" },
        { guard: not("hasPlans"), target: "empty" },
      ],
      on: { DEFINE: { actions: "define" }, FORGET: { actions: "forget" } },
    },
    full: {
      description: "It has as many as it may have: they can be changed, and deleted.",
      always: { guard: not("isFull"), target: "keeping" },
      on: { DEFINE: { guard: "isKnown", actions: "define" }, FORGET: { actions: "forget" } },
    },
  },
})
