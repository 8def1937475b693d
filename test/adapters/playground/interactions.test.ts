import {
  MessageFlags,
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type ModalSubmitInteraction,
  type UserContextMenuCommandInteraction,
} from "discord.js"
import { describe, expect, test } from "vitest"
import { ADA, BEN, GENERAL, GUILD, ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import {
  call,
  loginBot,
  nextEvent,
  nextInWorld,
  run,
  startPlayground,
  startPlaygroundInSimulatedTime,
  type Running,
} from "./support.ts"

const AS_ADA = { as: ADA.id, channel_id: GENERAL.id }

async function withCommand(playground: Running, command: object) {
  const path = `/applications/${ORRERY.id}/guilds/${GUILD.id}/commands`
  const { body } = await call<{ id: string; name: string; type: number }>(playground, "POST", path, command)
  return body
}

const ask = (playground: Running) =>
  withCommand(playground, {
    name: "ask",
    description: "Ask",
    options: [
      { type: 3, name: "question", description: "What", autocomplete: true },
      { type: 6, name: "agent", description: "Whom" },
    ],
  })

/** Ada uses /ask; the interaction as the bot is told of it. */
async function asked(playground: Running) {
  const { id, name } = await ask(playground)
  const told = nextInWorld(playground, ({ t }) => t === "INTERACTION_CREATE")
  await run(playground.interact({ ...AS_ADA, type: 2, data: { id, name, type: 1 } }))
  const interaction = (await told).d as { id: string; token: string }
  return {
    ...interaction,
    callback: (body: object) =>
      call(playground, "POST", `/interactions/${interaction.id}/${interaction.token}/callback`, body, null),
    voice: `/webhooks/${ORRERY.id}/${interaction.token}`,
  }
}

const history = async (playground: Running, person: string, more = "") => {
  const response = await fetch(
    `${playground.origin}/page/channels/${GENERAL.id}/messages?as=${person}${more}`,
  )
  return (await response.json()) as ReadonlyArray<{ id: string; content: string; flags: number }>
}

describe("discord.js", () => {
  test("gets a command with its options resolved, defers, edits and follows up", async () => {
    const playground = await startPlayground()
    const client = await loginBot(playground)
    const { id, name } = await ask(playground)
    const received = nextEvent<ChatInputCommandInteraction>(client, "interactionCreate")
    const options = [
      { type: 3, name: "question", value: "when?" },
      { type: 6, name: "agent", value: BEN.id },
    ]
    await run(playground.interact({ ...AS_ADA, type: 2, data: { id, name, type: 1, options } }))
    const interaction = await received
    expect(interaction.options.getString("question")).toBe("when?")
    expect(interaction.options.getUser("agent")?.displayName).toBe("Ben")
    expect(interaction.memberPermissions?.has("SendMessages")).toBe(true)

    await interaction.deferReply()
    expect(await history(playground, BEN.id)).toMatchObject([{ content: "", flags: MessageFlags.Loading }])
    const edited = await interaction.editReply("Friday")
    expect(edited).toMatchObject({ content: "Friday", editedTimestamp: null })
    expect(edited.flags.has("Loading")).toBe(false)
    await interaction.followUp({ content: "between us", flags: MessageFlags.Ephemeral })
    expect((await history(playground, ADA.id)).map(({ content }) => content)).toEqual([
      "between us",
      "Friday",
    ])
    expect((await history(playground, BEN.id)).map(({ content }) => content)).toEqual(["Friday"])
    expect((await interaction.fetchReply()).content).toBe("Friday")
    await interaction.deleteReply()
    expect(await history(playground, BEN.id)).toEqual([])
  })

  test("gets a button, answers with a modal, and gets what was typed", async () => {
    const playground = await startPlayground()
    const client = await loginBot(playground)
    const { body } = await call<{ id: string }>(playground, "POST", `/channels/${GENERAL.id}/messages`, {
      content: "Vote",
      components: [{ type: 1, components: [{ type: 2, style: 1, label: "Go", custom_id: "vote" }] }],
    })
    const pressed = nextEvent<ButtonInteraction>(client, "interactionCreate")
    const onMessage = { ...AS_ADA, message_id: body.id }
    await run(playground.interact({ ...onMessage, type: 3, data: { custom_id: "vote", component_type: 2 } }))
    const button = await pressed
    expect(button.message.content).toBe("Vote")
    const opened = nextInWorld(playground, ({ t }) => t === "MODAL")
    const input = { type: 4, custom_id: "why", label: "Why?", style: 1 }
    await button.showModal({
      custom_id: "reason",
      title: "Reason",
      components: [{ type: 1, components: [input] }],
    })
    expect((await opened).d).toMatchObject({ custom_id: "reason", title: "Reason", message_id: body.id })

    const submitted = nextEvent<ModalSubmitInteraction>(client, "interactionCreate")
    const components = [{ type: 1, components: [{ type: 4, custom_id: "why", value: "because" }] }]
    await run(playground.interact({ ...onMessage, type: 5, data: { custom_id: "reason", components } }))
    const modal = await submitted
    expect(modal.fields.getTextInputValue("why")).toBe("because")
    if (!modal.isFromMessage()) throw new Error("The modal should know its message.")
    await modal.update("Voted")
    expect((await history(playground, BEN.id)).map(({ content }) => content)).toEqual(["Voted"])
  })

  test("answers an autocomplete", async () => {
    const playground = await startPlayground()
    const client = await loginBot(playground)
    const { id, name } = await ask(playground)
    client.on("interactionCreate", (interaction: Interaction) => {
      void (interaction as AutocompleteInteraction).respond([{ name: "When?", value: "when" }])
    })
    const options = [{ type: 3, name: "question", value: "w", focused: true }]
    const started = await run(
      playground.interact({ ...AS_ADA, type: 4, data: { id, name, type: 1, options } }),
    )
    expect(started).toEqual({ choices: [{ name: "When?", value: "when" }] })
  })

  test("gets a menu command with its target", async () => {
    const playground = await startPlayground()
    const client = await loginBot(playground)
    const { id, name } = await withCommand(playground, { name: "Who is this?", type: 2 })
    const received = nextEvent<UserContextMenuCommandInteraction>(client, "interactionCreate")
    await run(playground.interact({ ...AS_ADA, type: 2, data: { id, name, type: 2, target_id: BEN.id } }))
    expect((await received).targetUser.displayName).toBe("Ben")
  })
})

describe("an answer", () => {
  test("must come within three seconds; the person is told when it does not", async () => {
    const { playground, advance } = await startPlaygroundInSimulatedTime()
    const { id, callback } = await asked(playground)
    const failed = nextInWorld(playground, ({ t }) => t === "INTERACTION_FAILED")
    await advance(3_001)
    expect((await failed).d).toEqual({ id, reason: "Orrery did not answer in time." })
    expect(await callback({ type: 4, data: { content: "late" } })).toMatchObject({
      status: 404,
      body: { code: 10062 },
    })
  })

  test("at three seconds is in time", async () => {
    const { playground, advance } = await startPlaygroundInSimulatedTime()
    const { callback } = await asked(playground)
    await advance(3_000)
    expect(await callback({ type: 5 })).toMatchObject({ status: 204 })
  })

  test("is given once", async () => {
    const { callback } = await asked(await startPlayground())
    expect(await callback({ type: 5 })).toMatchObject({ status: 204 })
    expect(await callback({ type: 4, data: { content: "again" } })).toMatchObject({
      status: 400,
      body: { code: 40060 },
    })
  })

  test.for([
    ["is no answer to a command", { type: 7, data: { content: "x" } }, 50035],
    ["is an autocomplete's", { type: 8, data: { choices: [] } }, 50035],
    ["says nothing", { type: 4, data: {} }, 50006],
    ["is too long", { type: 4, data: { content: "x".repeat(2001) } }, 50035],
    ["is a modal without fields", { type: 9, data: { custom_id: "m", title: "M", components: [] } }, 50035],
  ] as const)("that %s is refused, and another one may be given", async ([, body, code]) => {
    const { callback } = await asked(await startPlayground())
    expect(await callback(body)).toMatchObject({ status: 400, body: { code } })
    expect(await callback({ type: 4, data: { content: "right" } })).toMatchObject({ status: 204 })
  })

  test("needs its token", async () => {
    const playground = await startPlayground()
    const { id } = await asked(playground)
    const refused = await call(playground, "POST", `/interactions/${id}/wrong/callback`, { type: 5 })
    expect(refused).toMatchObject({ status: 404, body: { code: 10062 } })
  })
})

describe("following up", () => {
  test("is possible for fifteen minutes", async () => {
    const { playground, advance } = await startPlaygroundInSimulatedTime()
    const { callback, voice } = await asked(playground)
    await callback({ type: 5 })
    await advance(900_000)
    expect(
      await call(playground, "PATCH", `${voice}/messages/@original`, { content: "at last" }),
    ).toMatchObject({
      status: 200,
    })
    await advance(1)
    expect(await call(playground, "POST", voice, { content: "too late" })).toMatchObject({
      status: 401,
      body: { code: 50027 },
    })
  })

  test("is not possible before an answer", async () => {
    const playground = await startPlayground()
    const { voice } = await asked(playground)
    expect(await call(playground, "POST", voice, { content: "x" })).toMatchObject({
      status: 404,
      body: { code: 10015 },
    })
  })

  test("right after deferring fills the deferred answer, which keeps its secrecy", async () => {
    const playground = await startPlayground()
    const { callback, voice } = await asked(playground)
    await callback({ type: 5, data: { flags: MessageFlags.Ephemeral } })
    await call(playground, "POST", voice, { content: "first" })
    await call(playground, "POST", voice, { content: "second" })
    expect(await history(playground, BEN.id)).toMatchObject([{ content: "second" }])
    expect(await history(playground, ADA.id)).toMatchObject([
      { content: "second", flags: 0 },
      { content: "first", flags: MessageFlags.Ephemeral },
    ])
  })
})

test("an ephemeral answer is hidden from the gateway and from the channel's history", async () => {
  const playground = await startPlayground()
  const client = await loginBot(playground)
  const heard: Array<string> = []
  client.on("messageCreate", (message) => heard.push(message.content))
  const { callback } = await asked(playground)
  await callback({ type: 4, data: { content: "secret", flags: MessageFlags.Ephemeral } })
  await run(playground.post({ channelId: GENERAL.id, authorId: BEN.id, content: "open" }))
  await expect.poll(() => heard).toEqual(["open"])
  const { body } = await call(playground, "GET", `/channels/${GENERAL.id}/messages`)
  expect(body).toMatchObject([{ content: "open" }])
})

test("what one person alone sees takes no room in the history of the others", async () => {
  const playground = await startPlayground()
  const say = (content: string) => run(playground.post({ channelId: GENERAL.id, authorId: BEN.id, content }))
  const secret = (content: string) => ({ content, flags: MessageFlags.Ephemeral })
  for (const content of ["one", "two", "three"]) await say(content)
  const { callback, voice } = await asked(playground)
  await callback({ type: 4, data: secret("first secret") })
  await say("four")
  for (const content of ["second secret", "third secret"])
    await call(playground, "POST", voice, secret(content))

  const page = async (person: string, before: string) => {
    const messages = await history(playground, person, `&limit=2${before}`)
    return { said: messages.map(({ content }) => content), next: `&before=${messages.at(-1)?.id}` }
  }
  const newest = await page(BEN.id, "")
  const older = await page(BEN.id, newest.next)
  expect([newest.said, older.said, (await page(BEN.id, older.next)).said]).toEqual([
    ["four", "three"],
    ["two", "one"],
    [],
  ])
  expect((await page(ADA.id, "")).said).toEqual(["third secret", "second secret"])
})

test("a modal that was not opened cannot be submitted", async () => {
  const playground = await startPlayground()
  const submitted = run(
    playground.interact({ ...AS_ADA, type: 5, data: { custom_id: "no", components: [] } }),
  )
  await expect(submitted).rejects.toMatchObject({ code: 10062 })
})
