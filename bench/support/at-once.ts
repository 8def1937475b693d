/** A world in which all that actors want comes true at once: a channel that can be spoken in, and a manager who finds nobody should answer. */
import { Effect, Layer } from "effect"
import { Performer } from "../../src/actors/performing/performer.ts"
import type { Effect as Wanted } from "../../src/machines/effects.ts"
import type { Event } from "../../src/machines/events.ts"

const outcomeOf = (effect: Wanted): Event | null => {
  switch (effect.type) {
    case "Connect":
      return { type: "CONNECTED", recent: [] }
    case "Route":
      return { type: "ROUTED", message: effect.message.id, responders: [], reason: "small talk", ms: 0 }
    case "Disconnect":
      return { type: "DISCONNECTED" }
    default:
      return null
  }
}
export const AtOnceLayer = Layer.succeed(Performer, {
  perform: (_by, { effect }, _again, done) => {
    queueMicrotask(() => done(outcomeOf(effect)))
    return () => {}
  },
  broke: (broken, reason) => Effect.die(new Error(`${broken}: ${reason}`)),
})
