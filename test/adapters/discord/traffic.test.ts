import { expect, test } from "vitest"
import type { RestExchange } from "../../../src/adapters/playground/recorder.ts"
import { missingOpenApi } from "../playground/openapi.ts"
import { complaintsAbout } from "./traffic.ts"

const request = (path: string, requestBody: unknown, over: Partial<RestExchange> = {}): RestExchange => ({
  method: "POST",
  path,
  requestBody,
  status: 204,
  responseBody: undefined,
  ...over,
})

const execution = (body: object) => complaintsAbout([request("/webhooks/:webhook/:token", body)])

test("what Discord refuses without its description saying so is found", () => {
  expect(execution({ content: "Hello", username: "Writer" })).toEqual([])
  expect(execution({ content: " " })).toEqual([expect.stringContaining("an empty message")])
  expect(execution({ content: "x", username: "Clyde" })).toEqual([expect.stringContaining("a name")])
})

test.skipIf(missingOpenApi !== undefined)(
  `what is not in Discord's description is found${missingOpenApi ? `: ${missingOpenApi}` : ""}`,
  () => {
    expect(execution({ content: "x".repeat(2001) })).not.toEqual([])
    expect(complaintsAbout([request("/channels/:channel/whispers", {})])).toEqual([
      expect.stringContaining("no such route"),
    ])
  },
)
