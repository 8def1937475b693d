/** What a model is asked for besides turns, and how it is paid: the manager's choice, for a message and for a task; a digest. */
import { describe, expect, it } from "vitest"
import { payTime } from "../../../src/machines/budget/purchase.ts"
import type { ConstellationContext } from "../../../src/machines/constellation/constellation.ts"
import { kept } from "../../../src/machines/constellation/sessions.ts"
import type { Floor } from "../../../src/machines/conversation/floor.ts"
import type { Event } from "../../../src/machines/events.ts"
import type { Errand } from "../../../src/machines/team/errand.ts"
import { Play } from "../support/play.ts"
import { ada, assigned, channel, heard, limit, routed } from "../support/words.ts"

const guilds = limit({ of: "budget/guild-201", name: "this server" })
const adas = limit()

const priced = (turn = "1.manager"): Event => ({
  type: "PRICED",
  turn,
  claim: { tokens: 60, limits: [guilds, adas] },
})
const granted = (budget: typeof adas.of, turn = "1.manager"): Event => ({ type: "GRANTED", turn, budget })
const refused = (turn = "1.manager"): Event => ({
  type: "REFUSED",
  turn,
  budget: adas.of,
  reason: "it is spent",
  told: true,
})
const chose = (of: string): Event => ({ ...routed(of, ["writer"]), usage: { input: 40, output: 5 } }) as Event

/** A conversation that has something for its manager. */
const asking = () => {
  const message = heard()
  const play = new Play<Floor>("conversation", { id: channel })
  play.tell(message).settle("Connect", { type: "CONNECTED", recent: [] })
  const id = play.context.inbox[0]!.id
  return { play, id }
}

describe("asking the manager", () => {
  it("is done at once where nobody has to pay", () => {
    const { play, id } = asking()
    expect(play.want("Route").paid).toBeUndefined()
    play.settle("Route", chose(id))
    expect(play.told).not.toContain("budget/user-101 SETTLE")
  })

  it("waits for all budgets, quietly, and settles what it took", () => {
    const { play, id } = asking()
    play.settle("Route", priced())
    expect(play.told).toEqual(["budget/guild-201 RESERVE", "budget/user-101 RESERVE"])
    expect(play.want("Tell").event).toMatchObject({
      tokens: 60,
      asker: `conversation/${channel}`,
      by: ada,
    })
    expect(play.want("Tell").event).not.toHaveProperty("channel")
    play.tell(granted(guilds.of))
    expect(play.owed).not.toContain("Route")
    play.tell(granted(adas.of))
    expect(play.want("Route").paid).toBe(true)
    play.settle("Route", chose(id))
    expect(play.told.slice(0, 2)).toEqual(["budget/guild-201 SETTLE", "budget/user-101 SETTLE"])
    expect(play.want("Tell").event).toMatchObject({ turn: "1.manager", tokens: 45 })
    expect(play.context.purchase).toBeNull()
  })

  it("is given back when nobody knows what it took", () => {
    const { play, id } = asking()
    play.settle("Route", priced()).tell(granted(guilds.of)).tell(granted(adas.of))
    play.settle("Route", routed(id, ["writer"]))
    expect(play.told.slice(0, 2)).toEqual(["budget/guild-201 RETURN", "budget/user-101 RETURN"])
  })

  it("is left to a rule when a budget refuses, whatever another says later", () => {
    const { play, id } = asking()
    play.settle("Route", priced()).tell(refused())
    expect(play.told).toEqual(["budget/guild-201 RETURN", "budget/user-101 RETURN"])
    expect(play.want("Route").paid).toBe(false)
    play.tell(granted(guilds.of))
    play.settle("Route", chose(id))
    expect(play.told.filter((letter) => letter.startsWith("budget/"))).toEqual([])
  })

  it("does not wait for ever for a budget that says nothing", () => {
    const { play } = asking()
    play.settle("Route", priced()).tell(granted(guilds.of)).pass(payTime)
    expect(play.told).toEqual(["budget/guild-201 RETURN", "budget/user-101 RETURN"])
    expect(play.want("Route").paid).toBe(false)
  })

  it("goes on over a restart", () => {
    const { play } = asking()
    play.settle("Route", priced()).tell(granted(guilds.of)).restart().tell(granted(adas.of))
    expect(play.want("Route").paid).toBe(true)
  })

  it("hears nothing of what was asked for another message", () => {
    const { play } = asking()
    play.settle("Route", priced()).tell(refused("0.manager")).tell(granted(guilds.of, "0.manager"))
    expect([play.context.purchase?.refused, play.context.purchase?.granted]).toEqual([false, []])
  })

  it("is paid by who assigns a task, too", () => {
    const play = new Play<Errand>("assignment", { id: "700" }).tell(assigned({ agent: null }))
    play.settle("Route", priced("700.manager"))
    expect(play.want("Tell").event).toMatchObject({ type: "RESERVE", asker: "assignment/700", by: ada })
    play.tell(granted(guilds.of, "700.manager")).tell(granted(adas.of, "700.manager"))
    expect(play.want("Route").paid).toBe(true)
    play.tell({ type: "STOP", by: ada })
    expect(play.told.slice(0, 2)).toEqual(["budget/guild-201 RETURN", "budget/user-101 RETURN"])
  })
})

describe("a digest", () => {
  const digesting = () => {
    const play = new Play<ConstellationContext>("constellation", { id: ada.id })
    for (let n = 0; n <= kept; n++)
      play.tell({ type: "REMEMBER", user: ada, brain: "writer", turn: `${n}`, asked: "?", answered: "!" })
    return play.settle("Digest", priced("digest"))
  }
  const digested: Event = {
    type: "DIGESTED",
    brain: "writer",
    text: "so far",
    model: "scripted",
    usage: { input: 30, output: 3 },
    ms: 5,
  }

  it("waits for all budgets, and settles what it took", () => {
    const play = digesting()
    expect(play.told).toEqual(["budget/guild-201 RESERVE", "budget/user-101 RESERVE"])
    play.tell(granted(guilds.of, "digest"))
    expect(play.owed).not.toContain("Digest")
    play.tell(granted(adas.of, "digest"))
    const { paid, exchanges } = play.want("Digest")
    expect([paid, exchanges.length]).toEqual([true, play.context.digesting?.count])
    play.settle("Digest", digested)
    expect(play.want("Tell").event).toMatchObject({ type: "SETTLE", tokens: 33 })
    expect([play.context.purchase, play.context.digesting]).toEqual([null, null])
  })

  it("is left to a rule when a budget refuses", () => {
    const play = digesting().tell(refused("digest"))
    expect(play.told).toEqual(["budget/guild-201 RETURN", "budget/user-101 RETURN"])
    expect(play.want("Digest").paid).toBe(false)
    play.tell(granted(guilds.of, "digest"))
    expect(play.owed.filter((type) => type === "Digest")).toHaveLength(1)
    play.settle("Digest", digested)
    expect(play.told.filter((letter) => letter.startsWith("budget/"))).toEqual([])
  })
})
