/**
 * The partners that administrators named: people whose constellations are there before they speak. There is one list,
 * `partners/main`, and a person is in it once. What the operator's file says of somebody counts more than this.
 */
import { assign, not, setup } from "xstate"
import { address } from "../address.ts"
import { named, type Params } from "../effects.ts"
import type { Timed } from "../events.ts"
import type { PartnersEvent } from "./partner-events.ts"
import { own } from "../values.ts"

/** Partners that there may be in it. */
export const partnersAtMost = 1000

type Of<T extends PartnersEvent["type"]> = Timed<Extract<PartnersEvent, { type: T }>>

/** Somebody in the list; `at`, since when, in ms since 1970. */
export type Enlisted = Omit<Of<"ENLIST">, "type">

export interface PartnersContext {
  /** By the id of the user, in the order in which they came. */
  readonly partners: Readonly<Record<string, Enlisted>>
}

interface Args {
  readonly context: PartnersContext
  readonly event: Timed<PartnersEvent>
}

const countOf = ({ partners }: PartnersContext): number => Object.keys(partners).length

/** Whoever is in the list keeps the place and the time, and may get another template. */
const enlisted = ({ partners }: PartnersContext, { type: _, ...now }: Of<"ENLIST">): PartnersContext => {
  const before = own(partners, now.user.id)
  return { partners: { ...partners, [now.user.id]: before === undefined ? now : { ...now, at: before.at } } }
}

const without = ({ partners }: PartnersContext, user: string): PartnersContext => {
  const { [user]: _, ...left } = partners
  return { partners: left }
}

const constellationOf = ({ event }: Args): Params<"Tell"> => {
  if (event.type !== "ENLIST") throw new Error(`${event.type} names nobody`)
  const { user, template } = event
  return {
    to: address("constellation", user.id),
    event: { type: "ALLOCATE", user, ...(template !== null && { template }), whole: true },
  }
}

export const partners = setup({
  types: {
    context: {} as PartnersContext,
    events: {} as Timed<PartnersEvent>,
    input: {} as { readonly id: string },
  },
  guards: {
    hasSome: ({ context }) => countOf(context) > 0,
    isFull: ({ context }) => countOf(context) >= partnersAtMost,
    isKnown: ({ context, event }) =>
      event.type === "ENLIST" && own(context.partners, event.user.id) !== undefined,
  },
  actions: {
    Tell: named<"Tell">(),
    enlist: assign(({ context, event }) => (event.type === "ENLIST" ? enlisted(context, event) : {})),
    dismiss: assign(({ context, event }) => (event.type === "DISMISS" ? without(context, event.user) : {})),
  },
}).createMachine({
  id: "partners",
  version: "1",
  description: "The partners that administrators named: their constellations are there before they speak.",
  context: { partners: {} },
  initial: "empty",
  states: {
    empty: {
      on: { ENLIST: { target: "keeping", actions: ["enlist", { type: "Tell", params: constellationOf }] } },
    },
    keeping: {
      description:
        "Whoever comes into the list gets a constellation at once; whoever leaves it keeps their agents.",
      always: [
        { guard: "isFull", target: "full" },
        { guard: not("hasSome"), target: "empty" },
      ],
      on: {
        ENLIST: { actions: ["enlist", { type: "Tell", params: constellationOf }] },
        DISMISS: { actions: "dismiss" },
      },
    },
    full: {
      description: "It has as many as it may have: they can get other templates, and leave.",
      always: { guard: not("isFull"), target: "keeping" },
      on: {
        ENLIST: { guard: "isKnown", actions: ["enlist", { type: "Tell", params: constellationOf }] },
        DISMISS: { actions: "dismiss" },
      },
    },
  },
})
