/** The model port over any provider of the AI SDK: the same prompts, the same patience, the same words when it fails. */
import { Duration, Effect } from "effect"
import type { Model, Prompt, Question, Responders } from "../../actors/performing/model.ts"
import type { Brain } from "../../machines/agent/brain.ts"
import { Caches, type CachesService } from "../../actors/caching/caches.ts"
import { Lessons } from "../../actors/lessons/lessons.ts"
import { limitOf, type Terms as ModelTerms } from "../../actors/performing/model-terms.ts"
import { Breakers } from "../../actors/resilience/breakers.ts"
import { Retries } from "../../actors/resilience/retries.ts"
import { makeCall, type Call } from "./call.ts"
import type { Endpoint, Patience } from "./endpoint.ts"
import { inTurn, retriesBefore } from "./fallbacks.ts"
import { passing } from "./failure.ts"
import { route as routeOffline } from "./offline/route.ts"
import { withKeptAnswers } from "./kept-answers.ts"
import { settled } from "./offline/settled.ts"
import { memoryTools } from "./memory-tools.ts"
import { digested, offlineModel } from "./offline/model.ts"
import { Limits } from "./limits.ts"
import { offerOf } from "./offer.ts"
import { makePlaces, type Places } from "./places.ts"
import { answerRequest, digestRequest, plainRequest, routeRequest } from "./prompt.ts"
import { makeRemedies } from "./remedies.ts"
import { withRounds } from "./rounds.ts"
import { leadInstead, readChoice } from "./route.ts"

/** A choice in the form that is asked for fits into this, whatever the manager's own limit. In tokens. */
const roomToChoose = 160

/** A digest, in tokens. */
const roomToDigest = 800

/** A channel waits so long for the manager, whatever it is asked again for. */
export const routeDeadline = Duration.seconds(8)

/** A channel waits for the manager, and nobody for a digest. */
const ranks = { manager: 0, answer: 1, digest: 100 }

/** What the calls of a provider are subject to. */
export interface Terms {
  readonly places: Places
  readonly breakers: Breakers
  readonly retries: Retries
  readonly limits: Limits
  /** What the operator says of models, as it is now. */
  readonly said: () => Pick<ModelTerms, "limit" | "limits" | "context" | "manager">
  readonly lessons: Lessons
  readonly caches: CachesService
  /** Whether answers are kept in them, as it is now. */
  readonly keepsAnswers: () => boolean
  /** Asked one after the other when the provider gives no answer. */
  readonly fallbacks: ReadonlyArray<Endpoint>
  /** Whether the offline model answers when none of them does. */
  readonly offlineAtLast: boolean
}

const standard: Terms = {
  places: makePlaces(() => Number.POSITIVE_INFINITY),
  breakers: Breakers.defaultValue(),
  retries: Retries.defaultValue(),
  limits: Limits.defaultValue(),
  said: () => ({}),
  lessons: Lessons.defaultValue(),
  caches: Caches.defaultValue(),
  keepsAnswers: () => false,
  fallbacks: [],
  offlineAtLast: false,
}

const labelOf = ({ models, host }: Endpoint): string =>
  `${[...new Set(Object.values(models))].join(", ")} at ${host}`

export const languageModel = (
  endpoint: Endpoint,
  patience: Patience,
  terms: Partial<Terms> = {},
): Model["Service"] => {
  const { places, fallbacks, offlineAtLast, lessons, limits, said, caches, keepsAnswers, ...ways } = {
    ...standard,
    ...terms,
  }
  const all = [endpoint, ...fallbacks]
  const retries = all.length === 1 && !offlineAtLast ? patience.retries : retriesBefore
  const remedies = makeRemedies(lessons)
  const through = {
    ...ways,
    places,
    limits,
    limitOf: (model: string) => limitOf(said(), model),
    remedies,
  }
  const [first, ...others] = all.map((each) => ({
    nameOf: (tier: Brain["tier"]) => each.models[tier],
    call: makeCall(each, { ...patience, retries }, through),
  }))
  const models = (tier: Brain["tier"]) => all.map((each) => `${each.models[tier]} at ${each.host}`).join(", ")
  const call = withKeptAnswers(caches, keepsAnswers, models, inTurn(lessons, first!, ...others))
  return {
    label: [...all.map(labelOf), ...(offlineAtLast ? [offlineModel.label] : [])].join(", else "),
    offline: false,
    calls: places.calls,
    limited: limits.limited,
    think: (prompt, heed) => {
      const { tier, maxTokens, temperature } = prompt.brain
      const toolbox = () => memoryTools(prompt.memory)
      const offer = offerOf(prompt)
      const asked = said().context === "plain" ? plainRequest : answerRequest
      const requestOf = (it: Prompt) => (offer === undefined ? asked(it) : withRounds(asked(it), it, offer))
      const rank = ranks.answer + (prompt.urgency ?? 0)
      return call(
        {
          rank,
          request: requestOf(prompt),
          shorter: (contextTokens) => requestOf({ ...prompt, brain: { ...prompt.brain, contextTokens } }),
          tier,
          maxTokens,
          temperature,
          heed,
          toolbox,
          offer,
          keep: { kind: "answers", user: prompt.message.author.id, agent: prompt.brain.id },
        },
        (answer) => Effect.succeed(answer),
      ).pipe(Effect.catch((failed) => (offlineAtLast ? offlineModel.think(prompt) : Effect.fail(failed))))
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
          keep: { kind: "answers", user: material.user.id, agent: material.brain.id },
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
      if (manager === null) return Effect.sync(() => routeOffline(question))
      return Effect.suspend(() => {
        const choice = said().manager === "unsure" ? settled(question) : null
        return choice === null ? chosenBy(manager, question, call) : Effect.succeed(choice)
      })
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
    {
      rank: ranks.manager,
      request: routeRequest(question, manager),
      shorter: (contextTokens) => routeRequest(question, { ...manager, contextTokens }),
      tier,
      maxTokens,
      temperature,
      keep: { kind: "routes", user: question.message.author.id, agent: manager.id },
    },
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
