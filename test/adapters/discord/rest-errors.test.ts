import { describe, expect, test } from "vitest"
import { RestFailed, voiceFailed } from "../../../src/adapters/discord/rest-errors.ts"

const told = (code: number | string) => {
  const { _tag, remedy } = voiceFailed(new RestFailed({ status: 400, code, message: "no" }))
  return [_tag, remedy]
}

describe("what Discord refuses with", () => {
  test("has words for what can be done", () => {
    expect(told(50_013)).toEqual(["VoiceFailed", "fix"])
    expect(told(10_003)).toEqual(["VoiceFailed", "stop"])
  })

  test.each(["constructor", "__proto__", "toString"])("may be a code that there is not: %s", (code) => {
    expect(told(code)).toEqual(["VoiceFailed", "stop"])
  })
})
