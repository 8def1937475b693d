/** A call of a tool that a person decides: who may, what the agent hears, what is remembered, and how it looks. */
import { describe, expect, it } from "vitest"
import type { Address } from "../../../src/machines/address.ts"
import { permitOf } from "../../../src/machines/permit/address.ts"
import { askedFor, wishesAtMost } from "../../../src/machines/permit/asking.ts"
import { exactly } from "../../../src/machines/permit/exactly.ts"
import { face } from "../../../src/machines/permit/face.ts"
import type { Permit } from "../../../src/machines/permit/kept.ts"
import { refusalOf } from "../../../src/machines/permit/reach.ts"
import type { Event } from "../../../src/machines/events.ts"
import type { Judged } from "../../../src/machines/tools/call.ts"
import { permissions } from "../../../src/machines/tools/permissions.ts"
import { Play } from "../support/play.ts"
import { ada, asks, bob, guild, turn } from "../support/words.ts"

const open = (use: Partial<Judged> = {}, of = asks.turn): Play<Permit> =>
  new Play<Permit>("permit", { id: "1" }).tell({ ...asks, turn: of, use: { ...asks.use, ...use } })

const said = (input: unknown): Partial<Judged> => ({ input: JSON.stringify(input) })

const standing = (use: Partial<Judged> = {}) => open(use).settle("Show", { type: "SHOWN", message: "60" })

interface Rights {
  readonly manages?: boolean
  readonly managesServer?: true
}

/** What is pressed: a button for the first call, or the one that is called so. */
const pressed = (what: string, by = ada, { manages = false, ...more }: Rights = {}): Event => ({
  type: "PRESSED",
  button: /\d/.test(what) ? what : `${what}-1`,
  by,
  channel: "301",
  manages,
  ...more,
})

const state = ({ value }: Play<Permit>) => (value as { readonly life: string }).life
const text = ({ context }: Play<Permit>) => face(context).text
const labels = ({ context }: Play<Permit>) => face(context).buttons.map(({ label }) => label)

const letters = ({ wants }: Play<Permit>) =>
  wants.flatMap((effect) => (effect.type === "Tell" ? [{ to: effect.to, ...effect.event }] : []))
const verdict = (play: Play<Permit>) => letters(play).find(({ type }) => type === "PERMITTED")
const ruling = (play: Play<Permit>) => letters(play).find(({ type }) => type === "RULE")

