/** Take, step, commit, perform, observe: what an actor promises whoever tells it something. */
import { describe, expect, it } from "vitest"
import { outcome, settled, Stage, tell } from "./support/stage.ts"

const contextOf = (stage: { books: { snapshot: { context: unknown } } }) => stage.books.snapshot.context

describe("an actor", () => {
  it("answers its sender after the commit, and begins effects after it too", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    const order: Array<string> = []
    let commit: () => void = () => {}
    stage.commit = async (wanted) => {
      await new Promise<void>((resolve) => (commit = resolve))
      order.push("committed")
      return stage.write(wanted)
    }
    const told = tell(actor, "OPEN").then(() => order.push("answered"))
    await settled()
    expect([order, stage.doing]).toEqual([[], []])
    commit()
    await told
    expect(order).toEqual(["committed", "answered"])
    expect(stage.doing.map(({ owed }) => owed.effect.type)).toEqual(["Connect"])
  })

  it("takes what is told in one tick in one commit, in order", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await Promise.all([tell(actor, "ADD", { n: 1 }), tell(actor, "ADD", { n: 10 }), tell(actor, "OPEN")])
    expect(stage.commits).toHaveLength(1)
    expect(stage.journal()).toEqual(["ADD", "ADD", "OPEN"])
    expect(contextOf(actor)).toMatchObject({ count: 11 })
  })

  it("takes what is told at the very moment when it has answered", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    for (let n = 1; n <= 5; n++) {
      expect(await tell(actor, "ADD")).toBe("committed")
      expect(contextOf(actor)).toMatchObject({ count: n })
    }
  })

  it("keeps a batch to its bound and does the rest in the next", async () => {
    const stage = new Stage({ batch: 10 })
    const actor = await stage.wake()
    await Promise.all(Array.from({ length: 25 }, () => tell(actor, "ADD")))
    expect(stage.commits.map(({ entries }) => entries.length)).toEqual([10, 10, 5])
  })

  it("drops an id that it has seen: in one batch, over batches, after a restart", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    const both = [tell(actor, "ADD", {}, "a"), tell(actor, "ADD", {}, "a")]
    expect(await Promise.all(both)).toEqual(["committed", "duplicate"])
    expect(await tell(actor, "ADD", {}, "a")).toBe("duplicate")
    await actor.stop()
    const woken = await stage.wake()
    expect(await tell(woken, "ADD", {}, "a")).toBe("duplicate")
    expect(contextOf(woken)).toMatchObject({ count: 1 })
    expect(stage.observer.counts.duplicates).toBe(3)
  })

  it("commits the neighbours of a duplicate that only the store knows", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "ADD", { n: 1 }, "a")
    const three = [
      tell(actor, "ADD", { n: 10 }, "b"),
      tell(actor, "ADD", { n: 1 }, "a"),
      tell(actor, "ADD", { n: 100 }, "c"),
      tell(actor, "ADD", { n: 1 }, "a"),
    ]
    expect(await Promise.all(three)).toEqual(["committed", "duplicate", "committed", "duplicate"])
    expect(contextOf(actor)).toMatchObject({ count: 111 })
  })

  it("takes an event without an id as often as it comes", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await Promise.all([tell(actor, "ADD", {}, null), tell(actor, "ADD", {}, null)])
    expect(contextOf(actor)).toMatchObject({ count: 2 })
  })

  it("refuses an event that breaks its chart, stays as it was, and goes on with the neighbours", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    const three = [tell(actor, "ADD"), tell(actor, "BREAK"), tell(actor, "ADD")]
    expect(await Promise.all(three.map(outcome))).toEqual(["committed", "Poisoned", "committed"])
    expect(contextOf(actor)).toMatchObject({ count: 2 })
    expect(stage.journal()).toEqual(["ADD", "ADD"])
    expect(stage.broken).toEqual(["conversation/1 BREAK: Error: a bug in the chart"])
    expect(stage.observer.counts.poisoned).toBe(1)
  })

  it("takes an effect whose outcome breaks its chart as done", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "OPEN")
    stage.doing[0]!.done({ type: "BREAK" })
    await stage.pass(10_000)
    expect(actor.owed).toBe(0)
    expect(stage.broken).toHaveLength(1)
    await actor.stop()
    await stage.wake()
    expect(stage.doing).toHaveLength(1)
  })

  it("does not break on whoever watches it", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    const seen: Array<number> = []
    stage.observer.watch(() => {
      throw new Error("a bug in an inspector")
    })
    stage.observer.watch(({ entries }) => seen.push(entries.length))
    expect(await tell(actor, "ADD")).toBe("committed")
    expect(await tell(actor, "ADD")).toBe("committed")
    expect(seen).toEqual([1, 1])
  })

  it("counts what lives by state, and nothing once it sleeps", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    const counted = () => stage.observer.live.conversation
    expect(counted()).toEqual({ calm: 1 })
    await tell(actor, "OPEN")
    expect(counted()).toEqual({ opening: 1 })
    await actor.stop()
    expect(counted()).toEqual({})
  })
})
