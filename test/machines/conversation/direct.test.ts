/** Direct messages: a person speaks with the agent they chose, which has their session and is lent nothing. */
import { describe, expect, it } from "vitest"
import type { Floor } from "../../../src/machines/conversation/floor.ts"
import { Play } from "../support/play.ts"
import { ada, answered, channel, heard } from "../support/words.ts"

const direct = { guild: null, toTeam: true } as const
const active = () =>
  new Play<Floor>("conversation", { id: channel })
    .tell({ type: "ALLOCATE" })
    .tell({ type: "CONNECTED", recent: [] })
const talkTo = (brain: string | null) => ({ type: "SET", by: ada, talk: brain }) as const
const answering = (play: Play<Floor>) => Object.values(play.context.underWay).map(({ brain }) => brain)
const saidBy = (play: Play<Floor>) => {
  for (const turn of Object.values(play.context.underWay)) play.tell(answered(turn))
  return play
}

describe("a direct message", () => {
  it("is for whom its user chose, whatever words it holds; a mention overrules that once", () => {
    const play = active().tell(talkTo("writer"))
    play.tell(heard({ ...direct, matched: ["analyst"] }))
    expect(answering(play)).toEqual(["writer"])
    saidBy(play).tell(heard({ ...direct, called: ["analyst"] }))
    expect(answering(play)).toEqual(["analyst"])
    saidBy(play).tell(heard(direct))
    expect(answering(play)).toEqual(["writer"])
  })

  it("is the team's again when nobody is chosen any more, and so it is in a server all the time", () => {
    const play = active().tell(talkTo("writer")).tell(talkTo(null)).tell(heard(direct))
    expect([answering(play), play.owed]).toEqual([[], ["Route"]])
    const server = active()
      .tell(talkTo("writer"))
      .tell(heard({ matched: ["analyst"] }))
    expect(answering(server)).toEqual(["analyst"])
  })

  it("is lent nothing of what was said before, but to whom an agent calls for help", () => {
    const play = active()
      .tell(talkTo("writer"))
      .tell(heard({ ...direct, text: "first" }))
    const [first] = Object.values(play.context.underWay)
    play.tell(answered(first!)).tell(heard({ ...direct, text: "second" }))
    const [turn] = Object.values(play.context.underWay)
    expect(turn?.lent).toEqual([])
    play.tell(answered(turn!, { calls: ["analyst"], text: "@Analyst how many?" }))
    const [call] = Object.values(play.context.underWay)
    expect([call?.brain, call?.lent.map(({ text }) => text)]).toEqual([
      "analyst",
      ["first", "writer says", "second"],
    ])
    const server = active().tell(heard({ called: ["writer"], text: "first" }))
    saidBy(server).tell(heard({ called: ["writer"], text: "second" }))
    expect(Object.values(server.context.underWay)[0]?.lent.map(({ text }) => text)).toEqual([
      "first",
      "writer says",
    ])
  })
})
