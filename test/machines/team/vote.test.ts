/** A vote: who may vote and how often, what agents say, when it ends, what the rules make of the count. */
import { describe, expect, it } from "vitest"
import type { Ballot } from "../../../src/machines/team/ballot.ts"
import type { EffectOf } from "../../../src/machines/effects.ts"
import type { Event } from "../../../src/machines/events.ts"
import { face } from "../../../src/machines/team/poll-face.ts"
import { atOnce, type Poll } from "../../../src/machines/team/poll.ts"
import type { Turn } from "../../../src/machines/values.ts"
import { Play, start } from "../support/play.ts"
import { ada, ballot, bob, pressed, unanswered } from "../support/words.ts"

const cleo = { id: "103", name: "Cleo" }
const shown: Event = { type: "SHOWN", message: "60" }
const stop: Event = { type: "STOP", by: bob }
const away = (retry: boolean): Event => ({ type: "UNSHOWN", reason: "no", retry })
const voters = (...ids: ReadonlyArray<string>) => ids.map((brain) => ({ brain, name: brain.toUpperCase() }))

const opened = (more: Partial<Ballot> = {}) =>
  new Play<Poll>("vote", { id: "900" }).tell({ type: "OPEN_VOTE", ballot: ballot(more) })
/** Opened, and its board stands. */
const standing = (more: Partial<Ballot> = {}) => opened(more).settle("Show", shown).pass(1000)
const vote = (play: Play<Poll>, ...choices: ReadonlyArray<readonly [typeof ada, number]>) =>
  choices.reduce((it, [by, option]) => it.tell(pressed(`option-${option}`, by)), play)
const says = (of: Turn, text: string): Event => ({
  type: "ANSWERED",
  turn: of.id,
  brain: of.brain,
  text,
  messages: ["70"],
  calls: [],
})
const asked = ({ context }: Play<Poll>): ReadonlyArray<Turn> => Object.values(context.underWay)
const text = ({ context }: Play<Poll>) => face(context).text
const counts = ({ context }: Play<Poll>) =>
  context.open.map((option) => Object.values(context.votes).filter((it) => it.option === option).length)

describe("a vote", () => {
  it("is put with a board: the question, its options as buttons, the rules, and when it closes", () => {
    const play = opened({ quorum: 2, minutes: 10 })
    const board = play.want("Show")
    expect(play.state).toBe("open")
    expect(board).toMatchObject({ channel: "301", message: null })
    expect(board.buttons.map(({ label }) => label)).toEqual(["Paris", "Rome", "Oslo", "Close now", "Cancel"])
    expect(board.text).toContain("**Where do we meet?**")
    expect(board.text).toContain(`<t:${(start + 600_000) / 1000}:R>`)
    expect(board.text).toContain("Quorum 2")
    expect(board.text).toContain("a tie decides nothing")
  })

  it("counts one vote each; another press changes it, the same keeps it", () => {
    const play = vote(standing(), [ada, 0], [bob, 1], [ada, 1])
    expect(counts(play)).toEqual([0, 2, 0])
    const { seq } = play.books
    expect(vote(play, [ada, 1]).wanted).toEqual([])
    expect(play.books.seq).toBe(seq + 1)
    expect(counts(play)).toEqual([0, 2, 0])
  })

  it("tells in public who voted for what", () => {
    const play = vote(standing({ agents: voters("writer") }), [ada, 0], [bob, 2])
    play.tell(says(asked(play)[0]!, "Oslo, it is quiet."))
    expect(text(play)).toMatch(/\*\*1\*\* Paris · Ada\n/)
    expect(text(play)).toMatch(/\*\*2\*\* Oslo · Bob, \*WRITER\*\n/)
  })

  it("hears no button that is none of its own", () => {
    const play = standing()
    for (const button of ["option-3", "option-", "option-00x", "stop"]) play.tell(pressed(button))
    expect(counts(play)).toEqual([0, 0, 0])
  })

  it("closes when its time is over, without buttons", () => {
    const play = vote(standing(), [ada, 1]).pass(60 * 60_000)
    expect(play.state).toBe("decided")
    expect(play.context.outcome).toEqual({ type: "decided", option: 1, tied: false })
    expect(face(play.context).buttons).toEqual([])
    expect(text(play)).toContain("**Rome** wins. 1 vote, the quorum of 1 is reached.")
    expect(counts(vote(play, [bob, 0]))).toEqual([0, 1, 0])
  })

  it("is closed by who asked and by who may manage messages, by nobody else", () => {
    expect(standing().tell(pressed("close", bob)).state).toBe("open")
    expect(standing().tell(pressed("close", ada)).state).toBe("decided")
    expect(standing().tell(pressed("close", bob, true)).state).toBe("decided")
  })

  it("is cancelled without a count: by its button, or by a STOP", () => {
    expect(standing().tell(pressed("cancel", bob)).state).toBe("open")
    const play = vote(standing(), [ada, 0]).tell(pressed("cancel"))
    expect([play.state, text(play).includes("**Cancelled** by Ada")]).toEqual(["cancelled", true])
    expect(standing().tell(stop).state).toBe("cancelled")
  })

  it("is known to its server as long as it is under way", () => {
    const play = opened()
    expect(play.want("Tell")).toMatchObject({
      to: "guild/201",
      event: { type: "BEGUN", work: "vote/900", name: "Where do we meet?", channel: "301", by: ada },
    })
    expect(play.tell(pressed("close")).told).toEqual(["guild/201 ENDED"])
    expect(opened({ guild: null }).told).toEqual(["guild/301 BEGUN"])
  })

  it("goes on after a restart as if nothing had been", () => {
    const play = vote(standing(), [ada, 2]).restart()
    vote(play, [bob, 2])
      .restart()
      .pass(60 * 60_000)
    expect(play.context.outcome).toMatchObject({ option: 2 })
  })
})

