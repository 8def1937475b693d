import { describe, expect, test } from "vitest"
import { ADA, BEN, GENERAL, ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import {
  call,
  nextInWorld,
  run,
  startPlayground,
  startPlaygroundInSimulatedTime,
  type Running,
} from "./support.ts"

const CHANNEL = `/channels/${GENERAL.id}`

const send = (playground: Running, body: unknown, path = `${CHANNEL}/messages`) =>
  call<Sent>(playground, "POST", path, body)

interface Sent {
  readonly id: string
  readonly code?: number
  readonly content: string
  readonly mentions: ReadonlyArray<{ readonly id: string }>
  readonly referenced_message?: { readonly id: string } | null
  readonly flags: number
}

const button = (more: object) => ({
  content: "x",
  components: [{ type: 1, components: [{ type: 2, style: 1, label: "Go", ...more }] }],
})
const layout = (content: string) => ({ components: [{ type: 17, components: [{ type: 10, content }] }] })
const embeds = (count: number, length: number) =>
  Array.from({ length: count }, () => ({ description: "x".repeat(length) }))

describe("a message", () => {
  test.for([
    ["is empty", {}, 50006],
    ["is only white space", { content: " \n\t" }, 50006],
    ["has an empty list of embeds", { embeds: [] }, 50006],
    ["has 2,001 characters", { content: "x".repeat(2001) }, 50035],
    ["has 11 embeds", { embeds: embeds(11, 1) }, 50035],
    ["has embeds of more than 6,000 characters together", { embeds: embeds(2, 3001) }, 50035],
    ["has an embed title of 257 characters", { embeds: [{ title: "x".repeat(257) }] }, 50035],
    ["has a button without custom_id", button({}), 50035],
    ["has a link button with custom_id", button({ style: 5, url: "https://a.b", custom_id: "x" }), 50035],
    ["has a button without label and emoji", button({ label: undefined, custom_id: "x" }), 50035],
    ["has six buttons in a row", { content: "x", components: [row(6)] }, 50035],
    ["has six rows", { content: "x", components: [1, 2, 3, 4, 5, 6].map((n) => row(1, n)) }, 50035],
    ["uses a custom_id twice", { content: "x", components: [row(1), row(1)] }, 50035],
    ["has a nonce of 26 characters", { content: "x", nonce: "x".repeat(26) }, 50035],
    ["replies to nothing", { content: "x", message_reference: { message_id: "1100000000000000999" } }, 50035],
    [
      "has a layout and text",
      { content: "x", flags: 32768, components: [{ type: 10, content: "y" }] },
      50035,
    ],
    ["has a layout without its flag", { components: [{ type: 10, content: "y" }] }, 50035],
    ["forwards", { message_reference: { type: 1, message_id: "1100000000000000999" } }, 50035],
    ["is no object", "[1]", 50035],
    ["is no JSON", "{", 50109],
  ] as const)("that %s is refused", async ([, body, code]) => {
    const playground = await startPlayground()
    expect(await send(playground, body)).toMatchObject({ status: 400, body: { code } })
    expect((await call(playground, "GET", `${CHANNEL}/messages`)).body).toEqual([])
  })

  test("says where its mistakes are", async () => {
    const playground = await startPlayground()
    const { body } = await send(playground, { content: "x".repeat(2001), embeds: [{ title: 5 }] })
    expect(body).toMatchObject({
      message: "Invalid Form Body",
      errors: {
        content: {
          _errors: [{ code: "BASE_TYPE_MAX_LENGTH", message: "Must be 2000 or fewer in length." }],
        },
        embeds: { 0: { title: { _errors: [{ code: "BASE_TYPE_INVALID" }] } } },
      },
    })
  })

  test("with 2,000 characters, counted as people count, is taken", async () => {
    expect(await send(await startPlayground(), { content: "🔥".repeat(2000) })).toMatchObject({ status: 200 })
  })

  test("loses the white space around it", async () => {
    expect((await send(await startPlayground(), { content: "  hi \n" })).body.content).toBe("hi")
  })

  test("as a layout is taken, and edited without saying so again", async () => {
    const playground = await startPlayground()
    const { body } = await send(playground, { flags: 32768, ...layout("a") })
    expect(body).toMatchObject({ flags: 32768, components: [{ type: 17, id: 1, components: [{ id: 2 }] }] })
    const path = `${CHANNEL}/messages/${body.id}`
    expect(await call(playground, "PATCH", path, layout("b"))).toMatchObject({ status: 200 })
  })

  test("of a bot cannot be made ephemeral", async () => {
    expect((await send(await startPlayground(), { content: "x", flags: 64 })).body.flags).toBe(0)
  })
})

describe("a nonce", () => {
  test("that is enforced makes the same message once, for a few minutes", async () => {
    const { playground, advance } = await startPlaygroundInSimulatedTime()
    const body = { content: "once", nonce: "7", enforce_nonce: true }
    const first = await send(playground, body)
    const second = await send(playground, body)
    expect(second.body.id).toBe(first.body.id)
    await advance(300_001)
    expect((await send(playground, body)).body.id).not.toBe(first.body.id)
  })

  test("that is not enforced comes back, and nothing more", async () => {
    const playground = await startPlayground()
    const first = await send(playground, { content: "twice", nonce: "7" })
    expect(first.body).toMatchObject({ nonce: "7" })
    expect((await send(playground, { content: "twice", nonce: "7" })).body.id).not.toBe(first.body.id)
  })
})

describe("mentions", () => {
  const mentioned = async (body: object) =>
    (await send(await startPlayground(), body)).body.mentions.map(({ id }) => id)

  test("are read from the text, each once, of users that exist", async () => {
    const content = `<@${ADA.id}> <@!${BEN.id}> <@${ADA.id}> <@1199999999999999999>`
    expect(await mentioned({ content })).toEqual([ADA.id, BEN.id])
  })

  test("are those that allowed_mentions lets through", async () => {
    const content = `<@${ADA.id}> <@${BEN.id}>`
    expect(await mentioned({ content, allowed_mentions: { parse: [] } })).toEqual([])
    expect(await mentioned({ content, allowed_mentions: { users: [BEN.id] } })).toEqual([BEN.id])
  })

  test("hold the author of the message replied to, unless told otherwise", async () => {
    const playground = await startPlayground()
    const asked = await run(playground.post({ channelId: GENERAL.id, authorId: ADA.id, content: "?" }))
    const reply = { content: "!", message_reference: { message_id: asked.id } }
    const pinged = await send(playground, reply)
    expect(pinged.body).toMatchObject({
      type: 19,
      mentions: [{ id: ADA.id }],
      referenced_message: { id: asked.id, content: "?" },
    })
    const quiet = await send(playground, { ...reply, allowed_mentions: { parse: [], replied_user: false } })
    expect(quiet.body.mentions).toEqual([])
  })
})

describe("a reply", () => {
  test("to a message that is gone can be sent all the same, if it says so", async () => {
    const playground = await startPlayground()
    const message_reference = { message_id: "1100000000000000999", fail_if_not_exists: false }
    const { status, body } = await send(playground, { content: "x", message_reference })
    expect(status).toBe(200)
    expect(body).not.toHaveProperty("message_reference")
  })

  test("shows null in place of its message when that is deleted", async () => {
    const playground = await startPlayground()
    const asked = await run(playground.post({ channelId: GENERAL.id, authorId: ADA.id, content: "?" }))
    const { body } = await send(playground, { content: "!", message_reference: { message_id: asked.id } })
    await call(playground, "DELETE", `${CHANNEL}/messages/${asked.id}`)
    const read = await call<Sent>(playground, "GET", `${CHANNEL}/messages/${body.id}`)
    expect(read.body.referenced_message).toBeNull()
  })
})

describe("history", () => {
  const ids = async (playground: Running, query: string) => {
    const { body } = await call<ReadonlyArray<Sent>>(playground, "GET", `${CHANNEL}/messages?${query}`)
    return body.map(({ content }) => content).join(" ")
  }

  test("is paged before, after and around a message, newest first", async () => {
    const playground = await startPlayground()
    const posted: Array<string> = []
    for (let n = 1; n <= 7; n++) {
      const message = { channelId: GENERAL.id, authorId: ADA.id, content: String(n) }
      posted.push((await run(playground.post(message))).id)
    }
    expect(await ids(playground, "limit=3")).toBe("7 6 5")
    expect(await ids(playground, `limit=2&before=${posted[3]}`)).toBe("3 2")
    expect(await ids(playground, `limit=2&after=${posted[3]}`)).toBe("6 5")
    expect(await ids(playground, `limit=3&around=${posted[3]}`)).toBe("5 4 3")
  })

  test.for(["limit=0", "limit=101", "limit=x", "before=x"])("refuses %s", async (query) => {
    const playground = await startPlayground()
    expect(await call(playground, "GET", `${CHANNEL}/messages?${query}`)).toMatchObject({
      status: 400,
      body: { code: 50035 },
    })
  })
})

describe("what is not there is refused", () => {
  test.for([
    ["GET", "/channels/1100000000000000999", 404, 10003],
    ["GET", `${CHANNEL}/messages/1100000000000000999`, 404, 10008],
    ["GET", "/guilds/1100000000000000999", 404, 10004],
    ["GET", "/users/1100000000000000999", 404, 10013],
    ["GET", "/webhooks/1100000000000000999", 404, 10015],
    ["GET", "/nowhere", 404, 0],
    ["GET", "/channels/general", 400, 50035],
    ["GET", "/channels/99999999999999999999", 400, 50035],
  ] as const)("%s %s", async ([method, path, status, code]) => {
    expect(await call(await startPlayground(), method, path)).toMatchObject({ status, body: { code } })
  })
})

test("a wrong or missing token is 401", async () => {
  const playground = await startPlayground()
  for (const token of ["wrong", null]) {
    expect(await call(playground, "GET", "/users/@me", undefined, token)).toMatchObject({
      status: 401,
      body: { message: "401: Unauthorized", code: 0 },
    })
  }
})

test("a bot edits its own messages only, and clears what it sets to null", async () => {
  const playground = await startPlayground()
  const own = await send(playground, { content: "plan", embeds: [{ title: "Plan" }] })
  const path = `${CHANNEL}/messages/${own.body.id}`
  const edited = await call(playground, "PATCH", path, { content: null })
  expect(edited.body).toMatchObject({ content: "", embeds: [{ title: "Plan" }], author: { id: ORRERY.id } })
  expect(edited.body["edited_timestamp"]).not.toBeNull()
  expect(await call(playground, "PATCH", path, { embeds: null })).toMatchObject({ body: { code: 50006 } })
  const hers = await run(playground.post({ channelId: GENERAL.id, authorId: ADA.id, content: "mine" }))
  const refused = await call(playground, "PATCH", `${CHANNEL}/messages/${hers.id}`, { content: "yours" })
  expect(refused).toMatchObject({ status: 403, body: { code: 50005 } })
})

test("many messages are deleted at once, and told of at once, unless one is two weeks old", async () => {
  const playground = await startPlayground()
  const post = (more: object = {}) =>
    run(playground.post({ channelId: GENERAL.id, authorId: ADA.id, content: "x", ...more }))
  const old = await post({ id: "673802486540140544" })
  const fresh = [await post(), await post()].map(({ id }) => id)
  const bulk = (messages: ReadonlyArray<string>) =>
    call(playground, "POST", `${CHANNEL}/messages/bulk-delete`, { messages })
  expect(await bulk([old.id, fresh[0]!])).toMatchObject({ status: 400, body: { code: 50034 } })
  const told = nextInWorld(playground, ({ t }) => t === "MESSAGE_DELETE_BULK")
  expect(await bulk(fresh)).toMatchObject({ status: 204 })
  expect((await told).d).toMatchObject({ ids: fresh, channel_id: GENERAL.id })
  expect((await call(playground, "GET", `${CHANNEL}/messages`)).body).toMatchObject([{ id: old.id }])
})

test("files arrive, are described, and can be fetched", async () => {
  const playground = await startPlayground()
  const form = new FormData()
  form.set("payload_json", JSON.stringify({ content: "see", attachments: [{ id: 0, description: "Notes" }] }))
  form.set("files[0]", new Blob(["hello"], { type: "text/plain" }), "notes.txt")
  const response = await fetch(`${playground.apiBase}/v10${CHANNEL}/messages`, {
    method: "POST",
    headers: { authorization: `Bot ${playground.token}` },
    body: form,
  })
  const { attachments } = (await response.json()) as { attachments: ReadonlyArray<{ url: string }> }
  expect(attachments).toMatchObject([{ filename: "notes.txt", size: 5, description: "Notes" }])
  const file = await fetch(attachments[0]!.url)
  expect(await file.text()).toBe("hello")
  expect(file.headers.get("content-disposition")).toBe("attachment")
})

function row(buttons: number, seed = 0) {
  const components = Array.from({ length: buttons }, (_, n) => ({
    type: 2,
    style: 1,
    label: "Go",
    custom_id: `go ${seed} ${n}`,
  }))
  return { type: 1, components }
}
