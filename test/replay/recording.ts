/** A conversation that somebody recorded: people, agents and memories, from a store of its own. */
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import type { Archive } from "../../src/actors/keeping/archive.ts"
import { sweep } from "../../src/actors/keeping/archivist.ts"
import { Host } from "../../src/actors/host.ts"
import { limits } from "../../src/actors/ledger.ts"
import { retention } from "../../src/actors/keeping/retention.ts"
import type { Store } from "../../src/actors/store.ts"
import * as Files from "../../src/adapters/archive/files.ts"
import { address } from "../../src/machines/address.ts"
import type { Bundle } from "../../src/replay/bundle.ts"
import { ofConversation } from "../../src/replay/collect.ts"
import { temporaryDirectory } from "../support/directory.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { Workshop } from "../support/tools.ts"
import { channel, eventually, hears, message as said, World, type Script } from "../support/world.ts"

export const here = address("conversation", channel)
export const author = { id: "549170854458687509", name: "Rosalind" }
const message: typeof said = (text, more) => said(text, { author, ...more })
export const secret = "my sister is getting married in Lisbon"

const rested = Effect.flatMap(Host, (host) => eventually(() => host.owed() === 0))

const talk = Effect.gen(function* () {
  yield* hears(message(`@Writer ${secret}`, { called: ["writer"] }))
  yield* rested
  yield* hears(message("good morning", { channel: "300000000000000002" }))
  yield* hears(message("a draft, and data", { matched: ["writer", "analyst"] }))
  yield* rested
  yield* hears(message("is anybody there?", { toTeam: true }))
  yield* hears(message("just talk"))
  yield* rested
})

interface Options {
  /** Trims journals to so many entries before they are read. */
  readonly keepEntries?: number
  /** What agents say, and with which tools. */
  readonly think?: Script["think"]
  readonly workshop?: Workshop
}

/** Runs the talk and then `body` next to its store and archive. */
export const recording = <A, E>(
  body: (memory: MemoryStore) => Effect.Effect<A, E, Archive | Store>,
  { keepEntries, think, workshop = new Workshop() }: Options = {},
): Promise<A> =>
  Effect.gen(function* () {
    const memory = new MemoryStore()
    const folder = yield* temporaryDirectory("orrery-recording-")
    const world = new World({
      route: ({ message: { toTeam } }) =>
        Effect.succeed({ responders: toTeam ? ["strategist"] : [], reason: "for whom it is" }),
      ...(think && { think }),
    })
    const ports = Layer.mergeAll(
      world.runtime(memory.layer, 5, { ...limits, snapshotEvery: 1 }).pipe(Layer.provide(workshop.layer())),
      memory.layer,
      Files.layer({ folder }),
    )
    return yield* Effect.gen(function* () {
      yield* talk
      if (keepEntries !== undefined) yield* sweep({ ...retention, keepEntries }, () => true)
      return yield* body(memory)
    }).pipe(Effect.provide(ports))
  }).pipe(Effect.provide(TestClock.layer()), Effect.scoped, Effect.runPromise) as Promise<A>

let once: Promise<Bundle> | undefined

/** The conversation as it was exported. */
export const recorded = (): Promise<Bundle> => (once ??= recording(() => ofConversation(here)))
