import { Redacted } from "effect"
import { expect, it } from "vitest"
import { said } from "../../../src/adapters/mcp/result.ts"
import { hiding } from "../../../src/adapters/mcp/words.ts"
import { longestResult } from "../../../src/machines/tools/call.ts"

it("shows no part of a secret, wherever a long answer is clipped", () => {
  const secret = "sesame-open-4711"
  const parts = Array.from({ length: secret.length - 3 }, (_, n) => secret.slice(n, n + 4))
  // One letter of filling after the other, so that each cut falls on each letter of the secret.
  for (let filling = 0; filling < secret.length; filling++) {
    const text = ".".repeat(filling) + secret.repeat(longestResult)
    const shown = said({ content: [{ type: "text", text }] }, hiding([Redacted.make(secret)]))
    expect(parts.filter((part) => shown.includes(part))).toEqual([])
  }
})
