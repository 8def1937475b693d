/** What an agent is lent of a channel: the lines that belong to what is asked, followed back from it. */
import { array, assert, constantFrom, integer, property, record, string } from "fast-check"
import { describe, expect, it } from "vitest"
import { relevantTo } from "../../../src/machines/conversation/relevance.ts"
import type { Line } from "../../../src/machines/values.ts"

const minute = 60_000
const noon = Date.UTC(2026, 0, 1, 12)

/** A line, said so many minutes before noon. */
const line = (author: string, text: string, ago: number, more: Partial<Line> = {}): Line => ({
  id: `${author} ${ago}`,
  author,
  brain: null,
  text,
  at: noon - ago * minute,
  ...more,
})
const chosen = (asked: Line, lines: ReadonlyArray<Line>, most = 10, brain: string | null = null) =>
  relevantTo(asked, lines, most, brain).map(({ text }) => text)

/** Talk of others, one after the other, from so many minutes ago on. */
const chatter = (count: number, from: number) =>
  Array.from({ length: count }, (_, n) => line(`Other${n}`, `chatter ${n}`, from - n * 0.1))

describe("the lines that belong to a message", () => {
  it("are those said just before it, in their order", () => {
    const lines = [line("Ada", "one", 3), line("Ben", "two", 2), line("Ada", "three", 1)]
    expect(chosen(line("Ada", "and?", 0), lines)).toEqual(["one", "two", "three"])
  })

  it("are the newest, when more belong than may be lent; none, when none may be", () => {
    const lines = [line("Ada", "one", 3), line("Ben", "two", 2), line("Ada", "three", 1)]
    expect(chosen(line("Ada", "and?", 0), lines, 2)).toEqual(["two", "three"])
    expect(chosen(line("Ada", "and?", 0), lines, 0)).toEqual([])
  })

  it("are of the last day", () => {
    const lines = [line("Ada", "the day before", 25 * 60), line("Ben", "today", 1)]
    expect(chosen(line("Ada", "and?", 0), lines)).toEqual(["today"])
  })

  it("are of who asks across a long silence, and not of strangers", () => {
    const lines = [line("Ada", "mine", 1202), line("Cleo", "hers", 1201), line("Ben", "his", 1)]
    expect(chosen(line("Ada", "and?", 0), lines)).toEqual(["mine", "his"])
  })

  it("are of those who take part in the talk, past the chatter of others", () => {
    const lines = [line("Ada", "mine", 300), line("Cleo", "a stranger's", 299), ...chatter(5, 290)]
    const asked = line("Ada", "and?", 0)
    expect(chosen(asked, lines)).toContain("mine")
    expect(chosen(asked, lines)).not.toContain("a stranger's")
  })

  it("are of who is named, at the beginning or by @, and of who names the one who asks", () => {
    const before = (text: string, author = "Cleo") => [line(author, text, 1300), ...chatter(4, 1290)]
    const isLent = (asked: string, said = "hers") =>
      chosen(line("Ada", asked, 0), before(said)).includes(said)
    expect(isLent("and?")).toBe(false)
    for (const asked of ["Cleo: and?", "cleo, and?", "Cleo and?", "thanks @Cleo!"])
      expect(isLent(asked)).toBe(true)
    for (const asked of ["Cleopatra: and?", "I saw Cleo", "@Cleopatra and?"])
      expect(isLent(asked)).toBe(false)
    expect(isLent("and?", "Ada, see the guide")).toBe(true)
  })

  it("are those replied to and those that reply, however far back", () => {
    const old = line("Cleo", "the question", 3000, { id: "old" })
    const answer = line("writer", "the answer", 2999, { brain: "writer", to: "old" })
    const lines = [old, answer, ...chatter(15, 2000)]
    const asked = (to: string) => chosen(line("Ada", "and?", 0, { to }), lines)
    expect(asked("old")).toContain("the question")
    expect(asked(answer.id)).toEqual(expect.arrayContaining(["the question", "the answer"]))
    expect(chosen(line("Ada", "and?", 0), lines)).not.toContain("the question")
  })

  it("are those that share rare words with it, where the rest leaves it open", () => {
    const before = (text: string) => [line("Cleo", text, 720), line("Dan", "hm", 719)]
    const asked = line("Ada", "Where does the zeppelin moor?", 0)
    expect(chosen(asked, before("we bought a zeppelin to moor"))).toContain("we bought a zeppelin to moor")
    expect(chosen(asked, before("we bought a house there"))).not.toContain("we bought a house there")
  })

  it("are rather new since the agent spoke last, which has answered what was before", () => {
    const lines = (brain: string | null) => [
      line("Cleo", "before", 201),
      line("writer", "answer", 200, { brain }),
      line("Dan", "after", 1),
    ]
    const asked = line("Ada", "and?", 0)
    expect(chosen(asked, lines("writer"), 10, "analyst")).toContain("before")
    expect(chosen(asked, lines("writer"), 10, "writer")).not.toContain("before")
  })

  it("are, of any lines, some of them in their order, no more than may be, and the same each time", () => {
    const authors = constantFrom("Ada", "Ben", "Cleo", "")
    const lines = array(record({ author: authors, text: string(), ago: integer({ min: 0, max: 4000 }) }), {
      maxLength: 30,
    }).map((all) =>
      all.toSorted((a, b) => b.ago - a.ago).map(({ author, text, ago }) => line(author, text, ago)),
    )
    assert(
      property(lines, string(), integer({ min: 0, max: 12 }), (all, text, most) => {
        const lent = relevantTo(line("Ada", text, 0), all, most)
        expect(lent.length).toBeLessThanOrEqual(most)
        const places = lent.map((it) => all.indexOf(it))
        expect(places).toEqual(places.toSorted((a, b) => a - b))
        expect(places).not.toContain(-1)
        expect(relevantTo(line("Ada", text, 0), all, most)).toEqual(lent)
      }),
    )
  })
})