describe("the agents of a vote", () => {
  it(`are asked once each, ${atOnce} at once, with the constellation of who asked brought up`, () => {
    const play = opened({ agents: voters("a", "b", "c", "d") })
    expect(play.told).toEqual(["guild/201 BEGUN", ...Array(atOnce).fill("constellation/101 ALLOCATE")])
    expect(asked(play).map(({ brain }) => brain)).toEqual(["a", "b", "c"])
    play.tell(says(asked(play)[1]!, "1"))
    expect(play.want("Allocate").turn).toMatchObject({ brain: "d", conversation: "vote/900" })
    expect(new Set(asked(play).map(({ id }) => id)).size).toBe(3)
  })

  it("vote with their answers, and do not when these fit no option, or never come", () => {
    const play = standing({ agents: voters("a", "b", "c") })
    const [a, b, c] = asked(play)
    play
      .tell(says(a!, "Rome. It is warm."))
      .tell(says(b!, "Let us stay here."))
      .tell(unanswered(c!, "it broke"))
    expect(counts(play)).toEqual([0, 1, 0])
    expect(text(play)).toContain("No vote: B (the answer fits no option); C (it broke)")
  })

  it("have one vote: what is answered again changes nothing", () => {
    const play = standing({ agents: voters("a") })
    const [a] = asked(play)
    expect(play.tell(says(a!, "1")).told).toEqual(["conversation/301 ANSWERED"])
    expect(play.tell(says(a!, "2")).told).toEqual([])
    expect(counts(play)).toEqual([1, 0, 0])
  })

  it.each([
    ["its time is over", (play: Play<Poll>) => play.pass(60 * 60_000)],
    ["it is closed", (play: Play<Poll>) => play.tell(pressed("close"))],
    ["it is cancelled", (play: Play<Poll>) => play.tell(pressed("cancel"))],
    ["it is stopped", (play: Play<Poll>) => play.tell(stop)],
  ])("are let go when %s", (_, end) => {
    const play = standing({ agents: voters("a", "b") })
    const turns = asked(play)
    expect(end(play).wants.find((it): it is EffectOf<"Release"> => it.type === "Release")?.turns).toEqual(
      turns,
    )
    const { outcome } = play.context
    expect(play.tell(says(turns[0]!, "1")).context.outcome).toEqual(outcome)
  })
})

