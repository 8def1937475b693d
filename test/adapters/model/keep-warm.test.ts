/** When models are warmed: at the start, while they are used, before they are used again, and not otherwise. */
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { expect, it } from "vitest"
import { Model } from "../../../src/actors/performing/model.ts"
import { Observer, type Watch } from "../../../src/actors/watching/observer.ts"
import { KeepWarmLayer } from "../../../src/adapters/model/keep-warm.ts"
import { keptFor } from "../../../src/adapters/model/warm.ts"

const model = () => {
  let times = 0
  let at = Number.NEGATIVE_INFINITY
  const warm = Effect.map(
    Effect.clockWith((clock) => clock.currentTimeMillis),
    (now) => {
      times++
      at = now
    },
  )
  const warmth = (now: number) => {
    const state = now - at > keptFor ? ("cold" as const) : ("warm" as const)
    return [{ name: "host", state, since: at, ms: 1, why: null }]
  }
  return { service: { warm, warmth } as unknown as Model["Service"], times: () => times }
}

const observer = () => {
  const watching: Array<Watch> = []
  const watch = (its: Watch) => {
    watching.push(its)
    return () => {}
  }
  /** Something is committed. */
  const commit = (address: string, type: string) => {
    const body = JSON.stringify({ event: { type } })
    for (const its of watching) its({ address, entries: [{ body }] } as never)
  }
  return { service: { watch } as unknown as Observer["Service"], commit }
}

it("keeps a model warm from the start on, for as long as it is used, and warms it again before it is", async () => {
  const [its, seen] = [model(), observer()]
  const ports = Layer.merge(Layer.succeed(Model, its.service), Layer.succeed(Observer, seen.service))
  const program = Effect.gen(function* () {
    yield* Layer.build(KeepWarmLayer.pipe(Layer.provide(ports)))
    yield* TestClock.adjust(0)
    expect(its.times()).toBe(1)
    yield* TestClock.adjust(keptFor)
    expect(its.times()).toBe(2)

    yield* TestClock.adjust("2 hours")
    const idle = its.times()
    expect(idle).toBeLessThan(20)
    yield* TestClock.adjust("1 hour")
    expect(its.times()).toBe(idle)

    seen.commit("agent/0-0001", "THOUGHT")
    yield* TestClock.adjust(0)
    expect(its.times()).toBe(idle)
    seen.commit("conversation/1", "MESSAGE")
    yield* TestClock.adjust(0)
    expect(its.times()).toBe(idle + 1)

    yield* TestClock.adjust("3 hours")
    const again = its.times()
    seen.commit("pool/0", "LOOK")
    yield* TestClock.adjust(0)
    expect(its.times()).toBe(again + 1)
  })
  await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(TestClock.layer())))
})
