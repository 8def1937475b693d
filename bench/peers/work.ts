/** The work, the same for all: actors by key, each with the lifecycle of Orrery's agents, told one event after the other. */
import type { AgentEvent } from "../../src/machines/events.ts"

/** Ids of agents of eight pool shards. For the peers they are keys like any other. */
export const actors: ReadonlyArray<string> = Array.from({ length: 1024 }, (_, n) => `${n % 8}-${n}`)

export type Life = "available" | "allocated" | "active" | "idle" | "released"

/** What a peer keeps of an actor. Orrery keeps its chart's state, and the journal. */
export interface State {
  readonly life: Life
  /** Events that it was told. */
  readonly told: number
  readonly turn: unknown
  readonly text: string
}

const born: State = { life: "available", told: 0, turn: null, text: "" }

/** From where to where each event leads: available → allocated → active → idle → released → available. */
const leads: Readonly<Record<string, readonly [from: Life, to: Life]>> = {
  ALLOCATE: ["available", "allocated"],
  CONNECTED: ["allocated", "active"],
  THOUGHT: ["active", "active"],
  SAID: ["active", "idle"],
  RELEASE: ["idle", "released"],
  DISCONNECTED: ["released", "available"],
}

/** The lifecycle as who writes it by hand would: what Orrery's chart does, and less. Throws when the order was not kept. */
export const step = (before: State | null, event: AgentEvent): State => {
  const state = before ?? born
  const [from, to] = leads[event.type]!
  if (state.life !== from) throw new Error(`${event.type} while ${state.life}`)
  const told = state.told + 1
  if (event.type === "ALLOCATE") return { ...state, life: to, told, turn: event.turn }
  if (event.type === "THOUGHT") return { ...state, life: to, told, text: event.text }
  return event.type === "SAID" ? { life: to, told, turn: null, text: "" } : { ...state, life: to, told }
}

/** The events of one life, in order. */
const cycle: ReadonlyArray<AgentEvent> = [
  {
    type: "ALLOCATE",
    turn: {
      id: "1.writer",
      brain: "writer",
      conversation: "conversation/300000000000000001",
      route: "mention",
      lent: [],
      message: {
        id: "400000000000000001",
        channel: "300000000000000001",
        guild: "200000000000000001",
        author: { id: "100000000000000001", name: "Ada" },
        text: "a tagline, please",
        pinged: [],
        called: ["writer"],
        matched: [],
        toTeam: false,
        via: null,
      },
    },
  },
  { type: "CONNECTED" },
  {
    type: "THOUGHT",
    text: "Tea: the quiet hour you can carry with you.",
    model: "m",
    usage: { input: 1, output: 1 },
    ms: 1,
    calls: [],
  },
  { type: "SAID", messages: ["500000000000000001"] },
  { type: "RELEASE" },
  { type: "DISCONNECTED" },
]

/** The event that an actor is told after `told` others. */
export const eventAfter = (told: number): AgentEvent => cycle[told % cycle.length]!

/** What its life is after `told` events. */
export const lifeAfter = (told: number): Life =>
  told === 0 ? born.life : leads[eventAfter(told - 1).type]![1]
