/** Group commit: few round trips for many actors, nothing acknowledged that is not written, patience while the store is away. */
import { it } from "@effect/vitest"
import { Effect, Exit, Layer, Logger, Scope } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { address, type Address } from "../../src/machines/address.ts"
import { Committer } from "../../src/actors/committer.ts"
import { Store, StoreUnavailable, type Commit, type CommitResult } from "../../src/actors/store.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { settled } from "./support/stage.ts"

const commitOf = (of: Address, epoch = 1): Commit => ({
  address: of,
  epoch,
  expectedSeq: 0,
  expectedHash: "",
  entries: [{ seq: 1, id: null, body: "{}" }],
  hash: `hash of ${of}`,
  record: null,
  wakeAt: null,
})

const setting = (
  write?: (batch: ReadonlyArray<Commit>) => Effect.Effect<ReadonlyArray<CommitResult>, StoreUnavailable>,
) => {
  const memory = new MemoryStore()
  const calls: Array<number> = []
  const lines: Array<string> = []
  const store = Layer.succeed(Store, {
    ...memory.service,
    commit: (batch) =>
      Effect.suspend(() => {
        calls.push(batch.length)
        return (write ?? memory.service.commit)(batch)
      }),
  })
  const logger = Logger.layer([Logger.make(({ message }) => void lines.push(String(message)))])
  const layer = Committer.layer.pipe(Layer.provide(store), Layer.provideMerge(logger))
  return { memory, calls, lines, layer }
}

describe("a committer", () => {
  it.effect("writes what a thousand actors commit in one tick in one go", () => {
    const { memory, calls, layer } = setting()
    return Effect.gen(function* () {
      const { commit } = yield* Committer
      const all = Array.from({ length: 1000 }, (_, n) => address("conversation", n))
      for (const of of all) yield* memory.service.claim(of)
      const results = yield* Effect.promise(() => Promise.all(all.map((of) => commit(commitOf(of)))))
      expect(results.every(({ _tag }) => _tag === "Committed")).toBe(true)
      expect(calls).toEqual([1000])
    }).pipe(Effect.provide(layer))
  })

  it.effect("gathers the next group while one is under way, and answers each with its own result", () => {
    let write: () => void = () => {}
    const { memory, calls, layer } = setting((batch) =>
      Effect.andThen(
        Effect.callback<void>((resume) => void (write = () => resume(Effect.void))),
        Effect.suspend(() => memory.service.commit(batch)),
      ),
    )
    return Effect.gen(function* () {
      const { commit } = yield* Committer
      for (const id of [1, 2, 3]) yield* memory.service.claim(address("conversation", id))
      const first = commit(commitOf("conversation/1"))
      yield* Effect.promise(settled)
      const rest = [commit(commitOf("conversation/2", 7)), commit(commitOf("conversation/3"))]
      yield* Effect.promise(settled)
      expect(calls).toEqual([1])
      write()
      yield* Effect.promise(settled)
      write()
      const results = yield* Effect.promise(() => Promise.all([first, ...rest]))
      expect(results.map(({ _tag }) => _tag)).toEqual(["Committed", "Fenced", "Committed"])
      expect(calls).toEqual([1, 2])
    }).pipe(Effect.provide(layer))
  })

  it.effect("tries again while the store is away, acknowledges nothing meanwhile, and says so once", () => {
    let away = true
    const { memory, calls, lines, layer } = setting((batch) =>
      away ? Effect.fail(new StoreUnavailable({ message: "No store." })) : memory.service.commit(batch),
    )
    return Effect.gen(function* () {
      const { commit, awaySince } = yield* Committer
      yield* memory.service.claim("conversation/1")
      yield* TestClock.adjust(1000)
      let answered: CommitResult | null = null
      commit(commitOf("conversation/1")).then((result) => (answered = result))
      yield* Effect.promise(settled)
      yield* TestClock.adjust("10 minutes")
      expect([answered, awaySince()]).toEqual([null, 1000])
      expect(calls.length).toBeGreaterThan(100)
      away = false
      yield* TestClock.adjust("1 second")
      yield* Effect.promise(settled)
      expect([answered, awaySince()]).toEqual([{ _tag: "Committed" }, null])
      expect(lines).toEqual([
        "No store. Nothing is acknowledged until it is back; trying again.",
        "the store is back: memory",
      ])
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "stops with the runtime although the store is away, and answers nobody as if it had written",
    () => {
      const { calls, layer } = setting(() => Effect.fail(new StoreUnavailable({ message: "No store." })))
      return Effect.gen(function* () {
        const scope = yield* Scope.make()
        const services = yield* Layer.buildWithScope(layer, scope)
        const { commit } = yield* Effect.provide(Effect.service(Committer), services)
        const asked = [commit(commitOf("conversation/1"))]
        yield* Effect.promise(settled)
        asked.push(commit(commitOf("conversation/2")))
        const answers = Promise.allSettled(asked)
        yield* Scope.close(scope, Exit.void)
        expect((yield* Effect.promise(() => answers)).map(({ status }) => status)).toEqual([
          "rejected",
          "rejected",
        ])
        const before = calls.length
        yield* TestClock.adjust("1 minute")
        expect(calls.length).toBe(before)
        yield* Effect.promise(() => expect(commit(commitOf("conversation/3"))).rejects.toThrow("stopped"))
      })
    },
  )

  it.effect("goes on with the next group when a store breaks on one", () => {
    let broken = true
    const { memory, layer } = setting((batch) =>
      broken ? Effect.die("a bug") : memory.service.commit(batch),
    )
    return Effect.gen(function* () {
      const { commit } = yield* Committer
      for (const id of [1, 2]) yield* memory.service.claim(address("conversation", id))
      yield* Effect.promise(() => expect(commit(commitOf("conversation/1"))).rejects.toThrow("a bug"))
      broken = false
      expect(yield* Effect.promise(() => commit(commitOf("conversation/2")))).toEqual({ _tag: "Committed" })
    }).pipe(Effect.provide(layer))
  })
})
