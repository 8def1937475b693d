/** Measures what the actors of this process do, as they commit it: constellations as they are made, the parts of each reply, and what tools are called for. */
import { Effect, Layer, Metric, Schedule } from "effect"
import { kindOf } from "../../machines/address.ts"
import { isMade, type ConstellationContext } from "../../machines/constellation/constellation.ts"
import { parts } from "../../machines/events.ts"
import { made, making, replyPart, states } from "./metrics.ts"
import { Observer, type Observation } from "./observer.ts"
import { ReplyParts } from "./reply-parts.ts"
import { ToolCalls } from "./tool-calls.ts"
import { makeToolMetrics } from "./tool-metrics.ts"

/** How often it is noted what live constellations hold. */
const every = "1 second"

export const MeasuringLayer = Layer.effectDiscard(
  Effect.gen(function* () {
    const { watch, census } = yield* Observer
    const context = yield* Effect.context<never>()

    /** Counted when its last part is there. */
    const countMade = ({ before, after }: Observation): void => {
      const now = after.context as ConstellationContext
      if (!isMade(now) || isMade(before.context as ConstellationContext)) return
      const when = now.whole ? "ahead" : "on_demand"
      made[when].updateUnsafe(1, context)
      for (const part of parts) making[when][part].updateUnsafe((now.took[part] ?? 0) / 1000, context)
    }

    const replies = new ReplyParts((part, ms) => replyPart[part].updateUnsafe(ms / 1000, context))
    const tools = new ToolCalls(makeToolMetrics(context))
    const see = (observation: Observation): void => {
      if (kindOf(observation.address) === "constellation") return countMade(observation)
      replies.see(observation)
      tools.see(observation)
    }
    yield* Effect.acquireRelease(
      Effect.sync(() => watch(see)),
      (stop) => Effect.sync(stop),
    )
    const weigh = Effect.suspend(() => Metric.update(states, census.constellations.bytes))
    yield* Effect.forkScoped(Effect.repeat(weigh, Schedule.spaced(every)))
  }),
)
