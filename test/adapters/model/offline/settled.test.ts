/** When nobody need ask the manager's model: what is looked up, and what a rule is sure of. */
import { hash } from "node:crypto"
import { readFileSync } from "node:fs"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import * as Brains from "../../../../src/adapters/brains/brains.ts"
import { patience } from "../../../../src/adapters/model/endpoint.ts"
import { languageModel } from "../../../../src/adapters/model/language-model.ts"
import { asQuestion, decide } from "../../../../src/adapters/model/offline/decide.ts"
import { byRule, type Rule } from "../../../../src/adapters/model/offline/route.ts"
import { confidenceIn, measured, settled, sure } from "../../../../src/adapters/model/offline/settled.ts"
import { openai } from "../../../../src/adapters/model/openai.ts"
import type { Floor } from "../../../../src/machines/conversation/floor.ts"
import { builtIn } from "../../../../src/machines/conversation/settings.ts"
import { Play } from "../../../machines/support/play.ts"
import { ada, channel, heard } from "../../../machines/support/words.ts"
import { line, question } from "../fixtures.ts"

interface Labelled {
  readonly text: string
  readonly responders: ReadonlyArray<string>
}

const ben = line("Ben", "Lunch?")
const remark = question("lol that was a good one", {}, [ben])

describe("a message whose answerer is looked up", () => {
  const standard = { ...builtIn, agents: [{ id: "writer" }, { id: "analyst" }] }
  const listening = (more: Partial<typeof standard> & { coordination?: "round_robin" } = {}) => {
    const play = new Play<Floor>("conversation", { id: channel }).tell({ type: "ALLOCATE" })
    return play.settle("Connect", { type: "CONNECTED", recent: [], standard: { ...standard, ...more } })
  }
  const isAsked = (play: Play<Floor>) => play.owed.includes("Route")

  it("does not ask the manager: by name, by trigger word, by choice, in order, or for all", () => {
    const called = listening().tell(heard({ called: ["writer"] }))
    const matched = listening().tell(heard({ matched: ["writer"] }))
    const inOrder = listening({ coordination: "round_robin" }).tell(heard({}))
    const all = listening({ mode: "all" }).tell(heard({}))
    const chosen = listening()
      .tell({ type: "SET", by: ada, talk: "writer" })
      .tell(heard({ guild: null }))
    for (const play of [called, matched, inOrder, all, chosen]) {
      expect(isAsked(play)).toBe(false)
      expect(Object.keys(play.context.underWay).length).toBeGreaterThan(0)
    }
    expect(isAsked(listening().tell(heard({})))).toBe(true)
  })
})

describe("a rule", () => {
  it("is as sure as it was right on the labelled messages that were held back", async () => {
    const { team } = await Effect.runPromise(Brains.load("brains"))
    const seen: Partial<Record<Rule, { right: number; of: number }>> = {}
    for (const json of readFileSync("bench/routing/messages.jsonl", "utf8").trimEnd().split("\n")) {
      const { text, responders } = JSON.parse(json) as Labelled
      if (hash("sha256", text, "buffer")[0]! % 3 !== 0) continue
      const decision = decide(text, team)
      if (decision.route !== "manager" && decision.route !== "none") continue
      const { rule } = byRule(asQuestion(text, team))
      const isRight = decision.responders.toSorted().join() === responders.toSorted().join()
      const { right, of } = seen[rule] ?? { right: 0, of: 0 }
      seen[rule] = { right: right + (isRight ? 1 : 0), of: of + 1 }
    }
    expect(seen).toEqual(measured)
  })

  it("that was seldom seen is never sure, however right it was", () => {
    expect(confidenceIn("everybody")).toBeLessThan(sure)
    expect(confidenceIn("taught")).toBe(0)
    expect(confidenceIn("talk")).toBeGreaterThan(sure)
  })

  it("settles talk among people, and says so", () => {
    expect(settled(remark)).toEqual({
      responders: [],
      reason: expect.stringMatching(/talk among people.*97 % sure, so the manager was not asked/),
    })
  })

  it("settles no question, nothing said to the team, no reply, and nothing just after an agent has spoken", () => {
    const said = remark.message.text
    expect(settled(question("How do I bake bread?", {}, [ben]))).toBeNull()
    expect(settled(question(said, { toTeam: true }, [ben]))).toBeNull()
    expect(settled(question(said, { repliesTo: "1" }, [ben]))).toBeNull()
    expect(settled(question(said, {}, [line("writer", "Which one?", "writer"), ben]))).toBeNull()
  })
})

describe("the manager's model", () => {
  const nowhere = openai({
    baseUrl: new URL("http://127.0.0.1:9/v1"),
    key: null,
    models: { premium: "m", standard: "m", lite: "m" },
  })
  const chosenWhere = (manager: "always" | "unsure") =>
    Effect.runPromise(
      languageModel(nowhere, { ...patience, retries: 0 }, { said: () => ({ manager }) }).route(remark),
    )

  it("is asked only where no rule is sure, if the operator says so", async () => {
    expect((await chosenWhere("unsure")).reason).toContain("so the manager was not asked")
    expect((await chosenWhere("always")).reason).toContain("the manager could not choose")
  })
})
