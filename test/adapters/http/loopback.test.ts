import { ConfigProvider, Effect } from "effect"
import { describe, expect, it } from "vitest"
import { configured } from "../../../src/adapters/cli/flags.ts"
import { isLoopback } from "../../../src/adapters/http/loopback.ts"

describe("a host", () => {
  it.each(["localhost", "::1", "127.0.0.1", "127.1.2.3"])("%s is this machine", (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each([
    "0.0.0.0",
    "::",
    "10.0.0.3",
    "127.0.0.1.evil.example",
    "127.evil.example",
    "localhost.evil.example",
  ])("%s is not this machine alone", (host) => {
    expect(isLoopback(host)).toBe(false)
  })
})

describe("a runner", () => {
  const started = (settings: Readonly<Record<string, string>>) => {
    const env = { REDIS_URL: "redis://127.0.0.1:6379", ...settings }
    return configured({}).pipe(
      Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnvRecord(env)),
      Effect.result,
      Effect.runPromise,
    )
  }

  it.each(["10.0.0.3", "0.0.0.0", "127.0.0.1.evil.example"])(
    "at %s is refused unless it is said where it listens",
    async (host) => {
      const refused = { _tag: "Failure", failure: { message: expect.stringContaining("CLUSTER_LISTEN=") } }
      expect(await started({ CLUSTER: `${host}:34431` })).toMatchObject(refused)
      const listen = { CLUSTER_LISTEN: `${host}:34431` }
      expect(await started({ CLUSTER: `${host}:34431`, ...listen })).toMatchObject({ _tag: "Success" })
    },
  )
})
