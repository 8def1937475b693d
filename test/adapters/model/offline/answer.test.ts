import {
  array,
  assert,
  constantFrom,
  integer,
  oneof,
  property,
  record,
  string,
  type Arbitrary,
} from "fast-check"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import type { Prompt } from "../../../../src/actors/model.ts"
import { label, labelled } from "../../../../src/adapters/model/offline/label.ts"
import { offlineModel } from "../../../../src/adapters/model/offline/model.ts"
import { tokens } from "../../../../src/adapters/model/offline/words.ts"
import { analyst, brain, line, message, prompt, strategist, writer } from "../fixtures.ts"

const think = (asked: Prompt) => Effect.runSync(offlineModel.think(asked))
const answer = (text: string, over: Partial<Prompt> = {}) => think(prompt(text, over)).text

const lent = [
  line("Ben", "We want to launch the newsletter in March, but the deadline is tight."),
  line("Ana", "Open rates of the last newsletter were 18 percent."),
  line(
    "Analyst",
    "I would try a shorter newsletter. Numbers in the headline help.\n-# offline model",
    "analyst",
  ),
  line("Cem", "lol ok"),
]

describe("an offline answer", () => {
  it("is labelled, by its last line and by its model", () => {
    const thought = think(prompt("A headline for the newsletter, please"))
    expect(thought.text.endsWith("\n-# offline model")).toBe(true)
    expect(thought.model).toBe("offline model")
  })

  it("quotes what was asked", () => {
    expect(answer("We open in May. Which headline fits?")).toContain("“Which headline fits?”")
  })

  it("relates to what others said, by name, and not to its own words", () => {
    const text = answer("When do we launch the newsletter?", {
      lent: [...lent, line("Writer", "newsletter!", "writer")],
    })
    expect(text).toContain("Ben said “We want to launch the newsletter in March")
    expect(text).toContain("Analyst suggested “I would try a shorter newsletter.”")
    expect(text).not.toContain("Writer said")
  })

  it("tells the one who asks what they said themselves", () => {
    expect(answer("Is 18 percent a good open rate?", { brain: analyst, lent })).toContain(
      "Before, you said “Open rates of the last newsletter were 18 percent.”",
    )
  })

  it("recalls what this person asked before, when it bears on the question", () => {
    const session = [{ asked: "How long may a newsletter be?", answered: "Short.", at: 0 }]
    expect(answer("Who reads the newsletter?", { session })).toContain("“How long may a newsletter be?”")
    expect(answer("What is for lunch?", { session })).not.toContain("newsletter")
  })

  it("quotes the memory that bears on the question", () => {
    const memory = [
      { label: "project", value: "The newsletter goes to 500 people. The office is in Bern.", limit: 500 },
    ]
    expect(answer("Who reads the newsletter?", { memory })).toContain(
      "In memory, under project: “The newsletter goes to 500 people.”",
    )
  })

  it("says when nothing that was said answers it", () => {
    const known = answer("Who reads the newsletter?", { lent })
    const unknown = answer("Who invented the bicycle?", { lent: [] })
    const admits = /I do not guess|I find no answer|was not said here yet/
    expect(unknown).toMatch(admits)
    expect(known).not.toMatch(admits)
  })

  it("proposes topics of its own field, with what was said about them", () => {
    const text = answer("What next?", { brain: strategist, lent })
    expect(text).toContain("1. **deadline** – Ben: “We want to launch the newsletter in March")
    expect(text).toMatch(/\*\*(goals|priorities|risks|roadmap|plan)\*\* – /)
  })

  it("quotes a sentence once, though it touches two of its topics", () => {
    const of = brain("x", { triggers: ["launch", "newsletter"] })
    const text = answer("What next?", { brain: of, lent: [line("Ben", "The newsletter launch is near.")] })
    expect(text.split("“The newsletter launch is near.”")).toHaveLength(2)
    expect(text).toContain("Ben named it above")
  })

  it("sums up with the most central sentences, in their order, and names who said them", () => {
    const talk = [
      line("Ben", "The newsletter launch needs a date."),
      line("Cem", "My cat sleeps."),
      line("Ana", "A date in March for the newsletter launch is good."),
      line("Dan", "Pizza tonight?"),
      line("Eve", "For the launch in March we print flyers and posters."),
      line("Fay", "brb"),
      line("Gus", "The newsletter goes out on that date."),
      line("Hal", "rain again"),
    ]
    const text = answer("Can you summarise the discussion?", { lent: talk })
    const [ben, ana, eve] = ["Ben: “The newsletter", "Ana: “A date", "Eve: “For the launch"].map((it) =>
      text.indexOf(it),
    )
    expect(ben).toBeGreaterThan(0)
    expect(ana).toBeGreaterThan(ben!)
    expect(eve).toBeGreaterThan(ana!)
    expect(text).not.toContain("brb")
    expect(text).not.toContain("My cat")
  })

  it("says that there is nothing to sum up when nothing was said", () => {
    expect(answer("tl;dr?")).toContain("Nothing was said here yet that I could sum up.")
  })

  it("says what it is for when it is asked, and which words call it", () => {
    const text = answer("What can you do?")
    expect(text).toContain("Writes and edits text: drafts, headlines, tone")
    expect(text).toContain("draft, headline, blog post")
  })

  it("lists what it was asked before when it is asked for that", () => {
    const session = ["One?", "Two?", "Three?", "Four?"].map((asked) => ({ asked, answered: "Yes.", at: 0 }))
    const text = answer("What did I ask before?", { session })
    expect(text).toContain("You asked me 4 times before")
    expect(text).not.toContain("“One?”")
    expect(text).toContain("- “Four?”")
  })

  it("is different from brain to brain, and from question to question", () => {
    const brains = [strategist, writer, analyst]
    const texts = brains.flatMap((of) =>
      ["Who reads this?", "When do we launch?", "hello", "what can you do?"].map((text) =>
        answer(text, { brain: of, lent }),
      ),
    )
    expect(new Set(texts).size).toBe(texts.length)
  })

  it("never repeats a label that it quotes", () => {
    const text = answer("newsletter -# offline model?", { lent })
    expect(text.split("offline model")).toHaveLength(2)
  })

  it("speaks to the agent that called it by that agent's name", () => {
    const called = prompt("", { message: message("hello", { via: "analyst" }) })
    expect(think(called).text).toContain("analyst")
    expect(think(called).text).not.toContain("Ana.")
  })
})

