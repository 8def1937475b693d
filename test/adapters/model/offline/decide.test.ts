/** The labelled messages of `bench/routing`, and whether the chart goes the same way. */
import { readFileSync } from "node:fs"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import * as Brains from "../../../../src/adapters/brains/brains.ts"
import { decide, type Decision } from "../../../../src/adapters/model/offline/decide.ts"
import { matchedIn } from "../../../../src/adapters/routing/triggers.ts"
import type { Floor } from "../../../../src/machines/conversation/floor.ts"
import { calledIn } from "../../../../src/machines/conversation/routing.ts"
import { Play } from "../../../machines/support/play.ts"
import { channel, heard } from "../../../machines/support/words.ts"
import { brain } from "../fixtures.ts"

const { team } = await Effect.runPromise(Brains.load("brains"))

interface Labelled extends Omit<Decision, "reason"> {
  readonly text: string
  readonly trap?: boolean
}
const messages = readFileSync("bench/routing/messages.jsonl", "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Labelled)
const decided = messages.map((label) => ({ label, decision: decide(label.text, team) }))

describe("the labelled messages", () => {
  it("are decided as a person would, 19 of 20", () => {
    const right = decided.filter(
      ({ label, decision }) =>
        label.route === decision.route && label.responders.join() === decision.responders.toSorted().join(),
    )
    expect(messages.length).toBeGreaterThanOrEqual(200)
    expect(right.length / messages.length).toBeGreaterThanOrEqual(0.95)
  })

  it("call nobody by what only looks like a name or a trigger word", () => {
    const traps = decided.filter(({ label }) => label.trap === true)
    expect(traps.length).toBeGreaterThan(50)
    expect(traps.filter(({ decision }) => decision.responders.length > 0)).toEqual([])
  })

  it("go the way of the conversation's chart", () => {
    const ways = decided.map(({ label: { text } }) => {
      const play = new Play<Floor>("conversation", { id: channel }).tell({ type: "ALLOCATE" })
      play.settle("Connect", { type: "CONNECTED", recent: [] })
      const [called, matched] = [calledIn(text, team.agents), matchedIn(text, team.agents)]
      play.tell(heard({ text, called: [...called], matched: [...matched] }))
      const turns = [...Object.values(play.context.underWay), ...play.context.waiting]
      return turns.length === 0
        ? ["manager", []]
        : [turns[0]!.route, turns.map((turn) => turn.brain).toSorted()]
    })
    const asked = (route: string) => route === "manager" || route === "none"
    expect(ways).toEqual(
      decided.map(({ decision: { route, responders } }) =>
        asked(route) ? ["manager", []] : [route, responders.toSorted()],
      ),
    )
  })
})

it("a team of another language is not called by its small words", () => {
  const koch = brain("koch", {
    language: "de",
    role: "Kocht mit dem Team",
    expertise: ["Rezepte"],
    prompt: "Du bist der Koch und du kochst für die Gäste.",
  })
  const own = { agents: [koch], manager: null, lead: koch }
  expect(decide("und wer ist der Gast, die oder du?", own).route).toBe("none")
  expect(decide("hat wer ein Rezept?", own)).toMatchObject({ responders: ["koch"], route: "manager" })
})

it("a person who is spoken to is left to answer", () => {
  expect(decide("@Ben which chart do you like?", team)).toMatchObject({ route: "none", responders: [] })
  expect(decide("<@1100000000000000012> which chart do you like?", team).route).toBe("none")
  expect(decide("@here which chart is it?", team).responders).toEqual(["analyst"])
})
