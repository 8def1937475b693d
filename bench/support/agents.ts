/** Agents in a world in which all that they want comes true at once. */
import { Effect, Layer } from "effect"
import { Performer } from "../../src/actors/performing/performer.ts"
import { address } from "../../src/machines/address.ts"
import type { Effect as Wanted } from "../../src/machines/effects.ts"
import type { Event } from "../../src/machines/events.ts"
import type { Turn } from "../../src/machines/values.ts"

export const turn = (n: number): Turn => ({
  id: `${n}.writer`,
  brain: "writer",
  conversation: address("conversation", "300000000000000001"),
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
})

const outcomes: Partial<Record<Wanted["type"], Event>> = {
  Connect: { type: "CONNECTED" },
  Think: {
    type: "THOUGHT",
    text: "Here it is.",
    model: "m",
    usage: { input: 1, output: 1 },
    ms: 1,
    calls: [],
  },
  Say: { type: "SAID", messages: ["500000000000000001"] },
  Disconnect: { type: "DISCONNECTED" },
}

export const AgentsLayer = Layer.succeed(Performer, {
  perform: (_by, { effect }, _again, done) => {
    queueMicrotask(() => done(outcomes[effect.type] ?? null))
    return () => {}
  },
  broke: (broken, reason) => Effect.die(new Error(`${broken}: ${reason}`)),
})