describe("the rules of a vote", () => {
  const ended = (play: Play<Poll>) => play.pass(60 * 60_000)

  it("weigh votes by kind and by name", () => {
    const weights = { people: 2, agents: 1, each: { "102": 5, a: 0 } }
    const play = vote(standing({ weights, agents: voters("a", "b") }), [ada, 0], [bob, 1])
    for (const turn of asked(play)) play.tell(says(turn, "Paris"))
    expect(text(play)).toContain("**3** Paris")
    expect(text(play)).toContain("**5** Rome")
    expect(text(play)).toContain("a person's vote counts 2, an agent's 1, 2 by name otherwise")
    expect(ended(play).context.outcome).toMatchObject({ type: "decided", option: 1 })
  })

  it("decide nothing below the quorum, which counts heads", () => {
    const weights = { people: 100, agents: 1, each: {} }
    const play = ended(vote(standing({ quorum: 2, weights }), [ada, 0]))
    expect(play.context.outcome).toEqual({ type: "inquorate", voted: 1 })
    expect(text(play)).toContain("**No decision**: 1 vote, the quorum of 2 is not reached.")
  })

  it("decide nothing when no vote counts anything", () => {
    const weights = { people: 0, agents: 1, each: {} }
    expect(text(ended(vote(standing({ weights }), [ada, 0])))).toContain("no vote counts anything")
  })

  it("give a tie to the option listed first, where that is the rule", () => {
    const play = ended(vote(standing({ tie: "first" }), [ada, 2], [bob, 1]))
    expect(play.context.outcome).toEqual({ type: "decided", option: 1, tied: true })
  })

  it("leave a tie undecided, where that is the rule", () => {
    const play = ended(vote(standing(), [ada, 0], [bob, 2]))
    expect(play.context.outcome).toEqual({ type: "tied", options: [0, 2] })
    expect(text(play)).toContain("a tie between **Paris** and **Oslo**")
  })

  it("have a tie voted on once more among the tied, for as long again, and by the agents too", () => {
    const play = vote(standing({ tie: "again", agents: voters("a") }), [ada, 0], [bob, 2])
    const [first] = asked(play)
    ended(play)
    expect([play.state, play.context.open, counts(play)]).toEqual(["open", [0, 2], [0, 0]])
    expect(face(play.context).buttons.map(({ id }) => id)).toEqual([
      "option-0",
      "option-2",
      "close",
      "cancel",
    ])
    const [second] = asked(play)
    expect(second!.id).not.toBe(first!.id)
    expect(second!.message.text).toContain("1. Paris\n2. Oslo")
    vote(play, [cleo, 1], [cleo, 2]).tell(says(second!, "2"))
    expect(ended(play).context.outcome).toEqual({ type: "decided", option: 2, tied: false })
  })

  it("do not have a second tie voted on again", () => {
    const play = vote(standing({ tie: "again" }), [ada, 0], [bob, 2])
    vote(ended(play), [ada, 0], [bob, 2]).tell(pressed("close"))
    expect([play.state, play.context.outcome?.type]).toEqual(["decided", "tied"])
  })
})

describe("the board of a vote", () => {
  it("changes at most once a second, one change at a time, and ends as the vote ended", () => {
    const play = vote(opened(), [ada, 0], [bob, 1])
    expect(play.owed.filter((type) => type === "Show")).toHaveLength(1)
    expect(play.settle("Show", shown).wanted).toEqual([])
    expect(play.pass(999).wanted).toEqual([])
    expect(play.pass(1).want("Show")).toMatchObject({ message: "60", text: text(play) })
    expect(play.tell(pressed("close")).wanted).toEqual(["Release", "Tell"])
    expect(play.settle("Show", shown).pass(1000).want("Show").text).toContain("No decision")
    expect([play.settle("Show", shown).pass(60_000).wanted, play.books.timers.size]).toEqual([[], 0])
  })

  it("is tried again while Discord is away, less and less often, with what is to be seen by then", () => {
    const play = opened().settle("Show", away(true))
    expect(play.pass(1999).wanted).toEqual([])
    expect(play.pass(1).wanted).toEqual(["Show"])
    vote(play.settle("Show", away(true)), [ada, 0])
    expect(play.pass(4000).want("Show").text).toContain("Ada")
  })

  it("is given up when Discord refuses it from the beginning: nobody can vote", () => {
    const play = opened({ agents: voters("a") }).settle("Show", away(false))
    expect([play.state, play.context.outcome]).toEqual(["cancelled", { type: "cancelled", by: null }])
    expect(play.wanted).toContain("Release")
  })

  it("may be refused later: the vote goes on, and shows its next change", () => {
    const play = vote(standing(), [ada, 0]).settle("Show", away(false)).pass(60_000)
    expect(play.state).toBe("open")
    expect(play.owed).not.toContain("Show")
    expect(vote(play, [bob, 0]).wanted).toEqual(["Show"])
  })

  it("fits into a message, whoever votes for whatever", () => {
    const options = Array.from({ length: 10 }, (_, n) => `${n}${"x".repeat(78)}`)
    const play = standing({ question: "?".repeat(300), options, agents: voters(..."abcdefghij") })
    for (let n = 0; n < 200; n++)
      play.tell(
        pressed(`option-${n % 10}`, { id: String(1000 + n), name: `Somebody ${"y".repeat(40)} ${n}` }),
      )
    expect(text(play).length).toBeLessThanOrEqual(2000)
    expect(text(play)).toContain("Asked by Ada.")
    expect(face(play.context).buttons).toHaveLength(12)
  })
})
