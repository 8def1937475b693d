/**
 * What one channel knows: facts that its people set, each under a label, lent to every agent that answers there. Its id is the
 * channel's.
 */
import { assign, not, setup } from "xstate"
import type { KnowledgeEvent, Timed } from "../events.ts"
import type { Fact, Person } from "../values.ts"

/** Facts of a channel, characters of a label, of one fact, and of all of them. */
export const factsAtMost = 50
export const labelAtMost = 60
export const factAtMost = 1000
export const charactersAtMost = 20_000

/** A fact, who set it last, and when. */
export interface Known extends Fact {
  readonly by: Person
  readonly at: number
}

export interface KnowledgeContext {
  /** In the order in which they were first set. */
  readonly facts: ReadonlyArray<Known>
}

type Of<T extends KnowledgeEvent["type"]> = Timed<Extract<KnowledgeEvent, { type: T }>>

/** Labels are the same in any case. */
export const isLabelled =
  (label: string) =>
  (fact: Fact): boolean =>
    fact.label.toLowerCase() === label.toLowerCase()

export const sizeOf = (facts: ReadonlyArray<Fact>): number =>
  facts.reduce((sum, { label, text }) => sum + label.length + text.length, 0)

const learned = (facts: ReadonlyArray<Known>, { type: _, ...fact }: Of<"LEARN">): ReadonlyArray<Known> =>
  facts.some(isLabelled(fact.label))
    ? facts.map((known) => (isLabelled(fact.label)(known) ? fact : known))
    : [...facts, fact]

/** Whether a fact finds room, in the place of what was known under its label. */
export const fits = (facts: ReadonlyArray<Known>, fact: Fact): boolean => {
  const others = facts.filter((known) => !isLabelled(fact.label)(known))
  return others.length < factsAtMost && sizeOf([...others, fact]) <= charactersAtMost
}

const isFull = ({ facts }: KnowledgeContext): boolean =>
  facts.length >= factsAtMost || sizeOf(facts) >= charactersAtMost

export const knowledge = setup({
  types: {
    context: {} as KnowledgeContext,
    events: {} as Timed<KnowledgeEvent>,
    input: {} as { readonly id: string },
  },
  guards: {
    knowsSomething: ({ context }) => context.facts.length > 0,
    isFull: ({ context }) => isFull(context),
    hasRoom: ({ context, event }) => event.type === "LEARN" && fits(context.facts, event),
  },
  actions: {
    learn: assign(({ context, event }) =>
      event.type === "LEARN" ? { facts: learned(context.facts, event) } : {},
    ),
    unlearn: assign(({ context, event }) =>
      event.type === "UNLEARN"
        ? { facts: context.facts.filter((known) => !isLabelled(event.label)(known)) }
        : {},
    ),
  },
}).createMachine({
  id: "knowledge",
  version: "1",
  description: "What one channel knows, lent to every agent that answers there.",
  context: { facts: [] },
  initial: "empty",
  states: {
    empty: { on: { LEARN: { guard: "hasRoom", target: "keeping", actions: "learn" } } },
    keeping: {
      always: [
        { guard: "isFull", target: "full" },
        { guard: not("knowsSomething"), target: "empty" },
      ],
      on: { LEARN: { guard: "hasRoom", actions: "learn" }, UNLEARN: { actions: "unlearn" } },
    },
    full: {
      description: "It knows as much as it may: facts can be changed, and forgotten.",
      always: { guard: not("isFull"), target: "keeping" },
      on: { LEARN: { guard: "hasRoom", actions: "learn" }, UNLEARN: { actions: "unlearn" } },
    },
  },
})
