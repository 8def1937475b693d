/** However much happens, a page is told of it at most ten times a second, all at once. */
import { EventEmitter } from "node:events"
import { expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import type { WebSocket } from "ws"
import { Observer } from "../../../src/actors/watching/observer.ts"
import type { LiveFrame } from "../../../src/adapters/inspector/api.ts"
import { makeLive } from "../../../src/adapters/inspector/live.ts"

/** A page's socket that keeps what it is sent. */
class Page extends EventEmitter {
  readonly OPEN = 1
  readonly readyState = 1
  readonly bufferedAmount = 0
  readonly frames: Array<LiveFrame> = []

  send(text: string): void {
    this.frames.push(JSON.parse(text) as LiveFrame)
  }
}

it.effect("ten thousand commits in a second are ten frames, and none is lost", () =>
  Effect.gen(function* () {
    const observer = yield* Observer
    const page = new Page()
    const wish = { actor: null, words: "hidden" } as const
    const pushLive = yield* makeLive(observer)
    const pushing = yield* Effect.forkChild(pushLive(page as unknown as WebSocket, wish))
    yield* TestClock.adjust(0)
    expect(page.frames).toHaveLength(1)
    for (let ms = 0; ms < 1000; ms++) {
      observer.counts.committed += 10
      yield* TestClock.adjust(1)
    }
    expect(page.frames).toHaveLength(11)
    expect(page.frames.at(-1)!.events.committed).toBe(10_000)
    yield* TestClock.adjust("10 seconds")
    expect(page.frames).toHaveLength(11)
    page.emit("close")
    yield* Fiber.join(pushing)
  }).pipe(Effect.provide(Observer.layer)),
)
