/** A whole Orrery, real discord.js and a playground: people go on talking while nobody listens. */
import { Effect, Layer, Redacted } from "effect"
import { describe, expect } from "vitest"
import { heardUntil } from "../../../src/actors/heard.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { Model } from "../../../src/actors/performing/model.ts"
import { Placement } from "../../../src/actors/placement.ts"
import { RuntimeLayer, SingleRunnerLayer } from "../../../src/actors/runtime.ts"
import { Store } from "../../../src/actors/store.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { snowflakeAt } from "../../../src/adapters/discord/unheard.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, GUILD, STRATEGY } from "../../../src/adapters/playground/sample-world.ts"
import { address } from "../../../src/machines/address.ts"
import type { Floor } from "../../../src/machines/conversation/floor.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { channel, Log, says, speaks, untilTrue } from "./fixtures.ts"
import { shownIn } from "./looking.ts"

const minute = 60_000
let sequence = 0n

/** The id of a message that was said so long ago. */
const idAgo = (ms: number): string => String(BigInt(snowflakeAt(Date.now() - ms)) + sequence++)

const model = Layer.succeed(Model, {
  label: "scripted",
  offline: true,
  think: ({ brain, message }) =>
    Effect.succeed({
      text: `${brain.name} on “${message.text}”`,
      model: "scripted",
      usage: { input: 1, output: 1 },
    }),
  route: () => Effect.succeed({ responders: [], reason: "small talk" }),
  digest: () => Effect.succeed({ text: "", model: "scripted", usage: { input: 0, output: 0 } }),
})

/** A process: its shards identify at once, when the process before it listened on others. */
const orrery = (store: MemoryStore, shard: 0 | 1, over: Partial<Discord.InboundOptions> = {}) =>
  Layer.fresh(
    Layer.unwrap(
      Effect.gen(function* () {
        const { token, apiBase } = yield* Playground
        const options = { token: Redacted.make(token), base: apiBase }
        const shards = shard === 0 ? { ids: [0], of: 1 } : { ids: [1], of: 2 }
        const ears = Layer.unwrap(
          Effect.map(heardUntil, (since) => Discord.inbound({ ...options, shards, since, ...over })),
        )
        return ears.pipe(
          Layer.provideMerge(RuntimeLayer(SingleRunnerLayer)),
          Layer.provideMerge(
            Layer.mergeAll(
              Layer.succeed(Store, store.service),
              Discord.layer(options),
              model,
              Placement.layer({ agents: 3, shards: 1 }),
            ),
          ),
        )
      }),
    ),
  )

/** A process that hears nothing of Discord. */
const deaf = (store: MemoryStore) =>
  RuntimeLayer(SingleRunnerLayer).pipe(
    Layer.provide(
      Layer.mergeAll(Layer.succeed(Store, store.service), model, Placement.layer({ agents: 3, shards: 1 })),
    ),
  )

const contents = (where: string) => Effect.map(shownIn(where), (all) => all.map(({ content }) => content))

const lines = (where: string = channel) =>
  Effect.map(contents(where), (all) => all.filter((content) => content.startsWith("away ")))

const shows = (text: string, where: string = channel) =>
  untilTrue(Effect.map(contents(where), (all) => all.includes(text)))

/** What a channel's conversation counts, once nothing in it is under way and this holds. */
const counted = (where: string, holds: (floor: Floor) => boolean) =>
  untilTrue(
    Effect.gen(function* () {
      const { context } = yield* (yield* Mail).peek(address("conversation", where))
      const floor = context as unknown as Floor
      return holds(floor) && floor.catchUp === null && Object.keys(floor.open).length === 0
    }),
  )

/** A process hears one message that was said so long ago, answers it, and ends. */
const before = (store: MemoryStore, ms: number) =>
  Effect.gen(function* () {
    yield* says("Writer, hello", { id: idAgo(ms) })
    yield* shows("Writer on “Writer, hello”")
    yield* counted(channel, ({ tally }) => tally.answered === 1)
  }).pipe(Effect.provide(orrery(store, 0)))

const silentFrom = () => Date.now() - 42_000

