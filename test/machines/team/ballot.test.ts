/** How an agent is asked, and how what it says is read as a vote. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { promptOf, readPrompt, readVote } from "../../../src/machines/team/ballot.ts"
import { ballot } from "../support/words.ts"

const places = ["Paris", "Rome", "Oslo"]

describe("an agent", () => {
  it("is asked with the options under numbers, and for its reason", () => {
    const prompt = promptOf(ballot(), [0, 2])
    expect(prompt).toContain("Where do we meet?")
    expect(prompt).toContain("1. Paris\n2. Oslo")
    expect(prompt).not.toContain("Rome")
    expect(prompt).toContain("its number")
    expect(prompt).toContain("reason in one sentence")
  })

  it("is asked for the words of options that are numbers themselves", () => {
    const prompt = promptOf(ballot({ options: ["3", "5", "8"] }), [0, 1, 2])
    expect(prompt).toContain("- 3\n- 5\n- 8")
    expect(prompt).toContain("its words")
  })
})

describe("what an agent is asked", () => {
  it("reads back to the question and its options", () => {
    for (const options of [
      ["Paris", "Rome"],
      ["3", "5", "- 8"],
    ]) {
      const put = ballot({ options, question: "How many?" })
      expect(readPrompt(promptOf(put, [...options.keys()]))).toEqual({ question: "How many?", options })
    }
    expect(readPrompt("The team votes on this question: what now?")).toBeNull()
  })
})

describe("an answer is a vote", () => {
  it.each([
    ["2", "Rome"],
    ["2. Rome has the best food.", "Rome"],
    ["**2**: Rome, for the food", "Rome"],
    ["Option 3, since it is cool there.", "Oslo"],
    ["I vote for option 1. Oslo is too far.", "Paris"],
    ["Vote: 2\nWarm.", "Rome"],
    ["rome. Paris is crowded in June.", "Rome"],
    ["**Oslo** — quiet and light.", "Oslo"],
    ["Given the budget, the choice is clear. We should take Rome.", "Rome"],
    ["Hard to say, but in the end #2.", "Rome"],
  ])("%j is for %s", (answer, place) => {
    expect(places[readVote(places, answer) ?? -1]).toBe(place)
  })

  it.each([
    ["I cannot decide."],
    ["Paris or Rome, both are fine."],
    ["4"],
    ["0. None of them"],
    ["20 people come, so it depends."],
    ["Parisians would be pleased."],
    [""],
    ["offline model"],
  ])("%j is for none", (answer) => {
    expect(readVote(places, answer)).toBeNull()
  })

  it("takes the longer of two options that begin alike", () => {
    const labels = ["Yes", "Yes, later", "No"]
    expect(readVote(labels, "Yes, later: we are busy.")).toBe(1)
    expect(readVote(labels, "Yes. It is time.")).toBe(0)
  })

  it("does not take the words of options that are numbers for their numbers", () => {
    expect(readVote(["3", "5", "8"], "3, it is small.")).toBe(0)
    expect(readVote(["3", "5", "8"], "1")).toBeNull()
  })

  it("is read from whatever an agent says, however long, as an option or as none", () => {
    const inRange = (answer: string) => {
      const vote = readVote(places, answer)
      return vote === null || (Number.isInteger(vote) && vote >= 0 && vote < places.length)
    }
    fc.assert(fc.property(fc.string({ unit: "binary" }), inRange))
    fc.assert(
      fc.property(fc.array(fc.constantFrom("1", "Rome", "option ", "#", "vote", "*", ". ")), (parts) =>
        inRange(parts.join("")),
      ),
    )
    for (const long of ["_", " - ", "vote option ", "#1", "Rome "])
      expect(inRange(long.repeat(50_000))).toBe(true)
  })

  it("reads letters of any script, and signs", () => {
    expect(readVote(["Чай", "Кофе"], "кофе, он бодрит")).toBe(1)
    expect(readVote(["C", "C++"], "C++ of course")).toBe(1)
  })
})
