/**
 * Asks another agent of the team: a call of the model on the side, with that agent's own brain. It has no turn and no agent of the
 * pool, and no tools, so that it can ask nobody in turn. What it takes counts as the asking agent's.
 */
import { Effect, Schema } from "effect"
import { Model } from "../../../actors/performing/model.ts"
import { recall } from "../../../actors/performing/recall.ts"
import { named, Roster } from "../../../actors/performing/roster.ts"
import type { Team } from "../../../machines/agent/brain.ts"
import { builtIn, fix, later } from "./built-in.ts"

/** Of an answer, in characters. */
const longest = 4000

const called = ({ agents }: Team, name: string) => {
  const wanted = name.trim().replace(/^@/, "").toLowerCase()
  return agents.find((brain) => [brain.id, brain.name.toLowerCase()].includes(wanted))
}

export const ask = builtIn({
  name: "ask",
  description:
    "Asks another agent of the team a question, and tells what it says. It knows the last messages of the channel and nothing of this call but the question.",
  input: Schema.Struct({
    agent: Schema.String.check(Schema.isPattern(/\S/), Schema.isMaxLength(80)).annotate({
      description: "The agent's name",
    }),
    question: Schema.String.check(Schema.isPattern(/\S/), Schema.isMaxLength(2000)).annotate({
      description: "The question, with all that is needed to answer it",
    }),
  }),
  harmless: true,
  repeatable: true,
  doing: "asking a colleague…",
  run: ({ agent, question }, { turn, brain, spent }) =>
    Effect.gen(function* () {
      const team = yield* Roster
      const other = called(team, agent)
      const others = team.agents.filter(({ id }) => id !== brain.id).map(({ name }) => name)
      if (other === undefined || other.id === brain.id)
        return yield* fix(
          `${other === undefined ? "nobody" : "it is you who"} is called ${agent}; there are ${others.join(", ")}`,
        )
      const { knowledge } = yield* recall({ ...turn, brain: other.id })
      const answer = yield* (yield* Model).think({
        brain: other,
        message: { ...turn.message, text: question, via: brain.id },
        lent: named(turn.lent, team),
        session: [],
        digest: null,
        memory: [],
        knowledge,
      })
      spent?.(answer.usage)
      return `${other.name} says:\n${answer.text.slice(0, longest).toWellFormed()}`
    }).pipe(Effect.catchTag("ModelFailed", ({ reason }) => Effect.fail(later(`no answer came: ${reason}`)))),
})
