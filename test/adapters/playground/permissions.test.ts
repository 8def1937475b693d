import { describe, expect, test } from "vitest"
import { GatewayIntentBits } from "discord.js"
import { Effect } from "effect"
import { ADA, BEN, GENERAL, GUILD, ORRERY, STRATEGY } from "../../../src/adapters/playground/sample-world.ts"
import type { Permission } from "../../../src/adapters/playground/control.ts"
import { call, loginBot, run, startPlayground } from "./support.ts"

const CHANNEL = `/channels/${GENERAL.id}`
const FIRE = "%F0%9F%94%A5"

async function deniedPlayground(permission: Permission) {
  const playground = await startPlayground()
  const asked = await run(playground.post({ channelId: GENERAL.id, authorId: ADA.id, content: "?" }))
  await run(playground.faults.deny(GENERAL.id, permission))
  return { playground, message: `${CHANNEL}/messages/${asked.id}`, asked }
}

describe("a bot that may not see a channel", () => {
  test.for([
    ["GET", CHANNEL],
    ["GET", `${CHANNEL}/messages`],
    ["POST", `${CHANNEL}/messages`],
    ["POST", `${CHANNEL}/webhooks`],
    ["POST", `${CHANNEL}/typing`],
  ] as const)("gets 50001 from %s %s", async ([method, path]) => {
    const { playground } = await deniedPlayground("ViewChannel")
    const body = method === "GET" ? undefined : { content: "x", name: "x" }
    expect(await call(playground, method, path, body)).toMatchObject({ status: 403, body: { code: 50001 } })
  })
})

describe("a bot without privileged intents", () => {
  test("reads the content of mentions, direct messages and its own only, over REST too", async () => {
    const playground = await startPlayground({ privilegedIntents: [] })
    const contents = [`<@${ORRERY.id}> hi`, "not for you"]
    for (const content of contents) {
      await run(playground.post({ channelId: GENERAL.id, authorId: ADA.id, content }))
    }
    await call(playground, "POST", `${CHANNEL}/messages`, { content: "mine" })
    const { body } = await call<ReadonlyArray<{ content: string }>>(playground, "GET", `${CHANNEL}/messages`)
    expect(body.map(({ content }) => content)).toEqual(["mine", "", `<@${ORRERY.id}> hi`])
  })

  test("may not list members, and its application says which intents it has", async () => {
    const playground = await startPlayground({ privilegedIntents: ["MESSAGE_CONTENT"] })
    const refused = await call(playground, "GET", `/guilds/${GUILD.id}/members?limit=9`)
    expect(refused).toMatchObject({ status: 403, body: { code: 50001 } })
    const client = await loginBot(playground, { intents: [GatewayIntentBits.Guilds] })
    expect(client.application.flags.toArray()).toEqual(["GatewayMessageContentLimited"])
  })
})

test("without SEND_MESSAGES it may not write or type", async () => {
  const { playground } = await deniedPlayground("SendMessages")
  for (const path of ["messages", "typing"]) {
    const refused = await call(playground, "POST", `${CHANNEL}/${path}`, { content: "x" })
    expect(refused).toMatchObject({ status: 403, body: { code: 50013 } })
  }
})

test("without READ_MESSAGE_HISTORY it finds nothing, and may not reply", async () => {
  const { playground, message, asked } = await deniedPlayground("ReadMessageHistory")
  expect(await call(playground, "GET", `${CHANNEL}/messages`)).toMatchObject({ status: 200, body: [] })
  expect(await call(playground, "GET", message)).toMatchObject({ status: 403, body: { code: 50013 } })
  const reply = { content: "x", message_reference: { message_id: asked.id } }
  const refused = await call(playground, "POST", `${CHANNEL}/messages`, reply)
  expect(refused).toMatchObject({ status: 403, body: { code: 160002 } })
})

test("without ADD_REACTIONS it may join a reaction, but not begin one", async () => {
  const { playground, message, asked } = await deniedPlayground("AddReactions")
  const react = () => call(playground, "PUT", `${message}/reactions/${FIRE}/@me`)
  expect(await react()).toMatchObject({ status: 403, body: { code: 50013 } })
  const path = `/page/channels/${GENERAL.id}/messages/${asked.id}/reactions/${FIRE}?as=${ADA.id}`
  await fetch(`${playground.origin}${path}`, { method: "PUT" })
  expect(await react()).toMatchObject({ status: 204 })
})

