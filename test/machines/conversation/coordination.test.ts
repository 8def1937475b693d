/** How a team works together when nobody is called by name: in order, under a lead, one after the other. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Floor } from "../../../src/machines/conversation/floor.ts"
import type { Coordination, Own } from "../../../src/machines/conversation/settings.ts"
import type { Turn } from "../../../src/machines/values.ts"
import { Play } from "../support/play.ts"
import { ada, answered, bob, channel, heard, message, unanswered } from "../support/words.ts"

const team = ["analyst", "strategist", "writer"]

const conversation = (coordination: Coordination, own: Own = {}) => {
  const play = new Play<Floor>("conversation", { id: channel })
  const standard = {
    mode: "manager" as const,
    pace: "together" as const,
    atOnce: 3,
    kept: 20,
    lent: 10,
    announced: false,
    agents: team.map((id) => ({ id })),
    coordination,
    lead: "strategist",
  }
  play.tell({ type: "MESSAGE", message: message({ text: "hello", called: ["writer"] }), standard })
  play.settle("Connect", { type: "CONNECTED", recent: [], standard })
  play.tell({ type: "SET", by: ada, ...own })
  return ends(play)
}

const underWay = (play: Play<Floor>): ReadonlyArray<Turn> => Object.values(play.context.underWay)
/** Whoever has a turn answers. */
const ends = (play: Play<Floor>, text = "yes", calls: ReadonlyArray<string> = []) => {
  for (const turn of underWay(play)) play.tell(answered(turn, { text, calls }))
  return play
}
const who = (play: Play<Floor>) => underWay(play).map(({ brain, route }) => `${brain} ${route}`)
const says = (play: Play<Floor>, text: string, more: Parameters<typeof heard>[0] = {}) =>
  play.tell(heard({ text, ...more }))

describe("round robin", () => {
  it("gives what calls nobody to the next agent in order, over a restart, too", () => {
    const play = conversation("round_robin")
    const order: Array<string> = []
    for (let n = 0; n < 4; n++) {
      says(play, `question ${n}`, { matched: ["writer"] })
      order.push(...who(play))
      ends(play).restart()
    }
    expect(order).toEqual(["analyst order", "strategist order", "writer order", "analyst order"])
  })

  it("lets whoever is called by name answer, and goes on in order after it", () => {
    const play = conversation("round_robin")
    expect(who(says(play, "one"))).toEqual(["analyst order"])
    expect(who(says(ends(play), "@writer two", { called: ["writer"] }))).toEqual(["writer mention"])
    expect(who(says(ends(play), "three"))).toEqual(["strategist order"])
  })

  it("leaves out who does not listen here", () => {
    const play = conversation("round_robin", { team: ["writer", "analyst"] })
    expect(who(says(play, "one"))).toEqual(["analyst order"])
    expect(who(says(ends(play), "two"))).toEqual(["writer order"])
    expect(who(says(ends(play), "three"))).toEqual(["analyst order"])
  })

  it("is nobody's where only who is called answers, but for what is said to the team", () => {
    const play = conversation("round_robin", { mode: "mentions" })
    expect(who(says(play, "one"))).toEqual([])
    expect(who(says(play, "two", { toTeam: true }))).toEqual(["analyst order"])
  })

  it("may be set for a channel alone", () => {
    const play = conversation("hybrid", { coordination: "round_robin" })
    expect(who(says(play, "one"))).toEqual(["analyst order"])
  })
})

