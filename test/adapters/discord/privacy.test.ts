/** `/export-me` and `/forget-me`, through Discord, on real stores: the files of the store are read afterwards, byte by byte. */
import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { it } from "@effect/vitest"
import { Effect, Layer, Redacted, Schema, type Scope as Lifetime } from "effect"
import { MessageFlags, type APIMessage } from "discord-api-types/v10"
import { describe, expect } from "vitest"
import { cached } from "../../../src/actors/caching/caches.ts"
import type { Scope } from "../../../src/actors/caching/scope.ts"
import { CachesLayer } from "../../../src/actors/caching/layer.ts"
import { Belongings } from "../../../src/actors/forgetting/belongings.ts"
import { Model } from "../../../src/actors/performing/model.ts"
import { Placement } from "../../../src/actors/placement.ts"
import { RuntimeLayer, SingleRunnerLayer } from "../../../src/actors/runtime.ts"
import type { Store, StoreUnavailable } from "../../../src/actors/store.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import * as CacheInRedis from "../../../src/adapters/cache/redis.ts"
import * as CacheInFile from "../../../src/adapters/cache/sqlite.ts"
import * as Archive from "../../../src/adapters/archive/files.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import * as RedisStore from "../../../src/adapters/redis/store.ts"
import * as SqliteStore from "../../../src/adapters/sqlite/store.ts"
import { temporaryDirectory } from "../../support/directory.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"
import { channel, says, team, until } from "./fixtures.ts"
import { answered, command } from "./interacting.ts"
import { openDm, shownIn } from "./looking.ts"
import { complaintsAbout } from "./traffic.ts"

const secret = "my aunt grows mangoes in Bergen"

const model = Layer.succeed(Model, {
  label: "scripted",
  offline: true,
  think: ({ brain, message }) =>
    Effect.succeed({
      text: `${brain.name} heard: ${message.text}`,
      model: "scripted",
      usage: { input: 1, output: 1 },
    }),
  route: () => Effect.succeed({ responders: [], reason: "nobody" }),
  digest: () => Effect.succeed({ text: "", model: "scripted", usage: { input: 1, output: 1 } }),
})

interface Medium {
  readonly layer: Layer.Layer<Store, StoreUnavailable>
  /** Where caches are. */
  readonly cache: Layer.Layer<never>
  /** Where its files lie. */
  readonly folder: string
}

const sqlite = Effect.map(temporaryDirectory("orrery-privacy-"), (folder): Medium => ({
  layer: SqliteStore.layer({ path: join(folder, "orrery.db") }),
  cache: CacheInFile.layer(join(folder, "orrery.db-cache")),
  folder,
}))
const redis = Effect.map(redisServer({ rdbcompression: "no" }), ({ url, directory }): Medium => ({
  layer: RedisStore.layer({ url }),
  cache: CacheInRedis.layer(url),
  folder: directory,
}))

/** Redis writes its log anew under another name, and takes the name away. */
const bytesIn = (file: string): string => {
  try {
    return readFileSync(file, "latin1")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return ""
    throw error
  }
}

/** All files of a folder as one text. */
const bytesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => bytesIn(join(file.parentPath, file.name)))
    .join("\n")

/** A whole Orrery with a playground for its Discord. */
const whole = ({ layer, cache, folder }: Medium) => {
  const account = Layer.unwrap(
    Effect.map(Playground, ({ token, apiBase }) =>
      Discord.inbound({ token: Redacted.make(token), base: apiBase }),
    ),
  )
  const voice = Layer.unwrap(
    Effect.map(Playground, ({ token, apiBase }) =>
      Discord.layer({ token: Redacted.make(token), base: apiBase }),
    ),
  )
  return account.pipe(
    Layer.provide(Belongings.layer),
    Layer.provideMerge(RuntimeLayer(SingleRunnerLayer)),
    Layer.provideMerge(
      Layer.mergeAll(
        layer,
        Archive.layer({ folder: join(folder, "archive") }),
        model,
        Placement.layer({ agents: 3, shards: 1 }),
        voice,
      ),
    ),
    Layer.provideMerge(Layer.succeed(Roster, team)),
    Layer.provideMerge(CachesLayer.pipe(Layer.provide(cache))),
    Layer.provideMerge(Playground.layer({ port: 0, record: 10_000 })),
  )
}

interface Button {
  readonly label: string
  readonly custom_id: string
}

const press = Effect.fnUntraced(function* (question: APIMessage, label: string, as: string = ADA.id) {
  const { interact } = yield* Playground
  const rows = question.components as unknown as ReadonlyArray<{ components: ReadonlyArray<Button> }>
  const { custom_id } = rows.flatMap(({ components }) => components).find((one) => one.label === label)!
  const data = { custom_id, component_type: 2 }
  return yield* interact({ as, channel_id: channel, type: 3, data, message_id: question.id })
})

