/** Recovery: the snapshot and the tail come to what the whole journal comes to, and what does not fit is named. */
import { describe, expect, it } from "vitest"
import { recover } from "../../src/actors/recovery.ts"
import { JournalBroken } from "../../src/actors/journal.ts"
import { home, outcome, settled, Stage, tell } from "./support/stage.ts"

const play = async (stage: Stage) => {
  const actor = await stage.wake()
  for (let n = 0; n < 5; n++) {
    await tell(actor, "ADD", { n })
    await tell(actor, "SAY", { text: `line ${n}` })
  }
  stage.doing[0]!.done(null)
  await tell(actor, "OPEN")
  stage.doing.at(-1)!.done({ type: "CONNECTED" })
  await settled()
  await Promise.all([tell(actor, "REMIND"), tell(actor, "WAIT"), tell(actor, "ADD")])
  return actor
}

const kept = (stage: Stage) => stage.store.actors.get(home)!
const claimOf = (stage: Stage) => {
  const { epoch, seq, hash, record, recordSeq, journal } = kept(stage)
  return { epoch, seq, hash, record, tail: journal.slice(recordSeq) }
}
const recovered = (stage: Stage, claim = claimOf(stage)) => recover(home, stage.lineage, {}, claim)
const brokenAt = (stage: Stage, claim: ReturnType<typeof claimOf>) => {
  try {
    recovered(stage, claim)
  } catch (error) {
    if (error instanceof JournalBroken) return `${error.seq}: ${error.reason}`
    throw error
  }
  return "not broken"
}

describe("recovery", () => {
  it.each([1, 3, 8, 1000])("comes to the same with a snapshot every %i entries", async (snapshotEvery) => {
    const stage = new Stage({ snapshotEvery })
    const actor = await play(stage)
    const { books, hash, epoch } = recovered(stage)
    expect(stage.stepper.keep(books.snapshot)).toEqual(stage.stepper.keep(actor.books.snapshot))
    expect([...books.outbox]).toEqual([...actor.books.outbox])
    expect([...books.timers]).toEqual([...actor.books.timers])
    expect([books.seq, hash, epoch]).toEqual([actor.books.seq, kept(stage).hash, 1])
  })

  it("goes on where it was: the next owner's entries follow on the chain", async () => {
    const stage = new Stage({ snapshotEvery: 4 })
    await play(stage)
    const second = await stage.wake()
    await tell(second, "ADD")
    await tell(second, "CLOSE")
    const third = await stage.wake()
    expect(third.books).toEqual(second.books)
    expect(brokenAt(stage, { ...claimOf(stage), record: null, tail: kept(stage).journal })).toBe("not broken")
  })

  it("names the entry that was changed", async () => {
    const stage = new Stage({ snapshotEvery: 1000 })
    await play(stage)
    const claim = claimOf(stage)
    const tail = claim.tail.map((entry) =>
      entry.seq === 5 ? { ...entry, body: entry.body.replace('"n":2', '"n":3') } : entry,
    )
    expect(brokenAt(stage, { ...claim, tail })).toMatch(/^5: the hash/)
  })

  it("names the first entry after the snapshot when that was changed", async () => {
    const stage = new Stage({ snapshotEvery: 4 })
    await play(stage)
    const claim = claimOf(stage)
    const first = claim.tail[0]!
    const body = first.body.replace(/"at":\d+/, '"at":77')
    expect(body).not.toBe(first.body)
    const tail = [{ ...first, body }, ...claim.tail.slice(1)]
    expect(brokenAt(stage, { ...claim, tail })).toMatch(new RegExp(`^${first.seq}: the hash`))
  })

  it("names what is missing in the middle and at the end", async () => {
    const stage = new Stage({ snapshotEvery: 1000 })
    await play(stage)
    const claim = claimOf(stage)
    const without = (seq: number) => claim.tail.filter((entry) => entry.seq !== seq)
    expect(brokenAt(stage, { ...claim, tail: without(4) })).toMatch(/^4: /)
    expect(brokenAt(stage, { ...claim, tail: without(claim.seq) })).toMatch(new RegExp(`^${claim.seq}: `))
    expect(brokenAt(stage, { ...claim, tail: [] })).toMatch(/^1: /)
  })

  it("names an entry and a snapshot that do not read", async () => {
    const stage = new Stage({ snapshotEvery: 4 })
    await play(stage)
    const claim = claimOf(stage)
    const [first, ...rest] = claim.tail
    expect(brokenAt(stage, { ...claim, tail: [{ ...first!, body: '{"seq":' }, ...rest] })).toMatch(
      new RegExp(`^${first!.seq}: `),
    )
    expect(brokenAt(stage, { ...claim, record: '{"seq":4}' })).toMatch(/^\d+: /)
  })

  it("names the entry on which today's chart does otherwise", async () => {
    const stage = new Stage({ snapshotEvery: 1000 })
    await play(stage)
    const { default: changed } = await import("./support/changed.ts")
    const today = new Stage({}, changed)
    expect(() => recover(home, today.lineage, {}, claimOf(stage))).toThrow(JournalBroken)
  })

  it("wakes an actor that never was", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    expect(actor.books.seq).toBe(0)
    expect(await outcome(tell(actor, "ADD"))).toBe("committed")
  })
})
