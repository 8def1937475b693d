/** What is kept of channels: known to the next process without asking, forgotten when they go. */
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { Caches } from "../../../src/actors/caching/caches.ts"
import { CachesLayer } from "../../../src/actors/caching/layer.ts"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { ADA } from "../../../src/adapters/playground/sample-world.ts"
import { channel, freshVoice, speaks } from "./fixtures.ts"
import { openDm, openThread, requests } from "./looking.ts"

const asked = Effect.map(requests("GET", "/channels/:channel"), (all) => all.length)
const parentOf = (of: string) =>
  Effect.flatMap(Voice, (voice) => voice.parentOf(of)).pipe(Effect.provide(freshVoice))

describe("where a channel is", () => {
  speaks(
    "is asked once, whichever process wants to know, until the channel goes",
    Effect.gen(function* () {
      const { invalidate } = yield* Caches
      const thread = yield* openThread(channel)
      expect([yield* parentOf(thread), yield* parentOf(thread)]).toEqual([channel, channel])
      expect(yield* asked).toBe(1)
      yield* invalidate({ tag: `channel:${thread}` })
      yield* parentOf(thread)
      expect(yield* asked).toBe(2)
    }).pipe(Effect.provide(CachesLayer)),
  )

  speaks(
    "is not kept of a direct message, which is one person's",
    Effect.gen(function* () {
      const dm = yield* openDm(ADA.id)
      expect([yield* parentOf(dm), yield* parentOf(dm)]).toEqual([null, null])
      expect(yield* asked).toBe(2)
    }).pipe(Effect.provide(CachesLayer)),
  )
})
