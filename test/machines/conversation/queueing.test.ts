/** A channel whose turns wait for an agent: one line says where they stand, and goes. */
import { describe, expect, it } from "vitest"
import type { Floor } from "../../../src/machines/conversation/floor.ts"
import { Play } from "../support/play.ts"
import { ada, message } from "../support/words.ts"

const asked = (...called: ReadonlyArray<string>) => {
  const play = new Play<Floor>("conversation", { id: "301" })
  const one = message({ called: [...called] })
  play.tell({ type: "MESSAGE", message: one }).settle("Connect", { type: "CONNECTED", recent: [] })
  return { play, turns: called.map((brain) => `${one.id}.${brain}`) }
}
const queued = (play: Play<Floor>, turn: string, place: number, about: number | null = 20_000) =>
  play.tell({ type: "QUEUED", turn, place, about })
const shown = (play: Play<Floor>, message: string | null = "900") =>
  play.settle("Queue", { type: "QUEUE_SHOWN", message })

describe("a channel whose turn waits", () => {
  it("shows where it stands, and changes that one message", () => {
    const { play, turns } = asked("writer")
    queued(play, turns[0]!, 2)
    expect(play.want("Queue")).toMatchObject({
      message: null,
      waits: [{ brain: "writer", place: 2, about: 20_000 }],
    })
    shown(play)
    expect(play.wants).toEqual([])
    queued(play, turns[0]!, 1, null)
    expect(play.want("Queue")).toMatchObject({
      message: "900",
      waits: [{ brain: "writer", place: 1, about: null }],
    })
    expect(shown(play).wants).toEqual([])
  })

  it("changes it one at a time, to what is so by then", () => {
    const { play, turns } = asked("writer", "analyst")
    queued(play, turns[0]!, 3)
    queued(queued(play, turns[1]!, 4), turns[0]!, 2)
    expect(play.owed.filter((type) => type === "Queue")).toHaveLength(1)
    shown(play)
    expect(play.want("Queue").waits.map(({ brain, place }) => [brain, place])).toEqual([
      ["writer", 2],
      ["analyst", 4],
    ])
  })

  it.each([
    ["it has an agent", (play: Play<Floor>, turn: string) => void queued(play, turn, 0, null)],
    [
      "it is given up",
      (play: Play<Floor>, turn: string) => void play.tell({ type: "UNANSWERED", turn, reason: "late" }),
    ],
    ["somebody says STOP", (play: Play<Floor>) => void play.tell({ type: "HALT", by: ada, via: "word" })],
  ])("shows nothing any more when %s", (_, ends) => {
    const { play, turns } = asked("writer")
    shown(queued(play, turns[0]!, 1))
    ends(play, turns[0]!)
    expect(play.want("Queue")).toMatchObject({ message: "900", waits: [] })
    shown(play.restart(), null)
    expect([play.context.line, play.owed.includes("Queue")]).toEqual([null, false])
  })

  it("takes it away although it was just being made", () => {
    const { play, turns } = asked("writer")
    queued(queued(play, turns[0]!, 1), turns[0]!, 0, null)
    shown(play, "901")
    expect(play.want("Queue")).toMatchObject({ message: "901", waits: [] })
  })

  it("does not mind news of a turn that is over", () => {
    const { play, turns } = asked("writer")
    play.tell({ type: "ANSWERED", turn: turns[0]!, brain: "writer", text: "hi", messages: ["9"], calls: [] })
    expect(queued(play, turns[0]!, 1).wants).toEqual([])
  })
})
