/** Several runners as their operators run them: processes that meet in one Redis and listen to one playground. */
import { Effect, Redacted } from "effect"
import { ADA, GENERAL, GUILD, LAUNCH, PEOPLE, STRATEGY } from "../../src/adapters/playground/sample-world.ts"
import { sharding } from "../../src/adapters/cluster/cluster.ts"
import { overview, type Overview } from "../../src/adapters/cluster/layer.ts"
import type { Report } from "../../src/actors/watching/status.ts"
import { orrery, temporaryHome, type Running } from "./orrery.ts"
import { freePort, redisServer } from "./redis.ts"

export interface Runner extends Running {
  readonly address: string
  readonly report: () => Promise<Report>
}

/** Between two looks: the runners need the processor, too. */
export const breath = () => new Promise((resolve) => setTimeout(resolve, 50))

const channels = [GENERAL.id, STRATEGY.id, LAUNCH.id]
/** Three, so that everybody has something to listen to. */
export const gatewayShards = 3
/** The one that the sample guild is on: https://discord.com/developers/docs/events/gateway#sharding */
export const guildShard = Number((BigInt(GUILD.id) >> 22n) % BigInt(gatewayShards))

const started = async (address: string, environment: Readonly<Record<string, string>>): Promise<Runner> => {
  const running = orrery(["start"], { ...environment, CLUSTER: address, ORRERY_HOME: temporaryHome() })
  const [, inspector] = await running.says(/inspector +(http:\/\/127\.0\.0\.1:\d+)/)
  const report = async () => (await fetch(`${inspector}/status`)).json() as Promise<Report>
  return { ...running, address, report }
}

/** People who say something in every channel of the playground, and what they are answered. */
const peopleAt = (chat: string) => {
  const messagesOf = (channel: string) => `${chat}/page/channels/${channel}/messages`
  const post = (channel: string, content: string, { id }: { readonly id: string }) =>
    fetch(messagesOf(channel), {
      method: "POST",
      headers: { "content-type": "application/json", origin: chat },
      body: JSON.stringify({ as: id, content }),
    })
  const answersIn = async (channel: string): Promise<number> => {
    const url = `${messagesOf(channel)}?as=${ADA.id}&limit=100`
    const found = (await (await fetch(url)).json()) as ReadonlyArray<{ webhook_id?: string }>
    return found.filter(({ webhook_id }) => webhook_id !== undefined).length
  }
  return {
    /** People ask in each channel, one after the other: what one person adds before an answer would go into that answer. */
    ask: async (rounds: number) => {
      for (let round = 0; round < rounds; round++)
        for (const channel of channels) {
          const content = `@Writer, a tagline for tea ${round}, please`
          await post(channel, content, PEOPLE[round % PEOPLE.length]!)
        }
    },
    /** In each channel. */
    answers: () => Promise.all(channels.map(answersIn)),
  }
}

/** `size` runners, all shards held, all gateway shards listened on. */
export const cluster = (size: number) =>
  Effect.gen(function* () {
    const redis = yield* redisServer()
    return yield* Effect.promise(async () => {
      const playground = orrery(["playground", "--port", "0"], { ORRERY_HOME: temporaryHome() })
      const [, chat] = await playground.says(/chat +(http:\/\/127\.0\.0\.1:\d+)/)
      const environment = {
        REDIS_URL: redis.url,
        DISCORD_TOKEN: "playground",
        DISCORD_API_BASE: `${chat}/api`,
        ORRERY_GATEWAY_SHARDS: String(gatewayShards),
      }
      const ports = await Promise.all(Array.from({ length: size }, freePort))
      const runners = await Promise.all(ports.map((port) => started(`127.0.0.1:${port}`, environment)))
      const look = () => Effect.runPromise(overview(Redacted.make(redis.url)))
      /** Looks until everything is held and listened on, by so many who live. */
      const settled = async (alive: number): Promise<Overview> => {
        for (;;) {
          const found = await look()
          const living = found.runners.filter(({ state, shards }) => state === "healthy" && shards > 0)
          const held = living.reduce((sum, { shards }) => sum + shards, 0)
          const listening = living.flatMap(({ gateway }) => gateway).length
          if (living.length === alive && held === sharding.shardsPerGroup && listening === gatewayShards)
            return found
          await breath()
        }
      }
      /** What `orrery status` prints. */
      const status = async (...flags: ReadonlyArray<string>) =>
        (await orrery(["status", ...flags], { REDIS_URL: redis.url }).ended).out
      /** Resolves when nobody owes anything any more. */
      const idle = async (of: ReadonlyArray<Runner>) => {
        for (;;) {
          const reports = await Promise.all(of.map(({ report }) => report()))
          if (reports.every(({ owed }) => owed === 0)) return
          await breath()
        }
      }
      return { runners, status, settled, idle, ...peopleAt(chat!) }
    })
  })
