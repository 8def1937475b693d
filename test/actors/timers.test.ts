/** Delays of a chart are timers of its books: they survive restarts, fire once, and only while they are armed. */
import { describe, expect, it } from "vitest"
import { settled, Stage, tell } from "./support/stage.ts"

const heard = (actor: { books: { snapshot: { context: unknown } } }) =>
  (actor.books.snapshot.context as { heard: ReadonlyArray<string> }).heard.length

describe("a timer", () => {
  it("fires when it is due, once", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "WAIT")
    expect(stage.wakeAt()).toBe(2000)
    await stage.pass(999)
    expect(actor.books.snapshot.value).toBe("waiting")
    await stage.pass(1)
    expect([actor.books.snapshot.value, heard(actor)]).toEqual(["calm", 1])
    await stage.pass(10_000)
    expect(heard(actor)).toBe(1)
    expect(stage.wakeAt()).toBeNull()
  })

  it("survives a restart, and fires once when it came due while nobody was there", async () => {
    const stage = new Stage()
    await tell(await stage.wake(), "WAIT")
    stage.now += 60_000
    const woken = await stage.wake()
    await stage.pass(0)
    expect([woken.books.snapshot.value, heard(woken)]).toEqual(["calm", 1])
    const again = await stage.wake()
    await stage.pass(60_000)
    expect(heard(again)).toBe(1)
  })

  it("does not fire when it was disarmed, or armed anew, before its event was taken", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "WAIT")
    stage.now += 1000
    const anew = actor.tell({ id: null, cause: "test", event: { type: "WAIT" } as never })
    actor.ring()
    await anew
    await settled()
    expect([actor.books.snapshot.value, heard(actor)]).toEqual(["waiting", 0])
    await stage.pass(1000)
    expect([actor.books.snapshot.value, heard(actor)]).toEqual(["calm", 1])
  })

  it("fires once however often the actor is rung while the store is slow", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await Promise.all([tell(actor, "WAIT"), tell(actor, "SAY")])
    let commit: () => void = () => {}
    stage.commit = async (wanted) => {
      await new Promise<void>((resolve) => (commit = resolve))
      return stage.write(wanted)
    }
    await stage.pass(1000)
    stage.doing[0]!.done(null)
    for (let ring = 0; ring < 10; ring++) actor.ring()
    await stage.pass(0)
    commit()
    await settled()
    commit()
    await settled()
    expect(heard(actor)).toBe(1)
    expect(stage.journal().filter((type) => type?.startsWith("xstate.after"))).toHaveLength(1)
  })

  it("that breaks the chart is over: it does not ring for ever", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "TRAP")
    await stage.pass(1000)
    expect(stage.broken).toHaveLength(1)
    await stage.pass(60_000)
    expect(stage.broken).toHaveLength(1)
    expect(actor.books.timers.size).toBe(0)
    expect(stage.wakeAt()).toBeNull()
  })

  it("of a state that is left in the step that enters it is not armed", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "PEEP")
    expect([...actor.books.timers.keys()]).toEqual([])
    expect(stage.alarm()).toBeNull()
  })

  it("is named: it can be forgotten, and a second one replaces the first", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "REMIND")
    await tell(actor, "FORGET")
    await stage.pass(1000)
    expect(heard(actor)).toBe(0)
    await tell(actor, "REMIND")
    await tell(actor, "REMIND")
    await stage.pass(1000)
    expect(heard(actor)).toBe(1)
  })
})

describe("the store wakes an actor", () => {
  it("that owes something within the grace, and not before", async () => {
    const stage = new Stage()
    await tell(await stage.wake(), "OPEN")
    expect(stage.wakeAt()).toBe(31_000)
  })

  it("never, once it has nothing to do, whoever it was that set the time", async () => {
    const stage = new Stage()
    await tell(await stage.wake(), "WAIT")
    const woken = await stage.wake()
    await tell(woken, "CLOSE")
    expect(stage.wakeAt()).toBeNull()
  })

  it("again only after the grace, while what it owes takes its time in a live actor", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "OPEN")
    stage.now = 31_000
    for (let look = 0; look < 10; look++) {
      actor.wake()
      await settled()
    }
    expect(stage.wakeAt()).toBe(61_000)
    expect(stage.journal()).toEqual(["OPEN", null])
  })

  it("no more, when it finds that nothing is due any longer", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "OPEN")
    await tell(actor, "WAIT")
    await tell(actor, "CLOSE")
    stage.store.actors.get("conversation/1")!.wakeAt = 0
    const woken = await stage.wake()
    woken.wake()
    await settled()
    expect(stage.wakeAt()).toBeNull()
    woken.wake()
    await settled()
    expect(stage.journal()).toEqual(["OPEN", "WAIT", "CLOSE", null])
  })

  it("for its timer, when what it owed is done", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "OPEN")
    stage.now = 20_000
    stage.doing[0]!.done({ type: "CONNECTED" })
    await settled()
    await actor.tell({ id: null, cause: "test", event: { type: "WAIT" } as never })
    expect(stage.wakeAt()).toBe(21_000)
  })

  it("for the timer of hours ahead, and not for what was owed a moment before", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await Promise.all([tell(actor, "NAP"), tell(actor, "SAY")])
    expect(stage.wakeAt()).toBe(31_000)
    stage.doing[0]!.done(null)
    await stage.pass(10_000)
    expect(stage.wakeAt()).toBe(1000 + 3_600_000)
  })

  it("leaves no trace in an actor that never was", async () => {
    const stage = new Stage()
    const actor = await stage.wake("conversation/9")
    actor.wake()
    await settled()
    expect(stage.journal("conversation/9")).toEqual([])
  })
})
