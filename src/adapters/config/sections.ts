/** Every key of `orrery.toml`: what it does, what it may hold, what it is without being said, and its environment variable. */
import { retention } from "../../actors/keeping/retention.ts"
import { alerts } from "./alerts.ts"
import { answers, limit, price } from "./answers.ts"
import { budgets, budgetsInFile } from "./budgets.ts"
import { caches } from "./caches.ts"
import { channels, manager, team } from "./channels.ts"
import {
  duration,
  endpoint,
  oneOf,
  path,
  port,
  secret,
  snowflake,
  text,
  url,
  whole,
  yesOrNo,
} from "./kinds.ts"
import { models } from "./model-keys.ts"
import { partners } from "./partners.ts"
import { permission, rulesAtMost } from "./permissions.ts"
import { kit, pool } from "./pool.ts"
import { templates } from "./templates.ts"
import { tools } from "./tools.ts"
import { key, table, tables, type Values } from "./tree.ts"
import { workflow } from "./workflows.ts"

const live = { live: true }

/** For people, for programs. */
export const logFormats = ["text", "json"] as const

const redisUrl = {
  pattern: /^rediss?(\+cluster)?:\/\/\S+$/,
  expected: "an address that begins with redis://, rediss:// or redis+cluster://",
}

const longToken = { pattern: /^\S{16,}$/, expected: "a text of at least 16 characters without spaces" }