describe("after a restart", () => {
  speaks(
    "what was said meanwhile is answered or skipped by its age, and the channel gets one line",
    Effect.gen(function* () {
      const store = new MemoryStore()
      yield* before(store, 30 * minute)
      yield* says("Writer, one", { id: idAgo(20 * minute) })
      yield* says("Writer, two", { id: idAgo(15 * minute) })
      yield* says("Writer, three")
      yield* Effect.gen(function* () {
        yield* shows("Writer on “Writer, three”")
        yield* counted(channel, ({ tally }) => tally.messages === 4)
      }).pipe(Effect.provide(orrery(store, 1, { silentFrom: silentFrom() })))
      expect(yield* lines()).toEqual([
        expect.stringMatching(
          /^away 4[2-9] s: 3 messages, answering 1, skipped 2 because they are older than 10 min$/,
        ),
      ])
      const said = yield* contents(channel)
      expect(said).not.toContain("Writer on “Writer, one”")
      expect(said).not.toContain("Writer on “Writer, two”")
      expect(store.actors.get(`conversation/${channel}`)!.ids).toContain(
        `caught-up:${channel}:${(yield* shownIn(channel)).find(({ content }) => content === "Writer, three")!.id}`,
      )
    }),
  )

  speaks(
    "of more messages than are read, the newest are, and the line says that there were more",
    Effect.gen(function* () {
      const store = new MemoryStore()
      yield* before(store, minute)
      for (let n = 0; n < 5; n++) yield* says(`Writer, ${n}`)
      const catchUp = () => ({ ...Discord.catchUpPolicy, maxMessages: 2 })
      yield* counted(channel, ({ tally }) => tally.answered === 3).pipe(
        Effect.provide(orrery(store, 1, { silentFrom: silentFrom(), catchUp })),
      )
      expect(yield* lines()).toEqual([
        expect.stringMatching(/^away 4[2-9] s: at least 2 messages, answering 2$/),
      ])
      const answers = (yield* contents(channel)).filter((content) => content.startsWith("Writer on"))
      expect(answers.toSorted()).toEqual([
        "Writer on “Writer, 3”",
        "Writer on “Writer, 4”",
        "Writer on “Writer, hello”",
      ])
    }),
  )

  speaks(
    "a conversation that is halted answers nothing, and the line says why",
    Effect.gen(function* () {
      const store = new MemoryStore()
      yield* before(store, minute)
      yield* Effect.gen(function* () {
        const mail = yield* Mail
        const by = { id: ADA.id, name: "Ada" }
        yield* mail.tell(address("conversation", channel), {
          id: "stop",
          cause: "stop",
          event: { type: "HALT", by },
        })
      }).pipe(Effect.provide(deaf(store)))
      yield* says("Writer, one")
      yield* counted(channel, ({ tally }) => tally.messages === 2).pipe(
        Effect.provide(orrery(store, 1, { silentFrom: silentFrom() })),
      )
      yield* untilTrue(Effect.map(lines(), (all) => all.length > 0))
      expect(yield* lines()).toEqual([
        expect.stringMatching(/^away 4[2-9] s: 1 message, skipped 1 because this conversation is halted$/),
      ])
    }),
  )

  speaks(
    "a channel where people talk among themselves hears nothing of it, nor does one in which nothing was said",
    Effect.gen(function* () {
      const store = new MemoryStore()
      yield* before(store, minute)
      yield* says("Ben, lunch?", { channelId: STRATEGY.id })
      yield* says("Ben, dinner?", { channelId: STRATEGY.id, id: idAgo(30 * minute) })
      yield* counted(STRATEGY.id, ({ tally }) => tally.messages === 2).pipe(
        Effect.provide(orrery(store, 1, { silentFrom: Date.now() - 60 * minute })),
      )
      expect([yield* lines(), yield* lines(STRATEGY.id)]).toEqual([[], []])
    }),
  )

  speaks(
    "what two processes hear, one after the other in a rolling deploy, is one event and one line",
    Effect.gen(function* () {
      const store = new MemoryStore()
      yield* before(store, minute)
      yield* says("Writer, one")
      const since = yield* Effect.provide(heardUntil, Layer.succeed(Store, store.service))
      for (const shard of [1, 0] as const)
        yield* counted(channel, ({ tally }) => tally.answered === 2).pipe(
          Effect.andThen(
            untilTrue(
              Effect.map(Log, (log) => log.some((line) => line.includes(`Read 1 messages that were said`))),
            ),
          ),
          Effect.provide(orrery(store, shard, { since, silentFrom: silentFrom() })),
        )
      expect(yield* lines()).toHaveLength(1)
      const answers = (yield* contents(channel)).filter((content) => content === "Writer on “Writer, one”")
      expect(answers).toHaveLength(1)
    }),
  )

  speaks(
    "a process that died before it could say that this was all leaves the line to the next",
    Effect.gen(function* () {
      const store = new MemoryStore()
      yield* before(store, minute)
      const { id } = yield* says("Writer, one")
      yield* Effect.gen(function* () {
        const mail = yield* Mail
        const message = {
          id,
          channel,
          guild: GUILD.id,
          author: { id: ADA.id, name: "Ada" },
          text: "Writer, one",
          pinged: [],
          called: ["writer"],
          matched: [],
          toTeam: false,
          via: null,
        }
        const missed = { since: silentFrom(), answerWithin: 10 * minute }
        yield* mail.tell(address("conversation", channel), {
          id: `discord:${id}`,
          cause: id,
          event: { type: "MESSAGE", message, missed },
        })
      }).pipe(Effect.provide(deaf(store)))
      yield* counted(channel, ({ tally }) => tally.answered === 2).pipe(
        Effect.provide(orrery(store, 1, { silentFrom: Date.now() - 1000 })),
      )
      expect(yield* lines()).toEqual([expect.stringMatching(/^away 4[2-9] s: 1 message, answering 1$/)])
    }),
  )
})

