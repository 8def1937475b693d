/** What the rest of Orrery gets to know of its configuration: decoded, with absolute paths, durations in milliseconds. */
import { join, resolve } from "node:path"
import type { Redacted } from "effect"
import type { Terms } from "../../actors/performing/budgets.ts"
import type { Terms as ModelTerms } from "../../actors/performing/model-terms.ts"
import type { DraftPolicy } from "../../actors/performing/drafting.ts"
import type { Terms as CacheTerms } from "../../actors/caching/terms.ts"
import type { Retention } from "../../actors/keeping/retention.ts"
import type { Kit } from "../../actors/placement.ts"
import type { PolicyName } from "../../machines/pool/policies/policy.ts"
import type { AlertTerms } from "../../actors/alerting/terms.ts"
import { termsOf as alertsOf } from "./alerts.ts"
import { draftsOf, modelTermsOf, type Price, type WrittenLimit } from "./answers.ts"
import { termsOf, type Written as WrittenBudgets } from "./budgets.ts"
import { cachesOf } from "./caches.ts"
import { channelsOf, type Channels } from "./channels.ts"
import type { Endpoint } from "./kinds.ts"
import type { Partner } from "../../actors/constellations/partners.ts"
import { partnersOf, type Written as WrittenPartners } from "./partners.ts"
import { rulesOf, type Written as WrittenPermissions } from "./permissions.ts"
import type { Rule } from "../../machines/tools/permissions.ts"
import { kitsOf, type Written as WrittenKits } from "./pool.ts"
import type { logFormats, SectionValues } from "./sections.ts"
import { resolve as resolveTemplates, type Template, type Written as WrittenTemplates } from "./templates.ts"
import type { ToolTerms } from "./tools.ts"
import type { Written as WrittenWorkflows } from "./workflows.ts"

export type { Endpoint } from "./kinds.ts"

export type LogFormat = (typeof logFormats)[number]

/** What is fixed at the start. */
export interface Settings {
  /** Where the embedded store and the playground keep their files. */
  readonly home: string
  /** The embedded store's file. */
  readonly database: string
  /** Null: no Discord, the playground instead. */
  readonly token: Redacted.Redacted | null
  /** Null: not said; the bot is told by its token. */
  readonly applicationId: string | null
  /** Another host than discord.com, as `http://127.0.0.1:4010/api`. */
  readonly discordBase: string | undefined
  /** How many requests Discord takes of the bot in a second. */
  readonly requestsPerSecond: number
  /** A Redis URL, which may hold a password; null: the embedded store. */
  readonly redis: Redacted.Redacted | null
  /** The directory of the team's brains. */
  readonly brains: string
  /** Ports of the playground, on 127.0.0.1, and of the inspector; 0 takes a free one. */
  readonly playgroundPort: number
  readonly inspectorPort: number
  /** A collector of traces, as `http://127.0.0.1:4318`; null: nobody collects. */
  readonly otlp: string | null
  /** The server of Stately's inspector, as `http://127.0.0.1:8080`; null: nobody looks. */
  readonly stately: string | null
  /** How the log is written: for people, or for programs. */
  readonly logs: LogFormat
  /** Where the inspector listens, what it asks for (null: nothing), and whether events may be sent from it. */
  readonly inspectorHost: string
  readonly inspectorToken: Redacted.Redacted | null
  readonly inspectorSend: boolean
  /** Agents in the pool, and those of them that are unlike the others. */
  readonly agents: number
  readonly kits: ReadonlyArray<Kit>
  readonly policy: PolicyName
  /** Agents of each pool shard that are kept free for whoever comes next. */
  readonly standby: number
  /**
   * The address at which other runners reach this one, and where it listens for them (null: at that address); null: it is
   * alone.
   */
  readonly cluster: { readonly address: Endpoint; readonly listen: Endpoint | null } | null
  /** Shards of the pool; null: as many as the cluster has, else 1, or 8 in a new cluster. */
  readonly poolShards: number | null
  /** Gateway shards of the bot; null: as many as the cluster has, else as Discord recommends. */
  readonly gatewayShards: number | null
  /** The directory of the archive that old journal entries go to. */
  readonly archiveDir: string
}

