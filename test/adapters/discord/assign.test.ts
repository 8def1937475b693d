/** `/assign`: a task for an agent, or for whom the manager chooses; and the notice that calls who assigned it. */
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { ADA, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { channel, envelopes, hears, speaks, Told } from "./fixtures.ts"
import { answered, autocomplete, command, refused } from "./interacting.ts"
import { shownIn } from "./looking.ts"

const ada = { id: ADA.id, name: "Ada" }

describe("/assign", () => {
  hears(
    "hands a task to an agent",
    Effect.gen(function* () {
      const id = yield* command("assign", { task: " Write the announcement ", agent: "Writer" })
      expect((yield* answered(id)).content).toContain("Writer works on it, and you are called here")
      expect((yield* envelopes(1))[0]).toEqual({
        to: `assignment/${id}`,
        id: `discord:${id}`,
        cause: id,
        event: {
          type: "ASSIGN",
          task: "Write the announcement",
          agent: { id: "writer", name: "Writer" },
          agents: [
            { id: "analyst", name: "Analyst" },
            { id: "writer", name: "Writer" },
          ],
          by: ada,
          channel,
          guild: GUILD.id,
        },
      })
      expect(yield* autocomplete("assign", "agent", "wri")).toMatchObject([{ value: "writer" }])
    }),
  )

  hears(
    "leaves the choice to the manager where nobody is named",
    Effect.gen(function* () {
      const id = yield* command("assign", { task: "Count the sales" })
      expect((yield* answered(id)).content).toContain("The manager chooses who does it")
      expect((yield* envelopes(1))[0]).toMatchObject({ event: { type: "ASSIGN", agent: null } })
    }),
  )

  hears(
    "hands nothing to who is not there",
    Effect.gen(function* () {
      yield* command("assign", { task: "Cook", agent: "cook" })
      expect(yield* refused).toContain('Nobody here is called "cook"')
    }),
  )

  hears(
    "hands nothing on where the conversation is halted",
    Effect.gen(function* () {
      const told = yield* Told
      told.halted = { by: ada, at: 1 }
      yield* command("assign", { task: "Count the sales" })
      expect(yield* refused).toContain("has halted this conversation")
      expect(told.envelopes).toEqual([])
    }),
  )
})

speaks(
  "a notice calls whom it names, and nobody else",
  Effect.gen(function* () {
    const { notice } = yield* Voice
    yield* notice({
      key: "a",
      channel,
      text: `<@${ADA.id}> **Writer** has reported, @everyone`,
      pingable: [ADA.id],
    })
    const [message] = yield* shownIn(channel)
    expect(message!.mentions.map(({ id }) => id)).toEqual([ADA.id])
    expect(message!.mention_everyone).toBe(false)
  }),
)
