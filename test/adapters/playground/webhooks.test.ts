import { describe, expect, test } from "vitest"
import { BEN, GENERAL, GUILD, STRATEGY } from "../../../src/adapters/playground/sample-world.ts"
import { call, run, startPlayground, type Running } from "./support.ts"

interface Webhook {
  readonly id: string
  readonly token: string
  readonly code?: number
}

const create = (playground: Running, body: object = { name: "Agents" }) =>
  call<Webhook>(playground, "POST", `/channels/${GENERAL.id}/webhooks`, body)

async function voiceOf(playground: Running): Promise<string> {
  const { body } = await create(playground)
  return `/webhooks/${body.id}/${body.token}`
}

describe("making webhooks", () => {
  test("the 16th of a channel is refused", async () => {
    const playground = await startPlayground()
    for (let n = 1; n <= 15; n++) expect(await create(playground)).toMatchObject({ status: 200 })
    expect(await create(playground)).toMatchObject({ status: 400, body: { code: 30007 } })
  })

  test.for(["", "x".repeat(81), "Clyde", "my discord bot"])("the name %j is refused", async (name) => {
    expect(await create(await startPlayground(), { name })).toMatchObject({
      status: 400,
      body: { code: 50035 },
    })
  })

  test("an avatar must be an image", async () => {
    const refused = await create(await startPlayground(), { name: "A", avatar: "https://a.b/c.png" })
    expect(refused).toMatchObject({ status: 400, body: { code: 50035, errors: { avatar: {} } } })
  })

  test("asks for MANAGE_WEBHOOKS", async () => {
    const playground = await startPlayground()
    await create(playground)
    await run(playground.faults.deny(GENERAL.id, "ManageWebhooks"))
    for (const path of [`/channels/${GENERAL.id}/webhooks`, `/guilds/${GUILD.id}/webhooks`]) {
      expect(await call(playground, "GET", path)).toMatchObject({ status: 403, body: { code: 50013 } })
    }
    expect(await create(playground)).toMatchObject({ status: 403, body: { code: 50013 } })
  })
})

describe("speaking through a webhook", () => {
  test("answers the message only when it is waited for", async () => {
    const playground = await startPlayground()
    const voice = await voiceOf(playground)
    expect(await call(playground, "POST", voice, { content: "a" }, null)).toMatchObject({ status: 204 })
    const waited = await call(playground, "POST", `${voice}?wait=true`, { content: "b" }, null)
    expect(waited).toMatchObject({
      status: 200,
      body: { content: "b", author: { username: "Agents", bot: true } },
    })
  })

  test("takes neither a nonce nor a reply", async () => {
    const playground = await startPlayground()
    const voice = await voiceOf(playground)
    for (const more of [{ nonce: "1" }, { message_reference: { message_id: "1100000000000000999" } }]) {
      const refused = await call(playground, "POST", voice, { content: "x", ...more })
      expect(refused).toMatchObject({ status: 400, body: { code: 50035 } })
    }
  })

  test("under a name that Discord keeps for itself is refused", async () => {
    const playground = await startPlayground()
    const voice = await voiceOf(playground)
    for (const username of ["Discord Helper", "clyde", "", "x".repeat(81)]) {
      const refused = await call(playground, "POST", voice, { content: "x", username })
      expect(refused).toMatchObject({ status: 400, body: { code: 50035, errors: { username: {} } } })
    }
  })

  test("works where the bot itself may not write", async () => {
    const playground = await startPlayground()
    const voice = await voiceOf(playground)
    await run(playground.faults.deny(GENERAL.id, "SendMessages"))
    expect(await call(playground, "POST", voice, { content: "x" })).toMatchObject({ status: 204 })
  })

  test("reaches the threads of its channel, and no others", async () => {
    const playground = await startPlayground()
    const voice = await voiceOf(playground)
    const threadIn = async (channel: string) =>
      (await call<Webhook>(playground, "POST", `/channels/${channel}/threads`, { name: "t", type: 11 })).body
        .id
    const own = await threadIn(GENERAL.id)
    const other = await threadIn(STRATEGY.id)
    const said = await call<Webhook>(playground, "POST", `${voice}?wait=true&thread_id=${own}`, {
      content: "x",
    })
    expect(said).toMatchObject({ status: 200, body: { channel_id: own } })
    const message = `${voice}/messages/${said.body.id}`
    expect(await call(playground, "GET", message)).toMatchObject({ status: 404, body: { code: 10008 } })
    expect(await call(playground, "GET", `${message}?thread_id=${own}`)).toMatchObject({ status: 200 })
    for (const foreign of [other, STRATEGY.id]) {
      const refused = await call(playground, "POST", `${voice}?thread_id=${foreign}`, { content: "x" })
      expect(refused).toMatchObject({ status: 404, body: { code: 10003 } })
    }
  })

  test("needs its token", async () => {
    const playground = await startPlayground()
    const { body } = await create(playground)
    const wrong = await call(playground, "POST", `/webhooks/${body.id}/wrong`, { content: "x" })
    expect(wrong).toMatchObject({ status: 401, body: { code: 50027 } })
    const gone = await call(playground, "POST", `/webhooks/1100000000000000999/wrong`, { content: "x" })
    expect(gone).toMatchObject({ status: 404, body: { code: 10015 } })
  })

  test("edits and deletes its own messages only", async () => {
    const playground = await startPlayground()
    const voice = await voiceOf(playground)
    const bens = await run(playground.post({ channelId: GENERAL.id, authorId: BEN.id, content: "mine" }))
    for (const method of ["PATCH", "DELETE"]) {
      const refused = await call(playground, method, `${voice}/messages/${bens.id}`, { content: "x" })
      expect(refused).toMatchObject({ status: 404, body: { code: 10008 } })
    }
  })

  test("shows the face that it was given, never one of another machine", async () => {
    const playground = await startPlayground()
    const voice = await voiceOf(playground)
    const say = async (avatar_url: string) => {
      const said = await call<{ author: { id: string; avatar: string } }>(
        playground,
        "POST",
        `${voice}?wait=true`,
        { content: "x", avatar_url },
      )
      const { id, avatar } = said.body.author
      return fetch(`${playground.origin}/avatars/${id}/${avatar}.png`, { redirect: "manual" })
    }
    const own = await say(`${playground.origin}/avatars/strategist.svg`)
    expect(own.headers.get("location")).toBe(`${playground.origin}/avatars/strategist.svg`)
    const foreign = await say("https://example.com/face.png")
    expect([foreign.status, await foreign.text()]).toEqual([204, ""])
    const unknown = await fetch(`${playground.origin}/avatars/${GENERAL.id}/none.png`)
    expect(unknown.status).toBe(404)
  })
})

test("a webhook can move to another channel, which then holds it", async () => {
  const playground = await startPlayground()
  const { body } = await create(playground)
  await call(playground, "PATCH", `/webhooks/${body.id}`, { channel_id: STRATEGY.id })
  const held = await call(playground, "GET", `/channels/${STRATEGY.id}/webhooks`)
  expect(held.body).toMatchObject([{ id: body.id, channel_id: STRATEGY.id }])
  expect((await call(playground, "GET", `/channels/${GENERAL.id}/webhooks`)).body).toEqual([])
})
