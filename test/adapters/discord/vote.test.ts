/** `/vote`: what people type becomes a ballot, or a sentence that says what is wrong; and a press is heard. */
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { customIdOf } from "../../../src/adapters/discord/buttons.ts"
import { ADA, BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { address } from "../../../src/machines/address.ts"
import type { Ballot } from "../../../src/machines/team/ballot.ts"
import { channel, envelopes, hears, Told } from "./fixtures.ts"
import { answered, command, press, refused } from "./interacting.ts"

const asked = { question: "Tea or coffee?", options: "Tea | Coffee" }
const ada = { id: ADA.id, name: ADA.name }

/** What a vote that was given so is put as. */
const ballotOf = (options: Readonly<Record<string, string | number>>) =>
  Effect.gen(function* () {
    const id = yield* command("vote", { ...asked, ...options })
    const [{ to, event }] = (yield* envelopes(1)) as never as [{ to: string; event: { ballot: Ballot } }]
    expect(to).toBe(`vote/${id}`)
    return event.ballot
  })

describe("/vote", () => {
  hears(
    "puts a question to the vote, as an actor of its own",
    Effect.gen(function* () {
      const id = yield* command("vote", asked)
      expect((yield* answered(id)).content).toContain("Your vote is open for 60 min.")
      expect(yield* envelopes(1)).toEqual([
        {
          to: `vote/${id}`,
          id: `discord:${id}`,
          cause: id,
          event: {
            type: "OPEN_VOTE",
            ballot: {
              question: "Tea or coffee?",
              options: ["Tea", "Coffee"],
              minutes: 60,
              quorum: 1,
              agents: [],
              weights: { people: 1, agents: 1, each: {} },
              tie: "none",
              by: ada,
              channel,
              guild: GUILD.id,
            },
          },
        },
      ])
    }),
  )

  hears(
    "takes time, quorum, tie rule, agents by name and weights by kind and by name",
    Effect.gen(function* () {
      const ballot = yield* ballotOf({
        minutes: 5,
        quorum: 3,
        tie: "again",
        agents: "writer, Analyst, Writer",
        weights: `agents=0.5 people=2, writer=3 <@${BEN.id}>=0`,
      })
      expect(ballot).toMatchObject({ minutes: 5, quorum: 3, tie: "again" })
      expect(ballot.agents).toEqual([
        { brain: "writer", name: "Writer" },
        { brain: "analyst", name: "Analyst" },
      ])
      expect(ballot.weights).toEqual({ people: 2, agents: 0.5, each: { writer: 3, [BEN.id]: 0 } })
    }),
  )

  hears(
    "asks all agents when told so",
    Effect.gen(function* () {
      const ballot = yield* ballotOf({ agents: "all" })
      expect(ballot.agents.map(({ brain }) => brain)).toEqual(["analyst", "writer"])
    }),
  )

  const wrong: ReadonlyArray<readonly [string, Readonly<Record<string, string>>, string]> = [
    ["one option", { options: "Tea |" }, "2 to 10 options"],
    ["eleven options", { options: "abcdefghijk".split("").join("|") }, "I read 11"],
    ["the same option twice", { options: "Tea | tea" }, "the same"],
    ["an option that no button holds", { options: `${"x".repeat(81)} | y` }, "too long for a button"],
    ["an agent whom nobody knows", { agents: "writer, plumber" }, 'Nobody here is called "plumber"'],
    ["a weight that is none", { weights: "agents=lots" }, 'the weight "agents=lots"'],
    ["a weight above all", { weights: "people=101" }, "0 to 100"],
    ["a weight of nobody", { weights: "plumber=2" }, 'no voter "plumber"'],
  ]
  for (const [what, options, sentence] of wrong) {
    hears(
      `says what is wrong with ${what}, and puts nothing to the vote`,
      Effect.gen(function* () {
        yield* command("vote", { ...asked, ...options })
        expect(yield* refused).toContain(sentence)
        expect((yield* Told).envelopes).toEqual([])
      }),
    )
  }

  hears(
    "is not for channels in which the bot may not write",
    Effect.gen(function* () {
      yield* (yield* Playground).faults.deny(channel, "SendMessages")
      yield* command("vote", asked)
      expect(yield* refused).toContain("I may not write in this channel")
    }),
  )
})

describe("a button of a board", () => {
  hears(
    "tells the actor whose it is, who pressed it, and whether they manage messages",
    Effect.gen(function* () {
      const by = address("vote", "1100000000000000900")
      const button = { id: "option-1", label: "Coffee", style: "primary" } as const
      const { show } = yield* Voice
      yield* show({ by, key: "k", channel, message: null, text: "?", buttons: [button], again: false })
      const ids = [yield* press(customIdOf(by, "option-1")), yield* press(customIdOf(by, "option-1"), BEN.id)]
      const told = yield* envelopes(2)
      expect(told.map(({ to, id }) => [to, id])).toEqual(ids.map((id) => [by, `discord:${id}`]))
      expect(told[1]!.event).toMatchObject({
        type: "PRESSED",
        button: "option-1",
        by: { id: BEN.id, name: BEN.name },
        channel,
        manages: false,
      })
    }),
  )
})
