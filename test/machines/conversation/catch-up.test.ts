/** What was said while nobody listened: what is still answered, and the one line that says so. */
import { describe, expect, it } from "vitest"
import { patience, type Floor } from "../../../src/machines/conversation/floor.ts"
import { saidAt } from "../../../src/machines/values.ts"
import { Play, start } from "../support/play.ts"
import { ada, answered, channel, fail, heard, routed } from "../support/words.ts"

const minute = 60_000
let sequence = 0n

/** The id of a message that was said so long before the play begins. */
const idAgo = (ms: number): string =>
  String((BigInt(start - ms - 1_420_070_400_000) << 22n) + (sequence++ & 0x3fffffn))

const missed = { since: start - 42_000, answerWithin: 10 * minute }
const young = (more: Parameters<typeof heard>[0] = {}) => ({ ...heard({ id: idAgo(5000), ...more }), missed })
const old = (more: Parameters<typeof heard>[0] = {}) => young({ id: idAgo(11 * minute), ...more })
const that = (more = false) => ({ type: "CAUGHT_UP", more }) as const

const conversation = () => new Play<Floor>("conversation", { id: channel })
const active = () =>
  conversation().tell({ type: "ALLOCATE" }).settle("Connect", { type: "CONNECTED", recent: [] })

/** The lines that it wants said of itself: each play is asked once, at its end. */
const lines = (play: Play<Floor>): ReadonlyArray<string> =>
  [...play.books.outbox.values()].flatMap(({ effect }) =>
    effect.type === "Notice" && effect.about === null ? [effect.text] : [],
  )

const line = (play: Play<Floor>): string => {
  const said = lines(play)
  expect(said).toHaveLength(1)
  expect(play.context.catchUp).toBeNull()
  return said[0]!
}

describe("a channel in which something was said while nobody listened", () => {
  it("is told how long nobody did, what is answered, and what is not and why", () => {
    const play = active()
      .tell(old())
      .tell(old())
      .tell(young({ called: ["writer"] }))
    expect(lines(play)).toEqual([])
    play.tell(that())
    expect(line(play)).toBe(
      "away 42 s: 3 messages, answering 1, skipped 2 because they are older than 10 min",
    )
    expect(play.context.tally).toMatchObject({ messages: 3, unrouted: 2 })
    expect(Object.values(play.context.underWay).map(({ brain }) => brain)).toEqual(["writer"])
  })

  it("is told the same before it was opened", () => {
    const play = conversation().tell(young({ matched: ["a"] }))
    play.tell(that())
    expect(lines(play)).toEqual([])
    play.settle("Connect", { type: "CONNECTED", recent: [] })
    expect(line(play)).toBe("away 42 s: 1 message, answering 1")
  })

  it("is told when the manager has decided, and not before", () => {
    const [one, two] = [young(), young()]
    const play = active()
      .tell(one)
      .tell(two)
      .tell(old({ toTeam: true }))
      .tell(that())
    play.settle("Route", routed(one.message.id, []))
    expect(lines(play)).toEqual([])
    play.settle("Route", routed(two.message.id, ["writer"]))
    expect(line(play)).toBe(
      "away 42 s: 3 messages, answering 1, skipped 1 because it is older than 10 min, 1 was for nobody",
    )
  })

  it("is told that more was said than was read", () => {
    expect(
      line(
        active()
          .tell(young({ called: ["a"] }))
          .tell(that(true)),
      ),
    ).toBe("away 42 s: at least 1 message, answering 1")
  })

  it.each([
    [400, "0 s"],
    [42_400, "42 s"],
    [59 * minute + 59_600, "1 h"],
    [62 * minute + 3000, "1 h 2 min"],
    [3 * 86_400_000 + 5 * minute, "3 d"],
  ])("reads %i ms as people do", (ms, words) => {
    const since = { ...missed, since: start - ms }
    const play = active()
      .tell({ ...young({ called: ["a"] }), missed: since })
      .tell(that())
    expect(line(play)).toBe(`away ${words}: 1 message, answering 1`)
  })

  it("hears skipped messages all the same: they are lent, with the time at which they were said", () => {
    const said = old({ text: "long ago" })
    const play = active()
      .tell(said)
      .tell(young({ called: ["a"] }))
    const [turn] = Object.values(play.context.underWay)
    expect(turn!.lent).toMatchObject([{ text: "long ago", at: saidAt(said.message.id) }])
  })

  it("goes by the age of a message when it is taken in, to the millisecond", () => {
    const said = young({ called: ["a"] })
    const play = active()
    play.now = saidAt(said.message.id) + missed.answerWithin
    expect(play.tell(said).wanted).toContain("Allocate")
    play.now += 1
    expect(play.tell({ ...said, message: { ...said.message, called: ["b"] } }).wants).toEqual([])
  })

  it("is told once, over a restart in between and however often it is told that this was all", () => {
    const play = active()
      .tell(young({ called: ["a"] }))
      .restart()
      .tell(that())
    play.restart().tell(that()).tell(that())
    expect(line(play)).toBe("away 42 s: 1 message, answering 1")
  })

  it("counts from the first silence when the second begins before the first is told of", () => {
    const play = active().tell(young({ called: ["a"] }))
    play.now += 60_000
    play.tell({ ...young({ called: ["a"] }), missed: { ...missed, since: play.now - 5000 } }).tell(that())
    expect(line(play)).toBe("away 1 min 42 s: 2 messages, answering 2")
  })

  it("says no more of what was told before", () => {
    const play = active()
      .tell(young({ called: ["a"] }))
      .tell(that())
    play.tell(young({ called: ["b"] })).tell(that())
    expect(lines(play)).toEqual(Array(2).fill("away 42 s: 1 message, answering 1"))
  })
})

