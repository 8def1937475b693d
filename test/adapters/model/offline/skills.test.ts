/** What agents of three fields do without a model, each its own. */
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import type { Prompt } from "../../../../src/actors/performing/model.ts"
import { offlineModel } from "../../../../src/adapters/model/offline/model.ts"
import { analyst, brain, line, message, prompt, strategist } from "../fixtures.ts"

const answer = (text: string, over: Partial<Prompt> = {}) =>
  Effect.runSync(offlineModel.think(prompt(text, over))).text

const tea = line("Ben", "We launch our tea shop in March.")

describe("a writer, asked for a line,", () => {
  it("fills three patterns with what people said, and takes the one with the date", () => {
    const text = answer("@Writer, a tagline for the tea shop please", { lent: [tea] })
    expect(text.match(/^\d\. .*tea shop.*$/gim)).toHaveLength(3)
    expect(text).toMatch(/March/)
    const [, taken] = /start from (\d): it says when/.exec(text)!
    expect(text).toMatch(new RegExp(`^${taken}\\. .*March`, "m"))
  })

  it("invents no date, and leaves gaps", () => {
    const text = answer("three headlines for our newsletter about green tea", { lent: [tea] })
    expect(text).toMatch(/green tea/i)
    expect(text).not.toMatch(/March|newsletter about/)
    expect(text).toMatch(/\[[a-z ]+\]/i)
  })

  it("fills others when it is asked for another one", () => {
    const first = answer("a tagline for the tea shop please", { lent: [tea] })
    const asked = line("Ana", "a tagline for the tea shop please")
    const second = answer("another one please", { lent: [tea, asked, line("writer", first, "writer")] })
    const linesOf = (text: string) => text.match(/^\d\. .*$/gm)!.map((it) => it.slice(3))
    expect(linesOf(second)).toHaveLength(3)
    expect(linesOf(second).filter((it) => linesOf(first).includes(it))).toEqual([])
  })
})

describe("a writer, asked for a text,", () => {
  it("puts what people said into a skeleton", () => {
    const text = answer("write an announcement for the tea shop", { lent: [tea] })
    expect(text).toContain("> **Tea shop, March**\n> We launch our tea shop in March.\n> [Why")
  })

  it("takes the facts of the request itself", () => {
    const text = answer("Draft a post: we open our tea shop on 3 May, first cup free")
    expect(text).toContain("> **Tea shop, 3 May**\n> We open our tea shop on 3 May, first cup free.")
  })
})

describe("a writer, asked to edit,", () => {
  it("cuts what a rule can cut, and counts", () => {
    const text = answer("make it shorter: We are really very happy to open in order to serve you good tea.")
    expect(text).toContain("> We are happy to open to serve you good tea.")
    expect(text).toContain("10 words instead of 14")
  })

  it("points at a sentence that is too long, and wants the text when there is none", () => {
    const long = `shorten this: ${"tea for all and ".repeat(8)}more.`
    expect(answer(long)).toContain("still has 33 words")
    expect(answer("shorten this please")).toMatch(/after a colon/)
  })
})

describe("a planner", () => {
  const plan = (text: string, over: Partial<Prompt> = {}) => answer(text, { brain: strategist, ...over })

  it("lays out the goal, what is known, and what is to be chosen", () => {
    const budget = line("Cem", "Our budget is 5,000 euros.")
    const text = plan("Should we start with green tea or with coffee?", { lent: [tea, budget] })
    expect(text).toContain("**Goal** – “We launch our tea shop in March.” (Ben)")
    expect(text).toContain("**Known** – “Our budget is 5,000 euros.” (Cem)")
    expect(text).toContain("**Options** – start with green tea · with coffee")
  })

  it("goes on from the sheet that was shown last, when the lines are gone that it came from", () => {
    const sheet = line(
      "strategist",
      plan("What is first?", { lent: [tea, line("Cem", "We have 2 people.")] }),
      "strategist",
    )
    const text = plan("What now?", { lent: [sheet, line("Ana", "Rent is 900 a month.")] })
    expect(text).toContain("**Goal** – “We launch our tea shop in March.” (Ben)")
    expect(text).toContain("**Known** – “We have 2 people.” (Cem); “Rent is 900 a month.” (Ana)")
  })

  it("says that a topic it is asked about is still open", () => {
    expect(plan("Any risks?", { lent: [tea] })).toContain("**Risks** – nobody has named any yet")
    const named = line("Cem", "A risk is that the oven is late.")
    expect(plan("Any risks?", { lent: [tea, named] })).toContain(
      "**Risks** – “A risk is that the oven is late.” (Cem)",
    )
  })

  it("moves on when somebody answers what was open", () => {
    const of = {
      ...strategist,
      prompt: "- Say first what the goal is.\n- Name the one risk that could sink it.",
    }
    const open = "What is the one risk that could sink it?"
    expect(plan("What is first?", { brain: of, lent: [tea] })).toContain(open)
    const risk = line("Cem", "The biggest risk is the rent.")
    const text = plan("What is first?", { brain: of, lent: [tea, risk] })
    expect(text).toContain("**Risk** – “The biggest risk is the rent.” (Cem)")
    expect(text).not.toContain(open)
  })

  it("does not put on its sheet what its user told it elsewhere", () => {
    const session = [{ asked: "I want to open a rival shop.", answered: "Kept.", at: 0 }]
    expect(plan("What should we do first?", { session })).not.toContain("rival")
  })

  it("hands texts over, with the words to send", () => {
    const of = { ...strategist, prompt: "- Wording belongs to the Writer, figures to the Analyst." }
    expect(plan("write us a headline", { brain: of })).toContain("`Writer, write us a headline`")
  })

  it("hands nothing over when the writer was called, too", () => {
    const of = { ...strategist, prompt: "- Wording belongs to the Writer, figures to the Analyst." }
    const both = message("a plan and a headline, please", { matched: ["strategist", "writer"] })
    expect(plan("", { brain: of, message: both })).not.toContain("Wording")
  })
})

describe("an analyst", () => {
  const count = (text: string, over: Partial<Prompt> = {}) => answer(text, { brain: analyst, ...over })

  it("does sums", () => {
    expect(count("40 of 500 people came. What percentage is that?")).toContain("**40 of 500 = 8 %**")
  })

  it("adds the sum to what it is told", () => {
    expect(count("40 of 500 people came")).toContain("The arithmetic: **40 of 500 = 8 %**")
  })

  it("shows the figures that bear on the question, then the others", () => {
    const lent = [line("Ben", "The rent is 900 a month."), line("Cem", "40 people came.")]
    const text = count("How much is the rent?", { lent })
    expect(text).toContain("- Ben: “The rent is **900 a month**.”")
    expect(text).toMatch(/: “40 people came\.” \(Cem\)\./)
  })

  it("lists all figures when it is asked for them", () => {
    const lent = [line("Ben", "The rent is 900 a month."), line("Cem", "40 people came in May.")]
    expect(count("Which numbers do we have?", { lent })).toContain(
      "“The rent is 900 a month.” (Ben); 40 people, May (Cem).",
    )
  })

  it("makes no figure up", () => {
    expect(count("How many people drink tea?")).toMatch(
      /no figure|Nobody has given a figure|nothing to count/,
    )
  })
})

it("a brain of any other field gathers", () => {
  const cook = brain("cook", {
    role: "Cooks: soups, cakes",
    prompt: "You cook.\n- Ask how many guests will come.",
  })
  const text = answer("What shall we cook?", { brain: cook, lent: [tea] })
  expect(text).toContain("How many guests will come?")
})
