/** How long the parts of a reply take, as the journals of those who have a part in it tell. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { chained } from "../../../src/actors/journal.ts"
import { ModelFailed } from "../../../src/actors/performing/model.ts"
import type { StoredEntry } from "../../../src/actors/store.ts"
import { Observer, type Observation } from "../../../src/actors/watching/observer.ts"
import { ReplyParts, type ReplyPart } from "../../../src/actors/watching/reply-parts.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { start } from "../../support/process.ts"
import { fake, Workshop } from "../../support/tools.ts"
import { eventually, hears, message, World, type Script } from "../../support/world.ts"

type Times = ReadonlyArray<readonly [ReplyPart, number]>

const after = <A>(ms: number, value: A) => Effect.as(Effect.sleep(ms), value)

/** What is measured while these are said, each when the one before it has been answered, or passed over. */
const measured = (script: Partial<Script>, ...messages: ReadonlyArray<Parameters<typeof message>>) =>
  Effect.gen(function* () {
    const world = new World(script)
    const slow = fake("slow", { use: () => after(3000, "at last") })
    const runtime = yield* start(
      world.runtime(new MemoryStore().layer).pipe(Layer.provide(new Workshop(slow).layer())),
    )
    const times: Array<readonly [ReplyPart, number]> = []
    const parts = new ReplyParts((part, ms) => void times.push([part, ms]))
    let ended = 0
    yield* runtime.run(
      Effect.map(Observer, ({ watch }) =>
        watch((observation) => {
          parts.see(observation)
          const { tally } = observation.after.context as { tally?: { answered: number; unrouted: number } }
          if (tally !== undefined) ended = tally.answered + tally.unrouted
        }),
      ),
    )
    for (const [n, one] of messages.entries()) {
      yield* runtime.run(hears(message(...one)))
      yield* eventually(() => ended === n + 1)
    }
    yield* runtime.stop
    return { times: times as Times, kept: parts.size }
  })

const of = (times: Times, part: ReplyPart) => times.filter(([it]) => it === part).map(([, ms]) => ms)

describe("the parts of a reply", () => {
  it.effect("are measured from entry to entry: the manager, the model and Discord take what they take", () =>
    Effect.gen(function* () {
      const { times, kept } = yield* measured(
        {
          route: () => after(2000, { responders: ["writer"], reason: "words" }),
          think: () => after(5000, { text: "Here it is." }),
          say: () => Effect.sleep(500),
        },
        ["who knows words?"],
      )
      expect(times.map(([part]) => part)).toEqual([
        "routing",
        "waiting",
        "allocating",
        "preparing",
        "thinking",
        "speaking",
      ])
      for (const [part, least] of [
        ["routing", 2000],
        ["thinking", 5000],
        ["speaking", 500],
      ] as const) {
        expect(of(times, part)[0]).toBeGreaterThanOrEqual(least)
        expect(of(times, part)[0]).toBeLessThan(least + 1500)
      }
      for (const part of ["waiting", "allocating", "preparing"] as const)
        expect(of(times, part)[0]).toBeLessThan(1000)
      expect(kept).toBe(0)
    }),
  )

  it.effect("are counted for each agent that answers, and routing once for the message", () =>
    Effect.gen(function* () {
      const { times, kept } = yield* measured({}, ["both", { called: ["writer", "analyst"] }])
      expect(of(times, "routing")).toHaveLength(1)
      for (const part of ["waiting", "allocating", "preparing", "thinking", "speaking"] as const)
        expect(of(times, part), part).toHaveLength(2)
      expect(kept).toBe(0)
    }),
  )

  it.effect("tell what tools took from what the model took, round by round", () =>
    Effect.gen(function* () {
      const { times } = yield* measured(
        {
          think: ({ rounds = [] }) => {
            const uses = [{ tool: "slow", input: "{}" }]
            return after(1000, { text: "Here it is.", ...(rounds.length < 2 && { uses }) })
          },
        },
        ["look it up", { called: ["writer"] }],
      )
      expect(times.map(([part]) => part).slice(2)).toEqual([
        "allocating",
        "preparing",
        "thinking",
        "using",
        "thinking",
        "using",
        "thinking",
        "speaking",
      ])
      for (const ms of of(times, "using")) expect(ms).toBeGreaterThanOrEqual(3000)
      for (const ms of of(times, "thinking")) expect(ms).toBeLessThan(3000)
    }),
  )

  it.effect("that did not happen are not counted, and nothing of them is kept", () =>
    Effect.gen(function* () {
      const { times, kept } = yield* measured({}, ["small talk"], ["more of it"])
      expect([times, kept]).toEqual([[], 0])
      const away = new ModelFailed({ reason: "the key is not valid", remedy: "fix" })
      const failed = yield* measured({ think: () => Effect.fail(away) }, ["a word", { called: ["writer"] }])
      expect(failed.times.map(([part]) => part)).toEqual(["routing", "waiting", "allocating", "preparing"])
      expect(failed.kept).toBe(0)
    }),
  )

  it("take no more memory than for some thousands, however many never end", () => {
    const parts = new ReplyParts(() => {})
    const requested = (n: number): StoredEntry => {
      const { body } = chained(
        "",
        {
          seq: n,
          at: n,
          event: { type: "REQUEST", turn: { id: `${n}.writer` } } as never,
          id: null,
          cause: String(n),
          epoch: 1,
          machine: "pool@2",
          settles: null,
          fires: null,
          acked: [],
        },
        "",
      )
      return { seq: n, id: null, body }
    }
    for (let n = 1; n <= 12_000; n++)
      parts.see({ address: "pool/0", entries: [requested(n)], through: [{}] } as unknown as Observation)
    expect(parts.size).toBe(10_000)
  })
})