describe("a supervisor", () => {
  const lead = (play: Play<Floor>) => says(play, "How do we launch?")

  it("gets every message that calls nobody", () => {
    const play = conversation("supervisor")
    expect(who(says(play, "a draft", { matched: ["writer"] }))).toEqual(["strategist lead"])
  })

  it("hands parts on, and is called with all that came of them to conclude", () => {
    const play = lead(conversation("supervisor"))
    ends(play, "@analyst the numbers, @writer a headline", ["analyst", "writer"])
    expect(who(play)).toEqual(["analyst mention", "writer mention"])
    const [analyst, writer] = underWay(play)
    play.tell(answered(analyst!, { text: "Sales doubled.", calls: ["strategist"] }))
    expect(who(play)).toEqual(["writer mention"])
    play.tell(unanswered(writer!, "the model is away"))
    expect(who(play)).toEqual(["strategist mention"])
    const [conclusion] = underWay(play)
    expect(conclusion!.message).toMatchObject({ author: ada, via: "writer" })
    expect(conclusion!.message.text).toContain("Conclude for Ada")
    expect(conclusion!.message.text).toContain("analyst: Sales doubled.")
    expect(conclusion!.message.text).toContain("writer: (no answer: the model is away)")
    expect(ends(play, "We launch on Monday.").context.handedOn).toEqual({})
    expect(who(play)).toEqual([])
  })

  it("concludes within the agents' budget: then the channel is asked", () => {
    const play = lead(conversation("supervisor"))
    let turns = 0
    while (underWay(play).length > 0 && turns++ < 20)
      ends(play, `@analyst and @writer, part ${turns} of so many new words as ${"abcdefgh"[turns]}`, [
        "analyst",
        "writer",
      ])
    expect(turns).toBeLessThan(6)
    expect(play.context.unpaid).not.toBeNull()
    expect(play.context.board).not.toBeNull()
  })

  it("concludes over a restart, and not after a STOP", () => {
    const play = lead(conversation("supervisor"))
    ends(play, "@analyst the numbers", ["analyst"]).restart()
    const stopped = new Play<Floor>("conversation", { id: channel })
    stopped.books = play.books
    expect(who(ends(play, "Sales doubled."))).toEqual(["strategist mention"])
    stopped.tell({ type: "HALT", by: ada })
    expect(stopped.context.handedOn).toEqual({})
  })
})

describe("a pipeline", () => {
  it("asks all in order, each after it has read what was said before it", () => {
    const play = says(conversation("pipeline"), "a launch post")
    expect(who(play)).toEqual(["analyst pipeline"])
    ends(play, "The numbers are good.")
    expect(who(play)).toEqual(["strategist pipeline"])
    expect(underWay(play)[0]!.lent.map(({ text }) => text)).toContain("The numbers are good.")
    ends(play.restart(), "So we launch on Monday.")
    expect(who(play)).toEqual(["writer pipeline"])
    expect(
      underWay(play)[0]!
        .lent.map(({ text }) => text)
        .slice(-2),
    ).toEqual(["The numbers are good.", "So we launch on Monday."])
    expect(who(ends(play, "Launch on Monday!"))).toEqual([])
    expect(play.context.tally).toMatchObject({ messages: 2, answered: 2, unrouted: 0 })
  })

  it("goes on with the next when one cannot answer", () => {
    const play = says(conversation("pipeline"), "a launch post")
    play.tell(unanswered(underWay(play)[0]!))
    expect(who(play)).toEqual(["strategist pipeline"])
  })
})

