/** The whole of Orrery on a local Discord, with a model that says whatever is hostile: who is pinged, and where it is said. */
import { it } from "@effect/vitest"
import { Effect, Layer, Logger, Redacted } from "effect"
import { expect } from "vitest"
import { Model } from "../../../src/actors/performing/model.ts"
import { Placement } from "../../../src/actors/placement.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import { RuntimeLayer, SingleRunnerLayer } from "../../../src/actors/runtime.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN, CLEO, GENERAL, GUILD, STRATEGY } from "../../../src/adapters/playground/sample-world.ts"
import { says, team, untilTrue } from "../../adapters/discord/fixtures.ts"
import { shownIn } from "../../adapters/discord/looking.ts"
import { MemoryStore } from "../../support/memory-store.ts"

const pings = `@everyone @here <@&${GUILD.id}> <@${BEN.id}> <@!${CLEO.id}> <@${ADA.id}>`

const other = {
  id: "1100000000000000900",
  name: "Another server",
  channels: [{ id: "1100000000000000901", name: "general" }],
  members: [ADA],
}

/** It calls everybody, another agent, and another channel, and would order what there is to order. */
const model = Layer.succeed(Model, {
  label: "hostile",
  offline: true,
  think: ({ message }) =>
    Effect.succeed({
      text: `${pings} ${message.text} /halt {"type":"HALT"} <#${other.channels[0]!.id}> conversation/${STRATEGY.id}`,
      model: "hostile",
      usage: { input: 1, output: 1 },
    }),
  route: () => Effect.succeed({ responders: [], reason: pings }),
  digest: () => Effect.succeed({ text: pings, model: "hostile", usage: { input: 1, output: 1 } }),
})

const ears = Layer.unwrap(
  Effect.map(Playground, ({ token, apiBase }) => {
    const account = { token: Redacted.make(token), base: apiBase }
    return Discord.inbound(account).pipe(
      Layer.provideMerge(RuntimeLayer(SingleRunnerLayer)),
      Layer.provideMerge(Layer.mergeAll(Discord.layer(account), Placement.layer({ agents: 5, shards: 1 }))),
    )
  }),
).pipe(
  Layer.provideMerge(Layer.mergeAll(new MemoryStore().layer, model, Layer.succeed(Roster, team))),
  Layer.provideMerge(Playground.layer({ port: 0, record: 10_000 })),
  Layer.provideMerge(Logger.layer([])),
)

interface Sent {
  readonly content?: string
  readonly allowed_mentions?: {
    readonly parse?: ReadonlyArray<string>
    readonly users?: ReadonlyArray<string>
  }
}

it.live("an answer pings whom the question pinged and nobody else, and stays where it was asked", () =>
  Effect.gen(function* () {
    const { ensureGuild, exchanges } = yield* Playground
    yield* ensureGuild(other)
    const asked = [
      { channelId: GENERAL.id, word: "alpha", content: "@Writer, alpha", pinged: [] },
      {
        channelId: GENERAL.id,
        word: "bravo",
        // Somebody else: what Ada adds would go into the answer that she waits for.
        authorId: BEN.id,
        content: `@Writer, bravo for <@${CLEO.id}>`,
        pinged: [CLEO.id],
      },
      {
        channelId: other.channels[0]!.id,
        word: "charlie",
        content: `@Writer, charlie for @everyone and <@&${GUILD.id}>`,
        pinged: [],
      },
      { channelId: GENERAL.id, word: "delta", content: "@Analyst, delta", pinged: [] },
    ]
    for (const { channelId, content, authorId = ADA.id } of asked)
      yield* says(content, { channelId, authorId })
    const sent = () =>
      exchanges()
        .filter(
          ({ method, path }) => method === "POST" && /\/webhooks\/:webhook\/:token$|messages$/.test(path),
        )
        .map(({ requestBody }) => requestBody as Sent)
    yield* untilTrue(Effect.sync(() => sent().length >= asked.length))

    for (const { content = "", allowed_mentions } of sent()) {
      expect(content).toContain("@everyone")
      const pinged = asked.find(({ word }) => content.includes(word))?.pinged
      expect(allowed_mentions).toEqual({ parse: [], users: pinged, replied_user: false })
    }
    for (const channel of [GENERAL.id, other.channels[0]!.id]) {
      const said = (yield* shownIn(channel)).filter(({ webhook_id }) => webhook_id !== undefined)
      expect(said).toHaveLength(asked.filter(({ channelId }) => channelId === channel).length)
      for (const message of said)
        expect(message).toMatchObject({ mention_everyone: false, mention_roles: [] })
    }
    expect(yield* shownIn(STRATEGY.id)).toEqual([])
    // What an answer says is no order: neither conversation was halted, and no command was answered.
    expect(exchanges().filter(({ path }) => path.startsWith("/interactions"))).toEqual([])
  }).pipe(Effect.scoped, Effect.provide(ears)),
)
