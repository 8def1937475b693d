/** A debate: who has the floor, what each is lent, when it ends, and that a verdict needs reasons. */
import { describe, expect, it } from "vitest"
import type { EffectOf } from "../../../src/machines/effects.ts"
import type { Event } from "../../../src/machines/events.ts"
import type { Motion } from "../../../src/machines/team/motion.ts"
import { face, transcript } from "../../../src/machines/team/debate-face.ts"
import type { Proceedings } from "../../../src/machines/team/proceedings.ts"
import { Play } from "../support/play.ts"
import { answered, bob, motion, pressed, unanswered } from "../support/words.ts"

const shown: Event = { type: "SHOWN", message: "60" }
const turnTime = 2 * 60_000
const verdict = "A. It answered every point about what planes cost, and B did not."

const opened = (more: Partial<Motion> = {}) =>
  new Play<Proceedings>("debate", { id: "900" }).tell({ type: "OPEN_DEBATE", motion: motion(more) })
const standing = (more: Partial<Motion> = {}) => opened(more).settle("Show", shown).pass(1000)
/** Whoever is asked says these, one after the other. */
const says = (play: Play<Proceedings>, ...texts: ReadonlyArray<string>) =>
  texts.reduce((it, text) => it.tell(answered(it.context.turn!, { text })), play)
const heard = (more: Partial<Motion> = {}) => says(standing(more), "one", "two", "three", "four")
const text = ({ context }: Play<Proceedings>) => face(context).text
const stop: Event = { type: "STOP", by: bob }

describe("a debate", () => {
  it("begins with a board, and with the first side's turn", () => {
    const play = opened()
    expect(play.state).toBe("active.speaking")
    expect(play.told).toEqual(["guild/201 BEGUN", "constellation/101 ALLOCATE"])
    expect(play.want("Allocate").turn).toMatchObject({
      id: "900.round-1.a",
      brain: "a",
      conversation: "debate/900",
      lent: [],
    })
    const { buttons, text } = play.want("Show")
    expect(buttons.map(({ label }) => label)).toEqual(["Stop"])
    expect(text).toContain("**Trains or planes?**")
    expect(text).toContain("Round 1 of 2: **A** has the floor until <t:")
    expect(text).toContain("ends early when the last statement of every side begins with AGREED")
    expect(text).toContain("J judges, and must give reasons")
  })

  it("gives the floor to one side after the other, each with all that was said before", () => {
    const play = standing()
    const order: Array<unknown> = []
    for (const words of ["one", "two", "three", "four"]) {
      const { id, lent } = play.context.turn!
      order.push([id, lent.map(({ author, text }) => `${author}: ${text}`)])
      expect(says(play, words).told).toContain("conversation/301 ANSWERED")
    }
    expect(order).toEqual([
      ["900.round-1.a", []],
      ["900.round-1.b", ["A: one"]],
      ["900.round-2.a", ["A: one", "B: two"]],
      ["900.round-2.b", ["A: one", "B: two", "A: three"]],
    ])
    expect(play.state).toBe("active.judging")
    expect(play.context.turn).toMatchObject({ id: "900.verdict-1.j", brain: "j" })
    expect(play.context.turn!.lent).toHaveLength(4)
  })

  it("lends the newest of what was said, when it is too much", () => {
    const long = (n: number) => `${n}${"x".repeat(5000)}`
    const play = says(standing({ rounds: 4 }), ...[1, 2, 3, 4, 5, 6, 7].map(long))
    const { lent } = play.context.turn!
    expect(lent.map(({ text }) => text[0])).toEqual(["3", "4", "5", "6", "7"])
    expect(lent.reduce((sum, line) => sum + line.text.length, 0)).toBeLessThanOrEqual(10_000)
  })

  it("takes no word of who has not the floor", () => {
    const play = standing()
    const first = play.context.turn!
    says(play, "one")
    play.tell(answered(first, { text: "and another thing" })).tell(unanswered(first))
    expect(play.context.statements).toHaveLength(1)
  })

  it("takes the turn from who does not answer in time, and from who cannot", () => {
    const play = standing()
    const first = play.context.turn!
    expect(play.pass(turnTime).wants).toContainEqual({ type: "Release", turns: [first] })
    play.tell(unanswered(play.context.turn!, "it broke"))
    expect(play.context.statements.map(({ text, reason }) => [text, reason])).toEqual([
      [null, "no answer in time"],
      [null, "it broke"],
    ])
    expect(play.context.turn!.id).toBe("900.round-2.a")
    expect(text(play)).toContain("`▢·` **A**")
  })

  it("gives each turn its whole time", () => {
    const play = standing().pass(turnTime - 2000)
    says(play, "one").pass(turnTime - 1)
    expect(play.context.statements).toHaveLength(1)
    expect(play.pass(1).context.statements).toHaveLength(2)
  })

  it("asks no judge when nobody spoke", () => {
    const play = standing({ rounds: 1 }).pass(2 * turnTime)
    expect([play.state, text(play).includes("**No verdict**: nobody spoke.")]).toEqual(["decided", true])
  })

  it("goes to the judge early when the last word of every side is that it agrees", () => {
    const play = says(standing({ rounds: 6 }), "one", "AGREED, in part", "three", "AGREED, as I said")
    expect(play.state).toBe("active.speaking")
    says(play, "AGREED. Trains for short ways.")
    expect(play.state).toBe("active.judging")
    expect(text(play)).toContain("All sides agree. **J** judges")
    expect(text(play)).toContain("`■■◆···` **A**")
  })

  it("does not count what a side agreed to before it went on arguing", () => {
    const play = says(standing({ rounds: 3 }), "AGREED", "two", "but no", "AGREED")
    expect(play.state).toBe("active.speaking")
  })

  it("goes on where it was after a restart", () => {
    const play = says(standing().restart(), "one").restart()
    says(play, "two", "three", "four")
    expect(says(play.restart(), verdict).context.outcome).toMatchObject({ type: "verdict", winner: 0 })
  })

  it("is stopped by who began it and by who may manage messages, by nobody else, and by a STOP", () => {
    expect(standing().tell(pressed("stop", bob)).state).toBe("active.speaking")
    for (const end of [pressed("stop"), pressed("stop", bob, true), stop]) {
      const play = standing()
      const turn = play.context.turn!
      play.tell(end)
      expect([play.state, play.told]).toEqual(["stopped", ["guild/201 ENDED"]])
      expect(play.wants.find((it): it is EffectOf<"Release"> => it.type === "Release")?.turns).toEqual([turn])
      expect(says(play.pass(turnTime)).context.statements).toEqual([])
      expect(text(play)).toContain("**Stopped** by")
    }
  })

  it("is given up when Discord refuses its board from the beginning", () => {
    const play = opened().settle("Show", { type: "UNSHOWN", reason: "no", retry: false })
    expect([play.state, play.context.outcome]).toEqual(["stopped", { type: "stopped", by: null }])
  })
})

