/** `/pool status`, and `/agents` for those who look after the pool. */
import { ButtonStyle, type APIMessage } from "discord-api-types/v10"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { Alerting, usualTerms } from "../../../src/actors/alerting/terms.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { Placement } from "../../../src/actors/placement.ts"
import { Pools } from "../../../src/actors/pools.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { Play } from "../../machines/support/play.ts"
import { turn } from "../../machines/support/words.ts"
import { channel, hears, team, until } from "./fixtures.ts"
import { answered, autocomplete, command, refused } from "./interacting.ts"
import { requests } from "./looking.ts"

/** A shard of real agents, and the pool over it. */
const pool = (agents: number) => {
  const names = Array.from({ length: agents }, (_, n) => `0-${String(n + 1).padStart(4, "0")}`)
  const play = new Play<Roll>("pool", { id: "0" })
    .tell({ type: "ALLOCATE" })
    .settle("Recruit", { type: "CONNECTED", agents: names })
  const mail = Layer.succeed(Mail, {
    tell: (_: string, { event }: { event: Parameters<typeof play.tell>[0] }) =>
      Effect.sync(() => {
        play.tell(event)
        return "committed"
      }),
    peek: () =>
      Effect.sync(() => ({
        value: play.value,
        context: JSON.parse(JSON.stringify(play.context)),
        seq: play.books.seq,
        epoch: 1,
      })),
  } as never)
  const layer = Pools.layer.pipe(Layer.provide([mail, Placement.layer({ agents, shards: 1 })]))
  return { play, layer }
}

const ask = (play: Play<Roll>, guild: string) =>
  play.tell({ type: "REQUEST", turn: turn("writer", { guild }) })

const looks = (
  name: string,
  agents: number,
  test: (play: Play<Roll>) => Parameters<typeof hears>[1],
  operators: ReadonlyArray<string> = [],
) => {
  const { play, layer } = pool(agents)
  const terms = Layer.succeed(Alerting, () => ({ ...usualTerms, operators }))
  hears(name, test(play), {}, team, null, Layer.merge(layer, terms))
}

/** Presses a button under an answer that Ada alone sees. */
const pressUnder = (message_id: string, custom_id: string) =>
  Effect.flatMap(Playground, ({ interact }) =>
    interact({
      as: ADA.id,
      channel_id: channel,
      type: 3,
      data: { custom_id, component_type: 2 },
      message_id,
    }),
  )

/** What a message says after a button under it was pressed. */
const becomes = (id: string, holds: string) =>
  until(
    Effect.map(requests("PATCH", "/webhooks/:webhook/:token/messages/@original"), (all) =>
      all
        .map(({ responseBody }) => responseBody as APIMessage)
        .find((message) => message.interaction_metadata?.id === id && message.content.includes(holds)),
    ),
  )

describe("/pool status", () => {
  looks("says in words how much is used, for what, and who waits", 2, (play) =>
    Effect.gen(function* () {
      for (const guild of ["201", "202", "203"]) ask(play, guild)
      const { embeds } = yield* answered(yield* command("pool status"))
      expect(embeds[0]?.description).toBe(
        "**2** of 2 agents are used (100 %); 1 turn waits. Agents are scarce: an operator should add some.",
      )
      const fields = Object.fromEntries(embeds[0]!.fields!.map(({ name, value }) => [name, value]))
      expect(fields).toMatchObject({
        Agents: "2 answering\n0 idle with a server\n0 free",
        "By purpose": "other: 2; 1 turn waits",
        "By tier": "standard: 2 used, 0 free",
        Health: "2 healthy",
        "Waits so far": "nobody had to wait",
      })
      expect(fields["Queue"]).toMatch(/^1 turn, the longest for /)
    }),
  )
})

describe("/agents", () => {
  looks("pool shows each agent, and turns its pages by buttons", 20, (play) =>
    Effect.gen(function* () {
      ask(play, GUILD.id)
      ask(play, "202")
      const id = yield* command("agents pool")
      const { id: message, content, components } = yield* answered(id)
      expect(content).toContain("**2** of 20 agents are used (10 %); nobody waits. Fewer would do")
      expect(content).toContain("`0-0001` answering with this server · standard · healthy · since <t:")
      expect(content).toContain("`0-0002` answering with another server")
      expect(content).toContain("`0-0003` free · standard · healthy · never used · served 0")
      expect(content).toContain("page 1 of 2")
      expect(components?.[0]).toMatchObject({
        components: [{ disabled: true }, { disabled: false, style: ButtonStyle.Secondary }],
      })
      yield* pressUnder(message, "orrery|/agents|2|after")
      expect((yield* becomes(id, "page 2 of 2")).content).toContain("`0-0020` free")
      yield* pressUnder(message, "orrery|/agents|1|before")
      yield* becomes(id, "page 1 of 2")
    }),
  )

  looks("add, drain and restore change the pool", 1, (play) =>
    Effect.gen(function* () {
      const added = yield* answered(yield* command("agents add", { count: 2 }))
      expect(added.content).toMatch(/^➕ 2 agents are added\. \*\*0\*\* of 3 agents/)
      const drained = yield* answered(yield* command("agents drain", { agent: "0-a001" }))
      expect(drained.content).toBe("⛔ `0-a001` is taken out. It was free, and is gone.")
      expect(play.context.slots.rows().map(({ key }) => key)).toEqual(["0-0001", "0-a002"])
      const again = yield* answered(yield* command("agents drain", { agent: "0-a001" }))
      expect(again.content).toBe("0-a001 was taken out before.")
      const restored = yield* answered(yield* command("agents restore", { agent: "0-a001" }))
      expect(restored.content).toBe("↩️ `0-a001` serves again.")
    }),
  )

  looks("is refused to who is no administrator; the team is for everybody", 1, (play) =>
    Effect.gen(function* () {
      yield* command("agents drain", { agent: "0-0001" }, channel, BEN.id)
      expect(yield* refused).toBe("Only administrators of this server look after the agents.")
      expect(play.context.slots.size).toBe(1)
      yield* answered(yield* command("agents team", {}, channel, BEN.id))
    }),
  )

  looks(
    "is the operators' alone where the configuration names some, who see all servers",
    1,
    (play) =>
      Effect.gen(function* () {
        yield* command("agents pool")
        expect(yield* refused).toBe("Only the operators of this bot look after its agents.")
        ask(play, "202")
        const { content } = yield* answered(yield* command("agents pool", {}, channel, BEN.id))
        expect(content).toContain("`0-0001` answering with server 202")
      }),
    [BEN.id],
  )

  looks("offers the agents that can be taken out, as they are typed", 12, () =>
    Effect.gen(function* () {
      const choices = yield* autocomplete("agents drain", "agent", "-001")
      expect(choices).toMatchObject([
        { name: "0-0010 (free)", value: "0-0010" },
        { name: "0-0011 (free)" },
        { name: "0-0012 (free)" },
      ])
      expect(yield* autocomplete("agents restore", "agent", "")).toEqual([])
    }),
  )
})