/** Sections whose every key stands once, and may be said by the environment too. */
export const sections = {
  discord: table("The bot.", {
    token: key(secret("DISCORD_TOKEN"), {
      does: "The bot's token, from https://discord.com/developers/applications, Bot, Reset Token.",
      standard: null,
      without: "a local Discord runs on this machine instead",
      example: '"env:DISCORD_TOKEN"',
      env: "DISCORD_TOKEN",
    }),
    application_id: key(snowflake("in the application's General Information"), {
      does: "The application's id, from its General Information. With it Orrery prints the link that invites the bot.",
      standard: null,
      without: "no link is printed",
      example: '"549170854458687509"',
      env: "DISCORD_APPLICATION_ID",
    }),
    api_base: key(url, {
      does: "Another host than discord.com: its address without the version, as the playground prints it.",
      standard: null,
      without: "discord.com",
      example: '"http://127.0.0.1:4010/api"',
      env: "DISCORD_API_BASE",
    }),
    requests_per_second: key(whole(1, 10_000), {
      does: "Requests that Discord takes of the bot in a second; it lets very large bots make more than others.",
      standard: 50,
      env: "ORRERY_REQUESTS_PER_SECOND",
    }),
    gateway_shards: key(whole(1, 1000), {
      does: "Gateway shards of the bot, fixed once for a cluster.",
      standard: null,
      without: "as many as the cluster has, else as Discord recommends",
      example: "2",
      env: "ORRERY_GATEWAY_SHARDS",
    }),
  }),
  store: table("Where journals and snapshots are kept.", {
    redis: key(secret("REDIS_URL", redisUrl), {
      does: "A Redis 7 or newer, as redis://user:password@host:6379/0; rediss:// for TLS, redis+cluster:// for Redis Cluster.",
      standard: null,
      without: "a file in `home`",
      example: '"env:REDIS_URL"',
      env: "REDIS_URL",
    }),
    home: key(path, {
      does: "The directory of the embedded store and of the local Discord.",
      standard: null,
      without: ".orrery in the directory where Orrery is started",
      example: '".orrery"',
      env: "ORRERY_HOME",
    }),
  }),
  cluster: table("Several runners that share the work; they need the same Redis.", {
    address: key(endpoint, {
      does: "Where the other runners reach this one.",
      standard: null,
      without: "this runner is alone",
      example: '"runner-1.example:34431"',
      env: "CLUSTER",
    }),
    listen: key(endpoint, {
      does: "Where it listens for them, over TLS with a key that they keep in their Redis.",
      standard: null,
      without: "at `address`, which must then be one of this machine alone",
      example: '"0.0.0.0:34431"',
      env: "CLUSTER_LISTEN",
    }),
    pool_shards: key(whole(1, 64), {
      does: "Shards of the pool, fixed once for a cluster: how finely its work is cut.",
      standard: null,
      without: "as many as the cluster has, else 8; 1 for a runner alone",
      example: "8",
      env: "ORRERY_POOL_SHARDS",
    }),
  }),
  team,
  pool,
  playground: table("The local Discord that runs when there is no token.", {
    port: key(port, { does: "Its port on 127.0.0.1.", standard: 4010, env: "ORRERY_PLAYGROUND_PORT" }),
  }),
  inspector: table("The page that shows the actors.", {
    port: key(port, { does: "Its port.", standard: 4020, env: "ORRERY_INSPECTOR_PORT" }),
    host: key(text(200), {
      does: "Where it listens. Anything but this machine alone needs a `token`, and TLS in front of it.",
      standard: "127.0.0.1",
      env: "ORRERY_INSPECTOR_HOST",
    }),
    token: key(secret("ORRERY_INSPECTOR_TOKEN", longToken), {
      does: "What whoever looks must know: the page asks for it, tools send it as `authorization: Bearer`.",
      standard: null,
      without: "nothing is asked for, and it listens on this machine alone",
      example: '"env:ORRERY_INSPECTOR_TOKEN"',
      env: "ORRERY_INSPECTOR_TOKEN",
    }),
    send: key(yesOrNo, {
      does: "Whether an operator may tell actors events from the page. Each is in the log.",
      standard: false,
      env: "ORRERY_INSPECTOR_SEND",
    }),
  }),
  telemetry: table("Traces and the log, for those who collect them.", {
    otlp: key(url, {
      does: "A collector that takes OTLP over HTTP: one span for each step of a message's way, without what is said.",
      standard: null,
      without: "nothing is sent",
      example: '"http://127.0.0.1:4318"',
      env: "ORRERY_OTLP",
    }),
    stately: key(url, {
      does: "The server of Stately's inspector (`createInspectorServer` of @statelyai/inspect): it is told what actors do, without what is said.",
      standard: null,
      without: "nothing is sent",
      example: '"http://127.0.0.1:8080"',
      env: "ORRERY_STATELY",
    }),
    logs: key(oneOf(...logFormats), {
      does: "The log: a line for people, or a line of JSON for programs, with the id of the message that it all began with.",
      standard: "text",
      env: "ORRERY_LOGS",
    }),
  }),
  models,
  answers,
  alerts,
  budgets,
  caches,
  channels,
  manager,
  catch_up: table(
    "What is done about messages that were written while Orrery was down.",
    {
      max_age: key(duration("0 s", "14 days"), {
        does: "Older messages are not read any more.",
        standard: 24 * 3_600_000,
        env: "ORRERY_CATCH_UP_MAX_AGE",
      }),
      max_messages: key(whole(0, 10_000), {
        does: "The newest messages of a channel that are read, at most.",
        standard: 200,
        env: "ORRERY_CATCH_UP_MAX_MESSAGES",
      }),
      answer_within: key(duration("0 s", "14 days"), {
        does: "Younger messages are answered; older ones are only remembered.",
        standard: 10 * 60_000,
        env: "ORRERY_CATCH_UP_ANSWER_WITHIN",
      }),
    },
    live,
  ),
  retention: table(
    "What happens to old journal entries.",
    {
      keep_days: key(whole(1, 36_500, "days"), {
        does: "Entries stay in the store for so many days, unless there are too many.",
        standard: retention.keepDays,
        env: "ORRERY_RETENTION_KEEP_DAYS",
      }),
      keep_entries: key(whole(100, 10_000_000, "entries of one actor"), {
        does: "An actor keeps so many of its newest entries at least, and half as many more at most.",
        standard: retention.keepEntries,
        env: "ORRERY_RETENTION_KEEP_ENTRIES",
      }),
      archive: key(yesOrNo, {
        does: "Whether entries go to an archive, which is verified, before they are deleted.",
        standard: retention.archive,
        env: "ORRERY_RETENTION_ARCHIVE",
      }),
      archive_dir: key(path, {
        does: "The directory of the archive.",
        standard: null,
        without: "archive in `store.home`",
        example: '".orrery/archive"',
        env: "ORRERY_RETENTION_ARCHIVE_DIR",
        fixed: true,
      }),
      archive_days: key(whole(1, 36_500, "days"), {
        does: "Archived entries are deleted after so many days.",
        standard: null,
        without: "they are kept until somebody deletes them, or asks to be forgotten",
        example: "365",
        env: "ORRERY_RETENTION_ARCHIVE_DAYS",
      }),
      sweep_every: key(duration("1 s", "30 days"), {
        does: "How often old entries are looked for.",
        standard: retention.sweepEvery,
        env: "ORRERY_RETENTION_SWEEP_EVERY",
      }),
    },
    live,
  ),
} as const

export type Sections = typeof sections
export type SectionValues = { readonly [S in keyof Sections]: Values<Sections[S]["keys"]> }

/** The whole file. */
export const root = table("orrery.toml", {
  ...sections,
  models: table(
    sections.models.does,
    { ...sections.models.keys, prices: tables(price, 1000), limits: tables(limit, 1000) },
    live,
  ),
  pool: table(sections.pool.does, { ...sections.pool.keys, kits: tables(kit, 100) }),
  budgets: budgetsInFile,
  partners,
  templates,
  tools,
  workflows: tables(workflow, 100),
  permissions: tables(permission, rulesAtMost),
})