test("without MANAGE_MESSAGES it deletes its own messages only", async () => {
  const { playground, message } = await deniedPlayground("ManageMessages")
  expect(await call(playground, "DELETE", message)).toMatchObject({ status: 403, body: { code: 50013 } })
  const own = await call<{ id: string }>(playground, "POST", `${CHANNEL}/messages`, { content: "x" })
  expect(await call(playground, "DELETE", `${CHANNEL}/messages/${own.body.id}`)).toMatchObject({
    status: 204,
  })
})

test("without CREATE_PUBLIC_THREADS it opens none; a thread has its channel's permissions", async () => {
  const { playground, message } = await deniedPlayground("CreatePublicThreads")
  expect(await call(playground, "POST", `${message}/threads`, { name: "t" })).toMatchObject({
    body: { code: 50013 },
  })
  await run(playground.faults.allow(GENERAL.id))
  const thread = await call<{ id: string }>(playground, "POST", `${message}/threads`, { name: "t" })
  await run(playground.faults.deny(GENERAL.id, "SendMessagesInThreads"))
  const refused = await call(playground, "POST", `/channels/${thread.body.id}/messages`, { content: "x" })
  expect(refused).toMatchObject({ status: 403, body: { code: 50013 } })
  expect(await call(playground, "POST", `${CHANNEL}/messages`, { content: "x" })).toMatchObject({
    status: 200,
  })
})

describe("a command", () => {
  const MANAGE_MESSAGES = "8192"
  const commands = `/applications/${ORRERY.id}/commands`

  /** Registers a command, and gives it as a person in a channel. */
  async function playgroundWith(command: object, path = commands) {
    const playground = await startPlayground()
    const { body } = await call<{ id: string }>(playground, "POST", path, {
      name: "tidy",
      description: "Tidies",
      ...command,
    })
    const give = (as: string, channel_id: string = GENERAL.id, type: 2 | 4 = 2) =>
      run(
        Effect.result(
          playground.interact({ as, channel_id, type, data: { id: body.id, name: "tidy", type: 1 } }),
        ),
      )
    return { playground, give }
  }

  const refused = (code: number) => ({ _tag: "Failure", failure: { code } })

  test("is for members who have what it asks for in this channel", async () => {
    const { playground, give } = await playgroundWith({ default_member_permissions: MANAGE_MESSAGES })
    expect(await give(BEN.id)).toMatchObject(refused(50013))
    expect(await give(BEN.id, GENERAL.id, 4)).toMatchObject(refused(50013))
    expect(await give(ADA.id)).toMatchObject({ _tag: "Success" })
    await run(playground.overwrite(GENERAL.id, BEN.id, { allow: ["ManageMessages"] }))
    expect(await give(BEN.id)).toMatchObject({ _tag: "Success" })
    expect(await give(BEN.id, STRATEGY.id)).toMatchObject(refused(50013))
  })

  test("that asks for 0 is for administrators alone", async () => {
    const { give } = await playgroundWith({ default_member_permissions: "0" })
    expect(await give(BEN.id)).toMatchObject(refused(50013))
    expect(await give(ADA.id)).toMatchObject({ _tag: "Success" })
  })

  test("needs the permission to use commands", async () => {
    const { playground, give } = await playgroundWith({})
    await run(playground.overwrite(GENERAL.id, BEN.id, { deny: ["UseApplicationCommands"] }))
    expect(await give(BEN.id)).toMatchObject(refused(50013))
  })

  test("is given nowhere but where it is offered", async () => {
    const { playground, give } = await playgroundWith({ contexts: [0] })
    const dm = await call<{ id: string }>(playground, "POST", "/users/@me/channels", { recipient_id: BEN.id })
    expect(await give(BEN.id, dm.body.id)).toMatchObject(refused(50001))
    expect(await give(BEN.id)).toMatchObject({ _tag: "Success" })
  })

  test("of one server is not given in another", async () => {
    const { playground, give } = await playgroundWith(
      {},
      `/applications/${ORRERY.id}/guilds/${GUILD.id}/commands`,
    )
    const other = { id: "1100000000000000901", name: "general" }
    const guild = { id: "1100000000000000900", name: "Another server", channels: [other], members: [ADA] }
    await run(playground.ensureGuild(guild))
    expect(await give(ADA.id, other.id)).toMatchObject(refused(50001))
    expect(await give(ADA.id)).toMatchObject({ _tag: "Success" })
  })
})
