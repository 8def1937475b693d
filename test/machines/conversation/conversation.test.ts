/** A conversation: who is heard, who answers, and that no message is lost count of. */
import { describe, expect, it } from "vitest"
import { patience, turnBudget, type Floor } from "../../../src/machines/conversation/floor.ts"
import { builtIn } from "../../../src/machines/conversation/settings.ts"
import type { Turn } from "../../../src/machines/values.ts"
import { Play, start } from "../support/play.ts"
import {
  ada,
  answered,
  bob,
  channel,
  fail,
  heard,
  message,
  pressed,
  routed,
  unanswered,
} from "../support/words.ts"

const { atOnce, kept, lent } = builtIn

const conversation = () => new Play<Floor>("conversation", { id: channel })
const active = () => {
  const play = conversation().tell({ type: "ALLOCATE" })
  return play.settle("Connect", { type: "CONNECTED", recent: [] })
}
const stop = { type: "HALT", by: ada } as const
const resume = { type: "RESUME", by: bob } as const
const calling = (...called: ReadonlyArray<string>) => heard({ called })
const turns = (play: Play<Floor>) => Object.values(play.context.underWay)
const allocated = (play: Play<Floor>): ReadonlyArray<Turn> =>
  play.wants.flatMap((effect) => (effect.type === "Allocate" ? [effect.turn] : []))
const tally = (play: Play<Floor>) => {
  const { messages, answered, unrouted, replies } = play.context.tally
  return [messages, answered, unrouted, replies]
}

