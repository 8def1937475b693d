/** How a channel is set: who answers there, in which order, and how much of it is lent. */
import { describe, expect, it } from "vitest"
import type { Floor } from "../../../src/machines/conversation/floor.ts"
import { builtIn, type Change, type Standard } from "../../../src/machines/conversation/settings.ts"
import type { Message, Turn } from "../../../src/machines/values.ts"
import { Play } from "../support/play.ts"
import { ada, answered, bob, channel, heard, routed, unanswered } from "../support/words.ts"

const agents = [{ id: "analyst" }, { id: "poet" }, { id: "strategist" }, { id: "writer" }]
const standard: Standard = { ...builtIn, agents }

const active = (laid: Partial<Standard> = {}) =>
  new Play<Floor>("conversation", { id: channel })
    .tell({ type: "ALLOCATE" })
    .settle("Connect", { type: "CONNECTED", recent: [], standard: { ...standard, ...laid } })

const set = (play: Play<Floor>, change: Change) => play.tell({ type: "SET", by: ada, ...change })
const settled = (change: Change, laid: Partial<Standard> = {}) => set(active(laid), change)

const turns = ({ context }: Play<Floor>): ReadonlyArray<Turn> => [
  ...Object.values(context.underWay),
  ...context.waiting,
]
/** `writer keyword`: who answers a message that is said now, and why. */
const answers = (play: Play<Floor>, more: Partial<Message>, chosen: ReadonlyArray<string> = []) => {
  const said = heard(more)
  play.tell(said)
  if (play.owed.includes("Route")) play.settle("Route", routed(said.message.id, chosen))
  return turns(play)
    .filter(({ message }) => message.id === said.message.id)
    .map(({ brain, route }) => `${brain} ${route}`)
}
const named = { called: ["writer"], matched: ["analyst"] }
const word = { matched: ["analyst"] }
const none = {}
const toTeam = { toTeam: true, matched: ["analyst"] }

describe("a mode", () => {
  it.each<[Change["mode"] & string, Record<"named" | "word" | "none" | "toTeam", ReadonlyArray<string>>]>([
    ["mentions", { named: ["writer mention"], word: [], none: [], toTeam: ["strategist manager"] }],
    [
      "keywords",
      { named: ["writer mention"], word: ["analyst keyword"], none: [], toTeam: ["analyst keyword"] },
    ],
    [
      "manager",
      {
        named: ["writer mention"],
        word: ["analyst keyword"],
        none: ["strategist manager"],
        toTeam: ["analyst keyword"],
      },
    ],
    [
      "all",
      {
        named: ["writer mention"],
        word: agents.map(({ id }) => `${id} all`),
        none: agents.map(({ id }) => `${id} all`),
        toTeam: agents.map(({ id }) => `${id} all`),
      },
    ],
    ["off", { named: [], word: [], none: [], toTeam: [] }],
  ])("%s says who answers", (mode, expected) => {
    for (const [kind, said] of Object.entries({ named, word, none, toTeam })) {
      const who = answers(settled({ mode }), said, ["strategist"])
      expect([kind, who]).toEqual([kind, expected[kind as keyof typeof expected]])
    }
  })

  it("of the operator holds until somebody sets another, and again when that is taken back", () => {
    const play = active({ mode: "mentions" })
    expect(answers(play, word)).toEqual([])
    expect(answers(set(play, { mode: "keywords" }), { ...word, author: bob })).toEqual(["analyst keyword"])
    expect(play.context.settings.setBy["mode"]).toEqual({ by: ada, at: play.now })
    expect(answers(set(play, { mode: null }), word)).toEqual([])
    expect(play.context.settings).toMatchObject({ own: {}, setBy: {} })
  })

  it("of the operator that has changed comes with the first message after it, and holds for it", () => {
    const play = active()
    play.tell({ ...heard(word), standard: { ...standard, mode: "mentions" } })
    expect(turns(play)).toEqual([])
    expect(play.context.settings.standard.mode).toBe("mentions")
  })

  it("survives a restart", () => {
    expect(answers(settled({ mode: "mentions", team: ["writer"] }).restart(), word)).toEqual([])
  })
})

describe("off", () => {
  it("remembers what is said, counts it as unrouted, and lends it later", () => {
    const play = settled({ mode: "off" })
    answers(play, { text: "psst", called: ["writer"] })
    expect(play.value).toMatchObject({ active: { working: { floor: "silent" } } })
    expect(play.context.tally).toEqual({ messages: 1, answered: 0, unrouted: 1, replies: 0 })
    answers(set(play, { mode: null }), named)
    expect(turns(play)[0]!.lent.map(({ text }) => text)).toEqual(["psst"])
  })

  it("takes back what the manager is asked, and lets what is under way be said", () => {
    const play = active().tell(heard(named)).tell(heard())
    expect(play.owed).toContain("Route")
    set(play, { mode: "off" })
    expect(play.owed).not.toContain("Route")
    play.tell(answered(turns(play)[0]!, { calls: ["analyst"] }))
    expect([turns(play), play.context.tally]).toEqual([
      [],
      { messages: 2, answered: 1, unrouted: 1, replies: 1 },
    ])
  })
})

