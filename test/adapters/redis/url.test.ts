import { describe, expect, it } from "@effect/vitest"
import { parseRedisUrl } from "../../../src/adapters/redis/url.ts"

describe("REDIS_URL", () => {
  it("names a host, by default on port 6379 and database 0", () => {
    expect(parseRedisUrl("redis://localhost")).toEqual({
      nodes: [{ host: "localhost", port: 6379 }],
      username: undefined,
      password: undefined,
      database: 0,
      tls: false,
      cluster: false,
      label: "redis://localhost:6379",
    })
  })

  it("has credentials that are percent-encoded, and not part of its label", () => {
    const url = parseRedisUrl("rediss://orrery:p%40ss%2Fword@redis.example.com:6380/3")
    expect(url).toMatchObject({ username: "orrery", password: "p@ss/word", database: 3, tls: true })
    expect(url.label).toBe("rediss://redis.example.com:6380/3")
    expect(parseRedisUrl("redis://:secret@localhost")).toMatchObject({
      username: undefined,
      password: "secret",
    })
  })

  it.each([
    ["redis+cluster://a:1,b:2", "redis+cluster://a:1,b:2"],
    ["rediss+cluster://user:secret@a:1,b", "rediss+cluster://a:1,b:6379"],
    ["redis://a:1?cluster=true", "redis+cluster://a:1"],
    ["redis://[::1]:7000", "redis://[::1]:7000"],
  ])("%s is %s", (url, label) => {
    expect(parseRedisUrl(url).label).toBe(label)
  })

  it.each([
    "",
    "localhost:6379",
    "http://localhost",
    "redis://",
    "redis://a:1,b:2",
    "redis://:se/cret@localhost",
  ])("%j is refused without being repeated", (url) => {
    expect(() => parseRedisUrl(url)).toThrow("REDIS_URL cannot be read")
    expect(() => parseRedisUrl(url)).not.toThrow("cret")
  })
})
