/** Sleep time at work: what an agent wants to keep of a person while nobody talks stands in that person's memory. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { House } from "../../src/actors/performing/house.ts"
import { ledgerOf } from "../../src/actors/steppers.ts"
import { address } from "../../src/machines/address.ts"
import type { ConstellationContext } from "../../src/machines/constellation/constellation.ts"
import type { Floor } from "../../src/machines/conversation/floor.ts"
import { builtIn } from "../../src/machines/conversation/settings.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { channel, eventually, hears, message, person, World } from "../support/world.ts"

const minute = 60_000

const contextOf = <A>(memory: MemoryStore, of: ReturnType<typeof address>): A | null => {
  const claim = memory.actors.get(of)?.seq ? Effect.runSync(memory.service.peek(of)) : null
  return claim === null ? null : (ledgerOf(of, claim).books.snapshot.context as A)
}

const house = Layer.succeed(House, {
  standard: () => sleepTime,
  admits: () => true,
  managerReadsSessions: () => false,
})
const sleepTime = { ...builtIn, coordination: "sleep_time" as const }

describe("sleep time", () => {
  it.effect("keeps what was worth it, says nothing, and asks once", () => {
    const memory = new MemoryStore()
    const world = new World({
      think: ({ brain, message }) =>
        Effect.succeed({
          text: `${brain.name} here`,
          ...(message.text.startsWith("Nobody is talking") && {
            edits: [{ tool: "append" as const, label: "user", agent: null, text: "Likes it short" }],
          }),
        }),
    })
    const user = () => contextOf<ConstellationContext>(memory, address("constellation", person.id))
    const floor = () => contextOf<Floor>(memory, address("conversation", channel))
    return Effect.gen(function* () {
      yield* hears(message("@Writer shorter, please", { called: ["writer"] }))
      yield* eventually(
        () => user()?.memory.some(({ value }) => value.includes("Likes it short")) ?? false,
        30 * minute,
      )
      yield* eventually(() => floor()?.untidied.length === 0, minute)
      expect(world.said.map(({ brain }) => brain.id)).toEqual(["writer"])
      expect(world.prompts.map(({ brain }) => brain.id)).toEqual(["writer", "strategist"])
      expect(Object.keys(user()!.sessions)).toEqual(["writer"])
    }).pipe(Effect.provide(world.runtime(memory.layer).pipe(Layer.provide(house))), Effect.scoped)
  })
})
