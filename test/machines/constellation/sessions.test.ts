/** Sessions: one for each agent and user; what has grown long is digested, and leaves for the archive. */
import { describe, expect, it } from "vitest"
import type { ArchiveContext } from "../../../src/machines/memory/archive.ts"
import { payTime } from "../../../src/machines/budget/purchase.ts"
import * as archive from "../../../src/machines/memory/archive.ts"
import type { ConstellationContext } from "../../../src/machines/constellation/constellation.ts"
import type { Event } from "../../../src/machines/events.ts"
import * as sessions from "../../../src/machines/constellation/sessions.ts"
import { Play } from "../support/play.ts"
import { ada } from "../support/words.ts"

const remember = (n: number, brain = "writer", answered = `answer ${n}`): Event => ({
  type: "REMEMBER",
  user: ada,
  brain,
  turn: `${n}.${brain}`,
  asked: `question ${n}`,
  answered,
})
const digested = (text: string, brain = "writer"): Event => ({
  type: "DIGESTED",
  brain,
  text,
  model: "scripted",
  usage: { input: 1, output: 1 },
  ms: 5,
})

/** A constellation after so many exchanges with the writer. */
const after = (count: number, play = new Play<ConstellationContext>("constellation", { id: ada.id })) => {
  for (let n = 1; n <= count; n++) {
    play.now += 1000
    play.tell(remember(n))
  }
  return play
}
const asked = (of: ReadonlyArray<{ readonly asked: string }> | undefined) =>
  of?.map((it) => Number(it.asked.split(" ")[1]))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)

describe("a session", () => {
  it("is one for each agent, and keeps what it is told until there is too much of it", () => {
    const play = after(sessions.kept)
    play.tell(remember(99, "analyst"))
    expect(asked(play.context.sessions["writer"])).toEqual(range(1, 20))
    expect(asked(play.context.sessions["analyst"])).toEqual([99])
    expect(play.owed).not.toContain("Digest")
  })

  it("that has grown long has its older half digested, which stays in it until that is done", () => {
    const play = after(sessions.kept + 1)
    const { brain, before, exchanges, user } = play.want("Digest")
    expect([brain, before, user, asked(exchanges)]).toEqual(["writer", null, ada, range(1, 11)])
    expect(play.context.sessions["writer"]).toHaveLength(21)
    play.tell(remember(22))
    expect(play.owed.filter((type) => type === "Digest")).toHaveLength(1)

    play.settle("Digest", digested("- likes tea"))
    expect(asked(play.context.sessions["writer"])).toEqual(range(12, 22))
    expect(play.context.digests["writer"]).toMatchObject({
      text: "- likes tea",
      of: 11,
      model: "scripted",
      since: exchanges[0]!.at,
    })
    expect(play.context.digests["writer"]?.sources).toEqual(exchanges.map(({ turn, at }) => ({ turn, at })))
    expect(play.told).toEqual([`archive/${ada.id} ARCHIVE`])
    const { event } = play.want("Tell")
    expect(event).toEqual({ type: "ARCHIVE", brain: "writer", exchanges })
  })

  it("is digested again with what was noted before, and the sources add up", () => {
    const play = after(21).settle("Digest", digested("first"))
    after(11, play)
    expect(play.want("Digest").before).toBe("first")
    play.settle("Digest", digested("both"))
    expect(play.context.digests["writer"]).toMatchObject({ text: "both", of: 22 })
    expect(play.context.digests["writer"]?.sources).toHaveLength(22)
  })

  it("of few but long exchanges is digested, too, and the last one stays", () => {
    const play = after(0)
    play.tell(remember(1, "writer", "x".repeat(sessions.longest)))
    expect(play.owed).not.toContain("Digest")
    play.tell(remember(2, "writer", "x".repeat(sessions.longest)))
    expect(asked(play.want("Digest").exchanges)).toEqual([1])
    play.settle("Digest", digested("much"))
    expect(asked(play.context.sessions["writer"])).toEqual([2])
  })

  it("waits while another is digested", () => {
    const play = after(21)
    for (let n = 1; n <= 21; n++) play.tell(remember(n, "analyst"))
    expect(play.owed.filter((type) => type === "Digest")).toHaveLength(1)
    play.settle("Digest", digested("done"))
    expect(play.want("Digest").brain).toBe("analyst")
  })

  it("is digested by a rule when its budgets give no answer in time, and the next one is asked for", () => {
    const budget = "budget/server"
    const claim = { tokens: 100, limits: [{ of: budget, tokens: 1000, who: "server" }] } as never
    const priced = (turn: string): Event => ({ type: "PRICED", turn, claim })
    const granted = (turn: string): Event => ({ type: "GRANTED", turn, budget })
    const play = after(21).settle("Digest", priced("a"))
    expect(play.told).toEqual([`${budget} RESERVE`])
    play.pass(payTime)
    expect(play.told).toEqual([`${budget} RETURN`])
    expect(play.want("Digest").paid).toBe(false)
    expect(play.tell(granted("a")).wanted).toEqual([])
    play.settle("Digest", digested("by rule"))

    after(11, play).settle("Digest", priced("b")).tell(granted("b"))
    expect(play.want("Digest").paid).toBe(true)
    expect(play.pass(2 * payTime).wanted).not.toContain("Digest")
    play.settle("Digest", digested("paid"))
    expect(play.told).toContain(`${budget} SETTLE`)
  })

  it("takes no digest that it did not ask for, and goes on over a restart", () => {
    const play = after(5).tell(digested("who asked?"))
    expect(play.context.digests).toEqual({})
    const crashed = after(21).restart()
    crashed.settle("Digest", digested("after all"))
    expect(crashed.context.digests["writer"]?.text).toBe("after all")
  })
})

describe("an archive", () => {
  const add = (play: Play<ArchiveContext>, brain: string, ats: ReadonlyArray<number>, answered = "!") =>
    play.tell({ type: "ARCHIVE", brain, exchanges: ats.map((at) => ({ asked: `${at}`, answered, at })) })
  const empty = () => new Play<ArchiveContext>("archive", { id: ada.id })

  it("keeps exchanges with all agents in the order in which they were", () => {
    const play = add(add(empty(), "writer", [3, 4]), "analyst", [1, 5])
    expect(play.state).toBe("keeping")
    expect(play.context.exchanges.map(({ brain, at }) => [brain, at])).toEqual([
      ["analyst", 1],
      ["writer", 3],
      ["writer", 4],
      ["analyst", 5],
    ])
  })

  it("drops the oldest beyond its bounds, and counts them", () => {
    const many = add(empty(), "writer", range(1, archive.exchangesAtMost + 2))
    expect([many.context.exchanges.length, many.context.exchanges[0]?.at, many.context.dropped]).toEqual([
      archive.exchangesAtMost,
      3,
      2,
    ])
    expect(many.state).toBe("full")
    expect(many.tell({ type: "EMPTY", by: ada }).context).toEqual({ exchanges: [], dropped: 0 })
    const long = add(empty(), "writer", [1, 2, 3], "x".repeat(archive.charactersAtMost / 2))
    expect([long.context.exchanges.map(({ at }) => at), long.context.dropped]).toEqual([[3], 2])
  })
})
