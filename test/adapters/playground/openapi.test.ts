import { expect, test } from "vitest"
import type { RestExchange } from "../../../src/adapters/playground/recorder.ts"
import { routes } from "../../../src/adapters/playground/rest/routes.ts"
import { ADA, BEN, GENERAL, GUILD, ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import { missingOpenApi, openApiChecker } from "./openapi.ts"
import { call, run, startPlayground, type Running } from "./support.ts"

const BUTTONS = [
  { type: 1, components: [{ type: 2, style: 1, label: "Vote", custom_id: "vote", emoji: { name: "🗳️" } }] },
]
const EMBED = {
  title: "Plan",
  description: "Ship it",
  color: 0xff8800,
  fields: [{ name: "When", value: "Friday" }],
}
const ASK = {
  name: "ask",
  description: "Ask the team",
  options: [
    { type: 3, name: "question", description: "What to ask", required: true },
    { type: 6, name: "agent", description: "Whom to ask" },
  ],
}

test.skipIf(missingOpenApi !== undefined)(
  `every route answers as Discord's OpenAPI says${missingOpenApi ? `: ${missingOpenApi}` : ""}`,
  async () => {
    const playground = await startPlayground()
    await useEveryRoute(playground)
    const exchanges = playground.exchanges()
    const check = openApiChecker()
    expect(exchanges.flatMap(check)).toEqual([])
    expect(unusedRoutes(exchanges)).toEqual([])
  },
)

/** Routes that were never answered with success. */
const unusedRoutes = (exchanges: ReadonlyArray<RestExchange>) => {
  const used = new Set(
    exchanges
      .filter(({ status }) => status < 300)
      .map(({ method, path }) => `${method} ${path.replaceAll(/@\w+|:\w+/g, ":")}`),
  )
  return routes
    .map(({ method, path }) => `${method} ${path.replaceAll(/@me|:\w+/g, ":")}`)
    .filter((route) => !used.has(route))
}

async function useEveryRoute(playground: Running): Promise<void> {
  const rest = async (method: string, path: string, body?: unknown) =>
    (await call<Made>(playground, method, path, body)).body
  const channel = `/channels/${GENERAL.id}`
  await rest("GET", "/gateway")
  await rest("GET", "/gateway/bot")
  for (const path of ["/oauth2/applications/@me", "/applications/@me", "/users/@me", `/users/${ADA.id}`]) {
    await rest("GET", path)
  }
  for (const path of [
    "",
    "?with_counts=true",
    "/roles",
    "/channels",
    "/members?limit=3",
    `/members/${ADA.id}`,
  ]) {
    await rest("GET", `/guilds/${GUILD.id}${path}`)
  }
  await rest("GET", "/users/@me/guilds")
  const dm = await rest("POST", "/users/@me/channels", { recipient_id: ADA.id })
  await rest("GET", `/channels/${dm.id}`)
  await rest("POST", `/channels/${dm.id}/messages`, { content: "hello" })
  const made = await rest("POST", `/guilds/${GUILD.id}/channels`, { name: "planning", topic: "Plans" })
  await rest("PATCH", `/channels/${made.id}`, { name: "plans" })

  const posted = await run(playground.post({ channelId: GENERAL.id, authorId: ADA.id, content: "hi" }))
  const sent = await rest("POST", `${channel}/messages`, {
    content: `Hello <@${ADA.id}>`,
    embeds: [EMBED],
    components: BUTTONS,
    nonce: "n1",
    enforce_nonce: true,
    message_reference: { message_id: posted.id },
    allowed_mentions: { parse: ["users"], replied_user: true },
  })
  const message = `${channel}/messages/${sent.id}`
  await rest("PATCH", message, { content: "Hello", embeds: [] })
  await rest("POST", `${channel}/typing`)
  for (const emoji of ["%F0%9F%94%A5", "party:1100000000000000777"]) {
    await rest("PUT", `${message}/reactions/${emoji}/@me`)
    await rest("GET", `${message}/reactions/${emoji}`)
  }
  await rest("GET", `${channel}/messages?limit=5`)
  await rest("GET", message)
  await rest("DELETE", `${message}/reactions/%F0%9F%94%A5/%40me`)
  await rest("DELETE", `${message}/reactions/party:1100000000000000777`)
  await rest("DELETE", `${message}/reactions`)

  const thread = await rest("POST", `${message}/threads`, { name: "Launch", auto_archive_duration: 60 })
  const loose = await rest("POST", `${channel}/threads`, { name: "Aside", type: 11 })
  const members = `/channels/${thread.id}/thread-members`
  await rest("POST", `/channels/${thread.id}/messages`, { content: "in the thread" })
  await rest("PUT", `${members}/${BEN.id}`)
  await rest("GET", members)
  await rest("GET", `${members}/${BEN.id}`)
  await rest("DELETE", `${members}/${BEN.id}`)
  await rest("DELETE", `${members}/@me`)
  await rest("PUT", `${members}/@me`)
  await rest("GET", `/guilds/${GUILD.id}/threads/active`)
  await rest("PATCH", `/channels/${loose.id}`, { archived: true })
  await rest("GET", `${channel}/threads/archived/public`)
  await rest("GET", `/channels/${thread.id}/messages`)
  await rest("GET", `${channel}/messages?limit=5`)

  const webhook = await rest("POST", `${channel}/webhooks`, { name: "Agents", avatar: PNG })
  const spare = await rest("POST", `${channel}/webhooks`, { name: "Spare" })
  await rest("GET", `${channel}/webhooks`)
  await rest("GET", `/guilds/${GUILD.id}/webhooks`)
  await rest("GET", `/webhooks/${webhook.id}`)
  await rest("PATCH", `/webhooks/${webhook.id}`, { name: "The agents" })
  const voice = `/webhooks/${webhook.id}/${webhook.token}`
  await rest("GET", voice)
  await rest("PATCH", voice, { name: "Agents" })
  await rest("POST", voice, { content: "not waited for" })
  const said = await rest("POST", `${voice}?wait=true`, { content: "Friday", username: "Strategist" })
  await rest("GET", `${voice}/messages/${said.id}`)
  await rest("PATCH", `${voice}/messages/${said.id}`, { content: "On Friday" })
  await rest("POST", `${voice}?wait=true&thread_id=${thread.id}`, { content: "in the thread" })
  await rest("DELETE", `${voice}/messages/${said.id}`)
  await rest("DELETE", `/webhooks/${webhook.id}`)
  await rest("DELETE", `/webhooks/${spare.id}/${spare.token}`)

  await useCommands(playground, rest)
  const doomed = await Promise.all(
    [1, 2].map((n) => rest("POST", `${channel}/messages`, { content: `${n}` })),
  )
  await rest("POST", `${channel}/messages/bulk-delete`, { messages: doomed.map((one) => one.id) })
  await rest("DELETE", message)

  await rest("GET", "/channels/1100000000000000999")
  await rest("POST", `${channel}/messages`, { content: "x".repeat(2001) })
  await call(playground, "GET", "/users/@me", undefined, "wrong")
}

/** What the answers have that later requests need. */
interface Made {
  readonly id: string
  readonly token: string
  readonly resource: { readonly message: { readonly id: string } }
}
type Rest = (method: string, path: string, body?: unknown) => Promise<Made>

async function useCommands(playground: Running, rest: Rest): Promise<void> {
  const application = `/applications/${ORRERY.id}`
  for (const scope of [`${application}/commands`, `${application}/guilds/${GUILD.id}/commands`]) {
    await rest("PUT", scope, [ASK, { type: 2, name: "Who is this?" }])
    const stop = await rest("POST", scope, { name: "stop", description: "Stop all" })
    await rest("POST", scope, { name: "stop", description: "Stop them all" })
    await rest("GET", scope)
    await rest("GET", `${scope}/${stop.id}`)
    await rest("PATCH", `${scope}/${stop.id}`, { description: "Stop everything" })
    await rest("DELETE", `${scope}/${stop.id}`)
  }
  const ask = await rest("POST", `${application}/guilds/${GUILD.id}/commands`, ASK)
  const asked = await interactionOf(playground, 2, { id: ask.id, name: "ask", type: 1 })
  const answered = await rest(
    "POST",
    `/interactions/${asked.id}/${asked.token}/callback?with_response=true`,
    {
      type: 4,
      data: { content: "Let us see", components: BUTTONS },
    },
  )
  const voice = `/webhooks/${ORRERY.id}/${asked.token}`
  await rest("GET", `${voice}/messages/@original`)
  await rest("PATCH", `${voice}/messages/%40original`, { content: "I see" })
  const more = await rest("POST", voice, { content: "And more", flags: 64 })
  await rest("DELETE", `${voice}/messages/${more.id}`)
  const messageId = answered.resource.message.id
  const pressed = await interactionOf(playground, 3, { custom_id: "vote", component_type: 2 }, messageId)
  await rest("POST", `/interactions/${pressed.id}/${pressed.token}/callback`, { type: 6 })
}

/** Acts as Ada; the interaction as the bot is told of it. */
async function interactionOf(
  playground: Running,
  type: 2 | 3,
  data: Record<string, unknown>,
  message_id?: string,
): Promise<{ id: string; token: string }> {
  const told = new Promise<unknown>((resolve) => {
    const stop = playground.listen(({ t, d }) => {
      if (t !== "INTERACTION_CREATE") return
      stop()
      resolve(d)
    })
  })
  const base = { as: ADA.id, channel_id: GENERAL.id, type, data }
  await run(playground.interact(message_id === undefined ? base : { ...base, message_id }))
  return (await told) as { id: string; token: string }
}

const PNG =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
