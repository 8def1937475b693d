/** An agent that uses tools: what is begun when, what each call comes to, and that it is over when it is over. */
import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import type { AgentContext } from "../../../src/machines/agent/agent.ts"
import type { EffectOf } from "../../../src/machines/effects.ts"
import type { Event } from "../../../src/machines/events.ts"
import { permitOf } from "../../../src/machines/permit/address.ts"
import { clipped, sideBySide } from "../../../src/machines/tools/call.ts"
import { agentTo2 } from "../../../src/machines/retired/agent.ts"
import type { Turn } from "../../../src/machines/values.ts"
import { Play } from "../support/play.ts"
import { fail, limit, permitted, thought, turn, used, wants } from "../support/words.ts"

const thinking = (of = turn()) =>
  new Play<AgentContext>("agent", { id: "0-0001", pool: "0" })
    .tell({ type: "ALLOCATE", turn: of })
    .settle("Connect", { type: "CONNECTED" })
const wanting = (of: Turn, ...verdicts: ReadonlyArray<"allow" | "ask" | "deny">) =>
  thinking(of).settle("Think", wants(...verdicts))

const underWay = (play: Play<AgentContext>) =>
  [...play.books.outbox.values()].flatMap(({ effect }) => (effect.type === "Use" ? [effect] : []))
const idsOf = (play: Play<AgentContext>) => underWay(play).map(({ use }) => use.id)
/** The call of this id comes to this. */
const ends = (play: Play<AgentContext>, id: string, more = {}) =>
  play.settle(
    underWay(play).find(({ use }) => use.id === id)!,
    used(id, more),
  )

