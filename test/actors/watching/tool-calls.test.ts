/** What is told of the calls of tools, from the states of the agents that want them. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { address } from "../../../src/machines/address.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { Permissions } from "../../../src/actors/performing/permitting.ts"
import { ToolFailed } from "../../../src/actors/performing/tools.ts"
import { Host } from "../../../src/actors/host.ts"
import { Observer } from "../../../src/actors/watching/observer.ts"
import { ToolCalls, type Called } from "../../../src/actors/watching/tool-calls.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { fake, Workshop } from "../../support/tools.ts"
import { channel, eventually, hears, message, person, World } from "../../support/world.ts"

const workshop = () =>
  new Workshop(
    fake("quick"),
    fake("slow", { use: () => Effect.delay(Effect.succeed("at last"), 2000) }),
    fake("bad", { use: () => Effect.fail(new ToolFailed({ reason: "no", remedy: "fix" })) }),
    fake("never", { use: () => Effect.never }),
    fake("denied"),
  )

/** What is told while an agent wants these, round by round. `halts`: a person stops it when so many calls are under way. */
const called = (rounds: ReadonlyArray<ReadonlyArray<string>>, halts = Number.POSITIVE_INFINITY) => {
  const shop = workshop()
  const world = new World({
    think: ({ rounds: done = [] }) => {
      const uses = rounds[done.length]?.map((tool) => ({ tool, input: "{}" }))
      return Effect.succeed({ text: "So.", ...(uses && { uses }) })
    },
  })
  const layer = world.runtime(new MemoryStore().layer).pipe(
    Layer.provide([
      shop.layer(),
      Layer.succeed(Permissions, {
        decide: ({ tool: { name } }) =>
          Effect.succeed({ verdict: name === "denied" ? "deny" : "allow", rule: null }),
      }),
    ]),
  )
  return Effect.gen(function* () {
    const heard: Array<Called> = []
    const calls = new ToolCalls((call) => void heard.push(call))
    const { watch } = yield* Observer
    watch((observation) => calls.see(observation))
    yield* Effect.yieldNow
    yield* hears(message("go", { called: ["writer"] }))
    const { owed } = yield* Host
    yield* eventually(() => shop.underWay >= halts || (owed() === 0 && world.said.length > 0))
    if (shop.underWay >= halts)
      yield* (yield* Mail).tell(address("conversation", channel), {
        id: null,
        cause: "test",
        event: { type: "HALT", by: person },
      })
    yield* eventually(() => owed() === 0)
    return heard.map(({ tool, outcome, manner, ms }) => [tool, outcome, manner, ms])
  }).pipe(Effect.provide(layer), Effect.scoped)
}

describe("calls of tools", () => {
  it.effect("are told with how they ended, and whether others ran beside them", () =>
    Effect.gen(function* () {
      expect(yield* called([["slow", "bad", "quick"], ["slow"]])).toEqual([
        ["bad", "failed", "side_by_side", 0],
        ["quick", "ok", "side_by_side", 0],
        ["slow", "ok", "side_by_side", 2000],
        ["slow", "ok", "only", 2000],
      ])
    }),
  )

  it.effect("that are not made are told as denied, under a name that nobody could make up", () =>
    Effect.gen(function* () {
      expect(yield* called([["denied", "made-up", "quick"]])).toEqual([
        ["denied", "denied", null, null],
        ["unknown", "denied", null, null],
        ["quick", "ok", "only", 0],
      ])
    }),
  )

  it.effect("that are stopped are told as cancelled", () =>
    Effect.gen(function* () {
      expect(yield* called([["never", "never"]], 2)).toEqual([
        ["never", "cancelled", "side_by_side", null],
        ["never", "cancelled", "side_by_side", null],
      ])
    }),
  )
})
