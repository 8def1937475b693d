/** Numbers of a pool, kept from what changes: the same as counting all agents would give. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { PoolFigures, total } from "../../../src/actors/watching/pool-figures.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { Play } from "../../machines/support/play.ts"
import { turn } from "../../machines/support/words.ts"
import "../../support/properties.ts"

const pool = (agents: number) =>
  new Play<Roll>("pool", { id: "0" }).tell({ type: "ALLOCATE" }).settle("Recruit", {
    type: "CONNECTED",
    agents: Array.from({ length: agents }, (_, n) => `0-000${n + 1}`),
    profiles: { "0-0001": { tier: "premium" } },
  })
const ask = (play: Play<Roll>, guild: string) => {
  const of = turn("writer", { guild })
  play.tell({ type: "REQUEST", turn: of, need: { purpose: "music", tools: [], priority: 1 } })
  return of
}

describe("figures of a pool", () => {
  it("say who is used, by tier and purpose, and who waits", () => {
    const play = pool(2)
    const figures = new PoolFigures()
    figures.follow(play.context)
    for (const guild of ["201", "202", "203"]) ask(play, guild)
    figures.follow(play.context)
    expect(figures.now).toMatchObject({
      agents: 2,
      used: 2,
      free: 0,
      states: { busy: 2, free: 0 },
      tiers: { premium: { used: 1, free: 0 }, standard: { used: 1, free: 0 } },
      purposes: { music: { used: 2, waiting: 1 } },
      waiting: 1,
    })
  })

  it("tell how each turn came to its agent, and how long it waited", () => {
    const play = pool(1)
    const figures = new PoolFigures()
    figures.follow(play.context)
    const first = ask(play, "201")
    expect(figures.follow(play.context)).toEqual([{ how: "best", waited: 0 }])
    play.tell({ type: "IDLED", agent: "0-0001", turn: first.id })
    const again = ask(play, "201")
    expect(figures.follow(play.context)).toEqual([{ how: "serving", waited: 0 }])
    ask(play, "202")
    figures.follow(play.context)
    play.now += 3000
    play.tell({ type: "IDLED", agent: "0-0001", turn: again.id })
    figures.follow(play.context)
    play.now += 1000
    play.tell({ type: "RELEASED", agent: "0-0001" })
    expect(figures.follow(play.context)).toEqual([{ how: "reclaimed", waited: 4000 }])
  })

  it("are those of counting all of them, whatever happens", () => {
    const guild = fc.constantFrom("201", "202", "203")
    const agent = fc.constantFrom("0-0001", "0-0002", "0-a001")
    const step = fc.oneof(
      fc.record({ do: fc.constant("ask" as const), guild }),
      fc.record({ do: fc.constantFrom("idle" as const, "fail" as const), agent }),
      fc.record({ do: fc.constantFrom("leave" as const, "drain" as const), agent }),
      fc.record({ do: fc.constantFrom("add" as const, "pass" as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const play = pool(2)
        const figures = new PoolFigures()
        figures.follow(play.context)
        for (const one of steps) {
          const slot = "agent" in one ? play.context.slots.get(one.agent) : undefined
          if (one.do === "ask") ask(play, one.guild)
          else if (one.do === "add" && play.context.added === 0) play.tell({ type: "ADD_AGENTS", count: 1 })
          else if (one.do === "pass") play.pass(60_000)
          else if (one.do === "leave" && slot?.state === "leaving")
            play.tell({ type: "RELEASED", agent: one.agent })
          else if (one.do === "drain") play.tell({ type: "DRAIN_AGENT", agent: one.agent })
          else if (one.do === "idle" && slot?.turn)
            play.tell({ type: "IDLED", agent: one.agent, turn: slot.turn.id })
          else if (one.do === "fail" && slot?.turn)
            play.tell({ type: "FAILED", agent: one.agent, turn: slot.turn.id, reason: "no luck" })
          figures.follow(play.context)
        }
        const anew = new PoolFigures()
        anew.follow(play.restart().context)
        expect(figures.now).toEqual(anew.now)
      }),
    )
  })

  it("add up over shards", () => {
    const [one, other] = [new PoolFigures(), new PoolFigures()]
    one.follow(pool(2).context)
    other.follow(pool(3).context)
    expect(total([one.now, other.now])).toMatchObject({
      agents: 5,
      free: 5,
      tiers: { premium: { free: 2 }, standard: { free: 3 } },
    })
  })
})
