/** `/mode`, `/team`, `/context` and `/route test`: how a channel goes, changed by who may manage it. */
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { MessageFlags } from "discord-api-types/v10"
import { ADA, BEN } from "../../../src/adapters/playground/sample-world.ts"
import { open, type Floor } from "../../../src/machines/conversation/floor.ts"
import { unset, type Own } from "../../../src/machines/conversation/settings.ts"
import type { Line } from "../../../src/machines/values.ts"
import { channel, envelopes, hears, Told, untilTrue } from "./fixtures.ts"
import { answered, autocomplete, callback, command, refused } from "./interacting.ts"
import { openDm, requests, shownIn } from "./looking.ts"

const ada = { id: ADA.id, name: "Ada" }
const when = 1_700_000_000_000

const line = (text: string, author = "Ben"): Line => ({ id: "1", author, brain: null, text, at: 1 })

/** The conversation is set so, and keeps these lines. */
const keeps = (own: Own, more: Partial<Floor> = {}) =>
  Effect.map(Told, (told) => {
    const setBy = Object.fromEntries(Object.keys(own).map((name) => [name, { by: ada, at: when }]))
    told.floor = { ...open(channel), settings: { ...unset, own, setBy }, ...more }
  })

/** Gives a command that is turned down; with which words. */
const turnedDown = (
  name: string,
  options: Readonly<Record<string, string | number>> = {},
  as: string = ADA.id,
) =>
  Effect.gen(function* () {
    const before = (yield* requests("POST", callback)).length
    yield* command(name, options, channel, as)
    yield* untilTrue(Effect.map(requests("POST", callback), ({ length }) => length > before))
    return yield* refused
  })

const asked = Effect.map(Told, ({ envelopes }) => envelopes.map(({ event }) => event))

