import { REST, Routes } from "discord.js"
import { describe, expect, test } from "vitest"
import { REALISTIC_LIMITS } from "../../../src/adapters/playground/rate-limits.ts"
import { routes } from "../../../src/adapters/playground/rest/routes.ts"
import { GENERAL, LAUNCH, ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import { call, run, startPlayground, startPlaygroundInSimulatedTime, type Running } from "./support.ts"

const say = (playground: Running, channelId: string = GENERAL.id) =>
  call(playground, "POST", `/channels/${channelId}/messages`, { content: "x" })

describe("with realistic limits", () => {
  const realistic = () => startPlaygroundInSimulatedTime({ rateLimits: REALISTIC_LIMITS })

  test("a channel takes five messages in five seconds, and says so in headers", async () => {
    const { playground, advance } = await realistic()
    const first = await say(playground)
    expect(first.headers.get("x-ratelimit-limit")).toBe("5")
    expect(first.headers.get("x-ratelimit-remaining")).toBe("4")
    expect(first.headers.get("x-ratelimit-reset-after")).toBe("5.000")
    expect(first.headers.get("x-ratelimit-bucket")).toMatch(/^[0-9a-f]{32}$/)
    for (let n = 2; n <= 5; n++) expect(await say(playground)).toMatchObject({ status: 200 })
    await advance(1_500)
    const refused = await say(playground)
    expect(refused).toMatchObject({ status: 429, body: { retry_after: 3.5, global: false } })
    expect(refused.headers.get("retry-after")).toBe("4")
    expect(refused.headers.get("x-ratelimit-scope")).toBe("user")
    expect(await say(playground, LAUNCH.id)).toMatchObject({ status: 200 })
    await advance(3_500)
    expect(await say(playground)).toMatchObject({ status: 200 })
  })

  test("the bot makes fifty requests a second; interactions and webhooks do not count", async () => {
    const { playground, advance } = await realistic()
    const paths = Array.from({ length: 50 }, (_, n) => `/channels/${1_100_000_000_000_001_000n + BigInt(n)}`)
    for (const path of paths) expect(await call(playground, "GET", path)).toMatchObject({ status: 404 })
    const refused = await call(playground, "GET", "/users/@me")
    expect(refused).toMatchObject({ status: 429, body: { global: true } })
    expect(refused.headers.get("x-ratelimit-scope")).toBe("global")
    expect(refused.headers.get("x-ratelimit-global")).toBe("true")
    const exempt = await call(playground, "POST", `/webhooks/${ORRERY.id}/token`, { content: "x" })
    expect(exempt).toMatchObject({ status: 401 })
    await advance(1_000)
    expect(await call(playground, "GET", "/users/@me")).toMatchObject({ status: 200 })
  })
})

test("discord.js waits as it is told, and sends all", async () => {
  const rateLimits = {
    ...REALISTIC_LIMITS,
    routes: { "POST /channels/:channel/messages": { requests: 2, per: 50 } },
  }
  const playground = await startPlayground({ rateLimits })
  const rest = new REST({ api: playground.apiBase }).setToken(playground.token)
  const sent = Array.from({ length: 6 }, (_, n) =>
    rest.post(Routes.channelMessages(GENERAL.id), { body: { content: String(n) } }),
  )
  await Promise.all(sent)
  const answers = playground.exchanges().map(({ status }) => status)
  expect(answers.filter((status) => status === 200)).toHaveLength(6)
})

describe("trouble on purpose", () => {
  test("429 and 5xx come as often as asked, and discord.js gets over them", async () => {
    const playground = await startPlayground()
    const force = (status: number, retryAfter?: number) =>
      playground.faults.force({
        method: "POST",
        path: "/channels/:channel/messages",
        status,
        times: 1,
        ...(retryAfter === undefined ? {} : { retryAfter }),
      })
    await run(force(429, 0))
    await run(force(502))
    const rest = new REST({ api: playground.apiBase }).setToken(playground.token)
    await rest.post(Routes.channelMessages(GENERAL.id), { body: { content: "at last" } })
    expect(playground.exchanges().map(({ status }) => status)).toEqual([429, 502, 200])
  })

  test("a closed REST cuts requests off, and an open one answers", async () => {
    const playground = await startPlayground()
    await run(playground.faults.closeRest)
    await expect(say(playground)).rejects.toThrow("fetch failed")
    await run(playground.faults.openRest)
    expect(await say(playground)).toMatchObject({ status: 200 })
  })
})

test("every realistic limit is of a route that there is", () => {
  const known = routes.map(({ method, path }) => `${method} ${path}`)
  expect(Object.keys(REALISTIC_LIMITS.routes).filter((route) => !known.includes(route))).toEqual([])
})
