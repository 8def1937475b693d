/** A recorded log in another store is the actor that it was. */
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { ledgerOf } from "../../src/actors/steppers.ts"
import { Store } from "../../src/actors/store.ts"
import { written, type Bundle } from "../../src/replay/bundle.ts"
import { ofAll } from "../../src/replay/collect.ts"
import { restored } from "../../src/replay/restore.ts"
import * as Files from "../../src/adapters/archive/files.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { here, recorded } from "./recording.ts"

const into = (memory: MemoryStore, bundle: Bundle) =>
  Effect.runPromise(restored(bundle).pipe(Effect.provide(memory.layer)))

describe("an imported log", () => {
  it("is exported as it was, and its actors can be woken", async () => {
    const bundle = await recorded()
    const memory = new MemoryStore()
    await into(memory, bundle)
    const again = await Effect.runPromise(
      ofAll.pipe(Effect.provide(memory.layer), Effect.provide(Files.layer({ folder: "/nowhere" }))),
    )
    expect(written(again)).toBe(written(bundle))
    const claim = await Effect.runPromise(
      Effect.flatMap(Store, (store) => store.claim(here)).pipe(Effect.provide(memory.layer)),
    )
    expect(ledgerOf(here, claim).books.seq).toBe(
      bundle.find(({ address }) => address === here)!.entries.length,
    )
    expect([...memory.actors.values()].map(({ wakeAt }) => wakeAt).every((it) => it === null)).toBe(true)
  })

  it("is refused where the actor is, and nothing is written", async () => {
    const bundle = await recorded()
    const memory = new MemoryStore()
    await into(memory, bundle.slice(-1))
    await expect(into(memory, bundle)).rejects.toThrow("has pool/0 already")
    expect([...memory.actors.keys()]).toEqual(["pool/0"])
  })

  it("is refused when it was changed, or is no consistent cut", async () => {
    const bundle = await recorded()
    const [first, ...rest] = bundle
    const changed = first!.entries.map((it) => ({ ...it, body: it.body.replace("Lisbon", "London") }))
    await expect(into(new MemoryStore(), [{ ...first!, entries: changed }, ...rest])).rejects.toThrow(
      "does not replay",
    )
    const short = { ...first!, entries: first!.entries.slice(0, 2) }
    await expect(into(new MemoryStore(), [short, ...rest])).rejects.toThrow("no consistent cut")
  })
})
