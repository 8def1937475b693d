/**
 * How much of everything a number of servers takes: a plan in numbers, from what was measured on one machine and what the
 * operator expects of the servers. Pure. Orders of magnitude, not promises: every assumption is in the answer.
 */

/** What is expected of the servers. */
export interface Load {
  readonly guilds: number
  /** The share of servers in which anything is said to agents on a day. */
  readonly active: number
  /** Messages that are heard in an active server on a day. */
  readonly messages: number
  /** The share of messages that an agent answers. */
  readonly answered: number
  /** How many times more comes in the busiest minute than on average. */
  readonly peak: number
  /** Of one answer, in tokens. */
  readonly tokens: { readonly input: number; readonly output: number }
  /** For a million tokens, in any currency; null: not known. */
  readonly price: { readonly input: number; readonly output: number } | null
  /** Of a month of a machine, in the same currency: of a runner's, of a Redis'; null: not known. */
  readonly machines?: { readonly runner: number; readonly redis: number } | null
  /** Days for which journals stay in the store: `retention.keep_days`. */
  readonly keepDays: number
  /** What the shared and the lasting caches may hold, of all runners together, in MB: `caches.shared_mb` and `lasting_mb`. */
  readonly cacheMb: number
}

/** What one runner of two cores and one Redis did. Each with the command that measures it. */
export const measured = {
  /** Answered messages in a second; `npm run bench -- reply`, playground and Redis on the same two cores. */
  answersPerRunner: 150,
  /** Durable events in a second in one Redis; `npm run bench -- commit`. */
  eventsPerRedis: 27_000,
  /** MB of a runner, and kB of each actor in memory; `npm run bench -- known`. */
  runnerMb: 350,
  actorKb: 11.5,
  /** kB of a server of ten channels, which discord.js keeps whether anybody speaks there or not. */
  guildKb: 24,
  /** MB that all agents of a runner keep in its memory: `caches.memory_mb`. */
  runnerCacheMb: 100,
  /** kB in Redis of an actor, and of one entry of its journal. */
  keptKb: 5,
  entryKb: 0.6,
} as const

/** Journal entries of a message that nobody answers, and of one that is answered, over all actors. */
const entries = { heard: 2, answered: 14 } as const
/** MB that a runner may take. */
const runnerMb = 4096
/** How full a machine may get. */
const headroom = 0.6
/** GB that one Redis should hold: a larger one takes minutes to be read again after a restart. */
const redisGbEach = 32
/** Messages are said within so many hours of the day in which an actor stays in memory for one. */
const hours = 16
/** What Discord recommends a gateway shard to hold. https://discord.com/developers/docs/events/gateway#sharding */
const guildsPerShard = 1000
/** Shards that large bots may identify at once, every five seconds. */
const identifiesAtOnce = 16
/** Answers that Discord takes from one address in a second, unless it lets the bot make more. */
const requestsPerSecond = 50

const day = 86_400
const up = (x: number) => Math.max(1, Math.ceil(x))

export interface Plan {
  readonly load: Load
  /** In a second, on average and in the busiest minute. */
  readonly messagesPerSecond: { readonly mean: number; readonly peak: number }
  readonly answersPerSecond: { readonly mean: number; readonly peak: number }
  readonly runners: number
  readonly memoryPerRunnerMb: number
  readonly gatewayShards: number
  /** Until all shards have identified, in s. */
  readonly identifySeconds: number
  /** Addresses, or times Discord's usual limit, that the answers of the busiest minute take. */
  readonly timesRequestLimit: number
  readonly redisNodes: number
  readonly redisGb: number
  readonly agents: number
  readonly tokensPerDay: number
  readonly costPerDay: number | null
  /** Of all machines for a month, with the runner that may die and a replica for each Redis; null: prices are not known. */
  readonly machinesPerMonth: number | null
}

export const planFor = (load: Load): Plan => {
  const { guilds, active, messages, answered, peak, tokens, price, keepDays, cacheMb, machines = null } = load
  const heard = guilds * active * messages
  const answers = heard * answered
  const mean = { messages: heard / day, answers: answers / day }
  const entriesPerDay = heard * entries.heard + answers * entries.answered
  const live = (guilds * active * 3) / hours
  const memory = (guilds * measured.guildKb + live * measured.actorKb) / 1024
  const runners = up(
    Math.max(
      (mean.answers * peak) / measured.answersPerRunner / headroom,
      memory / (runnerMb - measured.runnerMb - measured.runnerCacheMb),
    ),
  )
  const kept = guilds * active * 3 * measured.keptKb + entriesPerDay * keepDays * measured.entryKb
  const redisGb = kept / 1024 / 1024 + cacheMb / 1024
  const shards = up(guilds / guildsPerShard)
  const redisNodes = up(
    Math.max(((entriesPerDay / day) * peak) / measured.eventsPerRedis / headroom, redisGb / redisGbEach),
  )
  const cost = price && (answers * (tokens.input * price.input + tokens.output * price.output)) / 1e6
  return {
    load,
    messagesPerSecond: { mean: mean.messages, peak: mean.messages * peak },
    answersPerSecond: { mean: mean.answers, peak: mean.answers * peak },
    runners,
    memoryPerRunnerMb: up(measured.runnerMb + measured.runnerCacheMb + memory / runners),
    gatewayShards: shards,
    identifySeconds: Math.ceil(shards / identifiesAtOnce) * 5,
    timesRequestLimit: up((mean.answers * peak) / requestsPerSecond),
    redisNodes,
    redisGb,
    agents: up(mean.answers * peak * secondsPerAnswer),
    tokensPerDay: answers * (tokens.input + tokens.output),
    costPerDay: cost,
    machinesPerMonth: machines && (runners + 1) * machines.runner + redisNodes * 2 * machines.redis,
  }
}

/** How long an agent is busy with an answer, the model above all. */
const secondsPerAnswer = 8