describe("an agent that uses tools", () => {
  it("has five calls under way at most, and begins the next when one has ended", () => {
    const play = wanting(turn(), ...Array.from({ length: 7 }, () => "allow" as const))
    expect([play.state, idsOf(play)]).toEqual(["active.using", ["0.0", "0.1", "0.2", "0.3", "0.4"]])
    expect(idsOf(ends(play, "0.3"))).toEqual(["0.0", "0.1", "0.2", "0.4", "0.5"])
  })

  it("asks its model again with what came of them, in the order of the calls", () => {
    const play = wanting(turn(), "allow", "allow", "deny")
    ends(ends(play, "0.1"), "0.0", { ok: false })
    expect([play.state, play.wanted]).toEqual(["active.thinking", ["Think"]])
    expect(play.want("Think").rounds).toEqual([
      {
        text: "let me see",
        uses: ["0.0", "0.1", "0.2"].map((id, n) => ({ id, tool: `tool${n}`, input: "{}" })),
        results: [
          { use: "0.0", ok: false, text: "came of 0.0", ms: 5 },
          { use: "0.1", ok: true, text: "came of 0.1", ms: 5 },
          { use: "0.2", ok: false, text: "a rule denies it", ms: 0 },
        ],
      },
    ])
    play.settle("Think", thought()).settle("Say", { type: "SAID", messages: ["9"] })
    expect([play.state, play.context.rounds, play.context.using]).toEqual(["idle", [], null])
  })

  it("goes on at once when none may be made", () => {
    const play = wanting(turn(), "deny", "deny")
    expect([play.state, play.owed]).toEqual(["active.thinking", ["Think"]])
  })

  it("asks of each call that must be asked, and makes it when it is permitted, or tells the model why not", () => {
    const of = turn()
    const play = wanting(of, "ask", "allow", "ask")
    expect(play.told).toEqual([`${permitOf(of, "tool0")} ASK`, `${permitOf(of, "tool2")} ASK`])
    expect(idsOf(play)).toEqual(["0.1"])
    expect(idsOf(play.tell(permitted(of, "0.2")))).toEqual(["0.1", "0.2"])
    expect(play.tell(permitted(of, "0.2", "deny")).context.using?.results).toEqual([])
    play.tell(permitted(of, "0.0", "deny"))
    ends(ends(play, "0.1"), "0.2")
    expect(play.want("Think").rounds?.[0]?.results[0]).toEqual({
      use: "0.0",
      ok: false,
      text: "Ada says so",
      ms: 0,
    })
  })

  it.each([
    ["stopped", (of: Turn): Event => ({ type: "STOP", turn: of.id })],
    ["stopped gently", (of: Turn): Event => ({ type: "STOP", turn: of.id, gently: true })],
    ["failing", (): Event => fail()],
  ])("that is %s makes no call any more, and nobody need permit one", (_, end) => {
    const of = turn()
    const play = wanting(of, "allow", "ask").tell({ type: "WRITING" })
    play.tell(end(of))
    expect([play.state, idsOf(play), play.owed.includes("Progress")]).toEqual(["idle", [], false])
    expect(play.told).toContain(`${permitOf(of, "tool1")} WITHDRAW_ASK`)
    expect(play.wanted).toContain("Retract")
    expect(play.tell(permitted(of, "0.1")).wants).toEqual([])
  })

  it("keeps to its turn: what is permitted for another is not its", () => {
    const play = wanting(turn(), "ask")
    expect(play.tell(permitted(turn("analyst"), "0.0")).context.using?.awaited).toEqual(["0.0"])
  })

  it("knows what the channel shows of it, and goes on in the same draft", () => {
    const play = wanting(turn(), "allow").tell({ type: "WRITING" }).tell({ type: "DRAFTED", message: "77" })
    expect(ends(play, "0.0").want("Think").draft).toEqual({ message: "77" })
    expect(play.settle("Think", thought()).want("Say").draft).toEqual({ message: "77" })
  })

  it("keeps no more of all results than models read", () => {
    const play = wanting(turn(), ...Array.from({ length: 16 }, () => "allow" as const))
    for (let n = 0; n < 16; n++) ends(play, `0.${n}`, { text: "x".repeat(16_000) })
    const { results } = play.context.rounds[0]!
    expect(results.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(140_000)
    expect(results.at(-1)?.text).toMatch(/characters left out/)
  })
})

describe("what a turn with tools has taken", () => {
  const claiming = { ...turn(), claim: { tokens: 60, limits: [limit()] } }
  const paid = () =>
    thinking(claiming)
      .tell({ type: "GRANTED", turn: claiming.id, budget: "budget/user-101" })
      .settle("Think", wants("allow"))
  const settled = (play: Play<AgentContext>) =>
    play.wants
      .filter((effect): effect is EffectOf<"Tell"> => effect.type === "Tell")
      .map(({ event }) => event)
      .filter(({ type }) => type === "SETTLE" || type === "RETURN")

  it("is settled once, with all rounds and what tools had models do", () => {
    const play = paid()
    expect(settled(play)).toEqual([])
    ends(play, "0.0", { usage: { input: 10, output: 5 } })
    expect(settled(play)).toEqual([])
    expect(settled(play.settle("Think", thought()))).toEqual([
      { type: "SETTLE", turn: claiming.id, tokens: 19 },
    ])
    expect(settled(play.settle("Say", { type: "SAID", messages: ["9"] }))).toEqual([])
  })

  it.each([
    ["stopped", { type: "STOP", turn: claiming.id } as const],
    ["failed", fail()],
  ])("is paid when it is %s, and no more", (_, end) => {
    expect(settled(paid().tell(end))).toEqual([{ type: "SETTLE", turn: claiming.id, tokens: 2 }])
  })
})

describe("whatever comes, in whatever order", () => {
  const moves = fc.array(fc.record({ kind: fc.nat(9), pick: fc.nat(1000) }), { maxLength: 60 })
  const verdicts = fc.array(fc.constantFrom("allow", "ask", "deny" as const), { minLength: 1, maxLength: 16 })

  it("no more than five calls are under way, each comes to one thing, STOP is heard, and the turn ends", () => {
    fc.assert(
      fc.property(verdicts, moves, (wished, all) => {
        const of = turn()
        const play = thinking(of).settle("Think", wants(...(wished as ReadonlyArray<"allow">)))
        const settledOnce = () => {
          const results = [
            ...play.context.rounds.flatMap(({ results }) => results),
            ...(play.context.using?.results ?? []),
          ]
          expect(new Set(results.map(({ use }) => use)).size).toBe(results.length)
        }
        const look = () => {
          expect(underWay(play).length).toBeLessThanOrEqual(sideBySide)
          expect(underWay(play).map(({ use }) => use.id)).toEqual(play.context.using?.underWay ?? [])
          settledOnce()
        }
        for (const { kind, pick } of all) {
          const running = underWay(play)
          const { awaited: asked = [] } = play.context.using ?? {}
          if (kind < 4 && running.length > 0)
            ends(play, running[pick % running.length]!.use.id, { ok: kind > 0 })
          else if (kind < 7 && asked.length > 0)
            play.tell(permitted(of, asked[pick % asked.length]!, kind === 4 ? "deny" : "allow"))
          else if (kind === 7 && !idsOf(play).includes(`0.${pick % 16}`)) play.tell(used(`0.${pick % 16}`))
          else if (kind === 8) play.restart()
          else if (kind === 9) play.tell(permitted(of, `0.${pick % 16}`))
          look()
        }
        const stopped = new Play<AgentContext>("agent", { id: "0-0001", pool: "0" })
        stopped.books = play.books
        expect(stopped.tell({ type: "STOP", turn: of.id }).context.turn).toBeNull()
        expect(underWay(stopped)).toEqual([])
        while (play.context.using !== null) {
          for (const id of play.context.using.awaited) play.tell(permitted(of, id))
          const [running] = underWay(play)
          if (running !== undefined) ends(play, running.use.id)
          look()
        }
        expect([play.state, play.context.rounds[0]?.results.length]).toEqual([
          "active.thinking",
          wished.length,
        ])
        expect(play.settle("Think", thought()).settle("Say", { type: "SAID", messages: ["9"] }).state).toBe(
          "idle",
        )
      }),
    )
  })
})

describe("what is too long", () => {
  it("keeps its beginning and its end, and says how much is left out", () => {
    expect(clipped("short", 10)).toBe("short")
    const text = clipped(`begin${"x".repeat(500)}end`, 100)
    expect(text).toMatch(/^beginx+\n\[448 characters left out\]\nx+end$/)
    expect(text.length).toBeLessThanOrEqual(100)
  })
})

describe("an agent of version 1", () => {
  it("goes on with no tools in use", () => {
    const { context } = agentTo2({ value: {}, context: { id: "0-0001", pool: "0", turn: turn() } })
    expect(context).toMatchObject({ rounds: [], using: null, spent: 0 })
  })
})
