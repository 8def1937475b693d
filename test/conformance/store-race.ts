import { expect, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import * as fc from "fast-check"
import { Store, type Commit, type StoreUnavailable } from "../../src/actors/store.ts"
import type { Address } from "../../src/machines/address.ts"
import { commitOf, type MakeStore } from "./store-fixtures.ts"

/** What an owner does in one step: takes the actor over, or commits so many entries on what it knows. */
type Step = "claim" | 1 | 2 | 3

interface Owner {
  readonly name: string
  readonly store: Store["Service"]
  /** What it believes; null before its first claim and after it was fenced. */
  held: { epoch: number; seq: number; hash: string } | null
  /** The hashes of what was acknowledged, by sequence number. */
  readonly acknowledged: Map<number, string>
}

const ownerOf = (name: string, store: Store["Service"]): Owner => ({
  name,
  store,
  held: null,
  acknowledged: new Map(),
})

let hashes = 0

const nextCommit = (owner: Owner, address: Address, count: number): Commit => {
  const { epoch, seq, hash: expectedHash } = owner.held!
  const hash = `hash-${++hashes}`
  const entries = Array.from({ length: count }, (_, index) => ({
    seq: seq + index + 1,
    id: `${hash}-${index}`,
    body: JSON.stringify({ owner: owner.name, epoch, hash }),
  }))
  return commitOf(address, seq, {
    epoch,
    expectedHash,
    entries,
    hash,
    record: count === 3 ? `after ${hash}` : null,
  })
}

const take = (owner: Owner, address: Address, step: Step): Effect.Effect<void, StoreUnavailable> =>
  Effect.gen(function* () {
    if (step === "claim") {
      owner.held = yield* owner.store.claim(address)
      return
    }
    const { held } = owner
    if (held === null) return
    const commit = nextCommit(owner, address, step)
    const [result] = yield* owner.store.commit([commit])
    if (result!._tag === "Committed") {
      for (const { seq } of commit.entries) owner.acknowledged.set(seq, commit.hash)
      owner.held = { ...held, seq: held.seq + step, hash: commit.hash }
    } else {
      expect(result!._tag).toBe("Fenced")
      owner.held = null
    }
  })

/** The journal is what was acknowledged, contiguous, with one writer an epoch, and epochs only rise. */
const verify = (owners: ReadonlyArray<Owner>, address: Address) =>
  Effect.gen(function* () {
    const { store } = owners[0]!
    const journal = yield* store.journal(address, 1, 10_000)
    const entries = journal.map(({ seq, body }) => ({
      seq,
      ...(JSON.parse(body) as { owner: string; epoch: number; hash: string }),
    }))
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
    const epochs = entries.map(({ epoch }) => epoch)
    expect(epochs).toEqual(epochs.toSorted((a, b) => a - b))
    const writers = new Map(entries.map(({ epoch, owner }) => [epoch, owner]))
    for (const { epoch, owner, seq, hash } of entries) {
      expect(owner).toBe(writers.get(epoch))
      expect(owners.find(({ name }) => name === owner)!.acknowledged.get(seq)).toBe(hash)
    }
    const acknowledged = owners.reduce((sum, owner) => sum + owner.acknowledged.size, 0)
    expect(acknowledged).toBe(entries.length)
    const state = yield* store.peek(address)
    expect(state?.hash).toBe(entries.at(-1)?.hash)
    expect(state?.seq).toBe(entries.length === 0 ? undefined : entries.length)
  })

/** In a round both act at once. Every third step or so is a claim, so that owners lose the actor often. */
const step = fc.constantFrom<Step>("claim", 1, 2, 3, 1)
const rounds = fc.array(fc.tuple(step, step), { minLength: 1, maxLength: 30 })

export const races = (make: MakeStore): void => {
  it.live("leaves one writer an epoch and a journal without gaps, however two owners race", () =>
    Effect.gen(function* () {
      const { layer, another } = yield* make
      const storeOf = (of: Layer.Layer<Store, StoreUnavailable>) =>
        Effect.map(Layer.build(Layer.fresh(of)), (context) => Context.get(context, Store))
      const [here, there] = [yield* storeOf(layer), yield* storeOf(another)]
      let runs = 0
      const race = async (steps: ReadonlyArray<readonly [Step, Step]>) => {
        const address: Address = `agent/${++runs}`
        const owners = [ownerOf("here", here), ownerOf("there", there)] as const
        const play = Effect.forEach(steps, (round) =>
          Effect.forEach(owners, (owner, index) => take(owner, address, round[index as 0 | 1]), {
            concurrency: "unbounded",
          }),
        )
        await Effect.runPromise(Effect.andThen(play, verify(owners, address)))
      }
      yield* Effect.promise(() => fc.assert(fc.asyncProperty(rounds, race), { numRuns: 200 }))
    }).pipe(Effect.scoped),
  )
}