describe("an agent that always answers", () => {
  const laid = { agents: agents.map(({ id }) => (id === "poet" ? { id, always: true as const } : { id })) }

  it("does so beside others, but where another is called by name", () => {
    expect(answers(active(laid), named)).toEqual(["writer mention"])
    expect(answers(active(laid), word)).toEqual(["analyst keyword", "poet auto"])
    expect(answers(active(laid), none, ["strategist"])).toEqual(["strategist manager", "poet auto"])
    expect(answers(active(laid), none)).toEqual(["poet auto"])
    expect(answers(active(laid), none, ["poet"])).toEqual(["poet manager"])
  })

  it("does so where words count, and not where nothing but names does, nor where it does not listen", () => {
    expect(answers(settled({ mode: "keywords" }, laid), none)).toEqual(["poet auto"])
    expect(answers(settled({ mode: "mentions" }, laid), word)).toEqual([])
    expect(answers(settled({ mode: "off" }, laid), word)).toEqual([])
    expect(answers(settled({ team: ["analyst"] }, laid), word)).toEqual(["analyst keyword"])
  })
})

describe("the team of a channel", () => {
  it("is all that is called, heard, chosen and asked there", () => {
    const play = settled({ team: ["analyst", "poet"] })
    play.tell(heard({ called: ["writer"] }))
    expect(play.want("Route").team).toEqual(["analyst", "poet"])
    play.settle("Route", routed(play.context.inbox[0]!.id, ["writer", "analyst"]))
    expect(turns(play).map(({ brain }) => brain)).toEqual(["analyst"])
    play.tell(answered(turns(play)[0]!, { calls: ["writer", "poet"] }))
    expect(turns(play).map(({ brain }) => brain)).toEqual(["poet"])
    expect(answers(settled({ mode: "all", team: ["poet"] }), none)).toEqual(["poet all"])
  })
})

describe("answers", () => {
  const said = { called: ["analyst", "poet", "writer"] }
  const begun = ({ context }: Play<Floor>) => Object.values(context.underWay)

  it("come at once, three at most, or as many as are set", () => {
    const all = { mode: "all" } as const
    for (const [change, count] of [
      [{ ...all }, 3],
      [{ ...all, atOnce: 1 as const }, 1],
      [{ ...all, atOnce: 4 as const }, 4],
    ] as const) {
      const play = settled(change).tell(heard())
      expect([begun(play).length, turns(play).length]).toEqual([count, 4])
    }
  })

  it("come in turn: each agent begins when the one before has answered, and is lent what was said", () => {
    const play = settled({ pace: "inTurn" }).tell(heard({ ...said, text: "a slogan?" }))
    expect(begun(play).map(({ brain }) => brain)).toEqual(["analyst"])
    play.tell(answered(begun(play)[0]!, { text: "figures first" }))
    expect(begun(play).map(({ brain, lent }) => [brain, lent.map(({ text }) => text)])).toEqual([
      ["poet", ["figures first"]],
    ])
    play.tell(unanswered(begun(play)[0]!))
    expect(begun(play).map(({ brain, lent }) => [brain, lent.map(({ text }) => text)])).toEqual([
      ["writer", ["figures first"]],
    ])
    expect(play.want("Allocate").turn).toEqual(begun(play)[0])
  })

  it("to other messages do not wait for that", () => {
    const play = settled({ pace: "inTurn" }).tell(heard(said))
    play.tell(heard({ called: ["strategist"], author: bob }))
    expect(begun(play).map(({ brain }) => brain)).toEqual(["analyst", "strategist"])
  })

  it("wait by urgency: by name, by word, by the manager's choice, by an agent's call; then by age", () => {
    const play = settled({ atOnce: 1 }).tell(heard({ called: ["first"] }))
    const person = (n: number) => ({ id: String(500 + n), name: `P${n}` })
    const unrouted = heard({ author: person(1) })
    play.tell(unrouted).settle("Route", routed(unrouted.message.id, ["chosen"]))
    play.tell(heard({ matched: ["word-1"], author: person(2) }))
    play.tell(heard({ matched: ["word-2"], author: person(3) }))
    play.tell(heard({ called: ["name"], author: person(4) }))
    const order: Array<string> = []
    for (let [turn] = begun(play); turn !== undefined; [turn] = begun(play)) {
      order.push(turn.brain)
      play.tell(answered(turn, { calls: turn.brain === "first" ? ["summoned"] : [] }))
    }
    expect(order).toEqual(["first", "name", "word-1", "word-2", "chosen", "summoned"])
  })
})

