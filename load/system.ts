/** What is under load: a playground with its people (in this process), a private Redis, a runner; and what each of them takes. */
import { once } from "node:events"
import type { ChildProcess } from "node:child_process"
import { createInterface } from "node:readline"
import { Effect } from "effect"
import { Redis } from "ioredis"
import { startFile } from "../bench/support/runner.ts"
import { Playground } from "../src/adapters/playground/playground.ts"
import { redisServer } from "../test/support/redis.ts"

const guilds = 20
const channelsEach = 10
const channels = guilds * channelsEach
/** So many that nobody writes again in a channel before they are answered: what they add would be answered together. */
const people = 400

/** How long the scripted model thinks, in ms. */
export const thinking = 100

const guildId = (n: number) => String(200000000000000000n + BigInt(n))
const channelId = (n: number) => String(300000000000000000n + BigInt(n))
const personId = (n: number) => String(100000000000000000n + BigInt(n))

/** A message: when it was due, when it was sent and answered, in ms of `performance.now()`. */
export interface Said {
  readonly due: number
  sent: number
  answered: number | null
  /** More answers than one, or a notice that there is none. */
  wrong: boolean
}

export interface System {
  /** All messages so far, in the order in which they were due. */
  readonly said: ReadonlyArray<Said>
  /** Says the next one, now; `due` is when it should have been. */
  readonly say: (due: number) => Effect.Effect<void>
  /** Of the runner, as Prometheus reads it, by name; null: it did not answer in time. */
  readonly scrape: () => Promise<ReadonlyMap<string, number> | null>
  /** Processor time in s, and memory in bytes, of Redis. */
  readonly redis: () => Promise<{ readonly cpu: number; readonly memory: number }>
  /** Has the runner write down its heap; the file. */
  readonly heap: () => Promise<string>
  /** What the runner said that was no good news, at most the first hundred lines. */
  readonly complaints: ReadonlyArray<string>
}

/** Samples without labels, and the sum over labels where there are some. https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const parseMetrics = (text: string): ReadonlyMap<string, number> => {
  const values = new Map<string, number>()
  for (const line of text.split("\n")) {
    const [, name, value] = /^([a-z_0-9]+)(?:\{.*\})? (\S+)$/.exec(line) ?? []
    if (name === undefined || name.endsWith("_bucket")) continue
    values.set(name, (values.get(name) ?? 0) + Number(value))
  }
  return values
}

const listenToComplaints = ({ stdout, stderr }: ChildProcess): ReadonlyArray<string> => {
  const complaints: Array<string> = []
  for (const stream of [stdout!, stderr!])
    createInterface(stream).on("line", (line) => {
      if (/\b(WARN|ERROR|FATAL)\b/.test(line) && complaints.length < 100) complaints.push(line)
    })
  return complaints
}

const infoOf = async (client: Redis) => {
  const info = await client.info()
  const value = (name: string) => Number(new RegExp(`^${name}:(.*)$`, "m").exec(info)?.[1] ?? Number.NaN)
  return { cpu: value("used_cpu_sys") + value("used_cpu_user"), memory: value("used_memory") }
}

/** `home`: where the runner keeps its files. */
export const startSystem = Effect.fnUntraced(function* (home: string) {
  const server = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
  const client = yield* Effect.acquireRelease(
    Effect.sync(() => new Redis(server.url)),
    (client) => Effect.sync(() => client.disconnect()),
  )
  const playground = yield* Playground
  const members = Array.from({ length: people }, (_, n) => ({ id: personId(n), username: `person${n}` }))
  for (let guild = 0; guild < guilds; guild++)
    yield* playground.ensureGuild({
      id: guildId(guild),
      name: `guild ${guild}`,
      channels: Array.from({ length: channelsEach }, (_, n) => ({
        id: channelId(guild * channelsEach + n),
        name: `channel-${guild * channelsEach + n}`,
      })),
      members,
    })
  const { child, match } = yield* Effect.acquireRelease(
    Effect.promise(() =>
      startFile(
        "load/runner.ts",
        [playground.apiBase, server.url, home, String(thinking)],
        {},
        /it runs at (\S+)/,
      ),
    ),
    ({ child }) =>
      Effect.promise(async () => {
        if (child.exitCode !== null || child.signalCode !== null) return
        const gone = once(child, "exit")
        child.kill("SIGKILL")
        await gone
      }),
  )
  const origin = match[1]!

  const said: Array<Said> = []
  playground.listen(({ t, d }) => {
    if (t !== "MESSAGE_CREATE") return
    const { content, author } = d as { content: string; author: { bot?: boolean } }
    if (author.bot !== true) return
    const its = said[Number(/number (\d+)/.exec(content)?.[1])]
    if (its === undefined) return
    if (its.answered === null) its.answered = performance.now()
    else its.wrong = true
  })

  const system: System = {
    said,
    say: (due) =>
      Effect.suspend(() => {
        const n = said.length
        said.push({ due, sent: performance.now(), answered: null, wrong: false })
        return playground.post({
          channelId: channelId(n % channels),
          authorId: personId(Math.floor(n / channels) % people),
          content: `Writer, number ${n} please`,
        })
      }).pipe(Effect.orDie, Effect.asVoid),
    scrape: () =>
      fetch(`${origin}/metrics`, { signal: AbortSignal.timeout(5000) })
        .then((response) => response.text())
        .then(parseMetrics, () => null),
    redis: () => infoOf(client),
    heap: async () => {
      const response = await fetch(`${origin}/api/profile`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ kind: "heap", seconds: 0 }),
      })
      return ((await response.json()) as { files: [string] }).files[0]
    },
    complaints: listenToComplaints(child),
  }
  return system
})
