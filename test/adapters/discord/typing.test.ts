import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { channel, speaksInTime, untilTrue } from "./fixtures.ts"
import { requests } from "./looking.ts"

const route = ["POST", "/channels/:channel/typing"] as const

const signals = (count: number) => untilTrue(Effect.map(requests(...route), (all) => all.length === count))

speaksInTime(
  "a channel shows that somebody thinks, every eight seconds, for as long as one of them does",
  Effect.gen(function* () {
    const { typing } = yield* Voice
    const first = yield* Effect.forkChild(typing(channel))
    yield* signals(1)
    const second = yield* Effect.forkChild(typing(channel))
    yield* TestClock.adjust("8 seconds")
    yield* signals(2)
    yield* Fiber.interrupt(first)
    yield* TestClock.adjust("8 seconds")
    yield* signals(3)
    yield* Fiber.interrupt(second)
    yield* TestClock.adjust("1 minute")
    const third = yield* Effect.forkChild(typing(channel))
    yield* signals(4)
    yield* Fiber.interrupt(third)
  }),
)

speaksInTime(
  "thinking goes on where nobody can see it",
  Effect.gen(function* () {
    const { typing } = yield* Voice
    yield* (yield* Playground).faults.deny(channel, "SendMessages")
    const thinking = yield* Effect.forkChild(typing(channel))
    yield* signals(1)
    yield* TestClock.adjust("8 seconds")
    yield* signals(2)
    expect((yield* requests(...route)).map(({ status }) => status)).toEqual([403, 403])
    expect(thinking.pollUnsafe()).toBeUndefined()
    yield* Fiber.interrupt(thinking)
  }),
)
