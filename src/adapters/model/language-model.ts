/** The model port over any provider of the AI SDK: the same prompts, the same patience, the same words when it fails. */
import { Duration, Effect } from "effect"
import type { Model, Question, Responders } from "../../actors/performing/model.ts"
import type { Brain } from "../../machines/agent/brain.ts"
import { makeCall, type Call } from "./call.ts"
import type { Endpoint, Patience } from "./endpoint.ts"
import { passing } from "./failure.ts"
import { route as routeOffline } from "./offline/route.ts"
import { memoryTools } from "./memory-tools.ts"
import { digested } from "./offline/model.ts"
import { makePlaces, type Places } from "./places.ts"
import { answerRequest, digestRequest, routeRequest } from "./prompt.ts"
import { leadInstead, readChoice } from "./route.ts"

/** A choice in the form that is asked for fits into this, whatever the manager's own limit. In tokens. */
const roomToChoose = 160

/** A digest, in tokens. */
const roomToDigest = 800

/** A channel waits so long for the manager, whatever it is asked again for. */
export const routeDeadline = Duration.seconds(8)

/** A channel waits for the manager, and nobody for a digest. */
const ranks = { manager: 0, answer: 1, digest: 100 }

export const languageModel = (
  endpoint: Endpoint,
  patience: Patience,
  places: Places = makePlaces(() => Number.POSITIVE_INFINITY),
): Model["Service"] => {
  const call = makeCall(endpoint, patience, places)
  return {
    label: `${[...new Set(Object.values(endpoint.models))].join(", ")} at ${endpoint.host}`,
    offline: false,
    calls: places.calls,
    think: (prompt, heed) => {
      const { tier, maxTokens, temperature } = prompt.brain
      const toolbox = () => memoryTools(prompt.memory)
      const rank = ranks.answer + (prompt.urgency ?? 0)
      return call(
        { rank, request: answerRequest(prompt), tier, maxTokens, temperature, heed, toolbox },
        (answer) => Effect.succeed(answer),
      )
    },
    digest: (material) => {
      if (material.byRule === true) return Effect.sync(() => digested(material))
      return call(
        {
          rank: ranks.digest,
          request: digestRequest(material),
          tier: "lite",
          maxTokens: roomToDigest,
          temperature: 0,
        },
        (answer) => Effect.succeed(answer),
      ).pipe(
        Effect.catch(({ reason }) => {
          const { model, ...rest } = digested(material)
          return Effect.succeed({ ...rest, model: `${model}, since ${reason}` })
        }),
      )
    },
    route: (question) => {
      const { manager } = question.team
      return manager === null
        ? Effect.sync(() => routeOffline(question))
        : Effect.suspend(() => chosenBy(manager, question, call))
    },
  }
}

/** What it took is told also when nothing came of it: it is to be paid. */
const chosenBy = (manager: Brain, question: Question, call: Call): Effect.Effect<Responders> => {
  const { tier, temperature } = manager
  const maxTokens = Math.max(manager.maxTokens, roomToChoose)
  let took: Pick<Responders, "model" | "usage"> = {}
  const instead = (why: string) => Effect.sync(() => ({ ...leadInstead(why, question), ...took }))
  return call(
    { rank: ranks.manager, request: routeRequest(question, manager), tier, maxTokens, temperature },
    ({ text, model, usage, waited, asks }) => {
      took = { model, usage }
      const choice = readChoice(text, question)
      return choice === null
        ? Effect.fail(passing(`${model} named nobody that can be told`))
        : Effect.succeed({ ...choice, ...took, ...(waited && { waited }), ...(asks && { asks }) })
    },
  ).pipe(
    Effect.catch(({ reason }) => instead(`the manager could not choose (${reason})`)),
    Effect.timeoutOrElse({
      duration: routeDeadline,
      orElse: () => instead(`the manager did not choose within ${Duration.format(routeDeadline)}`),
    }),
  )
}
