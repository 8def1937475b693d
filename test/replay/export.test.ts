/** Exported logs: what belongs to a conversation, whole, and at one time that could have been. */
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { Store } from "../../src/actors/store.ts"
import { kindOf } from "../../src/machines/address.ts"
import { read, written } from "../../src/replay/bundle.ts"
import { logOf, ofActor, ofAll, ofConversation } from "../../src/replay/collect.ts"
import { lastSeq, missing, toldIn } from "../../src/replay/cut.ts"
import { replayed } from "../../src/replay/replay.ts"
import { here, recorded, recording } from "./recording.ts"

describe("an exported conversation", () => {
  it("has all that it touched, and nothing of another", async () => {
    const addresses = (await recorded()).map(({ address }) => address)
    expect(new Set(addresses.map(kindOf))).toEqual(
      new Set(["agent", "constellation", "conversation", "pool"]),
    )
    expect(addresses.filter((it) => kindOf(it) === "conversation")).toEqual([here])
  })

  it("replays, entry by entry", async () => {
    const replays = (await recorded()).map((log) => replayed(log))
    expect(replays.map(({ trouble }) => trouble).filter((it) => it !== null)).toEqual([])
    expect(replays.every(({ entries, of }) => entries === of && of > 0)).toBe(true)
  })

  it("is the same when it is written and read", async () => {
    const bundle = await recorded()
    const again = read(written(bundle))
    expect(written(again)).toBe(written(bundle))
    expect(again.flatMap(({ entries }) => entries.map(({ body }) => body))).toEqual(
      bundle.flatMap(({ entries }) => entries.map(({ body }) => body)),
    )
  })

  it("has what was told with the entry that told it, although the tellers' journals were read too early", async () => {
    const cut = await recording((memory) =>
      Effect.gen(function* () {
        // Whoever reads a journal for the first time gets less of it than there is when the next is read.
        const store = yield* Store
        const seen = new Set<string>()
        const early = Store.of({
          ...store,
          peek: (address) =>
            Effect.map(store.peek(address), (claim) => {
              const isFirst = !seen.has(address)
              seen.add(address)
              return claim !== null && isFirst && kindOf(address) === "pool"
                ? { ...claim, seq: Math.ceil(claim.seq / 3) }
                : claim
            }),
        })
        expect(memory.actors.size).toBeGreaterThan(3)
        return yield* ofAll.pipe(Effect.provideService(Store, early))
      }),
    )
    expect(missing(cut)).toEqual([])
    const pool = cut.find(({ address }) => kindOf(address) === "pool")!
    const told = cut.flatMap(({ entries }) => entries.flatMap(({ id }) => toldIn(id) ?? []))
    const needed = told.filter(({ by }) => by === pool.address).map(({ seq }) => seq)
    expect(lastSeq(pool)).toBeGreaterThanOrEqual(Math.max(...needed))
  })

  it("says which letter has no sender when a log was cut", async () => {
    const bundle = await recorded()
    const cut = bundle.map((log) =>
      kindOf(log.address) === "pool" ? { ...log, entries: log.entries.slice(0, 1) } : log,
    )
    expect(missing(cut).map(({ told }) => kindOf(told.by))).toContain("pool")
  })
})

describe("an exported actor", () => {
  it("begins with its first entry, though most are archived", async () => {
    const [hot, log] = await recording(
      (memory) =>
        Effect.gen(function* () {
          const journal = memory.actors.get(here)!.journal
          return [journal.length, (yield* ofActor(here))[0]!] as const
        }),
      { keepEntries: 2 },
    )
    expect(hot).toBeLessThan(log.entries.length)
    expect([log.base, log.entries[0]!.seq]).toEqual([null, 1])
    expect(replayed(log).trouble).toBeNull()
  })

  it("is refused by name when there is none", async () => {
    const error = await recording(() => Effect.flip(logOf("conversation/1")))
    expect(error).toMatchObject({ _tag: "NoSuchActor", message: expect.stringContaining("conversation/1") })
  })
})

describe("all of a store", () => {
  it("is one file", async () => {
    const all = await recording(() => ofAll)
    const one = await recording(() => ofConversation(here))
    expect(all.length).toBeGreaterThan(one.length)
    expect(missing(all)).toEqual([])
  })
})