describe("sleep time", () => {
  const quiet = 10 * 60_000
  const talked = () => {
    const play = ends(says(conversation("sleep_time"), "@writer hi", { called: ["writer"] }))
    return ends(says(play, "@writer hi", { called: ["writer"], author: bob }))
  }
  const tidying = () => talked().pass(quiet)
  const wanted = (play: Play<Floor>) =>
    play.wants.flatMap((want) => (want.type === "Allocate" ? [want.turn] : []))
  const answer = (play: Play<Floor>, turn: Turn) => play.tell(answered(turn, { messages: [] }))

  it("has the lead tidy the memory of who spoke, one after the other, when nobody talks any more", () => {
    const play = tidying()
    const [first] = wanted(play)
    expect(play.state).toBe("tidying")
    expect(first).toMatchObject({ brain: "strategist", aside: true, message: { author: ada } })
    expect(first!.lent.map(({ text }) => text)).toContain("@writer hi")
    const [second] = wanted(answer(play.restart(), first!))
    expect(second).toMatchObject({ aside: true, message: { author: bob } })
    play.tell(unanswered(second!))
    expect([play.state, play.context.untidied]).toEqual(["idle", []])
  })

  it("says nothing in the channel, and remembers nothing of it there", () => {
    const play = tidying()
    const before = play.context.recent
    answer(play, wanted(play)[0]!)
    expect([play.context.recent, play.wanted]).toEqual([before, ["Release", "Tell", "Allocate"]])
  })

  it("gives way to whoever speaks, and is made up for later", () => {
    const play = tidying()
    const [first] = wanted(play)
    says(play, "@writer one more", { called: ["writer"] })
    expect(play.wants.find((want) => want.type === "Release")).toMatchObject({ turns: [{ id: first!.id }] })
    expect(who(play)).toEqual(["writer mention"])
    answer(play, first!)
    expect(who(play)).toEqual(["writer mention"])
    const [again] = wanted(ends(play).pass(quiet))
    expect(again!.id).not.toBe(first!.id)
    expect(again!.message.author).toEqual(bob)
  })

  it("ends with a STOP, and is nobody's who spoke in a team that works otherwise", () => {
    expect(tidying().tell({ type: "HALT", by: ada }).state).toBe("idle")
    const hybrid = ends(says(conversation("hybrid"), "@writer hi", { called: ["writer"] })).pass(quiet)
    expect([hybrid.state, hybrid.context.untidied]).toEqual(["idle", []])
  })

  it("is given up after ten minutes", () => {
    const play = tidying().pass(quiet)
    expect(play.context.untidied).toEqual([bob])
  })
})

describe("however a team works together", () => {
  const ways: ReadonlyArray<Coordination> = ["hybrid", "round_robin", "supervisor", "pipeline", "sleep_time"]
  const people = [ada, bob]
  const moves = fc.oneof(
    fc.record({ does: fc.constant("says" as const), who: fc.nat(1), calls: fc.subarray([...team]) }),
    fc.record({ does: fc.constant("answers" as const), turn: fc.nat(4), calls: fc.subarray([...team]) }),
    fc.record({ does: fc.constant("fails" as const), turn: fc.nat(4) }),
    fc.record({ does: fc.constant("waits" as const), minutes: fc.nat(25) }),
    fc.record({ does: fc.constant("restarts" as const) }),
  )

  /** The channel was closed meanwhile, and is opened again. */
  const opens = (play: Play<Floor>) => {
    if (play.owed.includes("Disconnect")) play.settle("Disconnect", { type: "DISCONNECTED" })
    if (play.owed.includes("Connect")) play.settle("Connect", { type: "CONNECTED", recent: [] })
  }

  /** Every answer has something new to say, and calls whomever it can. */
  const answer = (play: Play<Floor>, turn: Turn, n: number, calls: ReadonlyArray<string>) =>
    play.tell(answered(turn, { text: `new${n} words${n} here${n}`, calls }))

  it("agents that always call each other come to an end, and every message of a person ends once", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ways), fc.array(moves, { maxLength: 30 }), (coordination, all) => {
        const play = conversation(coordination)
        let n = 0
        for (const move of all) {
          const turn = "turn" in move ? underWay(play)[move.turn % Math.max(1, underWay(play).length)] : null
          if (move.does === "says")
            says(play, `said${n++}`, { author: people[move.who]!, called: move.calls, matched: ["writer"] })
          if (move.does === "waits") play.pass(move.minutes * 60_000)
          if (move.does === "restarts") play.restart()
          if (move.does === "answers" && turn) answer(play, turn, n++, move.calls)
          if (move.does === "fails" && turn) play.tell(unanswered(turn))
          opens(play)
        }
        let answers = 0
        for (; underWay(play).length > 0 || play.context.paused !== null; answers++) {
          expect(answers).toBeLessThan(150)
          const [turn] = underWay(play)
          if (turn === undefined) play.pass(60_000)
          else answer(play, turn, n++, team)
        }
        const { tally, open, inbox, waiting, handedOn, unpaid } = play.context
        expect(tally.answered + tally.unrouted).toBe(tally.messages)
        expect([open, inbox, waiting]).toEqual([{}, [], []])
        expect(unpaid === null ? handedOn : {}).toEqual({})
      }),
      { numRuns: 300 },
    )
  })
})