describe("a conversation", () => {
  it("goes from available over allocated, active, idle and released back to available", () => {
    const play = conversation()
    expect(play.state).toBe("available")
    play.tell(calling("writer"))
    expect([play.state, play.wanted]).toEqual(["allocated.connecting", ["Connect"]])
    play.settle("Connect", { type: "CONNECTED", recent: [] })
    expect([play.state, play.wanted]).toEqual(["active.working", ["Tell", "Allocate"]])
    play.tell(answered(turns(play)[0]!))
    expect(play.pass(10 * 60_000).state).toBe("idle")
    expect([play.pass(60 * 60_000).state, play.wanted]).toEqual(["released", ["Disconnect"]])
    expect(play.settle("Disconnect", { type: "DISCONNECTED" }).state).toBe("available")
    expect(tally(play)).toEqual([1, 1, 0, 1])
  })

  it("brings the user's constellation up with the first turn", () => {
    const play = active().tell(heard({ called: ["writer"], author: bob }))
    expect(play.want("Tell")).toEqual({
      type: "Tell",
      to: "constellation/102",
      event: { type: "ALLOCATE", user: bob },
    })
  })

  describe("routes", () => {
    it("to who is called by name, before who is matched", () => {
      const play = active().tell(heard({ called: ["writer"], matched: ["analyst"] }))
      expect(allocated(play).map(({ brain, route }) => [brain, route])).toEqual([["writer", "mention"]])
    })

    it("to who has a trigger word in it, before the manager is asked", () => {
      const play = active().tell(heard({ matched: ["analyst"] }))
      expect(allocated(play).map(({ brain, route }) => [brain, route])).toEqual([["analyst", "keyword"]])
    })

    it("to whom the manager chooses", () => {
      const said = heard({ text: "what now?" })
      const play = active().tell(said)
      expect([play.wanted, play.want("Route").message]).toEqual([["Route"], said.message])
      play.settle("Route", routed(said.message.id, ["writer"]))
      expect(allocated(play).map(({ brain, route }) => [brain, route])).toEqual([["writer", "manager"]])
    })

    it("to nobody, when the manager says so", () => {
      const said = heard()
      const play = active().tell(said)
      play.settle("Route", routed(said.message.id, []))
      expect([play.wants, tally(play)]).toEqual([[], [1, 0, 1, 0]])
    })

    it("one message at a time, in the order in which they came", () => {
      const [one, two] = [heard(), heard()]
      const play = active()
        .tell(one)
        .tell(two)
        .tell(heard({ called: ["writer"], author: bob }))
      expect([play.wants, play.context.inbox.length]).toEqual([[], 3])
      play.settle("Route", routed(one.message.id, []))
      expect(play.want("Route").message.id).toBe(two.message.id)
      play.settle("Route", routed(two.message.id, ["analyst"]))
      expect(allocated(play).map(({ brain }) => brain)).toEqual(["writer", "analyst"])
    })

    it("does not take the answer about one message for another", () => {
      const one = heard()
      const play = active().tell(one)
      play.tell(routed("40", ["writer"]))
      expect([play.wants, play.context.inbox.length]).toEqual([[], 1])
    })

    it("a message to three at most, and to each once", () => {
      const play = active().tell(calling("a", "b", "a", "c", "d", "e"))
      expect(allocated(play).map(({ brain }) => brain)).toEqual(["a", "b", "c"])
      for (const turn of turns(play)) play.tell(answered(turn))
      expect([play.context.open, tally(play)]).toEqual([{}, [1, 1, 0, 3]])
    })
  })

  it("has at most three answers under way, and the next begins when one is over", () => {
    const play = active()
      .tell(calling("a", "b"))
      .tell(calling("a", "c", "d"))
    expect([turns(play).length, play.context.waiting.length]).toEqual([atOnce, 2])
    play.tell(answered(turns(play)[0]!))
    expect([turns(play).length, play.context.waiting.length]).toEqual([atOnce, 1])
    play.tell(unanswered(turns(play)[0]!))
    expect(allocated(play).map(({ brain }) => brain)).toEqual(["d"])
  })

  it("tells who waits why nobody answers", () => {
    const play = active().tell(calling("writer"))
    const [turn] = turns(play)
    play.tell(unanswered(turn!, "the model is away"))
    expect(play.want("Notice")).toEqual({
      type: "Notice",
      channel,
      about: "writer",
      text: "could not answer Ada: the model is away",
    })
    expect(tally(play)).toEqual([1, 0, 1, 0])
    expect(play.tell(unanswered(turn!)).wants).toEqual([])
  })

  it("counts a message as answered when one of its agents spoke", () => {
    const play = active().tell(calling("a", "b"))
    const [one, two] = turns(play)
    play.tell(answered(one!)).tell(unanswered(two!))
    expect(tally(play)).toEqual([1, 1, 0, 1])
  })

  it("does not count an answer twice, nor one to a turn that it does not know", () => {
    const play = active().tell(calling("a", "b"))
    const [one] = turns(play)
    play.tell(answered(one!)).tell(answered(one!)).tell(unanswered(one!))
    play.tell({ type: "ANSWERED", turn: "1.x", brain: "x", text: "", messages: ["1"], calls: ["a"] })
    expect([tally(play), turns(play).length]).toEqual([[1, 0, 0, 1], 1])
  })

  it("does not take the name of something that every object has for a turn", () => {
    const play = active()
    const before = tally(play)
    play.tell({ type: "UNANSWERED", turn: "constructor", reason: "" })
    play.tell({ type: "ANSWERED", turn: "toString", brain: "a", text: "", messages: ["1"], calls: ["b"] })
    expect([tally(play), play.wants]).toEqual([before, []])
  })

  it("does not count an answer of which nothing was said", () => {
    const play = active().tell(calling("a"))
    play.tell(answered(turns(play)[0]!, { messages: [], calls: ["b"] }))
    expect([tally(play)[1], tally(play)[2], turns(play)]).toEqual([0, 1, []])
  })

  describe("lends its agents the last lines before the message", () => {
    it("at most ten, without the message itself", () => {
      const play = active()
      for (let n = 0; n < 30; n++) play.tell(heard({ text: `line ${n}`, called: n === 29 ? ["writer"] : [] }))
      for (
        let message = play.context.inbox[0];
        message && message.called.length === 0;
        message = play.context.inbox[0]
      ) {
        play.settle("Route", routed(message.id, []))
      }
      const [turn] = turns(play)
      expect(turn!.lent.map(({ text }) => text)).toEqual(
        Array.from({ length: lent }, (_, n) => `line ${n + 19}`),
      )
      expect(play.context.recent).toHaveLength(kept)
    })

    it("from before Orrery came, each once, and nothing that was said later", () => {
      const said = message({ called: ["writer"] })
      const line = (id: string, text: string, at: number) => ({ id, author: "Bob", brain: null, text, at })
      const play = conversation().tell({ type: "MESSAGE", message: said })
      play.settle("Connect", {
        type: "CONNECTED",
        recent: [
          line("39000", "before", start - 5000),
          line(said.id, said.text, start - 50),
          line(String(Number(said.id) + 1), "after", start - 20),
        ],
      })
      expect(turns(play)[0]!.lent.map(({ text }) => text)).toEqual(["before"])
      expect(play.context.recent.map(({ text }) => text)).toEqual(["before", "hello"])
    })
  })

  describe("lets agents call each other", () => {
    const answer = (play: Play<Floor>, calls: ReadonlyArray<string>) =>
      play.tell(answered(turns(play)[0]!, { calls }))

    it("with the answer as the message, on behalf of the person it began with", () => {
      const play = active().tell(heard({ called: ["writer"], author: bob, pinged: ["102"] }))
      answer(play, ["analyst"])
      const [turn] = turns(play)
      expect(turn).toMatchObject({
        brain: "analyst",
        message: { author: bob, via: "writer", text: "writer says" },
      })
      expect(answer(play, []).context.tally).toEqual({ messages: 1, answered: 1, unrouted: 0, replies: 2 })
    })

    it("until the budget is spent, which only a person refills", () => {
      const play = active().tell(calling("a"))
      for (const name of ["b", "c", "d", "e"]) answer(play, [name])
      expect(play.context.budget).toBe(0)
      answer(play, ["a", "b"])
      expect([turns(play), play.wanted]).toEqual([[], ["Show"]])
      play.tell(calling("a"))
      answer(play, ["b"])
      expect(turns(play)).toHaveLength(1)
    })

    it("never themselves, nobody twice, three at most, and pays for no more than that", () => {
      const play = active().tell(calling("a"))
      answer(play, ["a", "b", "b", "c", "d", "e"])
      expect(turns(play).map(({ brain }) => brain)).toEqual(["b", "c", "d"])
      expect(play.context.budget).toBe(turnBudget - 3)
      answer(play, ["x", "y", "z"])
      expect([turns(play).length, play.context.waiting.length, play.context.budget]).toEqual([3, 0, 0])
    })
  })

  describe("told STOP by a word or a sign", () => {
    it("says who halted it and who may lift that, once", () => {
      const play = active().tell({ type: "HALT", by: ada, via: "word" })
      expect(play.want("Notice").text).toMatch(
        /^🛑 \*\*Ada\*\* halted this conversation: .* may lift it with `\/resume`\.$/,
      )
      expect(play.tell({ type: "HALT", by: bob, via: "reaction" }).wanted).not.toContain("Notice")
      expect([play.state, play.context.halted?.by]).toEqual(["active.halted", ada])
    })

    it("says nothing of a command, which says so itself", () => {
      expect(active().tell(stop).wanted).not.toContain("Notice")
    })

    it("is halted by who manages messages, when they repeat it", () => {
      const play = active().tell(stop).tell({ type: "HALT", by: bob, manages: true })
      expect(play.context.halted?.by).toEqual(bob)
      expect(play.tell(stop).context.halted?.by).toEqual(bob)
    })
  })

  describe("follows what people change and take back", () => {
    it("in what it lends, and in what waits", () => {
      const said = heard({ text: "a darft", called: ["a", "b", "c", "d"] })
      const play = active()
        .tell(heard({ text: "before", author: bob }))
        .tell(said)
      play.settle("Route", routed(play.context.inbox[0]!.id, []))
      play.tell({ type: "EDITED", message: said.message.id, text: "a draft" })
      expect(play.context.recent.map(({ text }) => text)).toEqual(["before", "a draft"])
    })

    it("in what is not routed yet", () => {
      const [one, two] = [heard({ text: "one" }), heard({ text: "two" })]
      const play = active().tell(one).tell(two)
      play.tell({ type: "DELETED", messages: [two.message.id] })
      expect(play.context.inbox.map(({ text }) => text)).toEqual(["one"])
      play.settle("Route", routed(one.message.id, []))
      expect(tally(play)).toEqual([2, 0, 2, 0])
    })

    it("and counts a message whose turns all waited as unrouted", () => {
      const play = active().tell(calling("a", "b", "c"))
      const late = heard({ called: ["d"], author: bob })
      play.tell(late).tell({ type: "DELETED", messages: [late.message.id] })
      expect(play.context.waiting).toEqual([])
      for (const turn of turns(play)) play.tell(answered(turn))
      expect(tally(play)).toEqual([2, 1, 1, 3])
    })

    it("in what the manager is shown of its choices, and of what it learned from them", () => {
      const [one, two] = [heard({ text: "how many came?" }), heard({ text: "two" })]
      const play = active().tell(one)
      play.settle("Route", routed(one.message.id, []))
      play.tell(heard({ repliesTo: one.message.id, called: ["a"], text: "@A how many?" })).tell(two)
      play.settle("Route", routed(two.message.id, []))
      expect(play.context.corrections.map(({ text }) => text)).toEqual(["how many came?"])
      play.tell({ type: "DELETED", messages: [one.message.id] })
      const { choices, corrections, decided } = play.context
      expect([corrections, ...[choices, decided].map((all) => all.map(({ text }) => text))]).toEqual([
        [],
        ["two"],
        ["two"],
      ])
      play.tell({ type: "DELETED", messages: [two.message.id] })
      expect([play.context.choices, play.context.decided]).toEqual([[], []])
    })

    it("in what the manager is shown, as it says now, when it was changed", () => {
      const [one, two] = [heard({ text: "how mnay came?" }), heard({ text: "my key is 7" })]
      const play = active().tell(one)
      play.settle("Route", routed(one.message.id, []))
      play.tell(heard({ repliesTo: one.message.id, called: ["a"], text: "@A how many?" })).tell(two)
      play.settle("Route", routed(two.message.id, []))
      play.tell({ type: "EDITED", message: one.message.id, text: "how many came?" })
      play.tell({ type: "EDITED", message: two.message.id, text: "my key is gone" })
      const { choices, corrections, decided } = play.context
      expect([choices, corrections, decided].map((all) => all.map(({ text }) => text))).toEqual([
        ["how many came?", "my key is gone"],
        ["how many came?"],
        ["my key is gone"],
      ])
    })

    it("but waits for the manager about one that is gone meanwhile, with nothing to say of it", () => {
      const said = heard({ text: "secret" })
      const play = active()
        .tell(said)
        .tell({ type: "DELETED", messages: [said.message.id] })
      expect([play.context.recent, play.context.inbox[0]?.text]).toEqual([[], ""])
      play.settle("Route", routed(said.message.id, []))
      expect(tally(play)).toEqual([1, 0, 1, 0])
    })
  })

  describe("when the budget is spent", () => {
    const spent = () => {
      const play = active().tell(calling("a"))
      for (const name of ["b", "c", "d", "e", "f"]) play.tell(answered(turns(play)[0]!, { calls: [name] }))
      return play
    }

    it("says so on a board, and goes on when somebody presses Continue", () => {
      const play = spent()
      expect(play.want("Show")).toMatchObject({ message: null, text: "bot turns 4/4" })
      expect(play.want("Show").buttons.map(({ label }) => label)).toEqual(["Continue", "Stop"])
      play.settle("Show", { type: "SHOWN", message: "900" })
      play.tell(pressed("continue", bob))
      expect(turns(play).map(({ brain }) => brain)).toEqual(["f"])
      expect(play.want("Show")).toMatchObject({ message: "900", buttons: [] })
      expect(play.context.budget).toBe(turnBudget - 1)
    })

    it("stops when somebody presses Stop", () => {
      const play = spent().settle("Show", { type: "SHOWN", message: "900" }).tell(pressed("stop", bob))
      expect([play.state, play.context.halted?.by]).toEqual(["active.halted", bob])
      expect(play.want("Show")).toMatchObject({ message: "900", text: "bot turns 4/4, stopped by Bob" })
    })

    it("takes the buttons away when a person speaks, also when the board was not there yet", () => {
      const play = spent().tell(heard({ called: ["a"], author: bob }))
      play.settle("Show", { type: "SHOWN", message: "900" })
      expect(play.want("Show")).toMatchObject({ message: "900", buttons: [] })
      expect(play.settle("Show", { type: "SHOWN", message: "900" }).context.board).toBe(null)
      play.tell(pressed("continue", bob))
      expect(turns(play).map(({ brain }) => brain)).toEqual(["a"])
    })

    it("lets it be where no board can be shown", () => {
      const play = spent().settle("Show", { type: "UNSHOWN", reason: "no permission", retry: false })
      expect([play.wants, play.context.unpaid]).toEqual([[], null])
    })
  })

  describe("two agents that call each other", () => {
    const says = (play: Play<Floor>, calls: string, text: string) =>
      play.tell(answered(turns(play)[0]!, { calls: [calls], text }))

    it("do so with something new to say only", () => {
      const play = active().tell(calling("a"))
      says(play, "b", "What do you think of the plan")
      says(play, "a", "What do you think")
      expect(turns(play)).toEqual([])
    })

    it("pause for a minute when it goes back and forth", () => {
      const play = active().tell(calling("a"))
      says(play, "b", "one two three")
      says(play, "a", "four five six")
      says(play, "b", "seven eight nine")
      expect([turns(play), play.context.paused?.called]).toEqual([[], ["b"]])
      expect(turns(play.pass(59_000))).toEqual([])
      expect(turns(play.pass(1000)).map(({ brain }) => brain)).toEqual(["b"])
    })

    it("are interrupted by a person", () => {
      const play = active().tell(calling("a"))
      says(play, "b", "one two three")
      says(play, "a", "four five six")
      says(play, "b", "seven eight nine")
      play.tell(heard({ called: ["c"] }))
      expect(turns(play.pass(120_000)).map(({ brain }) => brain)).toEqual(["c"])
    })
  })

  describe("whoever asked and speaks again", () => {
    const matching = (text: string, ...matched: ReadonlyArray<string>) => heard({ text, matched })

    it("supersedes answers that are not said yet, and both messages are answered together", () => {
      const play = active().tell(matching("How is the market", "analyst"))
      const [first] = turns(play)
      play.tell(matching("in Japan, in numbers", "analyst"))
      expect(play.want("Release").turns).toEqual([first])
      expect(turns(play).map(({ message }) => message.text)).toEqual([
        "How is the market\nin Japan, in numbers",
      ])
      expect(turns(play)[0]!.lent).toEqual([])
      play.tell(answered(turns(play)[0]!))
      expect(tally(play)).toEqual([2, 2, 0, 1])
    })

    it("waits for nobody else: what another person asked goes on", () => {
      const play = active().tell(matching("How is the market", "analyst"))
      play.tell(heard({ author: bob, matched: ["writer"] }))
      expect([turns(play).length, play.wanted]).toEqual([2, ["Tell", "Allocate"]])
    })

    it("takes nothing from an agent that was called by name: its next turn has all that was said since", () => {
      const play = active().tell(calling("writer"))
      play
        .tell(heard({ called: ["writer"], text: "shorter" }))
        .tell(heard({ called: ["writer"], text: "and warmer" }))
      expect([turns(play).length, play.context.waiting.map(({ message }) => message.text)]).toEqual([
        1,
        ["shorter\nand warmer"],
      ])
      play.tell(answered(turns(play)[0]!))
      play.tell(answered(turns(play)[0]!))
      expect(tally(play)).toEqual([3, 3, 0, 2])
    })

    it("loses no answer by what nobody answers", () => {
      const play = active().tell(matching("How is the market", "analyst"))
      const thanks = heard({ text: "thanks" })
      play.tell(thanks).settle("Route", routed(thanks.message.id, []))
      expect(turns(play).map(({ brain }) => brain)).toEqual(["analyst"])
    })

    it("does not take back what was on its way: the line is kept, and the message counted once", () => {
      const play = active().tell(matching("How is the market", "analyst"))
      const [first] = turns(play)
      play.tell(matching("in numbers", "analyst")).tell(answered(first!))
      expect(play.context.recent.at(-1)?.brain).toBe("analyst")
      play.tell(answered(turns(play)[0]!))
      expect(tally(play)).toEqual([2, 2, 0, 1])
    })
  })

  describe("halted", () => {
    it("gives up all that is under way, waits or was heard, and says so to the pool", () => {
      const play = active()
        .tell(calling("a", "b", "c"))
        .tell(calling("d"))
        .tell(heard())
        .tell(stop)
      expect([play.state, play.want("Release").turns.length]).toEqual(["active.halted", 3])
      expect(play.owed).not.toContain("Route")
      expect(play.context).toMatchObject({ inbox: [], waiting: [], underWay: {}, open: {} })
      expect(tally(play)).toEqual([3, 0, 3, 0])
    })

    it("counts a message of which one agent has spoken as answered", () => {
      const play = active().tell(calling("a", "b"))
      play.tell(answered(turns(play)[0]!)).tell(stop)
      expect(tally(play)).toEqual([1, 1, 0, 1])
    })

    it("lets nobody speak until somebody resumes", () => {
      const play = active().tell(stop).tell(calling("a")).tell(heard())
      expect([play.wants, play.owed, tally(play)]).toEqual([[], ["Release"], [2, 0, 2, 0]])
      expect(play.tell(resume).state).toBe("active.working")
      expect(allocated(play.tell(calling("a"))).length).toBe(1)
    })

    it("remembers what was said meanwhile", () => {
      const play = active()
        .tell(stop)
        .tell(heard({ text: "psst" }))
        .tell(resume)
        .tell(calling("a"))
      expect(turns(play)[0]!.lent.map(({ text }) => text)).toEqual(["psst"])
    })

    it("notes an answer that was on its way, and starts nothing because of it", () => {
      const play = active().tell(calling("a"))
      const [turn] = turns(play)
      play.tell(stop).tell(answered(turn!, { calls: ["b"] }))
      expect([play.wants, tally(play), play.context.recent.at(-1)?.brain]).toEqual([[], [1, 0, 1, 0], "a"])
    })

    it("stays so however it is told, and by whom it was told first", () => {
      const play = active().tell(stop).tell({ type: "HALT", by: bob })
      expect(play.context.halted?.by).toEqual(ada)
    })

    it("does not take what the manager was asked before as the answer to a later question", () => {
      const [one, two] = [heard(), heard()]
      const play = active().tell(one).tell(stop).tell(resume).tell(two)
      expect(play.owed.filter((type) => type === "Route")).toHaveLength(1)
      play.settle("Route", routed(two.message.id, ["a"]))
      expect(turns(play).map(({ message }) => message.id)).toEqual([two.message.id])
    })

    it("survives idleness, release and a new beginning", () => {
      for (const prepare of [
        () => active().pass(10 * 60_000),
        () =>
          active()
            .pass(10 * 60_000)
            .tell({ type: "RELEASE" }),
        () => conversation(),
        () => active(),
        () => conversation().tell({ type: "ALLOCATE" }),
        () => conversation().tell({ type: "ALLOCATE" }).settle("Connect", fail("away", true)),
      ]) {
        const play = prepare().tell(stop).restart()
        for (let round = 0; round < 3; round++) {
          play.pass(2 * 60 * 60_000).tell(calling("a"))
          if (play.owed.includes("Disconnect")) play.settle("Disconnect", { type: "DISCONNECTED" })
          play.tell({ type: "ALLOCATE" })
          if (play.owed.includes("Connect")) play.settle("Connect", { type: "CONNECTED", recent: [] })
          play.tell(calling("a"))
          expect(play.owed).not.toContain("Allocate")
          expect(play.context.halted?.by).toEqual(ada)
        }
        expect(tally(play)).toEqual([6, 0, 6, 0])
      }
    })
  })

  describe("loses nothing", () => {
    it("that is heard while its channel is being opened", () => {
      const play = conversation().tell(calling("a")).tell(calling("b"))
      play.settle("Connect", fail("away", true)).tell(calling("c")).pass(1000)
      play.settle("Connect", { type: "CONNECTED", recent: [] })
      expect(allocated(play).map(({ brain }) => brain)).toEqual(["a", "b", "c"])
    })

    it("that is heard while it is released", () => {
      const play = active()
        .pass(10 * 60_000)
        .tell({ type: "RELEASE" })
        .tell(calling("a"))
      expect(play.state).toBe("released")
      play.settle("Disconnect", { type: "DISCONNECTED" })
      expect(play.state).toBe("allocated.connecting")
      expect(allocated(play.settle("Connect", { type: "CONNECTED", recent: [] })).length).toBe(1)
    })

    it("that waits for a place when it is released", () => {
      const play = active()
        .tell(calling("a", "b", "c"))
        .tell(calling("d"))
        .tell({ type: "RELEASE" })
      for (const turn of turns(play)) play.tell(answered(turn))
      play.settle("Disconnect", { type: "DISCONNECTED" }).settle("Connect", { type: "CONNECTED", recent: [] })
      expect(allocated(play).map(({ brain }) => brain)).toEqual(["d"])
      play.tell(answered(turns(play)[0]!))
      expect(tally(play)).toEqual([2, 2, 0, 4])
    })

    it("that is at the manager when it is released", () => {
      const said = heard()
      const play = active().tell(said).tell({ type: "RELEASE" })
      expect(play.owed).toEqual(["Disconnect"])
      play.settle("Disconnect", { type: "DISCONNECTED" }).settle("Connect", { type: "CONNECTED", recent: [] })
      expect(play.want("Route").message.id).toBe(said.message.id)
    })

    it("of an excuse, when a turn fails after it was released", () => {
      const play = active().tell(calling("a")).tell({ type: "RELEASE" })
      expect(play.tell(unanswered(turns(play)[0]!)).wanted).toEqual(["Notice"])
      expect(tally(play)).toEqual([1, 0, 1, 0])
    })

    it("of what it cannot do, when its channel cannot be opened", () => {
      const play = conversation().tell(calling("a")).tell(heard())
      play.settle("Connect", fail("no permission", false))
      expect([play.state, tally(play), play.context.inbox]).toEqual(["released", [2, 0, 2, 0], []])
      play.settle("Disconnect", { type: "DISCONNECTED" })
      expect(play.state).toBe("available")
      expect(play.tell(calling("a")).state).toBe("allocated.connecting")
    })

    it("tries three times to open the channel", () => {
      const play = conversation().tell(calling("a"))
      play.settle("Connect", fail("away", true)).pass(1000)
      play.settle("Connect", fail("away", true)).pass(2000)
      play.settle("Connect", fail("away", true))
      expect([play.state, play.context.attempts]).toEqual(["released", 0])
    })

    it("of its turns, when it fails while agents answer", () => {
      const play = active().tell(calling("a", "b")).tell(fail("the channel is gone"))
      expect([play.state, play.want("Release").turns.length, tally(play)]).toEqual([
        "released",
        2,
        [1, 0, 1, 0],
      ])
    })
  })

  it("refuses what is more than it can keep, and counts it", () => {
    const play = active()
    for (let n = 0; n < patience + 50; n++) play.tell(heard())
    expect(play.context.inbox).toHaveLength(patience)
    expect(tally(play)).toEqual([patience + 50, 0, 50, 0])
  })

  it("is not idle while an agent answers, or the manager thinks, however long it takes", () => {
    for (const said of [calling("a"), heard()]) {
      expect(
        active()
          .tell(said)
          .pass(24 * 60 * 60_000).state,
      ).toBe("active.working")
    }
  })

  it("is idle ten minutes after the last word of a person", () => {
    const play = active()
    play.tell(calling("a"))
    play.tell(answered(turns(play)[0]!))
    play.pass(6 * 60_000).tell(calling("a"))
    play.tell(answered(turns(play)[0]!))
    expect(play.pass(9 * 60_000).state).toBe("active.working")
    expect(play.pass(11 * 60_000).state).toBe("idle")
    expect(play.tell(calling("a")).state).toBe("active.working")
  })
})
