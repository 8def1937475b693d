/** What the doctor finds, on a real playground, a real Redis and real files. */
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { PermissionFlagsBits as Bits } from "discord-api-types/v10"
import { ConfigProvider, Effect, Redacted } from "effect"
import { clockFindings } from "../../../src/adapters/doctor/clock.ts"
import { discordFindings, permissionFindings } from "../../../src/adapters/doctor/discord.ts"
import { fileFindings } from "../../../src/adapters/doctor/files.ts"
import type { Finding } from "../../../src/adapters/doctor/finding.ts"
import { modelFindings } from "../../../src/adapters/doctor/model.ts"
import { redisFindings } from "../../../src/adapters/doctor/redis.ts"
import { Playground, type PlaygroundOptions } from "../../../src/adapters/playground/playground.ts"
import { orrery, temporaryHome } from "../../support/orrery.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"
import { team } from "../../support/world.ts"

const grades = (findings: ReadonlyArray<Finding>) => findings.map(({ grade }) => grade)
const withTrouble = (findings: ReadonlyArray<Finding>) =>
  findings.filter(({ grade }) => grade !== "fine").map(({ text }) => text)

describe("Discord", () => {
  const seen = (token: string, options: PlaygroundOptions = {}) =>
    Effect.gen(function* () {
      const { apiBase } = yield* Playground
      return yield* discordFindings({ token: Redacted.make(token), base: apiBase })
    }).pipe(Effect.provide(Playground.layer({ port: 0, ...options })))

  it.live("is fine where the bot is let in, reads, and may start", () =>
    Effect.gen(function* () {
      const found = yield* seen("playground")
      expect(withTrouble(found)).toEqual([])
      expect(found[0]!.text).toMatch(/^the token is \S+'s, which is in 1 servers$/)
    }),
  )

  it.live("a token that is none, an intent that is off, starts that are spent", () =>
    Effect.gen(function* () {
      expect(withTrouble(yield* seen("wrong"))).toEqual([
        expect.stringContaining("Discord refused DISCORD_TOKEN"),
      ])
      const off = yield* seen("playground", { privilegedIntents: [] })
      expect(withTrouble(off)).toEqual([expect.stringContaining("Message Content Intent")])
      const spent = yield* seen("playground", { identifyLimits: { perDay: 0, maxConcurrency: 1 } })
      expect(withTrouble(spent)).toEqual([expect.stringMatching(/^only 0 of 0 starts are left/)])
    }),
  )

  it("names what the bot may not do, where, and what is lost by it", () => {
    const all = Bits.ViewChannel | Bits.SendMessages | Bits.ReadMessageHistory | Bits.SendMessagesInThreads
    const guild = (name: string, permissions: bigint) => ({ id: "1", name, permissions: String(permissions) })
    expect(withTrouble(permissionFindings([guild("mine", Bits.Administrator)]))).toEqual([])
    const found = permissionFindings([
      guild("one", all | Bits.AddReactions),
      guild("two", Bits.Administrator),
      guild("three", all & ~Bits.SendMessages),
    ])
    expect(found.map(({ grade, text }) => [grade, text.split(",")[0]])).toEqual([
      ["trouble", "SendMessages is missing in three"],
      ["advice", "ManageWebhooks is missing in one"],
      ["advice", "AddReactions is missing in three"],
    ])
    expect(grades(permissionFindings([]))).toEqual(["advice"])
  })
})

it.live("the clock is compared with Discord's, and nothing is said where nobody tells the time", () =>
  Effect.gen(function* () {
    let date: string | undefined = new Date().toUTCString()
    const server = createServer((_, response) => {
      response.sendDate = false
      if (date !== undefined) response.setHeader("date", date)
      response.end("{}")
    }).listen(0, "127.0.0.1")
    yield* Effect.promise(() => once(server, "listening"))
    const { port } = server.address() as AddressInfo
    const found = clockFindings(`http://127.0.0.1:${port}/api`)
    expect(grades(yield* found)).toEqual(["fine"])
    date = new Date(Date.now() - 20_000).toUTCString()
    expect(yield* found).toMatchObject([
      { grade: "advice", text: expect.stringContaining("ahead of Discord's") },
    ])
    date = new Date(Date.now() + 3_600_000).toUTCString()
    expect(grades(yield* found)).toEqual(["trouble"])
    date = undefined
    expect(yield* found).toEqual([])
    server.closeAllConnections()
    server.close()
    expect(yield* found).toEqual([])
  }),
)

describe.skipIf(withoutRedis)("Redis", () => {
  it.live("keeps what was acknowledged, or says why not", () =>
    Effect.gen(function* () {
      const good = yield* redisServer({ appendonly: "yes" })
      const bad = yield* redisServer({ appendonly: "no", "maxmemory-policy": "allkeys-lru" })
      expect(grades(yield* redisFindings(Redacted.make(good.url), 0))).toEqual(["fine", "fine"])
      const sentences = withTrouble(yield* redisFindings(Redacted.make(bad.url), 0))
      expect(sentences.join(" ")).toMatch(/maxmemory-policy is allkeys-lru.*appendonly yes/)
    }).pipe(Effect.scoped),
  )

  it.live("has room for actors beside what the caches may hold, or says so", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer({ appendonly: "yes", maxmemory: "200mb" })
      const found = (caches: number) => redisFindings(Redacted.make(url), caches)
      expect((yield* found(100e6)).at(-1)).toMatchObject({
        grade: "fine",
        text: expect.stringMatching(/^maxmemory is 200 MiB .* caches may take 95 MiB$/),
      })
      expect(withTrouble(yield* found(1100e6))).toEqual([
        expect.stringMatching(/caches may take 1\.0 GiB: then nothing can be committed\. Raise maxmemory/),
      ])
    }).pipe(Effect.scoped),
  )

  it.live("is not there, without a secret in the answer", () =>
    Effect.gen(function* () {
      const found = yield* redisFindings(Redacted.make("redis://me:hush@127.0.0.1:1"), 0, 300)
      expect(grades(found)).toEqual(["trouble"])
      expect(JSON.stringify(found)).not.toContain("hush")
    }),
  )
})

