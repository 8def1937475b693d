/** Where turns that wait for an agent stand: what the pool measures, what it tells of it, and when. */
import { describe, expect, it } from "vitest"
import { placedWhy } from "../../../src/machines/pool/reasons.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import type { Turn } from "../../../src/machines/values.ts"
import { Play } from "../support/play.ts"
import { turn } from "../support/words.ts"

const seconds = 1000
const pool = (agents = 1, profiles = {}) =>
  new Play<Roll>("pool", { id: "0" }).tell({ type: "ALLOCATE" }).settle("Recruit", {
    type: "CONNECTED",
    agents: Array.from({ length: agents }, (_, n) => `0-${n}`),
    profiles,
  })

const ask = (play: Play<Roll>, guild: string, tools: ReadonlyArray<string> = []): Turn => {
  const of = turn("writer", { guild })
  play.tell({ type: "REQUEST", turn: of, need: { purpose: "other", tools, priority: 1 } })
  return of
}

/** What conversations were told: turn, place, seconds. */
const news = ({ wants }: Play<Roll>) =>
  wants.flatMap((effect) =>
    effect.type === "Tell" && effect.event.type === "QUEUED"
      ? [[effect.event.turn, effect.event.place, effect.event.about && effect.event.about / seconds]]
      : [],
  )

/** An agent ends its turn, and leaves its guild if it is called back. */
const end = (play: Play<Roll>, agent: string): void => {
  const { id } = play.context.slots.get(agent)!.turn!
  play.tell({ type: "IDLED", agent, turn: id })
  if (play.context.slots.get(agent)?.state === "leaving") play.tell({ type: "RELEASED", agent })
}

describe("who waits", () => {
  it("hears nothing in the first two seconds, and nothing at all when an agent comes in them", () => {
    const play = pool()
    ask(play, "201")
    ask(play, "202")
    expect(news(play.pass(1999))).toEqual([])
    end(play, "0-0")
    expect([news(play), news(play.pass(60 * seconds))]).toEqual([[], []])
  })

  it("hears its place, then only what changes, and that it has an agent", () => {
    const play = pool()
    ask(play, "201")
    const [second, third] = [ask(play, "202"), ask(play, "203")]
    expect(news(play.pass(2 * seconds))).toEqual([
      [second.id, 1, 20],
      [third.id, 2, 40],
    ])
    expect(news(play.restart().pass(18 * seconds))).toEqual([])
    end(play, "0-0")
    expect([news(play), play.told.at(-1)]).toEqual([[[second.id, 0, null]], "conversation/301 QUEUED"])
    expect(news(play.pass(2 * seconds))).toEqual([[third.id, 1, 20]])
  })

  it("hears at most once in two seconds, however fast places change", () => {
    const play = pool()
    for (let guild = 201; guild < 210; guild++) ask(play, String(guild))
    play.pass(2 * seconds)
    let told = 0
    for (let n = 0; n < 6; n++) {
      end(play, "0-0")
      told += news(play.pass(300)).length
    }
    expect(told).toBeLessThanOrEqual(9)
    expect(news(play.pass(2 * seconds)).length).toBeGreaterThan(0)
  })

  it("is told from what turns take there: half the time when twice as many agents have one", () => {
    const play = pool(2)
    ask(play, "201")
    ask(play, "202")
    const waits = [ask(play, "203"), ask(play, "204")]
    expect(news(play.pass(2 * seconds))).toEqual([
      [waits[0]!.id, 1, 10],
      [waits[1]!.id, 2, 20],
    ])
    const slow = pool()
    for (let n = 0; n < 60; n++) {
      ask(slow, "201")
      slow.pass(40 * seconds)
      end(slow, "0-0")
    }
    ask(slow, "201")
    const waiting = ask(slow, "201")
    expect(news(slow.pass(2 * seconds))).toEqual([[waiting.id, 1, 40]])
  })

  it("waits longer for a tool that few have, and nobody can say how long if none who has it is at work", () => {
    const play = pool(4, {
      "0-0": { tools: ["search"] },
      "0-1": { tools: [] },
      "0-2": { tools: [] },
      "0-3": { tools: [] },
    })
    ask(play, "204", ["search"])
    for (const guild of ["201", "202", "203"]) ask(play, guild)
    const [plain, searcher] = [ask(play, "205"), ask(play, "206", ["search"])]
    const drawer = ask(play, "207", ["draw"])
    expect(news(play.pass(2 * seconds))).toEqual([
      [plain.id, 1, 10],
      // 20 s / 4 until the first is served, then 20 s for the one agent that can search.
      [searcher.id, 2, 30],
      [drawer.id, 3, null],
    ])
  })

  it("is told nothing where no channel would show it", () => {
    const play = pool()
    ask(play, "201")
    play.tell({ type: "REQUEST", turn: { ...turn("writer", { guild: "202" }), conversation: "vote/9" } })
    expect(play.pass(10 * seconds).told).toEqual([])
  })

  it("is told in words", () => {
    expect(placedWhy({ place: 3, about: 40_000 })).toBe("third in the queue, about 40 s")
    expect(placedWhy({ place: 1, about: 10_000 })).toBe("next in the queue, about 10 s")
    expect(placedWhy({ place: 12, about: 120_000 })).toBe("at place 12 in the queue, about 2 min")
    expect(placedWhy({ place: 1, about: null })).toBe("next in the queue; nobody can say how long")
    expect(placedWhy({ place: 2, about: 600_000 })).toBe(
      "second in the queue, about 10 min, and nobody waits longer than 5 min",
    )
  })
})