describe("the judge of a debate", () => {
  it("says who argued best, with reasons, and nothing is left to press", () => {
    const play = says(heard(), verdict)
    expect([play.state, play.told]).toEqual(["decided", ["conversation/301 ANSWERED", "guild/201 ENDED"]])
    expect(play.context.outcome).toEqual({ type: "verdict", winner: 0, reasons: verdict })
    expect(text(play)).toContain(`All rounds are over. **J** finds: **A** argued best.\n> ${verdict}`)
    expect(text(play)).toContain("`/debate transcript id:900`")
    expect(face(play.context).buttons).toEqual([])
  })

  it("stands on the board in one line, without what an agent says of itself in small print", () => {
    expect(text(says(heard(), `${verdict}\n\nSo be it.\n-# offline model`))).toContain(
      `> ${verdict} So be it.\n-# All that was said`,
    )
  })

  it("is asked once more for reasons", () => {
    const play = says(heard(), "A wins.")
    expect(play.state).toBe("active.judging")
    expect(play.context.turn).toMatchObject({ id: "900.verdict-2.j", brain: "j" })
    expect(play.context.turn!.message.text).toContain("gave no reasons")
    expect(says(play, verdict).context.outcome).toMatchObject({ type: "verdict", winner: 0 })
  })

  it.each([
    ["no reasons", ["A", "B wins."]],
    ["no side named", ["A.", "Both had their point about what it costs and what it takes."]],
  ])("leaves no verdict when it has given %s twice", (why, answers) => {
    const play = says(heard(), ...answers)
    expect([play.state, play.context.outcome]).toEqual(["decided", { type: "none", why }])
    expect(text(play)).toContain(`**No verdict**: ${why}.`)
  })

  it("leaves no verdict when it does not answer, or cannot", () => {
    const late = heard()
    const turn = late.context.turn!
    expect(late.pass(turnTime).wants).toContainEqual({ type: "Release", turns: [turn] })
    expect(late.context.outcome).toEqual({ type: "none", why: "the judge did not answer in time" })
    const broken = heard()
    broken.tell(unanswered(broken.context.turn!, "it broke"))
    expect(broken.context.outcome).toEqual({ type: "none", why: "the judge could not answer: it broke" })
  })
})

describe("the transcript of a debate", () => {
  it("has every statement under its round, what was forfeited, and the verdict", () => {
    const play = says(standing(), "one\nand a half").pass(turnTime)
    says(play, "three", "four", verdict)
    expect(transcript(play.context)).toBe(
      `# Trains or planes?

- A: trains
- B: planes

## Round 1

**A**

one
and a half

**B** forfeited the turn: no answer in time.

## Round 2

**A**

three

**B**

four

## Verdict

**J**: A

${verdict}`,
    )
  })

  it("fits its verdict into a message", () => {
    const sides = ["a", "b", "c", "d"].map((brain) => ({
      brain,
      name: brain.repeat(40),
      position: "p".repeat(200),
    }))
    const play = standing({ sides, rounds: 1, topic: "t".repeat(300) })
    says(play, "1", "2", "3", "4", `${"a".repeat(40)} ${"because of what it said ".repeat(200)}`)
    expect(text(play).length).toBeLessThanOrEqual(2000)
    expect(text(play)).toContain("`/debate transcript id:900`")
  })
})
