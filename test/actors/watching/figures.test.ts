/** What was measured, for `/status`. */
import { Effect, Layer, ManagedRuntime, Metric } from "effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { sweep } from "../../../src/actors/constellations/boot.ts"
import { Constellations } from "../../../src/actors/constellations/constellations.ts"
import { Host } from "../../../src/actors/host.ts"
import { inWords, nothingMeasured } from "../../../src/actors/watching/figures.ts"
import { Status } from "../../../src/actors/watching/status.ts"
import { address } from "../../../src/machines/address.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { hears, message, person, until, World } from "../../support/world.ts"

/** With a registry of its own: what other tests count is not seen. */
const orrery = (memory = new MemoryStore()) => {
  const registry = Layer.succeed(Metric.MetricRegistry, new Map())
  const runtime = ManagedRuntime.make(new World().runtime(memory.layer).pipe(Layer.provideMerge(registry)))
  onTestFinished(() => runtime.dispose())
  return runtime
}

const measured = Effect.flatMap(Status, ({ report }) => Effect.map(report, (now) => now.measured))
const partners = ["1100000000000000001", "1100000000000000002"].map((id) => ({
  user: { id, name: id },
  template: null,
}))

describe("what is measured", () => {
  it("tells partners that were made at the start from those that were there, and what each part took", async () => {
    const memory = new MemoryStore()
    const first = await orrery(memory).runPromise(Effect.andThen(sweep(partners), measured))
    expect(first.constellations).toMatchObject({
      made: { ahead: 2, on_demand: 0 },
      boot: { made: { count: 2 }, found: { count: 0 } },
      parts: { ahead: { agents: { count: 2 }, memory: { count: 2 }, groups: { count: 2 } } },
    })
    const second = await orrery(memory).runPromise(Effect.andThen(sweep(partners), measured))
    expect(second.constellations).toMatchObject({
      made: { ahead: 0, on_demand: 0 },
      boot: { made: { count: 0 }, found: { count: 2 } },
    })
  })

  it("tells whether who spoke was known without I/O, and what live constellations hold", async () => {
    const now = await orrery().runPromise(
      Effect.gen(function* () {
        const [{ greet }, host] = [yield* Constellations, yield* Host]
        yield* greet(person)
        yield* until(() => host.owed() === 0 && host.live() === 1)
        yield* greet(person)
        const awake = yield* measured
        yield* host.sleep(address("constellation", person.id))
        return { awake, asleep: yield* measured }
      }),
    )
    expect(now.awake.constellations).toMatchObject({ live: 1, lookups: { hits: 1, misses: 1 } })
    expect(now.awake.constellations.bytes).toBeGreaterThan(200)
    expect(now.asleep.constellations).toMatchObject({ live: 0, bytes: 0 })
  })

  it("tells what the parts of a reply took", async () => {
    const { replies } = await orrery().runPromise(
      Effect.gen(function* () {
        const { owed } = yield* Host
        yield* hears(message("a tagline", { called: ["writer"] }))
        yield* until(() => owed() === 0)
        return yield* measured
      }),
    )
    const { using, ...others } = replies
    expect(using.count).toBe(0)
    expect(Object.values(others).map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1])
  })

  it("says it in short sentences, and nothing of what has not been", () => {
    expect(inWords(nothingMeasured)).toEqual([
      ["Constellations", "0 in memory\n0 made ahead, 0 with a first message"],
    ])
    const mean = (ms: number) => ({ count: 4, ms })
    const { constellations, replies } = nothingMeasured
    const said = inWords({
      constellations: {
        ...constellations,
        live: 3,
        bytes: 12_345,
        made: { ahead: 4, on_demand: 1 },
        parts: { ...constellations.parts, ahead: { agents: mean(3.21), memory: mean(3), groups: mean(4) } },
        boot: { made: mean(5.5), found: { count: 0, ms: 0 } },
        lookups: { hits: 97, misses: 3 },
      },
      replies: { ...replies, routing: mean(2), thinking: mean(1340) },
    })
    expect(Object.fromEntries(said)).toEqual({
      Constellations:
        "3 in memory, which hold 12.3 kB together\n4 made ahead, 1 with a first message\nwho speaks was known at once 97 times of 100",
      "Partners at the start": "4 made, each in 5.5 ms\nagents 3.2 ms\nmemory 3 ms\ngroups 4 ms",
      "Parts of a reply": "routing 2 ms\nthinking 1.3 s\non average of 4 turns",
    })
  })
})
