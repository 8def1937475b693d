/** A playground with Orrery's Discord adapter on it: real discord.js over real sockets, with a mailbox that records. */
import { it } from "@effect/vitest"
import { setTimeout } from "node:timers/promises"
import { Context, Effect, Layer, Logger, Redacted, type Schema, type Scope } from "effect"
import { TestClock } from "effect/testing"
import type { Play } from "../../machines/support/play.ts"
import { expect } from "vitest"
import { House, type Rules } from "../../../src/actors/performing/house.ts"
import { Mail, type Envelope, type Refused } from "../../../src/actors/mail.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import type { CachesReport } from "../../../src/actors/caching/figures.ts"
import { nothingMeasured } from "../../../src/actors/watching/figures.ts"
import { Status, type Report } from "../../../src/actors/watching/status.ts"
import { Voice, type Utterance } from "../../../src/actors/performing/voice.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground, type PlaygroundOptions } from "../../../src/adapters/playground/playground.ts"
import { ADA, GENERAL } from "../../../src/adapters/playground/sample-world.ts"
import type { Address } from "../../../src/machines/address.ts"
import { open, type Floor } from "../../../src/machines/conversation/floor.ts"
import type { Defined, Scheduled, Work } from "../../../src/machines/team/guild.ts"
import type { Brain, Team } from "../../../src/machines/agent/brain.ts"
import type { Message, Person } from "../../../src/machines/values.ts"
import { complaintsAbout } from "./traffic.ts"

export const brain = (id: string, over: Partial<Brain> = {}): Brain => ({
  id,
  name: id[0]!.toUpperCase() + id.slice(1),
  role: `Does what a ${id} does`,
  expertise: [],
  triggers: [],
  language: "en",
  autoRespond: false,
  maxTokens: 400,
  temperature: 0.5,
  tools: [],
  tier: "standard",
  avatar: null,
  prompt: `You are the ${id}.`,
  ...over,
})

export const writer = brain("writer", { triggers: ["draft", "blog post"] })
export const analyst = brain("analyst", { triggers: ["data"], tier: "premium" })
export const team: Team = { agents: [analyst, writer], manager: null, lead: analyst }

export const channel = GENERAL.id

export const utterance = (text: string, over: Partial<Utterance> = {}): Utterance => ({
  key: "one-utterance",
  turn: "one-turn",
  draft: null,
  channel,
  brain: writer,
  text,
  answers: "1100000000000000999",
  pingable: [],
  again: false,
  ...over,
})

/** What was told to actors, and what they answer. */
export class Told extends Context.Service<
  Told,
  {
    readonly envelopes: Array<Envelope & { readonly to: Address }>
    /** Puts refusals before the next envelopes: one each. */
    readonly refusals: Array<Refused>
    /** Who has halted the conversations, for who looks at one. */
    halted: { readonly by: Person; readonly at: number } | null
    /** What else a conversation keeps, for who looks at one. */
    floor: Floor
    /** Charts that take what they are told, and that who looks sees. */
    readonly actors: Map<Address, Play<unknown>>
    /** What the server has agreed on, for who looks. */
    readonly agreed: {
      plans: ReadonlyArray<Defined>
      works: ReadonlyArray<Work>
      schedules: ReadonlyArray<Scheduled>
    }
  }
>()("test/Told") {}

const caches: CachesReport = {
  store: "orrery.db-cache",
  layers: [
    { layer: "agent", bytes: 1500, entries: 3, room: 100_000_000, away: null, lookups: 10, hits: 7 },
    {
      layer: "shared",
      bytes: 2_500_000,
      entries: 40,
      room: 100_000_000,
      away: { since: 1_700_000_000_000, why: "it does not answer" },
      lookups: 3,
      hits: 1,
    },
  ],
  kinds: { documentation: { lookups: 10, hits: 8 } },
}

/** What Orrery says of itself here. */
export const report: Report = {
  uptime: 3_661,
  store: "redis://127.0.0.1:6379",
  model: "offline model",
  offline: true,
  calls: [{ model: "gpt-6-luna", underWay: 2, waiting: 3 }],
  tools: [],
  warm: [],
  limited: [],
  open: [],
  live: {
    agent: { active: 2 },
    constellation: {},
    conversation: { active: 1 },
    pool: {},
    vote: {},
    debate: {},
    workflow: {},
    schedule: {},
    guild: {},
    budget: {},
    assignment: {},
    summary: {},
    archive: {},
    knowledge: {},
    partners: {},
    departure: {},
    permit: {},
    roster: {},
    lessons: {},
  },
  events: { committed: 12, duplicates: 3, poisoned: 0, fenced: 0, refused: 2 },
  owed: 1,
  quarantined: [],
  caches,
  connections: [{ to: "api.example:443", open: 2, opened: 5, failed: 1 }],
  measured: nothingMeasured,
  warnings: [],
}

const told = Layer.sync(Told, () => ({
  envelopes: [],
  refusals: [],
  halted: null,
  floor: open(channel),
  agreed: { plans: [], works: [], schedules: [] },
  actors: new Map(),
}))