describe("context", () => {
  const lines = (count: number, more: (n: number) => Partial<Message> = () => ({})) =>
    Array.from({ length: count }, (_, n) => heard({ text: `line ${n}`, ...more(n) }))
  const lent = (play: Play<Floor>) => turns(play)[0]!.lent.map(({ text }) => text)
  const told = (play: Play<Floor>, count: number) => {
    for (const said of lines(count)) play.tell(said)
    return play
  }
  const off = { mode: "mentions" } as const

  it("is as large as is set, and an agent's as it wants, within what its channel allows", () => {
    expect(lent(told(active(off), 30).tell(heard(named)))).toHaveLength(10)
    expect(lent(told(settled({ lent: 3 }, off), 30).tell(heard(named)))).toEqual([
      "line 27",
      "line 28",
      "line 29",
    ])
    expect(lent(told(settled({ lent: 0 }, off), 30).tell(heard(named)))).toEqual([])
    const wants = (lent: number) => ({ ...off, agents: [{ id: "writer", lent }] })
    expect(lent(told(active(wants(2)), 30).tell(heard(named)))).toHaveLength(2)
    expect(lent(told(active(wants(15)), 30).tell(heard(named)))).toHaveLength(15)
    expect(lent(told(settled({ lent: 4 }, wants(15)), 30).tell(heard(named)))).toHaveLength(4)
  })

  it("forgets at once what is more than is kept", () => {
    const play = told(active({ ...off, kept: 50 }), 40)
    expect(play.context.recent).toHaveLength(40)
    expect(set(play, { kept: 5 }).context.recent.map(({ text }) => text)).toEqual(
      [35, 36, 37, 38, 39].map((n) => `line ${n}`),
    )
  })

  it("that was cleared does not come back when the channel is read again", () => {
    const play = told(active(off), 3).tell({ type: "CLEAR", by: ada })
    expect(play.context.recent).toEqual([])
    const old = { id: "30000", author: "Bob", brain: null, text: "old", at: play.now - 1 }
    play
      .pass(10 * 60_000)
      .tell({ type: "RELEASE" })
      .settle("Disconnect", { type: "DISCONNECTED" })
    play.tell({ type: "ALLOCATE" }).settle("Connect", { type: "CONNECTED", recent: [old] })
    expect(lent(play.tell(heard(named)))).toEqual([])
  })

  it("of a thread begins with its parent's lines, and they leave as it has its own", () => {
    const above = (n: number) => ({ id: `1${n}`, author: "Bob", brain: null, text: `above ${n}`, at: 1 })
    const play = new Play<Floor>("conversation", { id: channel }).tell({ type: "ALLOCATE" })
    const parent = [above(1), above(2)]
    play.settle("Connect", {
      type: "CONNECTED",
      recent: [],
      standard: { ...standard, ...off, lent: 3 },
      parent,
    })
    play.tell(heard({ text: "own" }))
    expect(lent(play.tell(heard(named)))).toEqual(["above 1", "above 2", "own"])
    play.tell(answered(turns(play)[0]!, { text: "said" })).tell(heard(named))
    expect(lent(play)).toEqual(["own", "hello", "said"])
    play.tell({ type: "CLEAR", by: ada })
    expect(play.context.parent).toEqual([])
  })
})

describe("the manager", () => {
  const choose = (play: Play<Floor>, text: string, chosen: ReadonlyArray<string>) => {
    const said = heard({ text })
    play.tell(said)
    const asked = play.want("Route")
    play.settle("Route", { ...routed(said.message.id, chosen), reason: `because of ${text}` } as never)
    for (const turn of turns(play)) play.tell(answered(turn))
    return asked
  }

  it("is shown what it said lately, also that nobody answers, and no more than six of it", () => {
    const play = active()
    choose(play, "one", ["writer"])
    choose(play, "two", [])
    expect(choose(play, "three", []).choices).toEqual([
      { from: "Ada", text: "one", chosen: ["writer"], reason: "because of one" },
      { from: "Ada", text: "two", chosen: [], reason: "because of two" },
    ])
    for (let n = 0; n < 9; n++) choose(play, `more ${n}`, [])
    expect(play.context.choices).toHaveLength(6)
  })

  it("says whom it chose where the operator wants that seen, and nothing of nobody", () => {
    const says = (laid: Partial<Standard>, chosen: ReadonlyArray<string>) => {
      const said = heard()
      const play = active(laid).tell(said)
      play.settle("Route", routed(said.message.id, chosen))
      return play.wants.filter(({ type }) => type === "Announce")
    }
    expect(says({ announced: true }, ["writer"])).toMatchObject([{ channel, chosen: ["writer"] }])
    expect(says({ announced: true }, [])).toEqual([])
    expect(says({}, ["writer"])).toEqual([])
  })
})
