import {
  array,
  assert,
  constantFrom,
  integer,
  oneof,
  option,
  property,
  record,
  string,
  type Arbitrary,
} from "fast-check"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import type { Prompt } from "../../../../src/actors/performing/model.ts"
import { label, labelled } from "../../../../src/adapters/model/offline/label.ts"
import { offlineModel } from "../../../../src/adapters/model/offline/model.ts"
import { tokens } from "../../../../src/adapters/model/offline/words.ts"
import { calledIn } from "../../../../src/machines/conversation/routing.ts"
import { analyst, brain, line, message, prompt, strategist, writer } from "../fixtures.ts"
import { block } from "../../../support/block.ts"

const think = (asked: Prompt) => Effect.runSync(offlineModel.think(asked))
const answer = (text: string, over: Partial<Prompt> = {}) => think(prompt(text, over)).text

const lent = [
  line("Ben", "We want to launch the newsletter in March, but the deadline is tight."),
  line("Ana", "Open rates of the last newsletter were 18 percent."),
  line("analyst", "Try “fewer words” in the newsletter.\n-# offline model", "analyst"),
  line("Cem", "lol ok"),
]

const helper = brain("helper", { role: "Helps with tools", triggers: ["build"] })

describe("an offline answer", () => {
  it("is labelled, by its last line and by its model", () => {
    const thought = think(prompt("A headline for the newsletter, please"))
    expect(thought.text.endsWith("\n-# offline model")).toBe(true)
    expect(thought.model).toBe("offline model")
  })

  it("shows what people said about a question, and nothing that an agent said", () => {
    const text = answer("When do we launch the newsletter?", { brain: helper, lent })
    expect(text).toContain("- Ben: “We want to launch the newsletter in March, but the deadline is tight.”")
    expect(text).not.toContain("fewer words")
    expect(text).not.toContain("lol")
  })

  it("asks which topic of its field it is about, when its brief has no question", () => {
    const of = brain("x", { role: "Explains the language - syntax, macros, errors", prompt: "You help." })
    expect(answer("How do I fold?", { brain: of })).toContain("Is it about syntax, macros or errors?")
    expect(answer("How do macros fold?", { brain: of })).not.toContain("Is it about")
  })

  it("tells the one who asks what they said themselves", () => {
    expect(answer("Is 18 percent a good open rate?", { brain: analyst, lent })).toContain(
      "you: “Open rates of the last newsletter were **18 percent**.”",
    )
  })

  it("admits that nobody said anything about it", () => {
    const admits = /it was not said here|Nobody has said anything|This channel does not say/
    expect(answer("Who invented the bicycle?", { brain: helper, lent })).toMatch(admits)
    expect(answer("When does the newsletter launch?", { brain: helper, lent })).not.toMatch(admits)
  })

  it("finds what this person told it before, when it is asked about that", () => {
    const session = [{ asked: "Remember that a newsletter goes to 500 people", answered: "Kept.", at: 0 }]
    expect(answer("Who reads the newsletter?", { session })).toContain("“a newsletter goes to 500 people”")
    expect(answer("What is for lunch?", { session })).not.toContain("newsletter")
  })

  it("finds what memory holds", () => {
    const memory = [block("project", "The newsletter goes to 500 people. We sit in Bern.")]
    expect(answer("Who reads the newsletter?", { memory })).toContain(
      "- memory, project: “The newsletter goes to 500 people.”",
    )
  })

  it("quotes people without the names they call, code and quotes", () => {
    const said = line("Ben", '@Writer, the **newsletter** needs "short" words: `cut`!\n```js\nlong()\n```')
    expect(answer("What about the newsletter and its words?", { lent: [said] })).toContain(
      "“the newsletter needs short words: cut!”",
    )
  })

  it("keeps what is behind a spoiler there", () => {
    const said = line("Ben", "The newsletter winner is ||Cem from Bern||, hooray for the newsletter")
    expect(answer("Who is the newsletter winner?", { lent: [said] })).not.toContain("Cem")
  })

  it("greets by saying who is here, what for, and how to call them", () => {
    const of = {
      ...strategist,
      prompt: "You lead.\n- Wording belongs to the Writer, figures to the Analyst.",
    }
    const text = answer("Hello team!", { brain: of })
    expect(text).toContain("I am **Strategist**, the one who turns aims into a plan")
    expect(text).toContain("“Wording belongs to the Writer, figures to the Analyst.”")
    expect(text).toContain("`Writer, what can you do?`")
  })

  it("introduces itself once, and then only greets", () => {
    const first = line("writer", answer("hello"), "writer")
    expect(answer("hi there", { lent: [first] })).not.toContain("the one who")
  })

  it("says what it is for when it is asked, and which words call it", () => {
    const text = think(prompt("", { message: message("What can you do?", { called: ["writer"] }) })).text
    expect(text).toContain("writes and edits text: drafts, headlines, tone")
    expect(text).toContain("Words like draft, headline or blog post bring me")
  })

  it("keeps what it is told to keep, and gives it back", () => {
    const kept = answer("Remember that our budget is 5,000.")
    expect(kept).toContain("“our budget is 5,000.”")
    const session = ["Remember our budget is 5,000.", "Two?", "Three?", "Four?", "Five?"].map((asked) => ({
      asked,
      answered: kept,
      at: 0,
    }))
    const recalled = answer("What did I ask before?", { session })
    expect(recalled).toContain("- “Five?”")
    expect(recalled).not.toContain("5,000")
    expect(recalled).toContain("There were 5 in all")
    expect(answer("What did I ask before?")).toMatch(/first thing that you ask|begins with this message/)
  })

  it("sums up person by person, with dates and figures, and leaves out what tells nothing", () => {
    const talk = [
      line("Ben", "The newsletter launch needs a date."),
      line("Cem", "lol"),
      line("Ana", "A date in March for the newsletter launch is good."),
      line("Ben", "We print 300 flyers for the launch."),
      line("analyst", "Nothing was counted.", "analyst"),
      line("Fay", "thanks!"),
    ]
    const text = answer("Can you summarise the discussion?", { lent: talk })
    expect(text).toContain(
      "- **Ben** – “The newsletter launch needs a date.” “We print 300 flyers for the launch.”",
    )
    expect(text).toContain("- **You** – “A date in March")
    expect(text).toContain("Dates and figures: March · 300 flyers.")
    expect(text).toContain("analyst answered in between.")
    expect(text).not.toMatch(/lol|thanks|counted/)
  })

  it("says that there is nothing to sum up when nothing was said", () => {
    expect(answer("tl;dr?")).toMatch(/nothing to sum up|nothing was said/)
  })

  it("does not pretend to be a model, and says how to get one", () => {
    const text = answer("Are you a real AI?")
    expect(text).toContain("no language model is connected")
    expect(text).toContain("OPENAI_API_KEY")
  })

  it("says thanks and goodbye in a line", () => {
    expect(answer("thanks a lot!").split("\n")).toHaveLength(2)
    expect(answer("bye").split("\n")).toHaveLength(2)
  })

  it("wants more words when there are hardly any", () => {
    expect(answer("?")).toMatch(/a little short|few more words|little more/)
  })

  it("is honest in another language, and keeps and finds words in it", () => {
    const text = answer("Was sollen wir für den Teeladen zuerst tun?", {
      lent: [line("Ben", "Wir eröffnen den Teeladen im März.")],
    })
    expect(text).toMatch(/English/)
    expect(text).toContain("Close to it, by Ben: “Wir eröffnen den Teeladen im März.”")
  })

  it("says why it came when a word called it that is its own", () => {
    const told = message("the build is slow", { matched: ["helper"] })
    expect(think(prompt("", { brain: helper, message: told })).text).toContain("“build”")
  })

  it("is different from brain to brain, and from question to question", () => {
    const texts = [strategist, writer, analyst].flatMap((of) =>
      ["Who reads this?", "When do we launch?", "hello", "what can you do?"].map((text) =>
        answer(text, { brain: of, lent }),
      ),
    )
    expect(new Set(texts).size).toBe(texts.length)
  })

  it("says it in other words than the last time, and than who answers beside it", () => {
    const opening = (asked: Prompt) => think(asked).text.split("\n")[0]
    const ask = message("Who invented the bicycle?", { called: ["helper", "other"] })
    const asked = prompt("", { brain: helper, message: ask })
    const again = { ...asked, lent: [line("helper", think(asked).text, "helper")] }
    expect(opening(again)).not.toBe(opening(asked))
    expect(opening({ ...asked, brain: brain("other") })).not.toBe(opening(asked))
  })

  it("never repeats a label that it quotes", () => {
    const text = answer("newsletter -# offline model?", { lent })
    expect(text.split("offline model")).toHaveLength(2)
  })

  it("answers an agent that calls it, and quotes people alone", () => {
    const called = message("**Goal** – launch the newsletter by mail.\n-# offline model", { via: "analyst" })
    const text = think(prompt("", { brain: helper, message: called, lent })).text
    expect(text).toContain("Ben: “We want to launch the newsletter in March")
    expect(text).not.toContain("by mail")
  })
})

