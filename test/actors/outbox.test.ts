/** The outbox: what is owed is owed until its outcome is durable, over crashes, once taken back never again. */
import { describe, expect, it } from "vitest"
import { outcome, settled, Stage, tell } from "./support/stage.ts"

describe("an outbox", () => {
  it("is emptied by the outcome", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "OPEN")
    expect(actor.owed).toBe(1)
    stage.doing[0]!.done({ type: "CONNECTED" })
    await settled()
    expect(actor.owed).toBe(0)
    expect(stage.wakeAt()).toBeNull()
  })

  it("is performed again by whoever wakes the actor after a crash", async () => {
    const stage = new Stage()
    await tell(await stage.wake(), "OPEN")
    const woken = await stage.wake()
    expect(stage.doing.map(({ owed, again }) => [owed.key, again])).toEqual([
      ["1.0", false],
      ["1.0", true],
    ])
    stage.doing[1]!.done({ type: "CONNECTED" })
    await settled()
    expect(woken.books.snapshot.value).toBe("calm")
  })

  it("drops the outcome of an effect that was taken back", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "OPEN")
    await tell(actor, "CLOSE")
    expect(stage.doing[0]!.stopped).toBe(true)
    stage.doing[0]!.done({ type: "CONNECTED" })
    await settled()
    expect(stage.journal()).toEqual(["OPEN", "CLOSE"])
  })

  it("drops an outcome that waits behind what takes the effect back, and the new effect gets its own", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "OPEN")
    const both = [tell(actor, "CLOSE"), tell(actor, "OPEN")]
    stage.doing[0]!.done({ type: "CONNECTED" })
    await Promise.all(both)
    await settled()
    expect(actor.books.snapshot.value).toBe("opening")
    stage.doing[1]!.done({ type: "CONNECTED" })
    await settled()
    expect(actor.books.snapshot.value).toBe("calm")
    expect(stage.journal()).toEqual(["OPEN", "CLOSE", "OPEN", "CONNECTED"])
  })

  it("is tidied of what is done without an event, with the next commit", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "SAY")
    stage.doing[0]!.done(null)
    expect(actor.owed).toBe(0)
    await tell(actor, "ADD")
    expect(stage.journal()).toEqual(["SAY", "ADD"])
    expect([...actor.books.outbox]).toEqual([])
    expect(stage.wakeAt()).toBeNull()
  })

  it("is tidied by itself when no commit comes, once", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await Promise.all([tell(actor, "SAY"), tell(actor, "SAY")])
    for (const { done } of stage.doing) done(null)
    await stage.pass(60_000)
    expect(stage.journal()).toEqual(["SAY", "SAY", null])
    expect([...actor.books.outbox]).toEqual([])
    expect(stage.wakeAt()).toBeNull()
    await actor.stop()
    expect(stage.journal()).toEqual(["SAY", "SAY", null])
  })

  it("is tidied when the actor leaves memory", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "SAY")
    stage.doing[0]!.done(null)
    await Promise.all([actor.stop(), actor.stop()])
    expect(stage.journal()).toEqual(["SAY", null])
    await stage.wake()
    expect(stage.doing).toHaveLength(1)
  })

  it("keeps what is under way when the actor leaves memory, stops it, and begins nothing new", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "SAY")
    const late = outcome(tell(actor, "OPEN"))
    await actor.stop()
    expect(await late).toBe("committed")
    expect(stage.doing.map(({ owed, stopped }) => [owed.effect.type, stopped])).toEqual([["Notice", true]])
    stage.doing[0]!.done(null)
    await settled()
    expect(await outcome(tell(actor, "ADD"))).toBe("ActorUnavailable")
    await stage.wake()
    expect(stage.doing.slice(1).map(({ owed }) => owed.effect.type)).toEqual(["Notice", "Connect"])
  })

  it.each(["stops", "is fenced"])(
    "is stopped from its end when the actor %s: nothing passes what it waits for",
    async (how) => {
      const stage = new Stage()
      const actor = await stage.wake()
      for (let n = 0; n < 3; n++) await tell(actor, "SAY")
      if (how === "is fenced") await stage.wake()
      if (how === "is fenced") await outcome(tell(actor, "ADD"))
      else await actor.stop()
      expect(stage.stops).toEqual(["3.0", "2.0", "1.0"])
    },
  )
})
