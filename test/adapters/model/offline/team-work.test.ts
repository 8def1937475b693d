/** Without a model, too, an agent votes, takes a side and judges: by what it can compare and count, and it says so. */
import { describe, expect, it } from "vitest"
import type { Prompt } from "../../../../src/actors/performing/model.ts"
import { answer } from "../../../../src/adapters/model/offline/answer.ts"
import { promptOf, readVote } from "../../../../src/machines/team/ballot.ts"
import { judgePrompt, readVerdict, sidePrompt } from "../../../../src/machines/team/motion.ts"
import type { Line } from "../../../../src/machines/values.ts"
import { ballot, motion } from "../../../machines/support/words.ts"
import { message } from "../fixtures.ts"
import { sampleTeam } from "./play.ts"
import { block } from "../../../support/block.ts"

const { agents } = await sampleTeam()
const [first, second] = agents as [Prompt["brain"], Prompt["brain"]]

const asked = (text: string, more: Partial<Prompt> = {}): Prompt => ({
  brain: first,
  message: message(text),
  lent: [],
  digest: null,
  knowledge: [],
  session: [],
  memory: [],
  ...more,
})

const line = (brain: Prompt["brain"], text: string): Line => ({
  id: "1",
  author: brain.name,
  brain: brain.id,
  text,
  at: 0,
})

describe("the offline model, in a vote", () => {
  const options = ["Paris", "Rome", "Oslo"]
  const prompt = promptOf(ballot({ options }), [0, 1, 2])

  it("draws lots when it knows nothing, says so, and does the same when asked again", () => {
    for (const brain of agents) {
      const text = answer(asked(prompt, { brain }))
      expect(readVote(options, text)).not.toBeNull()
      expect(text).toContain("drawn by lot")
      expect(answer(asked(prompt, { brain }))).toBe(text)
    }
  })

  it("votes for what its memory bears on", () => {
    const memory = [block("notes", "We love Oslo in June.")]
    const text = answer(asked(prompt, { memory }))
    expect(options[readVote(options, text)!]).toBe("Oslo")
    expect(text).not.toContain("drawn by lot")
  })
})

describe("the offline model, in a debate", () => {
  const debated = motion({
    sides: [
      { brain: first.id, name: first.name, position: "trains" },
      { brain: second.id, name: second.name, position: "planes" },
    ],
  })

  it("stands for its position, and takes up what was said last", () => {
    const opening = answer(asked(sidePrompt(debated, 0, 1)))
    expect(opening).toContain("I stand for: trains.")
    const lent = [line(second, "Planes are fast. They are loud.")]
    expect(answer(asked(sidePrompt(debated, 0, 2), { lent }))).toContain(
      `${second.name} said “Planes are fast”`,
    )
  })

  it("judges by what it can count, with that as its reasons", () => {
    const lent = [
      line(first, "Trains reach every city centre without a queue."),
      line(second, "Planes. Planes!"),
    ]
    const text = answer(asked(judgePrompt(debated, null), { lent }))
    expect(readVerdict(debated, text)).toMatchObject({ winner: 0 })
    expect(text).toContain("I can only count")
  })

  it("finds a draw when all said as much", () => {
    const lent = [line(first, "Trains are calm."), line(second, "Planes are fast.")]
    expect(readVerdict(debated, answer(asked(judgePrompt(debated, null), { lent })))).toMatchObject({
      winner: null,
    })
  })

  it("is nothing that a person said, later on", () => {
    const session = [{ asked: sidePrompt(debated, 0, 1), answered: "I stand for: trains.", at: 0 }]
    const text = answer(asked("What did I say about trains?", { session }))
    expect(text).not.toContain("strongest argument")
  })
})