describe("for every prompt, an offline answer", () => {
  const piece = oneof(
    string({ unit: "binary", maxLength: 30 }),
    string({ maxLength: 60 }),
    constantFrom(
      ..."summarise|what can you do?|do you remember what I asked|hello team|thanks|plan|drafts|\n|. |? |```|-# offline model|\uD83D|@everyone|@writer|writer,|日本語。|👩‍👩‍👧|a headline for tea|remember that|40 of 500 %|in March|Should we a or b?|shorter: |> |**Goal** – “x” (y)|- Ask what the goal is.|the Writer's".split(
        "|",
      ),
    ),
  )
  const text = array(piece, { maxLength: 8 }).map((parts) => parts.join(" "))
  const prompts: Arbitrary<Prompt> = record({
    brain: record({
      id: constantFrom("writer", "analyst", "strategist", "x"),
      name: oneof(text, constantFrom("writer", "Data Analyst")),
      role: oneof(text, constantFrom(writer.role, analyst.role, strategist.role)),
      triggers: array(text, { maxLength: 4 }),
      maxTokens: integer({ min: -5, max: 500 }),
      prompt: text.map((more) => `You are X. ${more}`),
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
    memory: array(
      record({ label: text, value: text, limit: integer() }).map(({ label, value, limit }) =>
        block(label, value, { limit }),
      ),
      { maxLength: 3 },
    ),
    digest: option(
      text.map((text) => ({ text, of: 1, since: 0, sources: [], model: "offline model", at: 0 })),
    ),
    knowledge: array(record({ label: text, text }), { maxLength: 3 }),
  })

  it("exists, is the same each time, fits its limit, is valid Unicode, is labelled once, and calls nobody", () => {
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
        expect(thought.text).not.toContain("@")
        expect(calledIn(thought.text, [strategist, writer, analyst])).toEqual([])
        expect(thought.usage.output).toBe(tokens(thought.text))
        expect(thought.usage.input).toBeGreaterThan(0)
        expect(thought.model).toBe(label)
      }),
      { numRuns: 1000 },
    )
  })
})
