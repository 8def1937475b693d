/** The store that the simulation runs on keeps the promise of every store, over its network and as long as nothing fails. */
import { Effect, Layer } from "effect"
import { Store } from "../../src/actors/store.ts"
import { storeConformance } from "../conformance/store.ts"
import { Faults, kinds } from "./faults.ts"
import { History } from "./history.ts"
import { Machine } from "./machine.ts"
import { Network } from "./network.ts"
import { SimulatedStore } from "./store.ts"
import { Timeline } from "./timeline.ts"

/** Simulated time passes as fast as it can. */
const passing = (timeline: Timeline): Effect.Effect<never> =>
  Effect.forever(
    Effect.promise(async () => {
      await timeline.advance()
      await new Promise((resolve) => setImmediate(resolve))
    }),
  )

storeConformance(
  "the simulated network",
  Effect.gen(function* () {
    const timeline = new Timeline(0)
    const faults = new Faults(1, new Set(kinds), false)
    const store = new SimulatedStore(faults, new Network(timeline, faults, 1), new History(timeline, false), {
      claimed: () => {},
      committed: () => {},
      fenced: () => {},
    })
    yield* Effect.forkScoped(passing(timeline))
    const process = (life: number) =>
      Layer.sync(Store, () =>
        store.connect(new Machine(timeline, faults, "r1", life, 0), { groupSize: 64, sideBySide: 2 }),
      )
    return { layer: process(1), another: process(2) }
  }),
)
