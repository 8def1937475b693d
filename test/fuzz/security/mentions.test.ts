/** Whatever people write and agents answer, nobody is pinged who may not be, and nothing reaches another server. */
import { Effect, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect } from "vitest"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { DiscordRest } from "../../../src/adapters/discord/layer.ts"
import { Webhooks } from "../../../src/adapters/discord/shapes.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN, CLEO, GUILD, STRATEGY } from "../../../src/adapters/playground/sample-world.ts"
import { channel, hears, speaks, utterance } from "../../adapters/discord/fixtures.ts"
import { answered, command } from "../../adapters/discord/interacting.ts"
import { openThread, shownIn } from "../../adapters/discord/looking.ts"
import { hostileText } from "../inputs.ts"

const pings = ["@everyone", "@here", `<@&${GUILD.id}>`, `<@${BEN.id}>`, `<@!${CLEO.id}>`, `<@${ADA.id}>`]
const texts = fc
  .sample(hostileText(5000, pings), { numRuns: 60, seed: 11 })
  .map((text) => `${text}${pings.join(" ")}`)

interface Sent {
  readonly allowed_mentions?: {
    readonly parse?: ReadonlyArray<string>
    readonly users?: ReadonlyArray<string>
  }
}

/** What was posted, as it went out. */
const posted = Effect.map(Playground, ({ exchanges }) =>
  exchanges()
    .filter(({ method, path }) => method === "POST" && /messages$|^\/webhooks\/:webhook\/:token$/.test(path))
    .map(({ requestBody }) => requestBody as Sent),
)

describe("a hostile text", () => {
  speaks(
    "pings those whom the asked message pinged, and neither roles nor everyone",
    Effect.gen(function* () {
      const { say, notice } = yield* Voice
      const { api } = yield* DiscordRest
      // A role would be called if the bot asked for it; the playground lets nobody call everyone.
      const body = { content: `<@&${GUILD.id}>`, allowed_mentions: { parse: ["roles"] } }
      const Called = Schema.Struct({ mention_roles: Schema.Array(Schema.String) })
      const called = yield* api(Called, "POST", `/channels/${STRATEGY.id}/messages`, { body })
      expect(called.mention_roles).toEqual([GUILD.id])
      for (const [n, text] of texts.entries()) {
        yield* say(
          utterance(text, {
            key: `say-${n}`,
            answers: String(1100000000000001000n + BigInt(n)),
            pingable: [ADA.id],
          }),
        )
        yield* notice({ key: `notice-${n}`, channel, text })
      }
      const [, ...sent] = yield* posted
      expect(sent.length).toBeGreaterThanOrEqual(2 * texts.length)
      for (const { allowed_mentions } of sent) {
        expect(allowed_mentions).toMatchObject({ parse: [] })
        expect([[], [ADA.id]]).toContainEqual(allowed_mentions?.users)
      }
      for (const message of yield* shownIn(channel)) {
        expect(message).toMatchObject({ mention_everyone: false, mention_roles: [] })
        expect(message.mentions.every(({ id }) => id === ADA.id)).toBe(true)
      }
    }),
  )

  hears(
    "in a command pings nobody when it is repeated",
    Effect.gen(function* () {
      const message = yield* answered(yield* command("ask", { agent: "writer", text: pings.join(" ") }))
      expect(message.content).toContain("@everyone")
      expect(message).toMatchObject({ mention_everyone: false, mention_roles: [], mentions: [] })
    }),
  )
})

const other = {
  id: "1100000000000000900",
  name: "Another server",
  channels: [{ id: "1100000000000000901", name: "general" }],
  members: [ADA],
}

speaks(
  "every message goes through a webhook of its own channel and server, however many speak at once",
  Effect.gen(function* () {
    const { ensureGuild } = yield* Playground
    yield* ensureGuild(other)
    const { say } = yield* Voice
    const { api } = yield* DiscordRest
    const thread = yield* openThread(channel)
    const places = [channel, other.channels[0]!.id, thread]
    const spoken = places.flatMap((place) =>
      Array.from({ length: 8 }, (_, n) => [place, `${n} for ${place}`] as const),
    )
    yield* Effect.forEach(
      spoken,
      ([place, text], n) =>
        say(
          utterance(text, {
            channel: place,
            key: `k${n}`,
            answers: String(1100000000000002000n + BigInt(n)),
          }),
        ),
      { concurrency: "unbounded" },
    )
    for (const place of places) {
      const home = place === thread ? channel : place
      const hooks = (yield* api(Webhooks, "GET", `/channels/${home}/webhooks`)).map(({ id }) => id)
      const messages = (yield* shownIn(place)).filter(({ webhook_id }) => webhook_id !== undefined)
      expect(messages.map(({ content }) => content).sort()).toEqual(
        spoken
          .filter(([where]) => where === place)
          .map(([, text]) => text)
          .sort(),
      )
      expect(messages.every(({ webhook_id }) => hooks.includes(webhook_id!))).toBe(true)
    }
  }),
)
