/** `/summary`: what was said in a channel since a time; `/talk`: who listens in direct messages. */
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { ADA, BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import type { SummaryContext } from "../../../src/machines/memory/summary.ts"
import { Play } from "../../machines/support/play.ts"
import { analyst, channel, envelopes, hears, says, Told, until, writer } from "./fixtures.ts"
import { answered, autocomplete, command, refused } from "./interacting.ts"
import { openDm } from "./looking.ts"

/** The summary that a command asked for, as its chart takes it. */
const opened = Effect.gen(function* () {
  const told = yield* Told
  const letter = yield* until(
    Effect.sync(() => told.envelopes.find(({ event }) => event.type === "OPEN_SUMMARY")),
  )
  const play = new Play<SummaryContext>("summary", { id: letter.to.slice("summary/".length) })
  told.actors.set(letter.to, play as Play<unknown>)
  return play.tell(letter.event)
})
const answer = (play: Play<SummaryContext>, text: string) =>
  play.tell({
    type: "ANSWERED",
    turn: play.want("Allocate").turn.id,
    brain: writer.id,
    text,
    messages: [],
    calls: [],
  })

describe("/summary", () => {
  hears(
    "has an agent sum up what people said, for the eyes of who asked",
    Effect.gen(function* () {
      yield* says("The launch is on 3 March")
      yield* says("Who writes the post?", { authorId: BEN.id })
      const id = yield* command("summary", { since: "2h", agent: "writer" })
      const play = yield* opened
      expect(play.context.recap).toMatchObject({
        brain: "writer",
        aside: true,
        by: { id: ADA.id, name: "Ada" },
        channel,
        guild: GUILD.id,
      })
      const { turn } = play.want("Allocate")
      expect(turn.lent.map(({ author, text }) => [author, text]).slice(-2)).toEqual([
        ["Ada", "The launch is on 3 March"],
        ["Ben", "Who writes the post?"],
      ])
      expect([turn.aside, turn.message.text]).toEqual([true, expect.stringContaining("Summarise these")])
      answer(play, "A launch, and nobody to write.")
      const { embeds, flags } = yield* answered(id)
      expect(embeds[0]?.description).toMatch(
        /^\*\*Writer\*\* on the \d+ messages since <t:\d+:f>:\nA launch, and nobody to write\.$/,
      )
      expect(flags).toBe(64)
    }),
  )

  hears(
    "begins at a message, says it to all who want it, and says why there is none",
    Effect.gen(function* () {
      yield* says("Before")
      const from = yield* says("From here")
      yield* says("To here")
      const id = yield* command("summary", { since: from.id, for: "all" })
      expect((yield* answered(id)).content).toMatch(/^\*\*\w+\*\* sums up the 2 messages since .* here\.$/)
      const play = yield* opened
      expect(play.want("Allocate").turn.lent.map(({ text }) => text)).toEqual(["From here", "To here"])
      const told = yield* Told
      told.envelopes.length = 0
      const failing = yield* command("summary", { since: from.id })
      const other = yield* opened
      const { turn } = other.want("Allocate")
      other.tell({ type: "UNANSWERED", turn: turn.id, reason: "the model has no key" })
      expect((yield* answered(failing)).content).toBe("There is no summary: the model has no key.")
    }),
  )

  hears(
    "says what it cannot read",
    Effect.gen(function* () {
      yield* command("summary", { since: "last moon" })
      expect(yield* refused).toContain("“last moon” is no time, and no message of this channel: say `2h`")
      const dm = yield* openDm(ADA.id)
      const id = yield* command("summary", {}, dm)
      expect((yield* answered(id)).content).toContain("Nobody has said anything here since")
    }),
  )
})

describe("/talk", () => {
  hears(
    "chooses who listens in direct messages, says who does, and lets the team listen again",
    Effect.gen(function* () {
      const dm = yield* openDm(ADA.id)
      const chosen = yield* answered(yield* command("talk", { agent: "analyst" }, dm))
      expect(chosen.content).toContain(`💬 **${analyst.name}** listens here`)
      const team = yield* answered(yield* command("talk", { agent: "team" }, dm))
      expect(team.content).toContain("The team listens here")
      const by = { id: ADA.id, name: "Ada" }
      expect((yield* envelopes(2)).map(({ to, event }) => ({ to, event }))).toEqual([
        { to: `conversation/${dm}`, event: { type: "SET", by, talk: "analyst" } },
        { to: `conversation/${dm}`, event: { type: "SET", by, talk: null } },
      ])
      const asked = yield* answered(yield* command("talk", {}, dm))
      expect(asked.content).toContain("The team listens here")
      expect(yield* autocomplete("talk", "agent", "te")).toContainEqual({
        name: "team: whoever fits each message",
        value: "team",
      })
    }),
  )

  hears(
    "is for direct messages alone",
    Effect.gen(function* () {
      yield* command("talk", { agent: "writer" })
      expect(yield* refused).toContain("`/talk` is for our direct messages")
    }),
  )
})
