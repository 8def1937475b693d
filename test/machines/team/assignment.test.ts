/** An assignment: done by one agent, reported to who assigned it, stopped by who may. */
import { describe, expect, it } from "vitest"
import { turnOf, type Errand } from "../../../src/machines/team/errand.ts"
import { Play } from "../support/play.ts"
import { ada, answered, assigned, bob, pressed, routed, unanswered } from "../support/words.ts"

const id = "900"
const given = (more: Parameters<typeof assigned>[0] = {}) =>
  new Play<Errand>("assignment", { id }).tell(assigned(more))
const board = (play: Play<Errand>) => {
  if (!play.owed.includes("Show")) play.pass(1000)
  const { text, buttons } = play.wants.find((want) => want.type === "Show") ?? play.want("Show")
  return { text: text.split("\n"), buttons: buttons.map((button) => button.id) }
}
const shown = (play: Play<Errand>) => play.settle("Show", { type: "SHOWN", message: "60" })

describe("an assignment", () => {
  it("asks its agent once, and says in the channel who works on what", () => {
    const play = given()
    expect(play.told).toEqual(["guild/201 BEGUN", "constellation/101 ALLOCATE"])
    expect(play.want("Allocate").turn).toMatchObject({
      id: "900.task.writer",
      brain: "writer",
      conversation: "assignment/900",
      message: { author: ada, channel: "301" },
    })
    expect(play.want("Allocate").turn.message.text).toContain("Write the announcement")
    expect(board(play)).toEqual({
      text: ["📌 Write the announcement", "⏳ **Writer** works on it", "-# assigned by Ada"],
      buttons: ["stop"],
    })
  })

  it("calls who assigned it when there is a report, and the channel's conversation knows of it", () => {
    const play = shown(given()).pass(60_000)
    play.tell(answered(turnOf(play.context), { messages: ["77"] }))
    expect(play.told).toEqual(["conversation/301 ANSWERED", "guild/201 ENDED"])
    expect(play.want("Notice")).toMatchObject({
      text: "<@101> **Writer** has reported: https://discord.com/channels/201/301/77",
      pings: ["101"],
    })
    expect(board(play)).toEqual({
      text: [
        "📌 Write the announcement",
        "✅ **Writer** reported after 1 min: https://discord.com/channels/201/301/77",
        "-# assigned by Ada",
      ],
      buttons: [],
    })
  })

  it("is given to whom the manager chooses, when nobody is named", () => {
    const play = given({ agent: null })
    expect(play.want("Route")).toMatchObject({
      message: { text: "Write the announcement", toTeam: true },
      team: ["analyst", "writer"],
    })
    expect(board(play).text[1]).toBe("⏳ **The manager** looks for somebody")
    shown(play).settle("Route", routed(id, ["analyst", "writer"]))
    expect(play.want("Allocate").turn.brain).toBe("analyst")
    expect(board(play).text.slice(1)).toEqual([
      "⏳ **Analyst** works on it",
      "-# assigned by Ada; the manager chose who",
    ])
  })

  it("says so when the manager finds nobody, or the agent could not do it, or took too long", () => {
    const nobody = given({ agent: null }).settle("Route", routed(id, []))
    expect(nobody.want("Notice").text).toContain("<@101> Nobody does what you assigned: ")
    const failed = given()
    failed.tell(unanswered(turnOf(failed.context), "the model is away"))
    expect(failed.want("Notice").text).toBe(
      "<@101> **Writer** could not do what you assigned: the model is away",
    )
    const late = given().pass(30 * 60_000)
    expect(late.wants.find((want) => want.type === "Release")).toMatchObject({
      turns: [{ id: "900.task.writer" }],
    })
    expect([nobody.state, failed.state, late.state]).toEqual(["failed", "failed", "failed"])
  })

  it("is stopped by who assigned it, by who manages messages, and by STOP", () => {
    expect(given().tell(pressed("stop", bob)).state).toBe("working")
    const stopped = shown(given()).tell(pressed("stop"))
    expect([stopped.state, stopped.want("Release").turns.length]).toEqual(["stopped", 1])
    expect(board(stopped).text[1]).toBe("🛑 Stopped by **Ada** after 0 s")
    expect(given().tell(pressed("stop", bob, true)).state).toBe("stopped")
    expect(given({ agent: null }).tell({ type: "STOP", by: bob }).state).toBe("stopped")
  })

  it("goes on over a restart with the turn that it had", () => {
    const play = given().restart()
    play.tell(answered(turnOf(play.context)))
    expect(play.state).toBe("done")
  })
})
