/** Operators are told in Discord, by direct message, and at a webhook. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { describe, expect } from "vitest"
import { OperatorsBell } from "../../../src/actors/alerting/bell.ts"
import { Alerting, usualTerms } from "../../../src/actors/alerting/terms.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { BEN } from "../../../src/adapters/playground/sample-world.ts"
import { bodies, requests } from "./looking.ts"
import { runtime } from "./fixtures.ts"

/** What is posted to a webhook that answers with this status. */
const webhook = (status: number) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const posted: Array<unknown> = []
      const server = createServer((request, response) => {
        let body = ""
        request.on("data", (part: Buffer) => (body += part.toString()))
        request.on("end", () => {
          posted.push(JSON.parse(body))
          response.writeHead(status).end()
        })
      })
      await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
      const { port } = server.address() as AddressInfo
      return { posted, server, url: `http://127.0.0.1:${port}/api/webhooks/1/a-very-secret-token` }
    }),
    ({ server }) => Effect.promise(() => new Promise((closed) => server.close(closed))),
  )

const speaking = (url: string) =>
  Layer.unwrap(
    Effect.map(Playground, ({ token, apiBase }) =>
      Discord.layer({ token: Redacted.make(token), base: apiBase }),
    ),
  ).pipe(
    Layer.provideMerge(runtime),
    Layer.provideMerge(Playground.layer({ port: 0, record: 100 })),
    Layer.provideMerge(
      Layer.succeed(Alerting, () => ({ ...usualTerms, webhook: Redacted.make(url), operators: [BEN.id] })),
    ),
  )

describe("operators", () => {
  it.live("read it in a direct message, once for all attempts at it, and at the webhook", () =>
    Effect.gen(function* () {
      const { posted, url } = yield* webhook(204)
      yield* Effect.gen(function* () {
        const ways = (yield* OperatorsBell).ring("pool/0#7.0", "Agents are scarce.")
        expect(ways.map(({ to }) => to)).toEqual(["the webhook", `operator ${BEN.id}`])
        for (const { tell } of ways) yield* tell
        yield* ways[1]!.tell
        const said = yield* requests("POST", "/channels/:channel/messages")
        expect(said.map(({ requestBody }) => requestBody)).toMatchObject([
          { content: "⚠️ Agents are scarce.", enforce_nonce: true, allowed_mentions: { parse: [] } },
          {},
        ])
        const ids = said.map(({ responseBody }) => (responseBody as { id: string }).id)
        expect(new Set(ids).size).toBe(1)
        expect(yield* bodies("POST", "/users/@me/channels")).toEqual([
          { recipient_id: BEN.id },
          { recipient_id: BEN.id },
        ])
        expect(posted).toMatchObject([{ content: "⚠️ Agents are scarce.", text: "Agents are scarce." }])
      }).pipe(Effect.provide(speaking(url)))
    }).pipe(Effect.scoped),
  )

  it.live("are not told by a webhook that refuses, and its address stays a secret", () =>
    Effect.gen(function* () {
      const { url } = yield* webhook(404)
      yield* Effect.gen(function* () {
        const [way] = (yield* OperatorsBell).ring("pool/0#8.0", "Agents are scarce.")
        const refused = yield* Effect.flip(way!.tell)
        expect(refused.reason).toBe("it answered 404")
        expect(JSON.stringify(refused)).not.toContain("secret")
      }).pipe(Effect.provide(speaking(url)))
    }).pipe(Effect.scoped),
  )
})
