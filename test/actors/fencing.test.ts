/** Only the store decides who owns an actor: the loser stops, answers nobody, and does nothing more. */
import { describe, expect, it } from "vitest"
import { outcome, settled, Stage, tell } from "./support/stage.ts"

describe("a fenced actor", () => {
  it("stops, stops its effects, and tells its senders to try again", async () => {
    const stage = new Stage()
    const old = await stage.wake()
    await tell(old, "OPEN")
    const owner = await stage.wake()
    const two = [tell(old, "ADD"), tell(old, "ADD")]
    expect(await Promise.all(two.map(outcome))).toEqual(["ActorUnavailable", "ActorUnavailable"])
    expect(await outcome(tell(old, "ADD"))).toBe("ActorUnavailable")
    expect(stage.doing[0]!.stopped).toBe(true)
    expect(stage.doing[1]!.stopped).toBe(false)
    expect(stage.lost).toEqual(["conversation/1"])
    expect(stage.observer.counts.fenced).toBe(1)
    expect(await tell(owner, "ADD")).toBe("committed")
    expect(stage.observer.live.conversation).toEqual({ opening: 1 })
  })

  it("cannot settle an effect with what came of it here", async () => {
    const stage = new Stage()
    const old = await stage.wake()
    await tell(old, "OPEN")
    const owner = await stage.wake()
    stage.doing[0]!.done({ type: "FAIL" })
    await settled()
    stage.doing[1]!.done({ type: "CONNECTED" })
    await settled()
    expect(stage.journal()).toEqual(["OPEN", "CONNECTED"])
    expect(owner.books.snapshot.value).toBe("calm")
  })

  it("is not rung any more", async () => {
    const stage = new Stage()
    const old = await stage.wake()
    await tell(old, "WAIT")
    expect(stage.alarm()).toBe(2000)
    await stage.wake("conversation/2")
    const claimed = stage.store.actors.get("conversation/1")!
    claimed.epoch++
    await outcome(tell(old, "ADD"))
    expect(stage.alarm()).toBeNull()
    await stage.pass(5000)
    expect(stage.journal()).toEqual(["WAIT"])
  })
})

describe("an actor whose commit is not answered", () => {
  it("drops its state, since nobody knows what was written, and owes to whoever wakes it next", async () => {
    const stage = new Stage()
    const actor = await stage.wake()
    await tell(actor, "OPEN")
    stage.commit = async (commit) => {
      await stage.write(commit)
      throw new Error("the runtime stopped")
    }
    stage.doing[0]!.done({ type: "CONNECTED" })
    await settled()
    expect(await outcome(tell(actor, "ADD"))).toBe("ActorUnavailable")
    expect(stage.lost).toEqual(["conversation/1"])
    const woken = await stage.wake()
    expect(woken.books.snapshot.value).toBe("calm")
  })
})