describe("a permit", () => {
  it("asks where the agent was spoken to: which tool, word for word with what, and until when", () => {
    const play = open()
    expect(state(play)).toBe("asking")
    expect(play.want("Show")).toMatchObject({ channel: "301", message: null, about: "writer" })
    expect(text(play)).toMatch(/^wants to use `blender\.render` with\n```\n\{\n {2}"scene": "kitchen",\n/)
    expect(text(play)).toContain("**Ada** decides")
    expect(text(play)).toContain(`<t:${(play.now + askedFor) / 1000}:R>`)
    expect(labels(play)).toEqual([
      "Once",
      "For this conversation",
      "In this server",
      "Always for me",
      "No",
      "Never",
      "Remember for every blender.render",
    ])
  })

  it.each([
    ["once", "allow", "who was asked allowed it"],
    ["here", "allow", "who was asked allowed it"],
    ["always", "allow", "who was asked allowed it"],
    ["no", "deny", "who was asked said no"],
    ["never", "deny", "who was asked said no"],
  ])("tells the agent what %s says, once", (button, wanted, why) => {
    const play = standing().tell(pressed(button))
    expect(verdict(play)).toEqual({
      to: "agent/0-0001",
      type: "PERMITTED",
      turn: asks.turn.id,
      use: "0.0",
      verdict: wanted,
      why,
    })
    expect(letters(play.tell(pressed("once")).tell(pressed("no")))).toEqual([])
  })

  it("is not done when nobody answers", () => {
    const play = standing().pass(askedFor)
    expect(state(play)).toBe("denied")
    expect(verdict(play)).toMatchObject({ verdict: "deny", why: "nobody answered within 5 min" })
    expect(text(play)).toContain("Not done: nobody answered")
    expect([labels(play), play.books.timers.size > 1]).toEqual([[], false])
  })

  it("is not done when Discord shows the question nowhere", () => {
    const play = open().settle("Show", { type: "UNSHOWN", reason: "Missing Access", retry: false })
    expect(verdict(play)).toMatchObject({
      verdict: "deny",
      why: "nobody could be asked here: Missing Access",
    })
  })

  it("asks nobody in the channel about an answer that is for one person alone", () => {
    const play = open({}, { ...turn(), aside: true })
    expect([state(play), play.owed.includes("Show")]).toEqual(["available", false])
    expect(verdict(play)).toMatchObject({ verdict: "deny" })
  })

  it("ends without a word to the agent when its turn is over, and with one when somebody stops it", () => {
    const over = standing().tell({ type: "WITHDRAW_ASK", turn: asks.turn.id, use: "0.0", agent: asks.agent })
    expect([state(over), letters(over)]).toEqual(["withdrawn", []])
    expect(text(over)).toContain("the answer is over")
    const stopped = standing().tell({ type: "STOP", by: bob })
    expect(verdict(stopped)).toMatchObject({ verdict: "deny", why: "it was stopped" })
  })

  it("goes on after a restart as if nothing had been", () => {
    const play = standing().tell(pressed("scope")).restart().tell(pressed("always-1-wide"))
    expect(ruling(play)).toMatchObject({ rule: { pattern: "blender.render" } })
  })

  it("shows in the end what was decided and by whom, without buttons", () => {
    const play = standing()
      .tell(pressed("once", bob, { manages: true }))
      .pass(1000)
    expect(play.want("Show")).toMatchObject({ message: "60", buttons: [] })
    expect(text(play)).toMatch(/^wanted to use/)
    expect(text(play)).toContain("✅ **Bob** allowed it, this once.")
  })
})

describe("who decides", () => {
  const mod = { manages: true }
  const owner = { managesServer: true } as const
  it.each([
    ["once", ada, {}, true],
    ["never", ada, {}, true],
    ["scope", ada, {}, true],
    ["once", bob, {}, false],
    ["scope", bob, {}, false],
    ["once", bob, mod, true],
    ["here", bob, mod, true],
    ["once", bob, owner, true],
    ["always", bob, mod, false],
    ["always", bob, owner, false],
    ["server", ada, {}, false],
    ["server", bob, mod, false],
    ["server", bob, owner, true],
  ] as const)("%s pressed by %o, who may %o: %s", (button, by, rights, may) => {
    const play = standing()
    const before = [play.value, text(play)]
    expect(
      refusalOf(play.context, { button: `${button}-1`, by, channel: "301", manages: false, ...rights }) ===
        null,
    ).toBe(may)
    play.tell(pressed(button, by, rights))
    if (!may) expect([play.value, text(play), letters(play)]).toEqual([...before, []])
    else expect([play.value, text(play)]).not.toEqual(before)
  })

  it("decides where the board is, since elsewhere somebody may manage what they do not here", () => {
    const press = { ...pressed("once", bob, mod), channel: "302" } as Event
    expect(state(standing().tell(press))).toBe("asking")
  })

  it("hears no button that is none of its own", () => {
    for (const button of ["constructor-1", "yes-1", "to-string", "once-0"])
      expect(state(standing().tell(pressed(button)))).toBe("asking")
  })
})

describe("what is remembered", () => {
  const rights = { manages: true, managesServer: true } as const
  it.each([
    ["here", ada, {}, "constellation/101", "301", "for **Ada** in this conversation"],
    ["here", bob, { manages: true }, "guild/201", "301", "for everybody in this conversation"],
    ["server", bob, rights, "guild/201", null, "for everybody in this server"],
    ["always", ada, rights, "constellation/101", null, "for **Ada**"],
    ["never", ada, {}, "constellation/101", null, "for **Ada**"],
    ["never", bob, { manages: true }, "guild/201", "301", "for everybody in this conversation"],
    ["never", bob, rights, "guild/201", null, "for everybody in this server"],
  ] as const)("of %s, said by %o who may %o, reaches %s", (button, by, may, to, channel, words) => {
    const play = standing().tell(pressed(button, by, may))
    const pattern = 'blender.render:{"frames":250,"scene":"kitchen"}'
    const verdict = button === "never" ? "deny" : "allow"
    expect(ruling(play)).toEqual({
      to,
      type: "RULE",
      rule: { verdict, pattern, agent: "writer" },
      channel,
      by,
    })
    expect(text(play)).toContain(words)
  })

  it("is nothing when it is said for once", () => {
    for (const button of ["once", "no"]) expect(ruling(standing().tell(pressed(button)))).toBeUndefined()
  })

  it("is about this very call, or about every use of the tool where that was chosen", () => {
    const wide = standing().tell(pressed("scope"))
    expect(text(wide)).toContain("every use of `blender.render`")
    expect(labels(wide)).toContain("Remember this very call only")
    expect(ruling(wide.tell(pressed("always-1-wide")))).toMatchObject({ rule: { pattern: "blender.render" } })
    const back = standing().tell(pressed("scope")).tell(pressed("scope")).tell(pressed("always"))
    expect(ruling(back)).toMatchObject({ rule: { pattern: expect.stringContaining(":{") } })
  })

  it.each([["rm -rf *"], ["x".repeat(301)]])(
    "is about the tool alone when no pattern matches %s and nothing else",
    (command) => {
      const play = standing({ tool: "shell", ...said({ command }) })
      expect(exactly(play.context.wishes[0]!.use)).toBeNull()
      expect(labels(play)).not.toContain("Remember for every shell")
      expect(text(play)).toContain("What is remembered holds for every use of `shell`")
      expect(ruling(play.tell(pressed("scope")).tell(pressed("always")))).toMatchObject({
        rule: { pattern: "shell" },
      })
    },
  )

  it("matches the call that it was said about, and no other", () => {
    const rule = { verdict: "allow", pattern: exactly(asks.use)!, agent: "writer" } as const
    const call = { tool: "blender.render", agent: "writer", guild, roles: [] }
    const decide = permissions([rule])
    expect(decide({ ...call, argument: '{"frames":250,"scene":"kitchen"}' }).verdict).toBe("allow")
    expect(decide({ ...call, argument: '{"frames":251,"scene":"kitchen"}' }).verdict).toBe("ask")
    expect(decide({ ...call, agent: "other", argument: '{"frames":250,"scene":"kitchen"}' }).verdict).toBe(
      "ask",
    )
  })

  it("has no server to be about in a direct message: it stays in that conversation", () => {
    const play = open({}, turn("writer", { guild: null }))
    expect(labels(play)).not.toContain("In this server")
    expect(ruling(play.tell(pressed("here", ada, { manages: true })))).toMatchObject({
      to: "guild/301",
      channel: "301",
    })
  })
})

describe("the board of a permit", () => {
  const blockOf = (play: Play<Permit>) => /^[^\n]*\n```\n([^]*?)\n```\n/.exec(text(play))![1]!

  it("shows the one text of a tool that takes no more as it is", () => {
    expect(blockOf(open(said({ query: "the kitchen\nsecond line" })))).toBe("the kitchen\nsecond line")
    expect(text(open(said({})))).toMatch(/^wants to use `blender\.render`\.\n/)
  })

  it("keeps what is in its block in it, whatever that is", () => {
    const play = open(said({ text: "```\n@everyone **free** <@101>\n```` ` `` ```" }))
    expect(text(play).match(/```/g)).toHaveLength(2)
    expect(blockOf(play).replaceAll("\u200b", "")).toBe("```\n@everyone **free** <@101>\n```` ` `` ```")
  })

  it("shows what nobody would see, or would read the wrong way round", () => {
    const block = blockOf(open(said({ text: "a\u202eb\u200bc\u0000d\u2028e" })))
    expect(block).toBe("a\\u{202e}b\\u{200b}c\\u{0}d\\u{2028}e")
  })

  it("keeps keys apart: no value can look like another key", () => {
    expect(blockOf(open(said({ a: '1"\n  "b": 2', b: 3 })))).toBe(
      '{\n  "a": "1\\"\\n  \\"b\\": 2",\n  "b": 3\n}',
    )
  })

  it("shows both ends of what is long, and says how much is left out", () => {
    const play = open(said({ text: `begin ${"x".repeat(16_000)} end` }))
    expect(blockOf(play)).toMatch(/^begin x+\n\[… 15,0\d\d characters more …\]\nx+ end$/)
    expect(text(play).length).toBeLessThan(1900)
  })

  it("fits into a message, whatever is in it", () => {
    const long = { id: "101", name: "`*_".repeat(200) + "y".repeat(200) }
    const of = turn("writer", { author: long })
    for (const one of ["`", "\u202e", "😀", "\n"]) {
      const play = open({ tool: `t${"o".repeat(60)}l`, ...said({ text: one.repeat(5000) }) }, of)
      for (const it of [text(play), text(play.tell(pressed("here", long)))])
        expect(it.length).toBeLessThanOrEqual(1900)
    }
  })
})

/** Five calls of one tool wait, shown together. */
const five = (): Play<Permit> => {
  const play = new Play<Permit>("permit", { id: "1" })
  for (let n = 0; n < 5; n++) play.tell(ask(n))
  return play
    .settle("Show", { type: "SHOWN", message: "60" })
    .pass(1000)
    .settle("Show", { type: "SHOWN", message: "60" })
}

const ask = (n: number, input: unknown = { scene: `room ${n}` }) => ({
  ...asks,
  use: { ...asks.use, id: `0.${n}`, input: JSON.stringify(input) },
})

const answers = (play: Play<Permit>) =>
  letters(play).flatMap((letter) => (letter.type === "PERMITTED" ? [[letter.use, letter.verdict]] : []))
const patterns = (play: Play<Permit>) =>
  letters(play).flatMap((letter) => (letter.type === "RULE" ? [letter.rule.pattern] : []))

describe("several calls that wait", () => {
  it("stand on one board, each word for word, with their number", () => {
    const play = five()
    expect(text(play)).toMatch(/^wants to use `blender\.render` 5 times with\n/)
    for (let n = 0; n < 5; n++) expect(text(play)).toContain(`room ${n}`)
    expect(text(play)).toContain("What you say counts for **all 5**.")
    expect(face(play.context)).toMatchObject({
      message: "60",
      buttons: [{ id: "once-5" }, {}, {}, {}, {}, {}, {}],
    })
  })

  it("are all answered by one button, and remembered each, or as every use of the tool", () => {
    const play = five().tell(pressed("once-5"))
    expect(answers(play)).toEqual([0, 1, 2, 3, 4].map((n) => [`0.${n}`, "allow"]))
    expect(patterns(play)).toEqual([])
    expect(patterns(five().tell(pressed("always-5")))).toEqual(
      [0, 1, 2, 3, 4].map((n) => `blender.render:room ${n}`),
    )
    expect(patterns(five().tell(pressed("never-5-wide")))).toEqual(["blender.render"])
  })

  it("that say the same are shown once, with how often", () => {
    const play = open(said({ text: "bread" })).tell({ ...ask(1, { text: "bread" }) })
    expect(text(play)).toMatch(/^wants to use `blender\.render` twice with\n```\nbread\n```\n/)
    expect(patterns(play.tell(pressed("always-2")))).toEqual(["blender.render:bread"])
  })

  it("are decided as far as who pressed had seen them; the rest is asked about on a board of its own", () => {
    const play = standing().tell(ask(1)).tell(pressed("once-1"))
    expect([answers(play), state(play)]).toEqual([[["0.0", "allow"]], "queued"])
    play.pass(1000).settle("Show", { type: "SHOWN", message: "60" })
    expect(state(play)).toBe("asking")
    play.pass(1000)
    expect(play.want("Show")).toMatchObject({
      message: null,
      buttons: [{ id: "once-2" }, {}, {}, {}, {}, {}, {}],
    })
    expect(text(play)).toContain("room 1")
    expect(answers(play.tell(pressed("no-2")))).toEqual([["0.1", "deny"]])
  })

  it("that nobody has seen go along with what was said of every use, or of the same call", () => {
    expect(answers(standing().tell(ask(1)).tell(pressed("always-1-wide")))).toHaveLength(2)
    expect(
      answers(
        standing()
          .tell({ ...asks, use: { ...asks.use, id: "0.1" } })
          .tell(pressed("here-1")),
      ),
    ).toHaveLength(2)
    expect(answers(standing().tell(ask(1)).tell(pressed("always-1")))).toHaveLength(1)
  })

  it("that come later are asked about anew, by what the board then says, and old buttons decide nothing", () => {
    const play = standing().tell(pressed("once")).tell(ask(1))
    expect(state(play)).toBe("queued")
    expect(text(play)).toContain("allowed it, this once")
    play.pass(1000).settle("Show", { type: "SHOWN", message: "60" }).pass(1000)
    expect([state(play), play.want("Show").message]).toEqual(["asking", null])
    expect(answers(play.tell(pressed("once-1")))).toEqual([])
    expect(answers(play.tell(pressed("once-2")))).toEqual([["0.1", "allow"]])
  })

  it("have five minutes from the last of them", () => {
    const play = standing()
      .pass(askedFor - 60_000)
      .tell(ask(1))
      .pass(askedFor - 1000)
    expect(state(play)).toBe("asking")
    expect(answers(play.pass(1000))).toEqual([
      ["0.0", "deny"],
      ["0.1", "deny"],
    ])
  })

  it("are withdrawn one by one, each by its own agent", () => {
    const play = standing().tell(ask(1))
    const over = (use: string, agent: Address = asks.agent): Event => ({
      type: "WITHDRAW_ASK",
      turn: asks.turn.id,
      use,
      agent,
    })
    expect(play.tell(over("0.0", "agent/0-0002")).context.wishes).toHaveLength(2)
    expect(play.tell(over("0.0")).context.wishes.map(({ use }) => use.id)).toEqual(["0.1"])
    expect(state(play.tell(over("0.1")))).toBe("withdrawn")
  })

  it("do not share a board with another tool, or another person's, whatever the address says", () => {
    const play = standing().tell({ ...ask(1), use: { ...asks.use, id: "0.1", tool: "shell" } })
    expect([text(play).includes("shell"), play.context.next.length]).toEqual([false, 1])
    expect(answers(play.tell(pressed("always-9-wide")))).toEqual([["0.0", "allow"]])
    expect(state(play)).toBe("queued")
  })

  it("are as many as a message holds; the rest is told to wait, and asked about next", () => {
    const play = new Play<Permit>("permit", { id: "1" })
    for (let n = 0; n < 12; n++) play.tell(ask(n, { text: `${n} ${"x".repeat(2000)}` }))
    const shown = Number(/ (\d+) times/.exec(text(play))![1])
    expect(text(play).length).toBeLessThanOrEqual(1900)
    expect(text(play)).toContain(`${12 - shown} more wait, and are asked about next.`)
    expect(answers(play.tell(pressed(`once-${shown}`)))).toHaveLength(shown)
    expect(play.context.next).toHaveLength(12 - shown)
  })

  it("are not more than a person can be asked about", () => {
    const play = new Play<Permit>("permit", { id: "1" })
    for (let n = 0; n < wishesAtMost; n++) play.tell(ask(n))
    expect(answers(play.tell(ask(99)))).toEqual([["0.99", "deny"]])
    expect(text(play).length).toBeLessThanOrEqual(1900)
  })

  it("end together when they are stopped, also those not yet asked about", () => {
    const play = standing().tell({ ...ask(1), use: { ...asks.use, id: "0.1", tool: "shell" } })
    expect(answers(play.tell({ type: "STOP", by: bob })).toSorted()).toEqual([
      ["0.0", "deny"],
      ["0.1", "deny"],
    ])
  })

  it("do not wait for ever behind a board that Discord does not take", () => {
    const play = standing().tell(pressed("once")).tell(ask(1)).pass(1000)
    play.settle("Show", { type: "UNSHOWN", reason: "away", retry: true })
    for (let minute = 0; minute < 6 && state(play) === "queued"; minute++) {
      if (play.owed.includes("Show")) play.settle("Show", { type: "UNSHOWN", reason: "away", retry: true })
      play.pass(60_000)
    }
    expect(state(play)).toBe("withdrawn")
  })
})

describe("the address of a permit", () => {
  it("is one for a tool, an agent, a person and a channel, and names nobody", () => {
    const by = { id: "102", name: "Bob" }
    const all = [
      permitOf(turn(), "shell"),
      permitOf(turn(), "shell.run"),
      permitOf(turn("analyst"), "shell"),
      permitOf(turn("writer", { author: by }), "shell"),
      permitOf(turn("writer", { channel: "302" }), "shell"),
    ]
    expect(new Set(all).size).toBe(5)
    expect(permitOf(turn("writer", { id: "77" }), "shell")).toBe(all[0])
    for (const one of all) expect(one).toMatch(/^permit\/30[12]-\w{14}$/)
  })
})