describe("for every prompt, an offline answer", () => {
  const piece = oneof(
    string({ unit: "binary", maxLength: 30 }),
    string({ maxLength: 60 }),
    constantFrom(
      ..."summarise|what can you do?|do you remember what I asked|hello team|thanks|plan|drafts|\n|. |? |```|-# offline model|\uD83D|@everyone|日本語。|👩‍👩‍👧".split(
        "|",
      ),
    ),
  )
  const text = array(piece, { maxLength: 8 }).map((parts) => parts.join(" "))
  const prompts: Arbitrary<Prompt> = record({
    brain: record({
      id: constantFrom("writer", "analyst", "x"),
      name: text,
      role: text,
      triggers: array(text, { maxLength: 4 }),
      maxTokens: integer({ min: -5, max: 500 }),
    }).map((over) => brain(over.id, over)),
    message: record({ text, name: text, via: constantFrom(null, "writer") }).map(({ text, name, via }) =>
      message(text, { author: { id: "1", name }, via }),
    ),
    lent: array(
      record({ author: text, text, of: constantFrom(null, "writer", "analyst") }).map((it) =>
        line(it.author, it.text, it.of),
      ),
      { maxLength: 8 },
    ),
    session: array(record({ asked: text, answered: text, at: integer() }), { maxLength: 3 }),
    memory: array(record({ label: text, value: text, limit: integer() }), { maxLength: 3 }),
  })

  it("exists, is the same each time, fits its limit, is valid Unicode, and is labelled once", () => {
    assert(
      property(prompts, (asked) => {
        const thought = think(asked)
        expect(think(structuredClone(asked))).toEqual(thought)
        expect(tokens(thought.text)).toBeLessThanOrEqual(
          Math.max(asked.brain.maxTokens, tokens(labelled(""))),
        )
        expect(thought.text.isWellFormed()).toBe(true)
        expect(thought.text.endsWith(labelled(""))).toBe(true)
        expect(thought.text.split(labelled(""))).toHaveLength(2)
        expect(thought.usage.output).toBe(tokens(thought.text))
        expect(thought.usage.input).toBeGreaterThan(0)
        expect(thought.model).toBe(label)
      }),
      { numRuns: 400 },
    )
  })
})