/** What is done about messages that were written while nobody listened. */
export interface CatchUp {
  /** Milliseconds: older messages are not read any more. */
  readonly maxAge: number
  /** The newest messages of a channel that are read, at most. */
  readonly maxMessages: number
  /** Milliseconds: younger messages are answered, older ones are only remembered. */
  readonly answerWithin: number
}

/** What may change while Orrery runs. */
export interface Live {
  readonly catchUp: CatchUp
  readonly retention: Retention
  readonly channels: Channels
  readonly partners: ReadonlyArray<Partner>
  /** By name, each with all that it extends. There is always one named `default`. */
  readonly templates: ReadonlyMap<string, Template>
  readonly budgets: Terms
  /** Who is told when agents are scarce, and how often. */
  readonly alerts: AlertTerms
  /** When answers are shown while they are written. */
  readonly drafts: DraftPolicy
  readonly models: ModelTerms
  /** What is kept so that it need not be asked for again, and for how long. */
  readonly caches: CacheTerms
  /** As they are written: what they say of agents is read when the team is known. */
  readonly workflows: WrittenWorkflows
  /** Servers of tools, and what is said of those that are built in. */
  readonly tools: ReadonlyArray<ToolTerms>
  /** What agents may do with tools. */
  readonly permissions: ReadonlyArray<Rule>
}

export const settingsOf = (
  { discord, store, cluster, team, pool, playground, inspector, telemetry, retention }: SectionValues,
  written: Pick<WrittenInFile, "pool"> = nothing,
): Settings => {
  const home = store.home ?? resolve(".orrery")
  return {
    home,
    database: join(home, "orrery.db"),
    token: discord.token,
    applicationId: discord.application_id,
    discordBase: discord.api_base ?? undefined,
    requestsPerSecond: discord.requests_per_second,
    redis: store.redis,
    brains: team.brains ?? resolve("brains"),
    playgroundPort: playground.port,
    inspectorPort: inspector.port,
    otlp: telemetry.otlp,
    stately: telemetry.stately,
    logs: telemetry.logs,
    inspectorHost: inspector.host,
    inspectorToken: inspector.token,
    inspectorSend: inspector.send,
    agents: pool.agents,
    kits: kitsOf(written.pool.kits),
    policy: pool.policy,
    standby: pool.standby,
    cluster: cluster.address === null ? null : { address: cluster.address, listen: cluster.listen },
    poolShards: cluster.pool_shards,
    gatewayShards: discord.gateway_shards,
    archiveDir: retention.archive_dir ?? join(home, "archive"),
  }
}

/** What may occur several times, which the file alone can say. */
export interface WrittenInFile {
  readonly pool: { readonly kits: WrittenKits }
  readonly models: { readonly prices: ReadonlyArray<Price>; readonly limits?: ReadonlyArray<WrittenLimit> }
  readonly budgets: Pick<WrittenBudgets, "guilds" | "users" | "agents">
  readonly partners: WrittenPartners
  readonly templates: WrittenTemplates
  readonly workflows: WrittenWorkflows
  readonly tools: ReadonlyArray<ToolTerms>
  readonly permissions?: WrittenPermissions
}

const nothing: WrittenInFile = {
  pool: { kits: [] },
  models: { prices: [] },
  budgets: { guilds: [], users: [], agents: [] },
  partners: { users: [] },
  templates: new Map(),
  workflows: [],
  tools: [],
}

export const liveOf = (
  { alerts, answers, budgets, caches, catch_up, channels, manager, models, retention, team }: SectionValues,
  written: WrittenInFile = nothing,
): Live => ({
  catchUp: {
    maxAge: catch_up.max_age,
    maxMessages: catch_up.max_messages,
    answerWithin: catch_up.answer_within,
  },
  retention: {
    keepDays: retention.keep_days,
    keepEntries: retention.keep_entries,
    archive: retention.archive,
    archiveDays: retention.archive_days,
    sweepEvery: retention.sweep_every,
  },
  channels: channelsOf(channels, manager, { ...team, context: models.context }),
  partners: partnersOf(written.partners),
  templates: resolveTemplates(written.templates),
  alerts: alertsOf(alerts),
  budgets: termsOf(budgets, written.budgets),
  workflows: written.workflows,
  tools: written.tools,
  permissions: rulesOf(written.permissions ?? []),
  drafts: draftsOf(answers),
  caches: cachesOf(caches, models.cache_answers),
  models: modelTermsOf({ ...models, manager: manager.ask }, written.models),
})
