/** The whole way: an agent wants to use a tool, a person presses a button in Discord, the agent goes on with what it came to. */
import { it } from "@effect/vitest"
import type { APIMessage } from "discord-api-types/v10"
import { Effect, Layer, Redacted, type Scope } from "effect"
import { describe, expect } from "vitest"
import { OperatorsRules } from "../../../src/actors/performing/permitting.ts"
import { Placement } from "../../../src/actors/placement.ts"
import { Model, type Prompt } from "../../../src/actors/performing/model.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import { RuntimeLayer, SingleRunnerLayer } from "../../../src/actors/runtime.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA } from "../../../src/adapters/playground/sample-world.ts"
import type { Rule } from "../../../src/machines/tools/permissions.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { fake, Workshop } from "../../support/tools.ts"
import { channel, logged, says, team, until } from "./fixtures.ts"
import { shownIn } from "./looking.ts"
import { complaintsAbout } from "./traffic.ts"

const input = { scene: "kitchen", frames: 250 }

/** Wants the kitchen rendered, and says what came of it. */
const model = Layer.succeed(Model, {
  label: "scripted",
  offline: true,
  think: ({ rounds = [] }: Prompt) =>
    Effect.succeed({
      text: rounds.map(({ results }) => `It came to: ${results[0]!.text}`).join("\n"),
      model: "scripted",
      usage: { input: 1, output: 1 },
      uses: rounds.length === 0 ? [{ tool: "blender.render", input: JSON.stringify(input) }] : [],
    }),
  route: () => Effect.succeed({ responders: [], reason: "nobody" }),
  digest: () => Effect.succeed({ text: "", model: "scripted", usage: { input: 1, output: 1 } }),
})

const whole = (workshop: Workshop, rules: ReadonlyArray<Rule>) => {
  const on = <A, E, R>(make: (account: { token: Redacted.Redacted; base: string }) => Layer.Layer<A, E, R>) =>
    Layer.unwrap(
      Effect.map(Playground, ({ token, apiBase }) => make({ token: Redacted.make(token), base: apiBase })),
    )
  return on(Discord.inbound).pipe(
    Layer.provideMerge(RuntimeLayer(SingleRunnerLayer)),
    Layer.provideMerge(
      Layer.mergeAll(
        new MemoryStore().layer,
        model,
        workshop.layer(),
        Placement.layer({ agents: 3, shards: 1 }),
        on(Discord.layer),
        Layer.succeed(OperatorsRules, () => rules),
      ),
    ),
    Layer.provideMerge(Layer.succeed(Roster, team)),
    Layer.provideMerge(Playground.layer({ port: 0, record: 10_000 })),
    Layer.provideMerge(logged),
  )
}

interface Row {
  readonly components: ReadonlyArray<{ readonly label: string; readonly custom_id: string }>
}

const press = Effect.fnUntraced(function* (board: APIMessage, label: string) {
  const { interact } = yield* Playground
  const rows = (board.components ?? []) as unknown as ReadonlyArray<Row>
  const { custom_id } = rows.flatMap(({ components }) => components).find((one) => one.label === label)!
  const data = { custom_id, component_type: 2 }
  yield* interact({ as: ADA.id, channel_id: channel, type: 3, data, message_id: board.id })
})

/** What stands in the channel that says this. */
const shown = (text: string) =>
  until(Effect.map(shownIn(channel), (all) => all.findLast(({ content }) => content.includes(text))))

const asksFirst = shown("**Writer** wants to use `blender.render` with")
const render = () => new Workshop(fake("blender.render", { harmless: false }))

const lives = (
  name: string,
  test: (
    workshop: Workshop,
  ) => Effect.Effect<void, unknown, Layer.Success<ReturnType<typeof whole>> | Scope.Scope>,
  rules: ReadonlyArray<Rule> = [],
) =>
  it.live(name, () => {
    const workshop = render()
    return Effect.gen(function* () {
      yield* test(workshop)
      expect(complaintsAbout((yield* Playground).exchanges())).toEqual([])
    }).pipe(Effect.scoped, Effect.provide(whole(workshop, rules)))
  })

describe("a tool that has to be asked about", () => {
  lives("is used when it is allowed, and not asked about again when that is remembered", (workshop) =>
    Effect.gen(function* () {
      yield* says("Writer, render the kitchen")
      yield* press(yield* asksFirst, "Always for me")
      yield* shown('It came to: blender.render did {"scene":"kitchen","frames":250}')
      const board = yield* shown("✅ **Ada** allowed it, from now on, for **Ada**: this very call.")
      expect([board.content.startsWith("**Writer** wanted to use"), board.components]).toEqual([true, []])
      yield* says("Writer, and again")
      yield* until(Effect.sync(() => (workshop.begun.length === 2 ? true : undefined)))
      expect(
        (yield* shownIn(channel)).filter(({ content }) => content.includes("to use `blender")).length,
      ).toBe(1)
    }),
  )

  lives("is not used when somebody says no, and the agent hears that", (workshop) =>
    Effect.gen(function* () {
      yield* says("Writer, render the kitchen")
      yield* press(yield* asksFirst, "No")
      yield* shown("It came to: who was asked said no")
      expect(workshop.begun).toEqual([])
    }),
  )

  lives("is withdrawn when the conversation is stopped", (workshop) =>
    Effect.gen(function* () {
      yield* says("Writer, render the kitchen")
      yield* asksFirst
      yield* says("STOP")
      expect((yield* shown("⏹️ Not done: the answer is over.")).components).toEqual([])
      expect(workshop.begun).toEqual([])
    }),
  )
})

describe("a tool that the operator denies", () => {
  lives(
    "is asked about nowhere, and not used",
    (workshop) =>
      Effect.gen(function* () {
        yield* says("Writer, render the kitchen")
        yield* shown("It came to: a rule denies it")
        expect(workshop.begun).toEqual([])
        expect((yield* shownIn(channel)).some(({ content }) => content.includes("to use"))).toBe(false)
      }),
    [{ verdict: "deny", pattern: "blender.*" }],
  )
})
