/** The servers of this machine over real sockets: the playground's REST, gateway and page, and the inspector. */
import { setTimeout } from "node:timers/promises"
import { Effect, Layer, Logger, ManagedRuntime, Redacted } from "effect"
import * as fc from "fast-check"
import { WebSocket } from "ws"
import { Mail } from "../../../src/actors/mail.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import { nothingMeasured } from "../../../src/actors/watching/figures.ts"
import { Status } from "../../../src/actors/watching/status.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Inspector } from "../../../src/adapters/inspector/inspector.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { Refusal } from "../../../src/adapters/playground/refusal.ts"
import { ADA, GENERAL, GUILD, ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import { callback } from "../../../src/adapters/playground/validate/callbacks.ts"
import { commandList, newCommand } from "../../../src/adapters/playground/validate/commands.ts"
import {
  answeredMessage,
  createdMessage,
  editedMessage,
  executedMessage,
} from "../../../src/adapters/playground/validate/message-body.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { hears, message as said, World } from "../../support/world.ts"
import { anyJson, hostileText, jsonText, must, nearly, type Json } from "../inputs.ts"
import { opened, target } from "../target.ts"
import { messageCreate, team } from "./samples.ts"

const row: Json = { type: 1, components: [{ type: 2, style: 1, label: "Yes", custom_id: "yes" }] }
const layout: Json = {
  type: 17,
  components: [
    { type: 10, content: "x" },
    {
      type: 9,
      components: [{ type: 10, content: "y" }],
      accessory: { type: 2, style: 5, url: "https://a.example", label: "z" },
    },
  ],
}
const sent: Json = {
  content: "Hello <@1100000000000000011> @everyone",
  nonce: "1",
  enforce_nonce: true,
  embeds: [{ title: "t", description: "d", fields: [{ name: "n", value: "v", inline: true }], color: 1 }],
  components: [row],
  allowed_mentions: { parse: [], users: [ADA.id], replied_user: false },
  message_reference: { message_id: "1100000000000000500" },
  flags: 0,
}
const command: Json = {
  name: "ask",
  type: 1,
  description: "Ask",
  name_localizations: { de: "frag" },
  contexts: [0, 1],
  options: [
    {
      type: 3,
      name: "agent",
      description: "Who",
      required: true,
      choices: [{ name: "a", value: "b", name_localizations: { de: "c" } }],
    },
  ],
}
const answer: Json = { type: 4, data: { content: "x", flags: 64, components: [row] } }
const modal: Json = {
  type: 9,
  data: {
    custom_id: "m",
    title: "t",
    components: [{ type: 1, components: [{ type: 4, custom_id: "i", style: 1, label: "l" }] }],
  },
}
const bodies = [
  sent,
  { ...sent, components: [layout], flags: 32768, content: "", embeds: [] },
  command,
  [command, command],
  answer,
  modal,
  { name: "Orrery", avatar: "data:image/png;base64,AAAA" },
  { name: "Aside", type: 11 },
  { recipient_id: ADA.id },
  { messages: ["1", "2"] },
  messageCreate,
]

const body = fc.oneof({ weight: 5, arbitrary: nearly(...bodies) }, { weight: 1, arbitrary: anyJson })

/** Nothing of what was sent is a property of every object now. */
const unpolluted = (): void => {
  const added = Object.keys(Object.getOwnPropertyDescriptors(Object.prototype)).filter(
    (key) => key.startsWith("_errors") || key === "polluted",
  )
  for (const key of added) Reflect.deleteProperty(Object.prototype, key)
  must(added.length === 0, `Object.prototype has ${added.join(", ")} now`)
}

const takes = [
  createdMessage,
  executedMessage,
  editedMessage,
  answeredMessage,
  newCommand,
  commandList,
  (json: unknown) => callback(json, 2, false),
  (json: unknown) => callback(json, 5, true),
]

const validators = target(
  "playground: bodies",
  16,
  fc.tuple(body, fc.constantFrom(...takes.keys())),
  ([json, which]) => {
    try {
      takes[which]!(json)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      JSON.stringify(error.toJSON())
    } finally {
      unpolluted()
    }
  },
)

const ids = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      GENERAL.id,
      GUILD.id,
      ADA.id,
      ORRERY.id,
      "@me",
      "@original",
      "1100000000000000500",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      hostileText(40),
      fc.constantFrom(
        "0",
        "-1",
        "99999999999999999999",
        "__proto__",
        "..",
        "%2e%2e",
        "%",
        "%00",
        "x".repeat(2000),
      ),
    ),
  },
)
const paths = [
  "/gateway/bot",
  "/users/:",
  "/users/@me/channels",
  "/guilds/:",
  "/guilds/:/channels",
  "/guilds/:/members",
  "/channels/:",
  "/channels/:/messages",
  "/channels/:/messages",
  "/channels/:/messages/:",
  "/channels/:/messages/bulk-delete",
  "/channels/:/messages/:/reactions/:/@me",
  "/channels/:/webhooks",
  "/webhooks/:",
  "/webhooks/:/:",
  "/webhooks/:/:/messages/:",
  "/applications/:/commands",
  "/applications/:/guilds/:/commands",
  "/interactions/:/:/callback",
  "/channels/:/messages/:/threads",
  "/channels/:/threads",
  "/channels/:/thread-members/:",
]
const pagePaths = [
  "/page/state",
  "/page/channels/:/messages",
  "/page/channels/:/messages/:",
  "/page/channels/:/messages/:/reactions/:",
  "/page/channels/:/typing",
  "/page/channels/:/threads",
  "/page/dms",
  "/page/interactions",
  "/avatars/:",
  "/avatars/:/:",
  "/attachments/:/:",
]
const inspectorPaths = [
  "/health",
  "/ready",
  "/status",
  "/api/actors",
  "/api/actors/conversation/:",
  "/api/actors/:/:",
  "/api/actors/conversation/:/journal",
  "/:",
]

