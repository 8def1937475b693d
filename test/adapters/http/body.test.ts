import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Exit, Scope } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { request } from "node:http"
import { describe, expect, it, onTestFinished } from "vitest"
import { bodyOf } from "../../../src/adapters/http/body.ts"
import { listenOnLoopback } from "../../../src/adapters/http/loopback-server.ts"

/** A server that reads bodies of at most ten bytes, and answers how many there were or why it did not read them. */
const start = async () => {
  const scope = await Effect.runPromise(Scope.make())
  onTestFinished(() => Effect.runPromise(Scope.close(scope, Exit.void)))
  const app = Effect.gen(function* () {
    const body = yield* bodyOf(yield* HttpServerRequest.HttpServerRequest, 10)
    return HttpServerResponse.text(String(body.byteLength))
  }).pipe(Effect.catch(({ _tag }) => Effect.succeed(HttpServerResponse.text(_tag, { status: 413 }))))
  return Effect.runPromise(
    Effect.gen(function* () {
      const server = yield* listenOnLoopback(0)
      const handler = yield* NodeHttpServer.makeHandler(app, { scope })
      server.serve(handler, () => undefined)
      return server.origin
    }).pipe(Scope.provide(scope)),
  )
}

/** Sends pieces one after the other; a header that says how long it will be is the sender's own affair. */
const send = (origin: string, pieces: ReadonlyArray<string>, headers: Record<string, string> = {}) =>
  new Promise<string>((resolve, reject) => {
    const sent = request(origin, { method: "POST", headers }, (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (piece: string) => (text += piece))
      response.once("end", () => resolve(text))
    })
    sent.once("error", reject)
    for (const piece of pieces) sent.write(piece)
    sent.end()
  })

describe("the body of a request", () => {
  it("is read up to what it may hold", async () => {
    const origin = await start()
    expect(await send(origin, [])).toBe("0")
    expect(await send(origin, ["12345", "67890"])).toBe("10")
  })

  it("is not read when it says that it is larger", async () => {
    expect(await send(await start(), ["x".repeat(11)], { "content-length": "11" })).toBe("BodyTooLarge")
  })

  it("is not read to its end when it says nothing of its length and is larger", async () => {
    expect(await send(await start(), Array(100).fill("x".repeat(1000)))).toBe("BodyTooLarge")
  })
})
