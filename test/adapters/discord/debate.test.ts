/** `/debate`: what people type becomes a motion, or a sentence that says what is wrong; and the transcript is a file. */
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { ADA, BEN, GUILD, STRATEGY } from "../../../src/adapters/playground/sample-world.ts"
import type { Motion } from "../../../src/machines/team/motion.ts"
import type { Kept } from "../../../src/machines/team/proceedings.ts"
import { analyst, brain, channel, envelopes, hears, Told, writer } from "./fixtures.ts"
import { answered, autocomplete, command, refused } from "./interacting.ts"

const poet = brain("poet")
const three = { agents: [analyst, writer, poet], manager: null, lead: analyst }
const inTeam = (name: string, test: Parameters<typeof hears>[1]) => hears(name, test, {}, three)

const ada = { id: ADA.id, name: ADA.name }
const asked = { topic: "Trains or planes?", sides: "writer: trains | Poet: planes" }
const motion: Motion = {
  topic: "Trains or planes?",
  sides: [
    { brain: "writer", name: "Writer", position: "trains" },
    { brain: "poet", name: "Poet", position: "planes" },
  ],
  rounds: 2,
  minutes: 3,
  judge: { brain: "analyst", name: "Analyst" },
  by: ada,
  channel,
  guild: GUILD.id,
}

/** What the last debate that was begun is about. */
const begun = Effect.map(envelopes(1), (all) => {
  const { event } = all.at(-1)!
  if (event.type !== "OPEN_DEBATE") throw new Error(`${event.type} was told, not a debate`)
  return event.motion
})

describe("/debate start", () => {
  inTeam(
    "begins a debate, as an actor of its own, which the team's lead judges",
    Effect.gen(function* () {
      const id = yield* command("debate start", asked)
      expect((yield* answered(id)).content).toContain("The debate begins: Writer, Poet, judged by Analyst.")
      expect(yield* envelopes(1)).toEqual([
        { to: `debate/${id}`, id: `discord:${id}`, cause: id, event: { type: "OPEN_DEBATE", motion } },
      ])
    }),
  )

  inTeam(
    "takes rounds, time, a judge, and sides without positions",
    Effect.gen(function* () {
      yield* command("debate start", {
        topic: asked.topic,
        sides: "analyst, writer",
        rounds: 4,
        minutes: 10,
        judge: "Poet",
      })
      expect(yield* begun).toMatchObject({
        sides: [
          { brain: "analyst", position: "" },
          { brain: "writer", position: "" },
        ],
        rounds: 4,
        minutes: 10,
        judge: { brain: "poet", name: "Poet" },
      })
    }),
  )

  inTeam(
    "finds a judge who takes no side, when the lead takes one",
    Effect.gen(function* () {
      yield* command("debate start", { topic: "?", sides: "analyst | poet" })
      expect((yield* begun).judge.brain).toBe("writer")
    }),
  )

  const wrong: ReadonlyArray<readonly [string, Readonly<Record<string, string>>, string]> = [
    ["one side", { sides: "writer: trains" }, "2 to 4 sides"],
    ["an agent whom nobody knows", { sides: "writer | plumber" }, 'Nobody here is called "plumber"'],
    ["an agent on two sides", { sides: "writer: yes | writer: no" }, "another agent"],
    ["a position that is a speech", { sides: `writer: ${"x".repeat(201)} | poet` }, "200 characters at most"],
    ["a judge who takes a side", { judge: "poet" }, "Poet takes a side"],
    ["nobody left to judge", { sides: "writer | poet | analyst" }, "Nobody is left to judge"],
  ]
  for (const [what, options, sentence] of wrong) {
    inTeam(
      `says what is wrong with ${what}, and begins nothing`,
      Effect.gen(function* () {
        yield* command("debate start", { ...asked, ...options })
        expect(yield* refused).toContain(sentence)
        expect((yield* Told).envelopes).toEqual([])
      }),
    )
  }

  inTeam(
    "begins nothing where somebody has halted the agents",
    Effect.gen(function* () {
      const told = yield* Told
      told.halted = { by: { id: BEN.id, name: "Ben" }, at: 1 }
      yield* command("debate start", asked)
      expect(yield* refused).toBe("**Ben** has halted this conversation: `/resume` it first.")
      expect(told.envelopes).toEqual([])
    }),
  )

  inTeam(
    "offers agents as judges",
    Effect.gen(function* () {
      const choices = yield* autocomplete("debate start", "judge", "po")
      expect(choices.map(({ value }) => value)).toEqual(["poet"])
    }),
  )
})

describe("/debate transcript", () => {
  const id = "1100000000000000900"
  const kept: typeof Kept.Type = {
    motion,
    statements: [{ round: 1, side: 0, text: "Trains are calm.", reason: "", agrees: false, at: 1 }],
    outcome: { type: "none", why: "no reasons" },
  }
  const keeps = Effect.map(Told, (told) => Object.assign(told.agreed, kept))

  inTeam(
    "is all that was said, as a file for who asks",
    Effect.gen(function* () {
      yield* keeps
      const message = yield* answered(yield* command("debate transcript", { id }))
      expect(message.content).toBe("All that was said about **Trains or planes?**.")
      expect(message.attachments.map(({ filename }) => filename)).toEqual([`debate-${id}.md`])
      const text = yield* Effect.promise(() => fetch(message.attachments[0]!.url).then((it) => it.text()))
      expect(text).toContain("**Writer**\n\nTrains are calm.")
      expect(text).toContain("No verdict: no reasons.")
    }),
  )

  inTeam(
    "is for the channel of the debate, and there is none of what was never debated",
    Effect.gen(function* () {
      const missing = `This channel has had no debate ${id}.`
      const nothing = yield* answered(yield* command("debate transcript", { id }))
      expect(nothing.content).toBe(missing)
      yield* keeps
      const elsewhere = yield* answered(yield* command("debate transcript", { id }, STRATEGY.id))
      expect([elsewhere.content, elsewhere.attachments]).toEqual([missing, []])
      const strange = yield* answered(yield* command("debate transcript", { id: "../1" }))
      expect(strange.content).toBe("This channel has had no debate ../1.")
    }),
  )
})
