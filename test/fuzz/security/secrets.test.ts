/** Tokens, keys and passwords never appear in what Orrery writes, shows or says, not even when everything refuses them. */
import { createServer } from "node:http"
import { once } from "node:events"
import { readdirSync, readFileSync, statSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { Effect } from "effect"
import { expect, it } from "vitest"
import type { PageState } from "../../../src/adapters/playground/page-api.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, GENERAL } from "../../../src/adapters/playground/sample-world.ts"
import { orrery, temporaryHome } from "../../support/orrery.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"

const secrets = {
  token: "MTEwMDAwMDAwMDAwMDAwMDAwMQ.planted.token-of-the-bot-0123456789",
  key: "sk-planted-key-of-the-model-0123456789",
  password: "planted-password-of-redis-0123456789",
}

/** A provider that refuses everything and quotes the key that it was given. */
const provider = async () => {
  const server = createServer((request, response) => {
    request.resume()
    const said = `Incorrect key ${request.headers.authorization}`
    response.writeHead(400, { "content-type": "application/json", "x-key": secrets.key })
    response.end(JSON.stringify({ error: { message: said, type: "invalid", param: secrets.key } }))
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close: () => server.close() }
}

const filesIn = (directory: string): ReadonlyArray<string> =>
  readdirSync(directory).flatMap((name) => {
    const path = join(directory, name)
    return statSync(path).isDirectory() ? filesIn(path) : [readFileSync(path, "latin1")]
  })

/** The tokens of webhooks and interactions that a playground gives out from now on. */
const tokensIssuedBy = ({ listen, exchanges }: Playground["Service"]) => {
  const interactions: Array<string> = []
  listen(({ t, d }) => {
    if (t === "INTERACTION_CREATE") interactions.push((d as { token: string }).token)
  })
  return () => ({
    interactions,
    webhooks: exchanges().flatMap(({ path, responseBody }) =>
      path === "/channels/:channel/webhooks" && typeof responseBody === "object" && responseBody !== null
        ? [responseBody].flat().flatMap((hook) => ("token" in hook ? [String(hook.token)] : []))
        : [],
    ),
  })
}

const get = async (url: string): Promise<string> => (await fetch(url)).text()

it.skipIf(withoutRedis)("are in no log, page, journal, message or error", { timeout: 120_000 }, async () => {
  await Effect.runPromise(
    Effect.gen(function* () {
      const redis = yield* redisServer({ requirepass: secrets.password })
      const playground = yield* Playground
      const model = yield* Effect.acquireRelease(Effect.promise(provider), ({ close }) => Effect.sync(close))
      const home = temporaryHome()
      const running = orrery(["start"], {
        ORRERY_HOME: home,
        DISCORD_TOKEN: secrets.token,
        DISCORD_API_BASE: playground.apiBase,
        REDIS_URL: `redis://:${secrets.password}@127.0.0.1:${redis.port}`,
        ORRERY_MODEL: "m",
        OPENAI_API_KEY: secrets.key,
        OPENAI_BASE_URL: model.url,
      })
      const [, inspector] = yield* Effect.promise(() =>
        running.says(/inspector +(http:\/\/127\.0\.0\.1:\d+)/),
      )
      const issued = tokensIssuedBy(playground)
      const excused = Effect.callback<string>((resume) => {
        const stop = playground.listen(({ t, d }) => {
          const { author, content } = (d ?? {}) as { author?: { bot?: boolean }; content?: string }
          if (t !== "MESSAGE_CREATE" || author?.bot !== true) return
          stop()
          resume(Effect.succeed(content ?? ""))
        })
        Effect.runFork(
          playground.post({ channelId: GENERAL.id, authorId: ADA.id, content: "@Writer, a tagline please" }),
        )
      })
      const excuse = yield* excused
      expect(excuse).toContain("400")
      yield* Effect.promise(async () => {
        const state = JSON.parse(await get(`${playground.origin}/page/state`)) as PageState
        const status = state.commands.find(({ name }) => name === "status")
        await Effect.runPromise(
          playground.interact({
            as: ADA.id,
            channel_id: GENERAL.id,
            type: 2,
            data: { id: status?.id, name: "status", type: 1 },
          }),
        )
        while (!playground.exchanges().some(({ path }) => path.endsWith("@original"))) await setTimeout(5)
      })
      const conversation = `${inspector}/api/actors/conversation/${GENERAL.id}`
      const shown = yield* Effect.promise(() =>
        Promise.all([
          get(`${inspector}/status`),
          get(`${inspector}/api/actors?kind=agent`),
          get(`${conversation}?words=shown`),
          get(`${conversation}/journal?words=shown`),
        ]),
      )
      expect(shown[3]).toContain("a tagline please")
      // The store goes away under it, and comes back.
      yield* redis.kill
      yield* playground.post({ channelId: GENERAL.id, authorId: ADA.id, content: "@Analyst, are you there?" })
      const ready = yield* Effect.promise(() => get(`${inspector}/ready`))
      expect(ready).not.toContain("true")
      yield* redis.start
      running.process.kill("SIGTERM")
      const { out, err } = yield* Effect.promise(() => running.ended)
      const exchanges = JSON.stringify(playground.exchanges())
      const kept = [...filesIn(home), ...filesIn(redis.directory)]
      expect(kept.join("")).toContain("a tagline please")
      const said = [out, err, excuse, ready, ...shown, ...kept]
      for (const text of [...said, exchanges])
        for (const secret of Object.values(secrets))
          expect(text.includes(secret), text.slice(0, 2000)).toBe(false)
      // What Discord lends for a channel and for a command speaks for the bot as well.
      const { webhooks, interactions } = issued()
      expect([webhooks.length, interactions.length].every((count) => count > 0)).toBe(true)
      for (const text of said)
        for (const token of [...webhooks, ...interactions])
          expect(text.includes(token), text.slice(0, 2000)).toBe(false)
    }).pipe(
      Effect.scoped,
      Effect.provide(Playground.layer({ port: 0, token: secrets.token, record: 10_000 })),
    ),
  )
})
