import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import * as Brains from "../../../src/adapters/brains/brains.ts"
import { offlineModel } from "../../../src/adapters/model/offline/model.ts"
import { calledIn } from "../../../src/machines/conversation/routing.ts"
import { matchedIn } from "../../../src/adapters/routing/triggers.ts"
import { message } from "../../support/world.ts"
import { pageModule } from "./page-module.ts"

const { sentences } = await pageModule<{
  sentences: (names: ReadonlyArray<string>) => ReadonlyArray<string>
}>("views/sentences.js")
const { team } = await Effect.runPromise(Brains.load("brains"))
const names = team.agents.map(({ name }) => name)

/** Who of the sample team answers a message that is the first of its channel, and what, without a model. */
const answersTo = async (text: string) => {
  const called = calledIn(text, team.agents)
  const matched = matchedIn(text, team.agents)
  const heard = message(text, { called, matched })
  const chosen = await Effect.runPromise(
    offlineModel.route({ team, message: heard, lent: [], corrections: [], choices: [], sessions: [] }),
  )
  const responders = called.length > 0 ? called : matched.length > 0 ? matched : chosen.responders
  const prompts = team.agents
    .filter(({ id }) => responders.includes(id))
    .map((brain) => ({
      brain,
      message: heard,
      lent: [],
      session: [],
      memory: [],
      digest: null,
      knowledge: [],
    }))
  const thoughts = await Effect.runPromise(Effect.forEach(prompts, (prompt) => offlineModel.think(prompt)))
  return { responders, texts: thoughts.map(({ text }) => text) }
}

describe("the sentences that an empty channel offers to a newcomer", () => {
  it.each([
    ["before agents are known", []],
    ["once one is", names.slice(0, 1)],
    ["once all are", names],
    ["once all are, in any order", names.toReversed()],
  ])("are three, and each is answered: %s", async (_, known) => {
    const offered = sentences(known)
    expect(new Set(offered).size).toBe(3)
    for (const sentence of offered) {
      const { responders, texts } = await answersTo(sentence)
      expect([sentence, responders.length]).not.toEqual([sentence, 0])
      for (const text of texts) expect(text.trim()).not.toBe("")
    }
  })

  it("show one agent called by name, two together, and some whom the subject calls", async () => {
    const [one, two, subject] = await Promise.all(sentences(names).map(answersTo))
    expect([one!.responders.length, two!.responders.length]).toEqual([1, 2])
    expect(subject!.responders.length).toBeGreaterThan(0)
    expect(calledIn(sentences(names)[2]!, team.agents)).toEqual([])
  })
})