const filled = (all: ReadonlyArray<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...all), fc.array(ids, { minLength: 4, maxLength: 4 }), fc.boolean())
    .map(([path, values, encodes]) => {
      let n = 0
      return path.replaceAll(":", () => {
        const value = values[n++]!
        return encodes ? encodeURIComponent(value.toWellFormed()) : value
      })
    })

const queryOf = (names: ReadonlyArray<string>, values: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 4 })
    .map((pairs) =>
      new URLSearchParams(
        pairs.map(([name, value]): [string, string] => [name, value.toWellFormed()]),
      ).toString(),
    )

const queries = queryOf(
  ["limit", "before", "after", "around", "wait", "thread_id", "as", "with_response", "name"],
  fc.oneof(ids, fc.constantFrom("1", "100", "1e2", "-1", "NaN", "true", ADA.id)),
)
const methods = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE")

interface Request {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly type: string
  readonly body: string
}

const form = (json: string) =>
  `--x\r\ncontent-disposition: form-data; name="payload_json"\r\n\r\n${json}\r\n--x\r\ncontent-disposition: form-data; name="files[0]"; filename="a.png"\r\ncontent-type: image/png\r\n\r\nAAAA\r\n--x--\r\n`

const requests = (all: ReadonlyArray<string>, json: fc.Arbitrary<Json>): fc.Arbitrary<Request> =>
  fc
    .record({
      method: methods,
      path: filled(all),
      query: queries,
      kind: fc.constantFrom("json", "json", "json", "form", "odd"),
      body: jsonText(json),
    })
    .map(({ method, path, query, kind, body }) => ({
      method,
      path,
      query,
      type:
        kind === "json"
          ? "application/json"
          : kind === "form"
            ? "multipart/form-data; boundary=x"
            : "multipart/form-data",
      body: kind === "form" ? form(body) : body,
    }))

/** Asks, and looks whether the server knew what to answer. */
const ask = async (
  base: string,
  { method, path, query, type, body }: Request,
  headers: Readonly<Record<string, string>>,
): Promise<void> => {
  const url = URL.parse(`${base}${path}?${query}`)
  if (url === null || !url.href.startsWith(new URL(base).origin)) return
  const carries = method !== "GET"
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(carries ? { "content-type": type } : {}) },
    redirect: "manual",
    ...(carries ? { body } : {}),
  })
  const text = await response.text()
  must(response.status < 500, `${response.status} to ${method} ${path}: ${text}`)
  unpolluted()
}

/** Lines of errors that were logged. */
const listening = () => {
  const lines: Array<string> = []
  const logger = Logger.make(({ message, logLevel }) => {
    if (logLevel === "Error" || logLevel === "Fatal") lines.push(String(message))
  })
  return { lines, layer: Logger.layer([logger]) }
}

const playground = async () => {
  const log = listening()
  const runtime = ManagedRuntime.make(Playground.layer({ port: 0 }).pipe(Layer.provideMerge(log.layer)))
  return { runtime, log, playground: await runtime.runPromise(Playground) }
}

const rest = opened("playground: REST", 3, requests(paths, body), async () => {
  const { runtime, playground: it } = await playground()
  return {
    take: (request) => ask(`${it.apiBase}/v10`, request, { authorization: `Bot ${it.token}` }),
    close: () => runtime.dispose(),
  }
})

const interaction: Json = {
  as: ADA.id,
  channel_id: GENERAL.id,
  type: 2,
  data: {
    id: "1",
    name: "ask",
    type: 1,
    options: [
      { type: 3, name: "agent", value: "writer" },
      { type: 3, name: "text", value: "Hello" },
    ],
  },
}
const acts: ReadonlyArray<Json> = [
  { as: ADA.id, content: "Hello @Writer", reply_to: "1100000000000000500" },
  { as: ADA.id, name: "Aside" },
  { as: ADA.id },
  interaction,
  ...["halt", "resume", "status", "agents"].map((name): Json => ({
    ...interaction,
    data: { id: "1", name, type: 1 },
  })),
  { ...interaction, type: 3, data: { custom_id: "x", component_type: 2 }, message_id: "1100000000000000500" },
  { ...interaction, type: 5, data: { custom_id: "x", components: [row] } },
]

