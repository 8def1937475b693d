import { GatewayIntentBits as Intent, WebhookClient, type Message, type TextChannel } from "discord.js"
import { expect, test } from "vitest"
import { ADA, GENERAL, GUILD, LAUNCH, STRATEGY } from "../../../src/adapters/playground/sample-world.ts"
import { loginBot, nextEvent, run, startPlayground } from "./support.ts"

test("a bot logs in and finds the sample world", async () => {
  const client = await loginBot(await startPlayground())
  expect(client.user.username).toBe("orrery")
  const guild = client.guilds.cache.get(GUILD.id)!
  expect(guild.name).toBe("Orrery Playground")
  expect([...guild.channels.cache.keys()]).toEqual([GENERAL.id, STRATEGY.id, LAUNCH.id])
  expect((await guild.members.fetch()).map((member) => member.displayName).sort()).toEqual([
    "Ada",
    "Ben",
    "Cleo",
    "Orrery",
  ])
})

test("a bot hears a person and answers by webhook, under a name of its own", async () => {
  const playground = await startPlayground()
  const client = await loginBot(playground)
  const heard = nextEvent<Message>(client, "messageCreate")
  await run(playground.post({ channelId: GENERAL.id, authorId: ADA.id, content: "Shall we launch?" }))
  const message = await heard
  expect(message.content).toBe("Shall we launch?")
  expect(message.author.displayName).toBe("Ada")
  expect(message.member?.joinedAt).toBeInstanceOf(Date)

  const webhook = await (message.channel as TextChannel).createWebhook({ name: "Agents" })
  const voice = new WebhookClient(
    { id: webhook.id, token: webhook.token },
    { rest: { api: playground.apiBase } },
  )
  const echo = nextEvent<Message>(client, "messageCreate")
  const sent = await voice.send({ content: "Not before Friday.", username: "Strategist" })
  expect(await echo).toMatchObject({ id: sent.id, webhookId: webhook.id, content: "Not before Friday." })
  expect((await echo).author.username).toBe("Strategist")
  await voice.editMessage(sent.id, { content: "On Friday." })
  expect((await message.channel.messages.fetch({ limit: 1, cache: false })).first()?.content).toBe(
    "On Friday.",
  )
})

test("a bot that was cut off misses nothing", async () => {
  const playground = await startPlayground()
  const client = await loginBot(playground)
  const heard: Array<string> = []
  client.on("messageCreate", (message) => heard.push(message.content))
  const resumed = new Promise<number>((resolve) => client.once("shardResume", (_, count) => resolve(count)))
  await run(playground.faults.dropConnections())
  for (const content of ["one", "two", "three"]) {
    await run(playground.post({ channelId: GENERAL.id, authorId: ADA.id, content }))
  }
  expect(await resumed).toBeGreaterThanOrEqual(3)
  await expect.poll(() => heard).toEqual(["one", "two", "three"])
})

test("a bot without MESSAGE_CONTENT reads mentions and direct messages only", async () => {
  const playground = await startPlayground()
  const client = await loginBot(playground, {
    intents: [Intent.Guilds, Intent.GuildMessages, Intent.DirectMessages],
  })
  const heard: Array<string> = []
  client.on("messageCreate", (message) => heard.push(message.content))
  await run(playground.post({ channelId: GENERAL.id, authorId: ADA.id, content: "unheard" }))
  await run(playground.post({ channelId: GENERAL.id, authorId: ADA.id, content: `<@${client.user.id}> hi` }))
  const ada = await client.users.fetch(ADA.id)
  await ada.send("hello")
  await run(playground.post({ channelId: ada.dmChannel!.id, authorId: ADA.id, content: "between us" }))
  await expect.poll(() => heard).toEqual(["", `<@${client.user.id}> hi`, "hello", "between us"])
})