describe("/mode", () => {
  hears(
    "says how it is, to who asks alone",
    Effect.gen(function* () {
      yield* keeps({ mode: "keywords" })
      const { content, flags } = yield* answered(yield* command("mode", {}, channel, BEN.id))
      expect(flags! & MessageFlags.Ephemeral).toBe(MessageFlags.Ephemeral)
      expect(content).toBe(
        [
          "**Mode**: keywords (set by Ada <t:1700000000:R>): who is called by name answers, else who listens for a word of the message; what mentions me is given to whom the manager chooses.",
          "**Answers**: together, at most 3 under way (as the operator laid down).",
        ].join("\n"),
      )
      expect(yield* asked).toEqual([])
    }),
  )

  hears(
    "changes it, and the channel sees by whom",
    Effect.gen(function* () {
      const options = { mode: "mentions", answers: "inTurn", at_once: 2 }
      const { content } = yield* answered(yield* command("mode", options))
      expect(content).toMatch(
        /^⚙️ \*\*Ada\*\* has set how agents answer here\.\n\*\*Mode\*\*: mentions \(set by Ada/,
      )
      expect(content).toContain(
        "**Answers**: in turn, each agent after it has read what the one before it said",
      )
      expect(yield* asked).toEqual([{ type: "SET", by: ada, mode: "mentions", pace: "inTurn", atOnce: 2 }])
      expect(yield* shownIn(channel)).toHaveLength(1)
    }),
  )

  hears(
    "puts it back to what the operator laid down",
    Effect.gen(function* () {
      yield* keeps({ mode: "off", pace: "inTurn", atOnce: 1 })
      const { content } = yield* answered(yield* command("mode", { mode: "standard", answers: "standard" }))
      expect(yield* asked).toEqual([{ type: "SET", by: ada, mode: null, pace: null, atOnce: null }])
      expect(content).toContain("**Mode**: manager (as the operator laid down)")
    }),
  )

  hears(
    "is not for everybody to change",
    Effect.gen(function* () {
      for (const [name, options] of [
        ["mode", { mode: "off" }],
        ["team remove", { agent: "writer" }],
        ["context clear", {}],
        ["context set", { keep: 5 }],
      ] as const) {
        expect(yield* turnedDown(name, options, BEN.id)).toBe(
          "Only who may manage this channel changes how agents behave in it.",
        )
      }
      expect(yield* asked).toEqual([])
    }),
  )

  hears(
    "is in direct messages for who writes them",
    Effect.gen(function* () {
      const dm = yield* openDm(BEN.id)
      yield* answered(yield* command("mode", { mode: "all" }, dm, BEN.id))
      const [envelope] = yield* envelopes(1)
      expect(envelope).toMatchObject({ to: `conversation/${dm}`, event: { type: "SET", mode: "all" } })
    }),
  )
})

describe("/team", () => {
  hears(
    "says who listens, and who does not",
    Effect.gen(function* () {
      yield* keeps({ team: ["writer"] })
      const { content } = yield* answered(yield* command("team show"))
      expect(content).toBe(
        [
          "**Team** (set by Ada <t:1700000000:R>):",
          "- ~~Analyst~~ does not listen here",
          "- **Writer**: Does what a writer does",
          "**Together**: hybrid (as the operator laid down).",
        ].join("\n"),
      )
    }),
  )

  hears(
    "takes an agent out, and lets it in again",
    Effect.gen(function* () {
      yield* answered(yield* command("team remove", { agent: "Analyst" }))
      yield* keeps({ team: ["writer"] })
      yield* answered(yield* command("team add", { agent: "analyst" }))
      const { content } = yield* answered(yield* command("team reset"))
      expect(yield* asked).toEqual([
        { type: "SET", by: ada, team: ["writer"] },
        { type: "SET", by: ada, team: ["writer", "analyst"] },
        { type: "SET", by: ada, team: null },
      ])
      expect(content).toContain("**Team** (as the operator laid down)")
    }),
  )

  hears(
    "has how it works together set for a channel, and as the operator laid it down again",
    Effect.gen(function* () {
      const { content } = yield* answered(yield* command("team coordination", { how: "round_robin" }))
      yield* answered(yield* command("team coordination", { how: "standard" }))
      expect(yield* asked).toEqual([
        { type: "SET", by: ada, coordination: "round_robin" },
        { type: "SET", by: ada, coordination: null },
      ])
      expect(content).toContain("**Ada** has set how the team works together here.")
      expect(content).toContain("**Together**: round robin (set by Ada")
    }),
  )

  hears(
    "offers who can be added, or removed",
    Effect.gen(function* () {
      yield* keeps({ team: ["writer"] })
      const offered = (sub: string) => Effect.map(autocomplete(`team ${sub}`, "agent", ""), namesOf)
      expect([yield* offered("add"), yield* offered("remove")]).toEqual([["analyst"], ["writer"]])
    }),
  )

  hears(
    "says why not, to who asked alone",
    Effect.gen(function* () {
      yield* keeps({ team: ["writer"] })
      const cases = [
        ["team add", "writer", "Writer listens here already."],
        ["team remove", "analyst", "Analyst does not listen here anyway."],
        [
          "team remove",
          "writer",
          "Writer is the last agent that listens here: `/mode off` silences the channel.",
        ],
        ["team add", "poet", 'Nobody here is called "poet". You can ask Analyst, Writer.'],
      ] as const
      for (const [name, agent, sentence] of cases) {
        expect(yield* turnedDown(name, { agent })).toBe(sentence)
      }
      expect(yield* asked).toEqual([])
    }),
  )
})

const namesOf = (choices: ReadonlyArray<{ readonly value: string | number }>) =>
  choices.map(({ value }) => value)

describe("/context", () => {
  hears(
    "shows what is kept, and lent",
    Effect.gen(function* () {
      yield* keeps(
        { lent: 2 },
        { recent: [line("one"), line("two\nlines"), line("three")], parent: [line("before")] },
      )
      const { content } = yield* answered(yield* command("context show"))
      expect(content).toBe(
        [
          "**Context** (set by Ada <t:1700000000:R>): the last 20 lines are kept, at most 2 of them lent for an answer.",
          "Kept now: 3 lines, and 1 that this thread began with.",
          "> Ben: two lines",
          "> Ben: three",
        ].join("\n"),
      )
    }),
  )

  hears(
    "sets sizes, puts them back, and has lines forgotten",
    Effect.gen(function* () {
      const { content } = yield* answered(yield* command("context set", { keep: 5, lend: 9 }))
      expect(content).toContain("the last 5 lines are kept, and at most 5 of them lent for an answer.")
      yield* answered(yield* command("context reset"))
      const cleared = yield* answered(yield* command("context clear"))
      expect(cleared.content).toContain("agents are lent nothing that was said until now")
      expect(yield* asked).toEqual([
        { type: "SET", by: ada, kept: 5, lent: 9 },
        { type: "SET", by: ada, kept: null, lent: null },
        { type: "CLEAR", by: ada },
      ])
    }),
  )

  hears(
    "wants to know which size",
    Effect.gen(function* () {
      expect(yield* turnedDown("context set")).toBe("Say how many lines to `keep`, or to `lend`.")
    }),
  )
})

describe("/route test", () => {
  const test = (text: string, where = channel) =>
    Effect.flatMap(command("route test", { text }, where), answered)

  hears(
    "says who would answer, what it would be lent, and why not the others",
    Effect.gen(function* () {
      yield* keeps({}, { recent: [line("We launch in May")] })
      const { content, flags } = yield* test("Two drafts, please")
      expect(flags! & MessageFlags.Ephemeral).toBe(MessageFlags.Ephemeral)
      expect(content).toBe(
        [
          "> Two drafts, please",
          "**Mode**: manager, as the operator laid down",
          "**Route**: keyword → **Writer**: Writer listens for “draft” and heard “drafts”",
          "**Writer** would be lent 1 line, the last: “We launch in May”",
          "- Analyst: not called by name; none of its words; 0.0 of 1.0 points",
        ].join("\n"),
      )
      expect(yield* asked).toEqual([])
    }),
  )

  hears(
    "goes by how the team works together",
    Effect.gen(function* () {
      yield* keeps({ coordination: "round_robin" }, { lastInOrder: "analyst" })
      expect((yield* test("Two drafts, please")).content).toContain(
        "**Route**: order → **Writer**: it is the turn of Writer",
      )
      yield* keeps({ coordination: "supervisor" })
      expect((yield* test("Two drafts, please")).content).toContain(
        "**Route**: lead → **Analyst**: Analyst leads here, and may hand parts on",
      )
      yield* keeps({ coordination: "pipeline" })
      expect((yield* test("Two drafts, please")).content).toContain(
        "**Route**: pipeline → **Analyst**, **Writer**: all answer in order",
      )
    }),
  )

  hears(
    "goes by how the channel is set",
    Effect.gen(function* () {
      yield* keeps({ team: ["analyst"] })
      expect((yield* test("@Writer, any data?")).content).toContain("**Route**: keyword → **Analyst**")
      expect((yield* test("@Writer, any data?")).content).toContain("- Writer: does not listen here")
      yield* keeps({ mode: "mentions" })
      expect((yield* test("any data?")).content).toContain(
        "**Route**: none → nobody: nobody is called by name",
      )
      yield* keeps({ mode: "all" })
      expect((yield* test("any data?")).content).toContain("**Route**: all → **Analyst**, **Writer**")
      yield* keeps({ mode: "off" })
      expect((yield* test("@Writer")).content).toContain("**Route**: none → nobody: agents are off here")
      yield* keeps({})
      ;(yield* Told).halted = { by: ada, at: 1 }
      expect((yield* test("@Writer")).content).toContain("nobody: Ada has halted this conversation")
    }),
  )
})

describe("/ask", () => {
  hears(
    "says so where agents are off, or the agent does not listen",
    Effect.gen(function* () {
      yield* keeps({ mode: "off" })
      expect(yield* turnedDown("ask", { agent: "writer", text: "Why?" })).toContain(
        "Agents are off in this channel",
      )
      yield* keeps({ team: ["analyst"] })
      expect(yield* turnedDown("ask", { agent: "writer", text: "Why?" })).toContain(
        "Writer does not listen in this channel",
      )
      expect(yield* asked).toEqual([])
    }),
  )
})
