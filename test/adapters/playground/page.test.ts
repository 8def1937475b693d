import { onTestFinished, describe, expect, test } from "vitest"
import { request } from "node:http"
import { WebSocket } from "ws"
import type { LiveEvent, PageState } from "../../../src/adapters/playground/page-api.ts"
import { ADA, BEN, GENERAL, GUILD, ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import { call, run, startPlayground, startPlaygroundInSimulatedTime, type Running } from "./support.ts"

const CHANNEL = `/page/channels/${GENERAL.id}`
const FIRE = "%F0%9F%94%A5"

async function page<Body = Record<string, unknown>>(
  playground: Running,
  method: string,
  path: string,
  body?: unknown,
) {
  const response = await fetch(`${playground.origin}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as Body }
}

/** What the page of a person is told. */
async function live(playground: Running, person: string) {
  const socket = new WebSocket(`${playground.origin.replace("http", "ws")}/page/live?as=${person}`)
  onTestFinished(() => socket.terminate())
  const events: Array<LiveEvent> = []
  socket.on("message", (data) => events.push(JSON.parse(String(data)) as LiveEvent))
  await new Promise((resolve) => socket.once("open", resolve))
  return { events, names: () => events.map(({ t }) => t) }
}

const say = (playground: Running, as: string, content: string, more: object = {}) =>
  page<{ id: string }>(playground, "POST", `${CHANNEL}/messages`, { as, content, ...more })

describe("the state", () => {
  test("shows the sample world to a person", async () => {
    const playground = await startPlayground()
    await run(playground.setNotice("Offline model: echo"))
    const { body } = await page<PageState>(playground, "GET", `/page/state?as=${ADA.id}`)
    expect(body).toMatchObject({
      notice: "Offline model: echo",
      bot: { id: ORRERY.id },
      guilds: [{ id: GUILD.id, channels: [{ name: "general" }, { name: "strategy" }, { name: "launch" }] }],
      dms: [],
      commands: [],
    })
    expect(body.people.map(({ global_name }) => global_name)).toEqual(["Ada", "Ben", "Cleo"])
  })

  test("shows a person their own direct conversation only", async () => {
    const playground = await startPlayground()
    const dm = await page<{ id: string }>(playground, "POST", "/page/dms", { as: ADA.id })
    const again = await page<{ id: string }>(playground, "POST", "/page/dms", { as: ADA.id })
    expect(again.body.id).toBe(dm.body.id)
    const dmsOf = async (person: string) =>
      (await page<PageState>(playground, "GET", `/page/state?as=${person}`)).body.dms
    expect(await dmsOf(ADA.id)).toMatchObject([{ person: { id: ADA.id }, channel: { id: dm.body.id } }])
    expect(await dmsOf(BEN.id)).toEqual([])
    const intruder = await page(playground, "GET", `/page/channels/${dm.body.id}/messages?as=${BEN.id}`)
    expect(intruder).toMatchObject({ status: 403, body: { code: 50001 } })
  })

  test("is for people, not for bots or strangers", async () => {
    const playground = await startPlayground()
    for (const as of [ORRERY.id, "1100000000000000999"]) {
      expect(await page(playground, "GET", `/page/state?as=${as}`)).toMatchObject({ body: { code: 10013 } })
    }
  })
})

describe("people", () => {
  test("write, reply, edit, react and delete, and see it live", async () => {
    const playground = await startPlayground()
    const ben = await live(playground, BEN.id)
    const asked = await say(playground, ADA.id, "when?")
    const answered = await say(playground, BEN.id, "Friday", { reply_to: asked.body.id })
    expect(answered.body).toMatchObject({ type: 19, referenced_message: { content: "when?" } })
    const message = `${CHANNEL}/messages/${answered.body.id}`
    await page(playground, "PATCH", message, { as: BEN.id, content: "On Friday" })
    await page(playground, "PUT", `${message}/reactions/${FIRE}?as=${BEN.id}`)
    await page(playground, "PUT", `${message}/reactions/${FIRE}?as=${ADA.id}`)
    await page(playground, "DELETE", `${message}/reactions/${FIRE}?as=${BEN.id}`)
    await page(playground, "POST", `${CHANNEL}/typing`, { as: ADA.id })
    const shown = await page<ReadonlyArray<unknown>>(
      playground,
      "GET",
      `${CHANNEL}/messages?as=${ADA.id}&limit=1`,
    )
    expect(shown.body).toMatchObject([{ content: "On Friday", reactions: [{ count: 1, me: true }] }])
    await page(playground, "DELETE", message, { as: BEN.id })
    await expect
      .poll(ben.names)
      .toEqual([
        "MESSAGE_CREATE",
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_REMOVE",
        "TYPING_START",
        "MESSAGE_DELETE",
      ])
  })

  test("may not edit or delete what others wrote, unless they moderate", async () => {
    const playground = await startPlayground()
    const { body } = await say(playground, ADA.id, "mine")
    const message = `${CHANNEL}/messages/${body.id}`
    expect(await page(playground, "PATCH", message, { as: BEN.id, content: "x" })).toMatchObject({
      status: 403,
    })
    expect(await page(playground, "DELETE", message, { as: BEN.id })).toMatchObject({ status: 403 })
    const bens = await say(playground, BEN.id, "mine")
    const owner = await page(playground, "DELETE", `${CHANNEL}/messages/${bens.body.id}`, { as: ADA.id })
    expect(owner.status).toBe(204)
  })

  test("open threads, on a message and beside all", async () => {
    const playground = await startPlayground()
    const ben = await live(playground, BEN.id)
    const { body } = await say(playground, ADA.id, "launch?")
    const on = { as: ADA.id, name: "Launch", message_id: body.id }
    expect(await page(playground, "POST", `${CHANNEL}/threads`, on)).toMatchObject({ body: { id: body.id } })
    expect(await page(playground, "POST", `${CHANNEL}/threads`, on)).toMatchObject({ body: { code: 160004 } })
    await page(playground, "POST", `${CHANNEL}/threads`, { as: BEN.id, name: "Aside" })
    await expect
      .poll(ben.names)
      .toEqual([
        "MESSAGE_CREATE",
        "THREAD_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_CREATE",
        "THREAD_CREATE",
        "MESSAGE_CREATE",
      ])
  })

  test.for([
    ["nothing", { as: ADA.id, content: " " }, 50006],
    ["too much", { as: ADA.id, content: "x".repeat(2001) }, 50035],
    ["as nobody", { content: "x" }, 50035],
    ["as the bot", { as: ORRERY.id, content: "x" }, 10013],
  ] as const)("cannot write %s", async ([, body, code]) => {
    expect(await page(await startPlayground(), "POST", `${CHANNEL}/messages`, body)).toMatchObject({
      body: { code },
    })
  })
})

describe("live", () => {
  test("a notice, new commands and a new guild reach who they concern", async () => {
    const playground = await startPlayground()
    const [ada, ben] = await Promise.all([live(playground, ADA.id), live(playground, BEN.id)])
    await run(playground.setNotice("hello"))
    await call(playground, "PUT", `/applications/${ORRERY.id}/commands`, [
      { name: "ask", description: "Ask" },
    ])
    await run(
      playground.ensureGuild({ id: "1200000000000000000", name: "Hers", channels: [], members: [ADA] }),
    )
    await expect.poll(ada.names).toEqual(["NOTICE", "COMMANDS_UPDATE", "GUILD_CREATE"])
    expect(ada.events[2]).toMatchObject({ d: { name: "Hers", members: [{ id: ADA.id }, { id: ORRERY.id }] } })
    expect(ben.names()).toEqual(["NOTICE", "COMMANDS_UPDATE"])
  })

  test("an interaction that nobody answers is told to who began it, and its autocomplete has no choices", async () => {
    const { playground, advance } = await startPlaygroundInSimulatedTime()
    const [ada, ben] = await Promise.all([live(playground, ADA.id), live(playground, BEN.id)])
    const path = `/applications/${ORRERY.id}/commands`
    const { body } = await call<{ id: string }>(playground, "POST", path, { name: "ask", description: "Ask" })
    const start = (type: number) =>
      page(playground, "POST", "/page/interactions", {
        as: ADA.id,
        channel_id: GENERAL.id,
        type,
        data: { id: body.id, name: "ask", type: 1 },
      })
    const started = await start(2)
    const completed = start(4)
    await expect.poll(() => playground.exchanges().length).toBe(1)
    await advance(3_001)
    await expect.poll(ada.names).toContain("INTERACTION_FAILED")
    expect(ada.events.find(({ t }) => t === "INTERACTION_FAILED")).toMatchObject({
      d: { id: started.body["id"] },
    })
    await advance(3_001)
    expect(await completed).toMatchObject({ status: 200, body: { choices: [] } })
    expect(ben.names()).toEqual(["COMMANDS_UPDATE"])
  })
})

describe("only this machine's own page", () => {
  const headersOf = (origin: string, headers: Record<string, string>, path = "/page/state") =>
    new Promise<number>((resolve, reject) => {
      const outgoing = request(`${origin}${path}`, { headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      outgoing.once("error", reject).end()
    })

  test("a foreign Host (DNS rebinding) and a foreign Origin are refused", async () => {
    const { origin } = await startPlayground()
    expect(await headersOf(origin, {})).toBe(200)
    expect(await headersOf(origin, { origin })).toBe(200)
    expect(await headersOf(origin, { host: "evil.example" })).toBe(403)
    expect(await headersOf(origin, { origin: "https://evil.example" })).toBe(403)
    expect(await headersOf(origin, { origin: "null" })).toBe(403)
    expect(await headersOf(origin, { origin: "http://127.0.0.1:1" }, "/api/v10/gateway")).toBe(403)
  })

  test.for([`/page/live?as=${ADA.id}`, "/gateway"])("%s refuses sockets of other origins", async (path) => {
    const { origin } = await startPlayground()
    const socket = new WebSocket(`${origin.replace("http", "ws")}${path}`, { origin: "https://evil.example" })
    const error = await new Promise<Error>((resolve) => socket.once("error", resolve))
    expect(error.message).toContain("403")
  })

  test("the page may load nothing from elsewhere", async () => {
    const { origin } = await startPlayground()
    const response = await fetch(origin)
    expect(response.headers.get("content-type")).toContain("text/html")
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'")
  })

  test.for(["/../playground.ts", "/%2e%2e/playground.ts", "/..%2fplayground.ts"])(
    "%s does not lead out of the page's folder",
    async (path) => {
      const { origin } = await startPlayground()
      expect(await headersOf(origin, {}, path)).toBe(404)
    },
  )
})

test("an avatar is drawn for any key, and its name cannot smuggle markup", async () => {
  const { origin } = await startPlayground()
  const avatar = async (path: string) => (await fetch(`${origin}/avatars/${path}`)).text()
  expect(await avatar(`${ADA.id}.svg`)).toContain(">A</text>")
  expect(await avatar("any.svg?name=Team%20Manager")).toContain(">TM</text>")
  expect(await avatar("any.svg?name=%3Cscript%3E")).toContain(">S</text>")
})
