/** More turns than agents: the channel sees where those that wait stand, in one line that goes when they are served or given up. */
import { it } from "@effect/vitest"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { MemoryStore } from "../support/memory-store.ts"
import { channel, eventually, hears, message, pass, World } from "../support/world.ts"

const other = "300000000000000002"

/** One agent, which thinks for so long. */
const busy = (ms: number) => {
  const world = new World({
    think: ({ brain }) => Effect.delay(Effect.succeed({ text: `${brain.name} has spoken` }), ms),
  })
  const scene = <E, R>(play: Effect.Effect<void, E, R>) =>
    Effect.andThen(Effect.yieldNow, play).pipe(Effect.provide(world.runtime(new MemoryStore().layer, 1)))
  const lines = () => world.boards.filter((board) => board.channel === other).map(({ text }) => text)
  return { world, scene, lines }
}

const call = (brain: string, where: string) => hears(message("hello", { channel: where, called: [brain] }))

describe("a turn that waits for an agent", () => {
  it.effect("is in one line of its channel, which is changed and taken away when it has one", () => {
    const { world, scene, lines } = busy(30_000)
    return scene(
      Effect.gen(function* () {
        yield* call("writer", channel)
        yield* eventually(() => world.prompts.length === 1)
        yield* call("analyst", other)
        yield* call("strategist", other)
        yield* eventually(() => lines().at(-1)?.includes("Strategist") === true)
        expect(lines().at(-1)).toBe(
          "Analyst: next in the queue, about 20 s\nStrategist: second in the queue, about 40 s",
        )
        yield* eventually(() => world.said.length === 1)
        yield* eventually(() => lines().at(-1)?.includes("Analyst") === false)
        expect(lines().at(-1)).toMatch(/^Strategist: (next|second) in the queue, about \d0 s$/)
        const shown = world.boards.filter((board) => board.channel === other).map(({ message }) => message)
        expect([shown[0], new Set(shown.slice(1)).size]).toEqual([null, 1])
        yield* eventually(() => world.said.length === 3)
        expect(world.unshown).toEqual([shown.at(-1)])
      }),
    )
  })

  it.effect("is told when it is given up, and its line goes", () => {
    const { world, scene, lines } = busy(20 * 60_000)
    return scene(
      Effect.gen(function* () {
        yield* call("writer", channel)
        yield* eventually(() => world.prompts.length === 1)
        yield* call("analyst", other)
        yield* pass(5 * 60_000 + 5000)
        yield* eventually(() => world.unshown.length === 1)
        expect(lines()).toEqual(["Analyst: next in the queue, about 20 s"])
        expect(world.notices.map(({ text }) => text)).toEqual([
          "Analyst could not answer Ada: no agent became free within 5 min; ask again later",
        ])
      }),
    )
  })
})
