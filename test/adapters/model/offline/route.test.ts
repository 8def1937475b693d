import { array, assert, boolean, constantFrom, property, string } from "fast-check"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import type { Question } from "../../../../src/actors/performing/model.ts"
import { offlineModel } from "../../../../src/adapters/model/offline/model.ts"
import { brain, line, question, team } from "../fixtures.ts"

const route = (asked: Question) => Effect.runSync(offlineModel.route(asked))
/** Other people are there. */
const among = [line("Ben", "hm")]
const who = (text: string) => route(question(text, {}, among)).responders

describe("the offline manager", () => {
  it.each([
    ["how should we set the priorities for March?", ["strategist"]],
    ["what do the trends of last year show?", ["analyst"]],
    ["can someone improve the tone of this text?", ["writer"]],
    ["Please rework these headlines", ["writer"]],
    ["which risks do these numbers show, and what are the goals?", ["strategist"]],
  ])("sends %j to the field it touches", (text, responders) => {
    expect(who(text)).toEqual(responders)
  })

  it("sends a message about two fields to both, and says why", () => {
    expect(route(question("any drafts about the surveys?"))).toEqual({
      responders: ["writer", "analyst"],
      reason: "Writer knows about “drafts”; Analyst knows about “surveys”",
    })
  })

  it("gives what is in nobody's field to who has talked with who asks about it, if it may know that", () => {
    const last = { asked: "Which boat for Lisbon?", answered: "A sailing boat, by way of Porto.", at: 0 }
    const sessions = [{ brain: "strategist", exchanges: 2, last }]
    const text = "Is the boat in Lisbon still there?"
    expect(route(question(text, {}, among, [], { sessions })).responders).toEqual(["strategist"])
    expect(route(question(text, {}, among)).responders).toEqual([])
    const other = "Is the cat still there?"
    expect(route(question(other, {}, among, [], { sessions })).responders).toEqual([])
  })

  it("knows other forms of a word", () => {
    expect(who("did anyone plan the roadmaps?")).toEqual(["strategist"])
    expect(who("could you edit it?")).toEqual(who("how about editing it?"))
  })

  it.each([
    "hello team",
    "Hi everyone!",
    "good morning all",
    "anyone around?",
    "is anybody there?",
    "which of you can do that?",
    "can someone help me?",
  ])("sends %j, which is for everybody, to the lead", (text) => {
    expect(who(text)).toEqual(["strategist"])
  })

  it.each([
    "lol",
    "thanks Ben",
    "good morning",
    "I was at the dentist today",
    "who wants pizza?",
    "does anybody know a good bakery?",
    "has anyone seen my umbrella?",
    "pizza, anyone?",
    "same here 😂",
    "",
  ])("leaves %j to people", (text) => {
    expect(who(text)).toEqual([])
  })

  it("finds a remark less urgent than a question", () => {
    expect(who("which tone?")).toEqual(["writer"])
    expect(who("the tone was off")).toEqual([])
  })

  it("does not cut in when a person is spoken to", () => {
    expect(route(question("what is your plan?", { pinged: ["7"] }))).toEqual({
      responders: [],
      reason: "it speaks to a person, so nobody cuts in",
    })
  })

  it("lets the agent go on that spoke last", () => {
    const lent = [line("Ana", "hm"), line("Analyst", "It fell.", "analyst")]
    expect(route(question("and why is that?", {}, lent)).responders).toEqual(["analyst"])
    expect(who("and why is that?")).toEqual([])
  })

  it("has the lead answer who asks or greets while no other person is there, and leaves remarks alone", () => {
    const alone = [line("Ana", "hm"), line("Analyst", "It fell.", "analyst")]
    expect(route(question("who bakes bread?", {}, alone)).responders).toEqual(["strategist"])
    expect(route(question("hi", {}, alone)).responders).toEqual(["strategist"])
    expect(route(question("I was at the dentist today", {}, alone)).responders).toEqual([])
  })

  it("always finds somebody for what is said to the team: who fits, else the lead", () => {
    expect(route(question("headlines", { toTeam: true })).responders).toEqual(["writer"])
    expect(route(question("hm", { toTeam: true })).responders).toEqual(["strategist"])
  })

  it("gives a message of a kind that people took from others to those whom they wanted", () => {
    const corrections = [
      { text: "is the bakery worth its rent?", chosen: [], wanted: ["analyst"] },
      { text: "which tone for the poster?", chosen: ["writer"], wanted: ["strategist"] },
    ]
    const routed = (text: string) => route(question(text, {}, among, corrections))
    expect(routed("and is the new bakery worth that rent?")).toEqual({
      responders: ["analyst"],
      reason: "people called Analyst for such a message before",
    })
    expect(routed("which tone for this poster?").responders).toEqual(["strategist"])
    expect(routed("which tone for the mail?").responders).toEqual(["writer"])
    expect(routed("is there rent to pay?").responders).toEqual([])
  })

  it("weighs a word less, the more agents have it", () => {
    const agents = ["a", "b", "c", "d"].map((id) =>
      brain(id, { role: `Bakes bread`, triggers: id === "c" ? ["rye"] : [] }),
    )
    const asked = {
      ...question("how do I bake rye bread?"),
      team: { agents, manager: null, lead: agents[0]! },
    }
    expect(route(asked).responders).toEqual(["c"])
  })
})

describe("for every message, the offline manager", () => {
  const piece = constantFrom(
    ..."plan|drafts|numbers|hello|team|anyone|?|lol|@Ben|the|why|you|headline|survey|\uD800|。".split("|"),
  )

  it("names at most three agents of the team, somebody for the team, with a reason, and the same each time", () => {
    assert(
      property(
        array(piece),
        string({ unit: "binary" }),
        boolean(),
        constantFrom(null, "writer"),
        (parts, more, toTeam, of) => {
          const asked = question(`${parts.join(" ")} ${more}`, { toTeam }, [line("X", more, of)])
          const choice = route(asked)
          expect(route(structuredClone(asked))).toEqual(choice)
          expect(choice.responders.length).toBeLessThanOrEqual(3)
          expect(new Set(choice.responders).size).toBe(choice.responders.length)
          expect(team.agents.map(({ id }) => id)).toEqual(expect.arrayContaining([...choice.responders]))
          if (toTeam) expect(choice.responders).not.toEqual([])
          expect(choice.reason).not.toBe("")
        },
      ),
      { numRuns: 400 },
    )
  })
})
