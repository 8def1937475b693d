/** What the configuration says to whoever asks it each time: budgets, the operator's workflows, and what holds in all channels. */
import { Effect, Layer, Stream } from "effect"
import { Alerting } from "../../actors/alerting/terms.ts"
import { CacheTerms } from "../../actors/caching/terms.ts"
import { Budgets } from "../../actors/performing/budgets.ts"
import { DraftRules } from "../../actors/performing/drafting.ts"
import { House } from "../../actors/performing/house.ts"
import { ModelTerms } from "../../actors/performing/model-terms.ts"
import { Partners } from "../../actors/constellations/partners.ts"
import { OperatorsRules } from "../../actors/performing/permitting.ts"
import { Roster } from "../../actors/performing/roster.ts"
import { standardName, Templates } from "../../actors/constellations/templates.ts"
import { OperatorsWorkflows } from "../workflows/operators.ts"
import { admits } from "./channels.ts"
import { Configuration } from "./configuration.ts"
import { lineOf } from "./problem.ts"
import type { Live } from "./settings.ts"
import { inTeam } from "./templates.ts"
import { plansOf, wrongSteps } from "./workflows.ts"

/** Made once for each configuration, and kept as long as it is. */
const onceFor = <A>(make: (live: Live) => A): ((live: Live) => A) => {
  const made = new WeakMap<Live, { readonly is: A }>()
  return (live) => {
    const known = made.get(live) ?? { is: make(live) }
    made.set(live, known)
    return known.is
  }
}

const BudgetsLayer = Layer.effect(
  Budgets,
  Effect.map(
    Configuration,
    ({ current }) =>
      () =>
        current().budgets,
  ),
)

const AlertingLayer = Layer.effect(
  Alerting,
  Effect.map(
    Configuration,
    ({ current }) =>
      () =>
        current().alerts,
  ),
)

const PermissionsLayer = Layer.effect(
  OperatorsRules,
  Effect.map(
    Configuration,
    ({ current }) =>
      () =>
        current().permissions,
  ),
)

const WorkflowsLayer = Layer.effect(
  OperatorsWorkflows,
  Effect.gen(function* () {
    const { current } = yield* Configuration
    const team = yield* Roster
    const { workflows } = current()
    for (const problem of wrongSteps("orrery.toml", workflows, team.agents))
      yield* Effect.logError(`A workflow is left out: ${lineOf(problem)}`)
    const plansFor = (agents: typeof team.agents) => onceFor((live) => plansOf(live.workflows, agents))
    const made = new WeakMap<typeof team.agents, ReturnType<typeof plansFor>>()
    return () => {
      const { agents } = team
      const plans = made.get(agents) ?? plansFor(agents)
      made.set(agents, plans)
      return plans(current())
    }
  }),
)

const HouseLayer = Layer.effect(
  House,
  Effect.map(Configuration, ({ current }) => ({
    standard: () => current().channels.laid,
    admits: (room) => admits(current().channels, room),
    managerReadsSessions: () => current().channels.managerReadsSessions,
  })),
)

const DraftsLayer = Layer.effect(
  DraftRules,
  Effect.map(
    Configuration,
    ({ current }) =>
      () =>
        current().drafts,
  ),
)

export const CacheTermsLayer = Layer.effect(
  CacheTerms,
  Effect.map(
    Configuration,
    ({ current }) =>
      () =>
        current().caches,
  ),
)

export const ModelTermsLayer = Layer.effect(
  ModelTerms,
  Effect.map(
    Configuration,
    ({ current }) =>
      () =>
        current().models,
  ),
)

const TemplatesLayer = Layer.effect(
  Templates,
  Effect.map(Configuration, ({ current }) => ({
    named: (name, team) => {
      const template = current().templates.get(name ?? standardName)
      return template === undefined ? null : inTeam(template, team)
    },
    names: () => [...current().templates.keys()],
  })),
)

const PartnersLayer = Layer.effect(
  Partners,
  Effect.map(Configuration, ({ current, changes }) => {
    const byId = onceFor(({ partners }) => new Map(partners.map((partner) => [partner.discordId, partner])))
    return {
      all: () => current().partners,
      named: (user) => byId(current()).get(user),
      changes: Stream.map(changes, ({ partners }) => partners),
    }
  }),
)

export const PoliciesLayer = Layer.mergeAll(
  AlertingLayer,
  BudgetsLayer,
  PermissionsLayer,
  WorkflowsLayer,
  HouseLayer,
  TemplatesLayer,
  PartnersLayer,
  DraftsLayer,
  ModelTermsLayer,
)