const talk = Effect.gen(function* () {
  yield* says(`Writer, ${secret}`)
  yield* says("Analyst, what about the harvest?", { authorId: BEN.id })
  const dm = yield* openDm(ADA.id)
  yield* says(`Writer, between us: ${secret}`, { channelId: dm })
  const heard = (text: string, where: string) =>
    until(Effect.map(shownIn(where), (all) => all.find(({ content }) => content.includes(text))))
  yield* heard(`Writer heard: Writer, ${secret}`, channel)
  yield* heard("Analyst heard: Analyst, what about", channel)
  yield* heard(`heard: Writer, between us`, dm)
  const fact = yield* command("knowledge set", { label: "aunt", text: secret })
  yield* answered(fact)
  const keep = (scope: Scope, text: string) =>
    cached("answers", scope, text, Effect.succeed(text), { as: Schema.String })
  yield* keep({ user: ADA.id }, "what nobody would know for hers")
  yield* keep({ guild: GUILD.id }, `A tool found in this server: ${secret}`)
  yield* keep({ user: BEN.id }, "what is Ben's")
})

const exportOf = Effect.gen(function* () {
  const message = yield* answered(yield* command("export-me"))
  if (message.attachments.length === 0) return { message, lines: [] }
  const text = yield* Effect.promise(() => fetch(message.attachments[0]!.url).then((it) => it.text()))
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { part: string; item: Record<string, unknown> })
  return { message, lines, text }
})

const lives = (name: string, medium: Effect.Effect<Medium, unknown, Lifetime.Scope>) =>
  it.live(name, () =>
    Effect.gen(function* () {
      const where = yield* medium
      yield* Effect.gen(function* () {
        yield* talk

        const sessionOf = (lines: ReadonlyArray<{ part: string }>) =>
          lines.filter(({ part }) => part === "sessions").length === 2
        const { message, lines, text } = yield* until(
          Effect.map(exportOf, (found) => (sessionOf(found.lines) ? found : undefined)),
        )
        expect(message.flags! & MessageFlags.Ephemeral).toBeTruthy()
        expect(message.attachments.map(({ filename }) => filename)).toEqual(["about-me.jsonl"])
        const of = (part: string) => lines.filter((line) => line.part === part).map(({ item }) => item)
        expect(of("messages").map((said) => said["text"])).toEqual([
          `Writer, ${secret}`,
          `Writer, between us: ${secret}`,
        ])
        expect(of("answers")).toHaveLength(2)
        expect(of("facts")).toMatchObject([{ label: "aunt", text: secret }])
        expect(of("cached")).toMatchObject([{ kind: "answers", value: expect.stringContaining("for hers") }])
        expect(text).not.toContain(BEN.id)
        expect(text).not.toContain("harvest")

        const question = yield* answered(yield* command("forget-me"))
        expect(question.content).toContain("messages of yours that conversations remember: **2**")
        expect(question.content).toContain("facts that you set for a channel: **1**")
        expect(question.flags! & MessageFlags.Ephemeral).toBeTruthy()
        yield* press(question, "Keep it all")
        yield* changed(question, "Nothing was deleted. All that is yours stays.")
        expect((yield* exportOf).lines.length).toBe(lines.length)

        const again = yield* answered(yield* command("forget-me"))
        yield* press(again, "Forget me")
        const proof = yield* changed(again, "**You are forgotten.**")
        expect(proof).toMatch(/Then all that is stored was read, \d+ pieces, .*\*\*nothing\*\* found\./)
        expect((yield* answered(yield* command("export-me"))).content).toBe("Nothing is kept about you.")
        expect((yield* answered(yield* command("forget-me"))).content).toBe("Nothing is kept about you.")

        yield* until(
          Effect.sync(() => {
            const files = bytesOf(where.folder)
            return files.includes(ADA.id) || files.includes(secret) ? undefined : true
          }),
        )
        expect(bytesOf(where.folder)).toContain(BEN.id)
        expect(complaintsAbout((yield* Playground).exchanges())).toEqual([])
      }).pipe(Effect.provide(whole(where)))
      const files = bytesOf(where.folder)
      for (const trace of [ADA.id, secret]) expect(files).not.toContain(trace)
    }).pipe(Effect.scoped),
  )

/** Waits until the question says something else; what it says then. */
const changed = (question: APIMessage, text: string) =>
  until(
    Effect.gen(function* () {
      const { exchanges } = yield* Playground
      const last = exchanges()
        .filter(({ path }) => path === "/webhooks/:webhook/:token/messages/@original")
        .map(({ responseBody }) => responseBody as APIMessage)
        .findLast(({ id }) => id === question.id)
      return last?.content.includes(text) === true ? last.content : undefined
    }),
  )

describe("/export-me and /forget-me", () => {
  lives("give a user everything, and leave nothing of theirs in the files of SQLite", sqlite)
})

describe.skipIf(withoutRedis)("/export-me and /forget-me", () => {
  lives("give a user everything, and leave nothing of theirs in Redis and its files", redis)
})
