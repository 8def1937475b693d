/** `/status`: how Orrery is, for who asks. Which other servers and whose actors are in trouble is for operators; others see numbers. */
import { GatewayIntentBits } from "discord.js"
import { Duration, Effect } from "effect"
import { inWords as cachesInWords } from "../../../actors/caching/figures.ts"
import type { Quarantined } from "../../../actors/host.ts"
import { Mail } from "../../../actors/mail.ts"
import { inWords } from "../../../actors/watching/figures.ts"
import type { Warm } from "../../../actors/performing/model.ts"
import { isBuiltIn, type ToolServer } from "../../../actors/performing/tools.ts"
import type { OpenBreaker } from "../../../actors/resilience/breakers.ts"
import type { ConnectionsTo } from "../../../actors/watching/connections.ts"
import { Status } from "../../../actors/watching/status.ts"
import { address } from "../../../machines/address.ts"
import { switchOn } from "../gateway-errors.ts"
import { isOperator } from "./agents-may.ts"
import { everywhere, type Command } from "./command.ts"

export const status: Command = {
  data: { name: "status", description: "How Orrery is", ...everywhere },
  ephemeral: true,
  run: Effect.fnUntraced(function* ({ client, channelId, guildId, user }) {
    const { report } = yield* Status
    const seesAll = yield* isOperator({ user })
    const mail = yield* Mail
    const now = yield* report
    const {
      uptime,
      store,
      model,
      offline,
      calls,
      limited,
      open,
      live,
      events,
      owed,
      quarantined,
      measured,
      caches,
      connections,
      tools,
      warm,
      warnings,
    } = now
    const intents = client.options.intents
    const wrong = [
      ...warnings,
      ...(intents.has(GatewayIntentBits.MessageContent) ? [] : [cannotRead]),
      ...brokenLines(quarantined, seesAll),
    ]
    const here = yield* mail.peek(address("conversation", channelId)).pipe(
      Effect.map((peeked) => (peeked.seq === 0 ? "not begun" : stateName(peeked.value))),
      Effect.catch(() => Effect.succeed("not known now")),
    )
    const actors = Object.entries(live).flatMap(([kind, states]) =>
      Object.entries(states).map(([state, count]) => `${kind} ${state}: ${count}`),
    )
    return {
      embeds: [
        {
          title: wrong.length === 0 ? "All is well" : "Something needs an operator",
          ...(wrong.length === 0
            ? {}
            : {
                description: wrong
                  .map((it) => `⚠️ ${it}`)
                  .join("\n")
                  .slice(0, 2000),
              }),
          fields: [
            field("This conversation", here),
            field("Running for", Duration.format(Duration.seconds(Math.round(uptime)))),
            field("Discord answers in", ping(client.ws.ping)),
            field("Model", offline ? `${model} (answers without a model behind it)` : model),
            ...calls.map((of) =>
              field(`Calls of ${of.model}`, `${of.underWay} under way, ${of.waiting} wait for a place`),
            ),
            ...limited.map(({ model, waiting, limit }) =>
              field(`${model} has a limit`, `${waiting} calls wait: ${limit}`),
            ),
            ...openFields(open, seesAll, guildId ?? channelId),
            field("Store", store),
            ...inWords(measured).map(([name, said]) => field(name, said)),
            field("Caches", cachesInWords(caches) || "none"),
            field("Connections", linesOf(connections) || "none"),
            ...(tools.length === 0 ? [] : [field("Tools", toolLines(tools))]),
            ...(warm.length === 0 ? [] : [field("Warm", warmLines(warm))]),
            field("Actors", actors.join("\n") || "none yet"),
            field(
              "Events",
              `${events.committed} committed, ${events.duplicates} seen before, ${events.refused} turned away, ${events.poisoned} broken; ${owed} effects owed`,
            ),
          ],
        },
      ],
    }
  }),
}

/** An address may hold the id of a person. */
const brokenLines = (broken: ReadonlyArray<Quarantined>, seesAll: boolean): ReadonlyArray<string> => {
  if (seesAll) return broken.map(({ address, reason }) => `${address} is quarantined: ${reason}`)
  if (broken.length === 0) return []
  return [broken.length === 1 ? "One actor is quarantined" : `${broken.length} actors are quarantined`]
}

/** How people call what is left alone. */
const nameOf = {
  model: "The model",
  tool: "The tools of",
  webhook: "Webhooks of the server",
  store: "The store",
}

/** What is left alone and named. */
const mostOpen = 5

/** `here` is the server, or the direct messages, in which somebody asks. */
const openFields = (open: ReadonlyArray<OpenBreaker>, seesAll: boolean, here: string) => {
  const isHidden = ({ what, name }: OpenBreaker) => what === "webhook" && !seesAll && name !== here
  const hidden = open.filter(isHidden).length
  return [
    ...open
      .filter((it) => !isHidden(it))
      .slice(0, mostOpen)
      .map(({ what, name, since, until, why }) =>
        field(
          `${nameOf[what]} ${name} is left alone`,
          `since <t:${seconds(since)}:R>, until <t:${seconds(until)}:R>: ${why}`,
        ),
      ),
    ...(hidden === 0 ? [] : [field("Webhooks left alone", `of other servers: ${hidden}`)]),
  ]
}

/** Hosts that are named. */
const mostHosts = 8

const linesOf = (connections: ReadonlyArray<ConnectionsTo>): string =>
  connections
    .slice(0, mostHosts)
    .map(
      ({ to, open, opened, failed }) =>
        `${to}: ${open} open, ${opened} opened${failed === 0 ? "" : `, ${failed} did not come about`}`,
    )
    .join("\n")

const serverStates = { connecting: "is being connected", ready: "ready", away: "away", off: "not needed now" }

/** What is built in in one line, then each server. */
const toolLines = (servers: ReadonlyArray<ToolServer>): string => {
  const [own, others] = [
    servers.filter(({ name }) => isBuiltIn(name)),
    servers.filter(({ name }) => !isBuiltIn(name)),
  ]
  const calls = own.reduce((sum, server) => sum + server.calls, 0)
  return [
    `built in: ${own.reduce((sum, { tools }) => sum + tools, 0)}, ${calls} calls`,
    ...others.slice(0, mostHosts).map(({ name, state, tools, calls, failures, why, since }) => {
      const counted = `${tools} tools, ${calls} calls${failures === 0 ? "" : `, ${failures} failed`}`
      const reason = why === null ? "" : ` since <t:${seconds(since)}:R>: ${why}`
      return `${name}: ${serverStates[state]}${reason}; ${counted}`
    }),
  ].join("\n")
}

const warmLines = (models: ReadonlyArray<Warm>): string =>
  models
    .slice(0, mostHosts)
    .map(
      ({ name, state, ms, why }) =>
        `${name}: ${state}${ms === null ? "" : `, in ${ms} ms`}${why === null ? "" : `: ${why}`}`,
    )
    .join("\n")

const seconds = (ms: number): number => Math.floor(ms / 1000)

const cannotRead = `Discord shows me only messages that mention me: ${switchOn}, and start again.`

const field = (name: string, value: string) => ({ name, value: value.slice(0, 1024), inline: true })

/** Not known before the first heartbeat. */
const ping = (ms: number): string => (ms >= 0 ? `${Math.round(ms)} ms` : "not measured yet")

/** An XState value as people read it: `active`, or `active › listening`. */
const stateName = (value: unknown): string => {
  if (typeof value === "string") return value
  if (typeof value !== "object" || value === null) return "unknown"
  return Object.entries(value)
    .map(([state, within]) => (within === null ? state : `${state} › ${stateName(within)}`))
    .join(", ")
}