describe("a gateway session", () => {
  const comesBack = Effect.flatMap(Log, (log) =>
    untilTrue(Effect.sync(() => log.some((line) => line.includes("connected again")))),
  )

  speaks(
    "that is lost and begun anew is caught up on, and the line says how long it was away",
    Effect.gen(function* () {
      const store = new MemoryStore()
      const { faults } = yield* Playground
      yield* Effect.gen(function* () {
        yield* says("Writer, hello")
        yield* counted(channel, ({ tally }) => tally.answered === 1)
        yield* faults.dropConnections({ resumable: false })
        yield* says("Writer, one")
        yield* says("Writer, elsewhere", { channelId: STRATEGY.id })
        yield* comesBack
        yield* shows("Writer on “Writer, one”")
        yield* shows("Writer on “Writer, elsewhere”", STRATEGY.id)
        yield* counted(channel, ({ tally }) => tally.answered === 2)
      }).pipe(Effect.provide(orrery(store, 0)))
      for (const where of [channel, STRATEGY.id])
        expect(yield* lines(where)).toEqual([expect.stringMatching(/^away \d+ s: 1 message, answering 1$/)])
    }),
  )

  speaks(
    "that Discord calls invalid is begun anew, and caught up on",
    Effect.gen(function* () {
      const store = new MemoryStore()
      const { faults } = yield* Playground
      yield* Effect.gen(function* () {
        yield* says("Writer, hello")
        yield* counted(channel, ({ tally }) => tally.answered === 1)
        yield* faults.invalidateSessions()
        yield* says("Writer, one")
        yield* comesBack
        yield* counted(channel, ({ tally }) => tally.answered === 2)
      }).pipe(Effect.provide(orrery(store, 0)))
      expect(yield* lines()).toEqual([expect.stringMatching(/^away \d+ s: 1 message, answering 1$/)])
    }),
  )

  speaks(
    "that is resumed tells by itself what was said meanwhile: there is nothing to say of it",
    Effect.gen(function* () {
      const store = new MemoryStore()
      const { faults } = yield* Playground
      yield* Effect.gen(function* () {
        const { id } = yield* says("Writer, hello")
        yield* counted(channel, ({ tally }) => tally.answered === 1)
        yield* faults.dropConnections()
        yield* says("Writer, one")
        yield* says("Writer, hello", { id })
        yield* comesBack
        yield* shows("Writer on “Writer, one”")
        yield* counted(channel, ({ tally }) => tally.answered === 2)
      }).pipe(Effect.provide(orrery(store, 0)))
      expect(yield* lines()).toEqual([])
      const answers = (yield* contents(channel)).filter((content) => content === "Writer on “Writer, hello”")
      expect(answers).toHaveLength(1)
    }),
  )
})
