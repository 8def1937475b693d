/** What sides and the judge of a debate are asked, and how what they answer is read. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  agrees,
  judgePrompt,
  readPrompt,
  readVerdict,
  sidePrompt,
} from "../../../src/machines/team/motion.ts"
import { motion } from "../support/words.ts"

const debated = motion({
  sides: [
    { brain: "ann", name: "Ann", position: "trains" },
    { brain: "anna", name: "Anna Lee", position: "" },
  ],
  rounds: 3,
})
const because = "It alone named figures, and the other side left them standing."

describe("a side", () => {
  it("is told the topic, its position, the other sides, and where the debate is", () => {
    const prompt = sidePrompt(debated, 0, 2)
    expect(prompt).toContain("Trains or planes?")
    expect(prompt).toContain("Your position: trains")
    expect(prompt).toContain("Anna Lee: a position of its own")
    expect(prompt).toContain("round 2 of 3")
    expect(prompt).toContain("Answer the strongest point")
  })

  it("opens in the first round, and chooses its position where none is given", () => {
    const prompt = sidePrompt(debated, 1, 1)
    expect(prompt).toContain("Open with your strongest argument")
    expect(prompt).toContain("Your position is yours to choose")
    expect(prompt).toContain("The other sides: Ann: trains")
  })

  it.each([
    ["AGREED: trains for short ways.", true],
    ["**Agreed.** Trains it is.", true],
    ["“Agreed”, on both counts", true],
    ["I never agreed to that.", false],
    ["Agreement is far.", false],
    ["We disagree. AGREED is not what I say.", false],
    ["", false],
  ])("says that it agrees with its first word: %j", (text, does) => {
    expect(agrees(text)).toBe(does)
  })
})

describe("whatever agents say", () => {
  it("is a judgement or what it lacks, and agreement or none", () => {
    const reads = (text: string) => {
      const read = readVerdict(debated, text)
      return typeof agrees(text) === "boolean" && (typeof read === "string" || read.reasons === text.trim())
    }
    fc.assert(fc.property(fc.string({ unit: "binary" }), reads))
    fc.assert(
      fc.property(fc.array(fc.constantFrom("Ann", "Anna Lee", "DRAW", " ", "**", "since", "1")), (parts) =>
        reads(parts.join(" ")),
      ),
    )
    for (const long of ["*", "- ", "Ann ", "AGREED "]) expect(reads(long.repeat(50_000))).toBe(true)
  })
})

describe("what is asked in a debate", () => {
  it("reads back to the topic and the position", () => {
    const topic = "Trains or planes?"
    expect(readPrompt(sidePrompt(debated, 0, 2))).toEqual({ topic, as: "side", position: "trains" })
    expect(readPrompt(sidePrompt(debated, 1, 1))).toEqual({ topic, as: "side", position: "" })
    expect(readPrompt(judgePrompt(debated, "reasons"))).toEqual({ topic, as: "judge", position: "" })
    expect(readPrompt("You take a side, do you?")).toBeNull()
  })
})

describe("a verdict", () => {
  it("is asked for with reasons, and says so again when they were missing", () => {
    expect(judgePrompt(debated, null)).toContain("give your reasons")
    expect(judgePrompt(debated, "reasons")).toContain("gave no reasons")
    expect(judgePrompt(debated, "winner")).toContain("named no side")
  })

  it.each([
    [`Ann. ${because}`, 0],
    [`**Anna Lee** argued better than Ann. ${because}`, 1],
    [`Anna Lee: ${because}`, 1],
    [`DRAW. Both sides repeated their figures and answered nothing.`, null],
    [`Looking at the figures that were named, the better case was made by Ann.`, 0],
  ])("names whom it finds, or a draw: %j", (text, winner) => {
    expect(readVerdict(debated, text)).toEqual({ winner, reasons: text })
  })

  it.each([["Ann"], ["Ann wins."], ["**DRAW**"], ["Anna Lee argued best overall."], [""]])(
    "does not count without reasons: %j",
    (text) => {
      expect(readVerdict(debated, text)).toBe("reasons")
    },
  )

  it.each([
    ["Both had a point about what it costs, and about what it takes."],
    ["The better case was made by Ann and by Anna Lee, each in its own way."],
    ["Annabel made the better case, with figures that nobody answered."],
  ])("does not count when nobody can tell whom it finds: %j", (text) => {
    expect(readVerdict(debated, text)).toBe("winner")
  })
})