/** The page's API while Orrery listens on the gateway: what people do arrives at discord.js and at the commands. */
const page = opened(
  "playground: page, with Orrery listening",
  3,
  requests(pagePaths, fc.oneof({ weight: 5, arbitrary: nearly(...acts) }, { weight: 1, arbitrary: anyJson })),
  async () => {
    const { runtime, log, playground: it } = await playground()
    const account = { token: Redacted.make(it.token), base: it.apiBase }
    const actors = Layer.mergeAll(
      Layer.succeed(Mail, {
        tell: () => Effect.succeed("committed"),
        peek: () => Effect.succeed({ value: "active", context: {}, seq: 1, epoch: 1 }),
        wake: () => Effect.void,
      }),
      Layer.succeed(Status, {
        report: Effect.succeed({
          uptime: 1,
          store: "x",
          model: "x",
          offline: true,
          live: {
            agent: {},
            constellation: {},
            conversation: {},
            pool: {},
            vote: {},
            debate: {},
            workflow: {},
            schedule: {},
            guild: {},
            budget: {},
            assignment: {},
          },
          events: { committed: 0, duplicates: 0, poisoned: 0, fenced: 0, refused: 0 },
          owed: 0,
          quarantined: [],
          measured: nothingMeasured,
          warnings: [],
        }),
      } as never),
      Layer.succeed(Roster, team),
    )
    const ears = ManagedRuntime.make(
      Discord.inbound(account).pipe(
        Layer.provide(Discord.layer(account)),
        Layer.provideMerge(actors),
        Layer.provideMerge(log.layer),
      ),
    )
    await ears.runPromise(Effect.void)
    const known = (await (await fetch(`${it.origin}/page/state`)).json()) as {
      commands: ReadonlyArray<{ id: string; name: string }>
    }
    const withIds = (body: string) =>
      known.commands.reduce(
        (text, { id, name }) => text.replaceAll(`"id":"1","name":"${name}"`, `"id":"${id}","name":"${name}"`),
        body,
      )
    return {
      take: async (request) => {
        // An autocomplete waits for the bot as long as Discord does.
        const body = withIds(request.body).replaceAll('"type":4', '"type":2')
        await ask(it.origin, { ...request, body }, {})
        must(log.lines.length === 0, log.lines.join("\n"))
      },
      close: async () => {
        await setTimeout(100)
        must(log.lines.length === 0, log.lines.join("\n"))
        await ears.dispose()
        await runtime.dispose()
      },
    }
  },
)

const frames: ReadonlyArray<Json> = [
  { op: 1, d: null },
  { op: 2, d: { token: "playground", intents: 33281, properties: {}, shard: [0, 1] } },
  { op: 6, d: { token: "playground", session_id: "x", seq: 1 } },
  { op: 8, d: { guild_id: GUILD.id, query: "", limit: 0, user_ids: [ADA.id], nonce: "n" } },
  { op: 3, d: { status: "online" } },
]
const conversations = fc.array(
  fc.oneof(jsonText(nearly(...frames)), fc.constant(JSON.stringify(frames[1]))),
  { minLength: 1, maxLength: 4 },
)

const gateway = opened(
  "playground: gateway",
  1,
  fc.tuple(
    conversations,
    queryOf(["v", "encoding", "compress"], fc.constantFrom("10", "9", "json", "etf", "zlib-stream", "")),
  ),
  async () => {
    const { runtime, log, playground: it } = await playground()
    return {
      take: async ([sends, query]) => {
        const socket = new WebSocket(`${it.origin.replace("http", "ws")}/gateway?${query}`)
        const ended = new Promise((resolve) => socket.once("close", resolve))
        socket.on("error", () => {})
        socket.once("open", () => {
          for (const frame of sends) socket.send(frame)
          socket.send('{"op":99,"d":null}')
        })
        // Whatever came before, an opcode that there is not ends it.
        await ended
        must(log.lines.length === 0, log.lines.join("\n"))
        unpolluted()
      },
      close: () => runtime.dispose(),
    }
  },
)

const inspecting = queryOf(
  ["kind", "find", "after", "limit", "from", "words", "actor"],
  fc.oneof(
    hostileText(80),
    fc.constantFrom(
      "agent",
      "conversation",
      "conversation/1",
      "1",
      "100",
      "101",
      "-1",
      "1e2",
      "9007199254740991",
      "1e999",
      "shown",
      "hidden",
      "",
    ),
  ),
)

const inspector = opened("inspector: queries", 3, fc.tuple(filled(inspectorPaths), inspecting), async () => {
  const world = new World()
  const runtime = ManagedRuntime.make(
    Inspector.layer({ port: 0 }).pipe(Layer.provideMerge(world.runtime(new MemoryStore().layer))),
  )
  const { origin } = await runtime.runPromise(Inspector)
  await runtime.runPromise(hears(said("Hello", { called: ["writer"], channel: GENERAL.id })))
  return {
    take: ([path, query]) => ask(origin, { method: "GET", path, query, type: "", body: "" }, {}),
    close: () => runtime.dispose(),
  }
})

export const servers = [validators, rest, page, gateway, inspector]
