/** A redacted log has nobody's words, names and ids in it, and still replays edge for edge. */
import { describe, expect, it } from "vitest"
import { written } from "../../src/replay/bundle.ts"
import { outcomesOf } from "../../src/replay/outcomes.ts"
import { redacted } from "../../src/replay/redact.ts"
import { replayed } from "../../src/replay/replay.ts"
import * as then from "../../src/replay/then.ts"
import { author, recorded, secret } from "./recording.ts"

describe("a redacted log", () => {
  it("has no words, no name and no id of a person", async () => {
    const before = written(await recorded())
    const after = written(redacted(await recorded()))
    for (const told of [secret, "Lisbon", "is anybody there", `"${author.name}"`, author.id]) {
      expect(before).toContain(told)
      expect(after).not.toContain(told)
    }
  })

  it("replays, over the same edges, to the same states", async () => {
    const before = await recorded()
    const after = redacted(before)
    expect(after.map((log) => replayed(log).trouble).filter((it) => it !== null)).toEqual([])
    const edges = (bundle: typeof before) =>
      bundle.map(({ entries }) => entries.map((it) => then.read(it.then!).edges))
    expect(edges(after)).toEqual(edges(before))
    expect(Object.values(outcomesOf(after).states)).toEqual(Object.values(outcomesOf(before).states))
  })

  it("keeps lengths, and says the same where the same was said", async () => {
    const lengths = (bundle: Awaited<ReturnType<typeof recorded>>) =>
      outcomesOf(bundle).messages.map(({ text }) => text.length)
    const before = await recorded()
    expect(lengths(redacted(before))).toEqual(lengths(before))
    const after = written(redacted(before))
    const said = /"author":\{"id":"(\d+)","name":"([^"]+)"\}/g
    expect(new Set([...after.matchAll(said)].map(([, id]) => id)).size).toBe(1)
  })

  it("is another one each time, so that nobody finds words by trying", async () => {
    const bundle = await recorded()
    expect(written(redacted(bundle))).not.toBe(written(redacted(bundle)))
  })
})