describe("no line is said", () => {
  it("when nothing was missed, or it had been heard before", () => {
    expect(active().tell(that()).wants).toEqual([])
    expect(
      active()
        .tell(heard({ called: ["a"] }))
        .tell(that()).wanted,
    ).toEqual([])
  })

  it("when all of it was for nobody", () => {
    const said = young()
    const play = active().tell(said).tell(that()).settle("Route", routed(said.message.id, []))
    expect([lines(play), play.context.catchUp]).toEqual([[], null])
  })

  it("when people talked among themselves, in a channel in which no agent has ever spoken", () => {
    const play = active().tell(old()).tell(old()).tell(that())
    expect([lines(play), play.context.catchUp, play.state]).toEqual([[], null, "active.working"])
  })

  it("when the manager leaves to nobody even what was said to the team", () => {
    const said = young({ toTeam: true })
    const play = active().tell(said).tell(that()).settle("Route", routed(said.message.id, []))
    expect(lines(play)).toEqual([])
  })

  it("but where agents have spoken, or one was called in vain, it is", () => {
    const spoken = active().tell(heard({ called: ["a"] }))
    spoken.tell(answered(Object.values(spoken.context.underWay)[0]!))
    expect(line(spoken.tell(old()).tell(that()))).toMatch(/skipped 1 because it is older/)
    for (const said of [{ toTeam: true }, { called: ["a"] }, { matched: ["a"] }])
      expect(line(active().tell(old(said)).tell(that()))).toMatch(/skipped 1 because it is older/)
  })
})

describe("nothing is answered", () => {
  const stop = { type: "HALT", by: ada } as const

  it("while the conversation is halted, and the line says so", () => {
    const play = active()
      .tell(stop)
      .tell(young({ called: ["a"] }))
      .tell(old())
      .tell(that())
    expect(play.owed).not.toContain("Allocate")
    expect(line(play)).toBe("away 42 s: 2 messages, skipped 2 because this conversation is halted")
  })

  it("when it is halted before all is decided", () => {
    const play = active()
      .tell(young({ called: ["a"] }))
      .tell(young())
      .tell(old())
      .tell(that())
      .tell(stop)
    expect(line(play)).toBe(
      "away 42 s: 3 messages, skipped 1 because it is older than 10 min, skipped 2 because this conversation is halted",
    )
  })

  it("but what was answered before that counts as answered", () => {
    const play = active()
      .tell(young({ called: ["a"] }))
      .tell(young())
    play
      .tell(answered(Object.values(play.context.underWay)[0]!))
      .tell(stop)
      .tell(that())
    expect(line(play)).toBe(
      "away 42 s: 2 messages, answering 1, skipped 1 because this conversation is halted",
    )
  })

  it("when the channel cannot be opened", () => {
    const play = conversation()
      .tell(young({ called: ["a"] }))
      .tell(that())
    play.settle("Connect", fail("no permission"))
    expect(line(play)).toBe("away 42 s: 1 message, skipped 1 because the channel could not be opened")
  })

  it("of what is more than can wait", () => {
    const play = active()
    for (let n = 0; n < patience + 2; n++) play.tell(young({ toTeam: true }))
    play.tell(that())
    for (let next = play.context.inbox[0]; next !== undefined; next = play.context.inbox[0])
      play.settle("Route", routed(next.id, []))
    expect(line(play)).toBe(
      "away 42 s: 202 messages, skipped 2 because too many wait already, 200 were for nobody",
    )
  })
})