const mail = Layer.effect(
  Mail,
  Effect.gen(function* () {
    const told = yield* Told
    const { envelopes, refusals } = told
    return {
      tell: (to, envelope) =>
        Effect.suspend(() => {
          const refused = refusals.shift()
          if (refused !== undefined) return Effect.fail(refused)
          const duplicate = envelopes.some(({ id }) => id !== null && id === envelope.id)
          envelopes.push({ ...envelope, to })
          told.actors.get(to)?.tell(envelope.event)
          return Effect.succeed(duplicate ? ("duplicate" as const) : ("committed" as const))
        }),
      peek: (of) =>
        Effect.sync(() => ({
          value: { active: "listening" },
          context: (told.actors.get(of)?.context ?? {
            ...told.floor,
            halted: told.halted,
            ...told.agreed,
          }) as Schema.Json,
          seq: 1,
          epoch: 1,
        })),
      wake: () => Effect.void,
    }
  }),
)

/** The runtime's side of the adapter, as far as it is needed here. */
const runtimeOf = (roster: Team) =>
  mail.pipe(
    Layer.provideMerge(told),
    Layer.provideMerge(Layer.succeed(Status, { report: Effect.succeed(report) })),
    Layer.provideMerge(Layer.succeed(Roster, roster)),
  )
export const runtime = runtimeOf(team)

/** The lines that were logged. */
export class Log extends Context.Service<Log, Array<string>>()("test/Log") {}

export const logged = Layer.unwrap(
  Effect.sync(() => {
    const lines: Array<string> = []
    const logger = Logger.make(({ message, logLevel }) => {
      lines.push([logLevel, ...(Array.isArray(message) ? message : [message])].map(String).join(" "))
    })
    return Layer.merge(Logger.layer([logger]), Layer.succeed(Log, lines))
  }),
)

/** The voice alone, on a playground. */
const speaking = Layer.unwrap(
  Effect.map(Playground, ({ token, apiBase }) =>
    Discord.layer({ token: Redacted.make(token), base: apiBase }),
  ),
)

/** Another process with the same bot. */
export const freshVoice = Layer.fresh(speaking)

/** The ears of a process. */
const listening = (over: Partial<Discord.InboundOptions> = {}) =>
  Layer.unwrap(
    Effect.map(Playground, ({ token, apiBase }) =>
      Discord.inbound({ token: Redacted.make(token), base: apiBase, ...over }),
    ),
  )

/** Another process that listens with the same bot, as the shard of the sample server: that may identify at once. */
export const freshEars = (over: Partial<Discord.InboundOptions> = {}) =>
  Layer.fresh(listening({ shards: { ids: [1], of: 2 }, ...over }))

type Env = Playground | Voice | Discord.DiscordRest | Mail | Told | Roster | Status | Log

const world = (options: PlaygroundOptions, roster: Team = team) =>
  speaking.pipe(
    Layer.provideMerge(runtimeOf(roster)),
    Layer.provideMerge(Playground.layer({ port: 0, record: 10_000, ...options })),
    Layer.provideMerge(logged),
  )

type Test<R> = Effect.Effect<unknown, unknown, R>

const checked = <R>(test: Test<R>) =>
  Effect.gen(function* () {
    yield* test
    expect(complaintsAbout((yield* Playground).exchanges())).toEqual([])
  })

/** A test of what is said: no gateway. */
export const speaks = (name: string, test: Test<Env | Scope.Scope>, options: PlaygroundOptions = {}) =>
  it.live(name, () => checked(test).pipe(Effect.scoped, Effect.provide(world(options))))

/** A test of what is heard. */
export const hears = (
  name: string,
  test: Test<Env | Scope.Scope>,
  options: PlaygroundOptions = {},
  roster: Team = team,
  rules: Rules | null = null,
  laid: Layer.Layer<never> = Layer.empty,
) =>
  it.live(name, () =>
    checked(test).pipe(
      Effect.scoped,
      Effect.provide(
        listening().pipe(
          Layer.provideMerge(world(options, roster)),
          Layer.provideMerge(rules === null ? Layer.empty : Layer.succeed(House, rules)),
          Layer.provideMerge(laid),
        ),
      ),
    ),
  )

/** A test of what is said over time: `TestClock` moves it. */
export const speaksInTime = (name: string, test: Test<Env | Scope.Scope>) =>
  it.effect(name, () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.now())
      yield* checked(test).pipe(Effect.scoped, Effect.provide(world({})))
    }),
  )

/** Waits until something is there, whatever clock the test has. Its own time-out says when it never came. */
export const until = <A, E, R>(look: Effect.Effect<A | undefined, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(look, (found) =>
    found === undefined
      ? Effect.andThen(
          Effect.promise(() => setTimeout(2)),
          until(look),
        )
      : Effect.succeed(found),
  )

export const untilTrue = <E, R>(look: Effect.Effect<boolean, E, R>) =>
  until(Effect.map(look, (yes) => (yes ? true : undefined)))

/** Waits for that many envelopes. */
export const envelopes = (count: number) =>
  Effect.gen(function* () {
    const { envelopes } = yield* Told
    yield* untilTrue(Effect.sync(() => envelopes.length >= count))
    return envelopes
  })

/** The message in the envelope of that index, when it has come. */
export const heard = (index = 0): Effect.Effect<Message, never, Told> =>
  Effect.map(envelopes(index + 1), (all) => {
    const { event } = all[index]!
    if (event.type !== "MESSAGE") throw new Error(`${event.type} was told, not a message`)
    return event.message
  })

/** Ada says something. */
export const says = (content: string, over: Partial<Parameters<Playground["Service"]["post"]>[0]> = {}) =>
  Effect.flatMap(Playground, ({ post }) => post({ channelId: channel, authorId: ADA.id, content, ...over }))
