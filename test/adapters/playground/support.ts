import { Client, type ClientOptions, GatewayIntentBits as Intent, Partials } from "discord.js"
import { Effect, Layer, ManagedRuntime } from "effect"
import { TestClock } from "effect/testing"
import { onTestFinished } from "vitest"
import { Playground, type PlaygroundOptions } from "../../../src/adapters/playground/playground.ts"
import type { WorldEvent } from "../../../src/adapters/playground/world/events.ts"

export type Running = Playground["Service"]

/** A playground on a free port for the rest of the test. */
export async function startPlayground(options: PlaygroundOptions = {}): Promise<Running> {
  const runtime = ManagedRuntime.make(Playground.layer({ port: 0, record: 10_000, ...options }))
  onTestFinished(() => runtime.dispose())
  return runtime.runPromise(Playground)
}

/** Where simulated time starts: a moment after Discord's epoch. */
export const START = Date.UTC(2026, 0, 1)

/** A playground in simulated time, which passes by `advance(milliseconds)` only. */
export async function startPlaygroundInSimulatedTime(options: PlaygroundOptions = {}) {
  const clock = Layer.effectDiscard(TestClock.setTime(START)).pipe(Layer.provideMerge(TestClock.layer()))
  const runtime = ManagedRuntime.make(
    Playground.layer({ port: 0, record: 10_000, ...options }).pipe(Layer.provideMerge(clock)),
  )
  onTestFinished(() => runtime.dispose())
  const playground = await runtime.runPromise(Playground)
  return { playground, advance: (ms: number) => runtime.runPromise(TestClock.adjust(ms)) }
}

export const ALL_INTENTS = [
  Intent.Guilds,
  Intent.GuildMembers,
  Intent.GuildMessages,
  Intent.GuildMessageReactions,
  Intent.GuildMessageTyping,
  Intent.GuildWebhooks,
  Intent.DirectMessages,
  Intent.DirectMessageReactions,
  Intent.MessageContent,
]

/** A discord.js client that is ready; it leaves at the end of the test. */
export async function loginBot(
  playground: Running,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = new Client({
    intents: ALL_INTENTS,
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    ...options,
    rest: { api: playground.apiBase, ...options.rest },
  })
  onTestFinished(() => client.destroy())
  const ready = new Promise<Client<true>>((resolve) => client.once("clientReady", resolve))
  await client.login(playground.token)
  return ready
}

/** The next event of an emitter that fits. */
export function nextEvent<A>(
  client: {
    on(event: string, listener: (value: A) => void): unknown
    off(event: string, listener: (value: A) => void): unknown
  },
  event: string,
  fits: (value: A) => boolean = () => true,
): Promise<A> {
  return new Promise((resolve) => {
    const listener = (value: A) => {
      if (!fits(value)) return
      client.off(event, listener)
      resolve(value)
    }
    client.on(event, listener)
  })
}

/** The next world event that fits. */
export function nextInWorld(playground: Running, fits: (event: WorldEvent) => boolean): Promise<WorldEvent> {
  return new Promise((resolve) => {
    const stop = playground.listen((event) => {
      if (!fits(event)) return
      stop()
      resolve(event)
    })
  })
}

/** A REST call as the bot (or, with `token: null`, as nobody). */
export async function call<Body = Record<string, unknown>>(
  playground: Running,
  method: string,
  path: string,
  body?: unknown,
  token: string | null = playground.token,
): Promise<{ readonly status: number; readonly body: Body; readonly headers: Headers }> {
  const response = await fetch(`${playground.apiBase}/v10${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bot ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    body: text === "" ? (undefined as Body) : (JSON.parse(text) as Body),
    headers: response.headers,
  }
}

export const run = Effect.runPromise
