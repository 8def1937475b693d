/** Whether the models answer: each tier that the team uses is asked for a few words, which costs a few tokens. */
import { Clock, Effect, type Config } from "effect"
import type { Brain, Team } from "../../machines/agent/brain.ts"
import { choose } from "../model/choose.ts"
import { modelConfig } from "../model/config.ts"
import { about, type Finding } from "./finding.ts"

const { fine, advice, trouble } = about("model")

const tiersOf = ({ agents, manager, lead }: Team): ReadonlyArray<Brain> => {
  const all = [...agents, lead, ...(manager === null ? [] : [manager])]
  return [...new Map(all.map((brain) => [brain.tier, brain])).values()]
}

/** The shortest of questions, put to an agent. */
const question = (brain: Brain) => ({
  brain: { ...brain, prompt: "You check whether you can be reached.", maxTokens: 16 },
  message: {
    id: "1",
    channel: "1",
    guild: null,
    author: { id: "1", name: "operator" },
    text: "Answer with OK and nothing else.",
    pinged: [],
    called: [brain.id],
    matched: [],
    toTeam: true,
    via: null,
  },
  lent: [],
  session: [],
  digest: null,
  memory: [],
  knowledge: [],
})

export const modelFindings = (team: Team): Effect.Effect<ReadonlyArray<Finding>, Config.ConfigError> =>
  Effect.gen(function* () {
    const { model, why } = yield* choose(yield* modelConfig)
    if (model.offline)
      return [
        advice(`answers come from the offline model, since ${why}: set OPENAI_API_KEY or ANTHROPIC_API_KEY`),
      ]
    const asked = yield* Effect.forEach(tiersOf(team), (brain) =>
      Effect.gen(function* () {
        const since = yield* Clock.currentTimeMillis
        const { model: name } = yield* model.think(question(brain))
        const ms = (yield* Clock.currentTimeMillis) - since
        return fine(`${name} answers for ${brain.tier} agents in ${(ms / 1000).toFixed(1)} s`)
      }).pipe(
        Effect.catch(({ reason }) =>
          Effect.succeed(trouble(`${brain.tier} agents get no answer: ${reason}`)),
        ),
      ),
    )
    return [fine(`${model.label}: ${why}`), ...asked]
  }).pipe(Effect.catchTag("ModelFailed", ({ reason }) => Effect.succeed([trouble(reason)])))
