/** A world in which the parts of a constellation are there as soon as somebody wants them. */
import { Effect, Layer } from "effect"
import { Performer } from "../../src/actors/performing/performer.ts"
import type { Effect as Wanted } from "../../src/machines/effects.ts"
import type { Event } from "../../src/machines/events.ts"
import { agents, template } from "./template.ts"

const outcomeOf = (effect: Wanted): Event | null => {
  if (effect.type === "Disconnect") return { type: "DISCONNECTED" }
  if (effect.type !== "Provision") return null
  switch (effect.part) {
    case "agents":
      return { type: "AGENTS_READY", template, agents, later: [] }
    case "memory":
      return {
        type: "MEMORY_READY",
        blocks: template.memory.map(({ shared: _, ...block }) => ({
          ...block,
          value: `What I know of ${block.label}.`,
          agent: null,
        })),
      }
    case "groups":
      return { type: "GROUPS_READY", groups: template.groups }
  }
}

export const PartsAtOnceLayer = Layer.succeed(Performer, {
  perform: (_by, { effect }, _again, done) => {
    queueMicrotask(() => done(outcomeOf(effect)))
    return () => {}
  },
  broke: (broken, reason) => Effect.die(new Error(`${broken}: ${reason}`)),
})
