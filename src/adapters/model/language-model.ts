/** The model port over any provider of the AI SDK: the same prompts, the same patience, the same words when it fails. */
import { Duration, Effect } from "effect"
import type { Model } from "../../actors/model.ts"
import { makeCall } from "./call.ts"
import type { Endpoint, Patience } from "./endpoint.ts"
import { passing } from "./failure.ts"
import { route as routeOffline } from "./offline/route.ts"
import { memoryTools } from "./memory-tools.ts"
import { digested } from "./offline/model.ts"
import { answerRequest, digestRequest, routeRequest } from "./prompt.ts"
import { leadInstead, readChoice } from "./route.ts"

/** A choice in the form that is asked for fits into this, whatever the manager's own limit. In tokens. */
const roomToChoose = 160

/** A digest, in tokens. */
const roomToDigest = 800

/** A channel waits so long for the manager, whatever it is asked again for. */
export const routeDeadline = Duration.seconds(8)

export const languageModel = (endpoint: Endpoint, patience: Patience): Model["Service"] => {
  const call = makeCall(endpoint, patience)
  return {
    label: `${[...new Set(Object.values(endpoint.models))].join(", ")} at ${endpoint.host}`,
    offline: false,
    think: (prompt, heed) => {
      const { tier, maxTokens, temperature } = prompt.brain
      const toolbox = () => memoryTools(prompt.memory)
      return call({ request: answerRequest(prompt), tier, maxTokens, temperature, heed, toolbox }, (answer) =>
        Effect.succeed(answer),
      )
    },
    digest: (material) =>
      call(
        { request: digestRequest(material), tier: "lite", maxTokens: roomToDigest, temperature: 0 },
        (answer) => Effect.succeed(answer),
      ).pipe(
        Effect.catch(({ reason }) => {
          const { model, ...rest } = digested(material)
          return Effect.succeed({ ...rest, model: `${model}, since ${reason}` })
        }),
      ),
    route: (question) => {
      const { manager } = question.team
      if (manager === null) return Effect.sync(() => routeOffline(question))
      const { tier, temperature } = manager
      const maxTokens = Math.max(manager.maxTokens, roomToChoose)
      return call(
        { request: routeRequest(question, manager), tier, maxTokens, temperature },
        ({ text, model }) => {
          const choice = readChoice(text, question)
          return choice === null
            ? Effect.fail(passing(`${model} named nobody that can be told`))
            : Effect.succeed(choice)
        },
      ).pipe(
        Effect.catch(({ reason }) =>
          Effect.succeed(leadInstead(`the manager could not choose (${reason})`, question)),
        ),
        Effect.timeoutOrElse({
          duration: routeDeadline,
          orElse: () =>
            Effect.succeed(
              leadInstead(`the manager did not choose within ${Duration.format(routeDeadline)}`, question),
            ),
        }),
      )
    },
  }
}
