/** A mailbox is bounded for others, never for what the actor is owed by itself. */
import { describe, expect, it } from "vitest"
import { outcome, settled, Stage, tell } from "./support/stage.ts"

describe("a mailbox", () => {
  it("refuses what does not fit, counts it, and takes it later", async () => {
    const stage = new Stage({ mailbox: 3 })
    const actor = await stage.wake()
    let commit: () => void = () => {}
    stage.commit = async (wanted) => {
      await new Promise<void>((resolve) => (commit = resolve))
      return stage.write(wanted)
    }
    const five = ["a", "b", "c", "d", "e"].map((id) => outcome(tell(actor, "ADD", {}, id)))
    await settled()
    commit()
    expect(await Promise.all(five)).toEqual([
      "committed",
      "committed",
      "committed",
      "MailboxFull",
      "MailboxFull",
    ])
    expect(stage.observer.counts.refused).toBe(2)
    const again = outcome(tell(actor, "ADD", {}, "d"))
    await settled()
    commit()
    expect(await again).toBe("committed")
  })

  it("has room for outcomes and timers when it is full", async () => {
    const stage = new Stage({ mailbox: 2 })
    const actor = await stage.wake()
    await tell(actor, "OPEN")
    let commit: () => void = () => {}
    stage.commit = async (wanted) => {
      await new Promise<void>((resolve) => (commit = resolve))
      return stage.write(wanted)
    }
    const two = [tell(actor, "ADD"), tell(actor, "ADD")]
    stage.doing[0]!.done({ type: "CONNECTED" })
    await settled()
    commit()
    await Promise.all(two)
    expect(stage.journal()).toEqual(["OPEN", "ADD", "ADD", "CONNECTED"])
  })
})