describe("files", () => {
  it("have room, and the store its size", () => {
    const home = mkdtempSync(join(tmpdir(), "orrery-doctor-"))
    expect(fileFindings({ home: join(home, "not", "yet"), database: null })).toMatchObject([
      { about: "files" },
    ])
    rmSync(home, { recursive: true })
  })

  it("are nowhere to be put below what is a file", () => {
    const found = fileFindings({ home: join(import.meta.filename, "home"), database: null })
    expect(withTrouble(found)).toEqual([expect.stringContaining("is no directory")])
  })
})

describe("the model", () => {
  const found = (environment: Readonly<Record<string, string>>) =>
    modelFindings(team).pipe(
      Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(environment)),
    )

  it.live("is the offline one where no other is set", () =>
    Effect.gen(function* () {
      expect(grades(yield* found({ ORRERY_MODEL: "offline" }))).toEqual(["advice"])
    }),
  )

  it.live("is asked a few words, and its refusal is told without the key", () =>
    Effect.gen(function* () {
      const server = createServer((_, response) => {
        response.writeHead(401, { "content-type": "application/json" })
        response.end(JSON.stringify({ error: { message: "no such key: sk-hush" } }))
      }).listen(0, "127.0.0.1")
      yield* Effect.promise(() => once(server, "listening"))
      const { port } = server.address() as AddressInfo
      const environment = { OPENAI_API_KEY: "sk-hush", OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` }
      const refused = yield* found(environment)
      expect(grades(refused)).toEqual(["fine", "trouble"])
      expect(JSON.stringify(refused)).not.toContain("hush")
      server.closeAllConnections()
      server.close()
    }),
  )
})

it("orrery doctor prints a line for each, and ends with 1 when something will not work", async () => {
  const home = temporaryHome()
  const well = await orrery(["doctor"], { ORRERY_HOME: home }).ended
  expect([well.code, well.out]).toEqual([
    0,
    expect.stringMatching(/^ok {4}files .*\nnote {2}Discord .*DISCORD_TOKEN/),
  ])
  const ill = await orrery(["doctor", "--json", "--brains", home], { ORRERY_HOME: home }).ended
  expect([ill.code, ill.err]).toEqual([1, "orrery: one thing will not work\n"])
  expect(grades(JSON.parse(ill.out) as ReadonlyArray<Finding>)).toContain("trouble")
})
