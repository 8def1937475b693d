/** A permit's board and its buttons, `/permissions`, and the roles that rules go by. */
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { Roles } from "../../../src/actors/performing/permitting.ts"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { customIdOf } from "../../../src/adapters/discord/buttons.ts"
import { ADA, BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { address } from "../../../src/machines/address.ts"
import type { Permit } from "../../../src/machines/permit/kept.ts"
import { face } from "../../../src/machines/permit/face.ts"
import { asks, message, turn } from "../../../src/machines/properties/samples.ts"
import type { Event } from "../../../src/machines/events.ts"
import { Play } from "../../machines/support/play.ts"
import { channel, envelopes, hears, speaks, Told, until } from "./fixtures.ts"
import { answered, autocomplete, command, press } from "./interacting.ts"
import { requests, shownIn, toWebhook } from "./looking.ts"

const of = address("permit", "1100000000000000900_writer-0_0")
const ben = { id: BEN.id, name: BEN.name }

/** Asked for Ben, who manages nothing, and shown. */
const asked = Effect.gen(function* () {
  const about = message("1100000000000000900", { channel, guild: GUILD.id, author: ben })
  const play = new Play<Permit>("permit", { id: "1" }).tell({ ...asks, turn: turn("writer", about) })
  const { actors } = yield* Told
  actors.set(of, play as Play<unknown>)
  const { text, buttons } = face(play.context)
  yield* (yield* Voice).show({ by: of, key: "k", channel, message: null, text, buttons, again: false })
  return play
})

const whispered = until(
  Effect.map(requests(...toWebhook), (all) => {
    const body = all.at(-1)?.requestBody as { content: string; flags?: number } | undefined
    return body?.flags === 64 ? body.content : undefined
  }),
)

const pressedAs = (what: string, as: string) => press(customIdOf(of, `${what}-1`), as)

describe("a permit", () => {
  hears(
    "stands in two rows of buttons, and says for itself what it is about",
    Effect.gen(function* () {
      yield* asked
      const [board] = (yield* shownIn(channel)).slice(-1)
      const rows = (board?.components ?? []) as ReadonlyArray<{
        components: ReadonlyArray<{ label: string }>
      }>
      expect(rows.map(({ components }) => components.map(({ label }) => label))).toEqual([
        ["Once", "For this conversation", "In this server", "Always for me"],
        ["No", "Never", "Remember for every blender.render"],
      ])
    }),
  )

  hears(
    "is decided by whose message it is, and by nobody who manages nothing",
    Effect.gen(function* () {
      const play = yield* asked
      yield* pressedAs("server", BEN.id)
      expect(yield* whispered).toBe("Only who may manage this server can say that for all of it.")
      expect((yield* Told).envelopes).toEqual([])
      yield* pressedAs("once", BEN.id)
      yield* envelopes(1)
      expect(play.context.outcome).toMatchObject({ verdict: "allow", by: ben, reach: null })
    }),
  )

  hears(
    "is decided for the whole server by who manages it, but not for somebody else",
    Effect.gen(function* () {
      const play = yield* asked
      yield* pressedAs("always", ADA.id)
      expect(yield* whispered).toContain(`“Always for me” is for **${BEN.name}** to say`)
      yield* pressedAs("server", ADA.id)
      expect((yield* envelopes(1))[0]!.event).toMatchObject({ manages: true, managesServer: true })
      expect(play.context.outcome).toMatchObject({ verdict: "allow", reach: "server" })
    }),
  )
})

const rule = { verdict: "allow", pattern: "blender.render", agent: "writer" } as const
const laid = (verdict: "allow" | "deny", pattern: string, more: { channel?: string } = {}): Event => ({
  type: "RULE",
  rule: { ...rule, verdict, pattern },
  channel: null,
  by: ben,
  ...more,
})

/** What Ben has said for himself, and what was said for the server. */
const said = Effect.gen(function* () {
  const { actors } = yield* Told
  const guild = new Play("guild", { id: GUILD.id })
    .tell(laid("deny", "shell"))
    .tell(laid("allow", "time", { channel }))
  const own = new Play("constellation", { id: BEN.id }).tell(laid("allow", "blender.render"))
  const none = new Play("constellation", { id: ADA.id })
  actors.set(address("guild", GUILD.id), guild)
  actors.set(address("constellation", BEN.id), own)
  actors.set(address("constellation", ADA.id), none)
  return { guild, own }
})

const given = (sub: string, as: string, options: Record<string, string> = {}) =>
  Effect.flatMap(command(`permissions ${sub}`, options, channel, as), answered)

describe("/permissions", () => {
  hears(
    "lists one's own, and what the server has laid down for who manages it",
    Effect.gen(function* () {
      yield* said
      const own = (yield* given("list", BEN.id)).content
      expect(own).toContain("✅ **Writer** may use `blender.render`, for you")
      expect(own).not.toContain("shell")
      const server = (yield* given("list", ADA.id)).content
      expect(server).toContain("🚫 **Writer** may not use `shell`, for everybody in this server")
      expect(server).toContain(`✅ **Writer** may use \`time\`, for everybody in <#${channel}>`)
      expect(server).not.toContain("blender")
    }),
  )

  hears(
    "takes back what is one's own, offered while it is typed",
    Effect.gen(function* () {
      const { own, guild } = yield* said
      const [choice] = (yield* autocomplete("permissions forget", "rule", "shell")) as ReadonlyArray<{
        name: string
        value: string
      }>
      expect(choice?.name).toContain("Writer may not use shell")
      expect((yield* given("forget", BEN.id, { rule: choice!.value })).content).toContain(
        "There is no such rule",
      )
      expect((yield* given("forget", ADA.id, { rule: choice!.value })).content).toContain("Taken back")
      expect((guild.context as { rulings: unknown }).rulings).toHaveLength(1)
      expect((own.context as { rulings: unknown }).rulings).toHaveLength(1)
    }),
  )

  hears(
    "says that nothing was said, where nothing was",
    Effect.gen(function* () {
      const { actors } = yield* Told
      actors.set(address("constellation", BEN.id), new Play("constellation", { id: BEN.id }))
      expect((yield* given("list", BEN.id)).content).toContain("Nothing was said for good")
    }),
  )
})

describe("saying something of a tool", () => {
  /** What an actor has laid down by now. */
  const rulings = (play: Play<unknown>) => (play.context as { rulings?: ReadonlyArray<object> }).rulings ?? []

  hears(
    "lays down one's own, and finds it in the list",
    Effect.gen(function* () {
      const { own } = yield* said
      const { content } = yield* given("deny", BEN.id, { tool: "shell:rm *", agent: "Writer" })
      expect(content).toContain("🚫 **Writer** may not use `shell:rm *`, for you.")
      expect(content).toContain("No tool is called so at the moment")
      expect(rulings(own as Play<unknown>).at(-1)).toMatchObject({
        rule: { verdict: "deny", pattern: "shell:rm *", agent: "writer" },
        channel: null,
        by: ben,
      })
      expect((yield* given("list", BEN.id)).content).toContain("may not use `shell:rm *`, for you")
    }),
  )

  hears(
    "is for this conversation as far as who says it manages it",
    Effect.gen(function* () {
      const { own, guild } = yield* said
      expect((yield* given("allow", BEN.id, { tool: "files.*", for: "here" })).content).toContain(
        `✅ Every agent may use \`files.*\`, for you in <#${channel}>.`,
      )
      expect(rulings(own as Play<unknown>).at(-1)).toMatchObject({ channel, rule: { pattern: "files.*" } })
      expect((yield* given("allow", ADA.id, { tool: "files.*", for: "here" })).content).toContain(
        `for everybody in <#${channel}>`,
      )
      expect(rulings(guild as Play<unknown>).at(-1)).toMatchObject({ channel, rule: { pattern: "files.*" } })
    }),
  )

  hears(
    "is for the server where who says it manages that, and for nobody else",
    Effect.gen(function* () {
      const { guild } = yield* said
      const before = rulings(guild as Play<unknown>).length
      expect((yield* given("deny", BEN.id, { tool: "time", for: "server" })).content).toContain(
        "Only who may manage this server",
      )
      expect(rulings(guild as Play<unknown>)).toHaveLength(before)
      expect((yield* given("deny", ADA.id, { tool: "time", for: "server" })).content).toContain(
        "🚫 No agent may use `time`, for everybody in this server.",
      )
      expect(rulings(guild as Play<unknown>).at(-1)).toMatchObject({
        channel: null,
        rule: { verdict: "deny" },
      })
    }),
  )

  hears(
    "says what is wrong with what names no tool",
    Effect.gen(function* () {
      const { own } = yield* said
      expect((yield* given("allow", BEN.id, { tool: "all of them" })).content).toContain("That names no tool")
      expect(rulings(own as Play<unknown>)).toHaveLength(1)
    }),
  )

  hears(
    "can be checked: what comes of a call, and whose rule says so, to whom may see it in full",
    Effect.gen(function* () {
      yield* said
      const check = (tool: string, as: string) =>
        Effect.map(given("check", as, { tool, agent: "writer" }), ({ content }) => content)
      expect(yield* check("blender.render", BEN.id)).toContain(
        "✅ **Writer** may use `blender.render` here, for you: a rule of yours says so: allow `blender.render`.",
      )
      expect(yield* check("shell:ls", BEN.id)).toContain(
        "🚫 **Writer** may not use `shell:ls` here, for you: a rule of this server's says so.",
      )
      expect(yield* check("shell:ls", ADA.id)).toContain("a rule of this server's says so: deny `shell`.")
      expect(yield* check("blender.render", ADA.id)).toContain(
        "❔ **Writer** asks before it uses `blender.render` here, for you: no rule is about it",
      )
    }),
  )
})

describe("roles", () => {
  speaks(
    "of a member are known, of anybody else nobody can say",
    Effect.gen(function* () {
      const roles = yield* Roles
      expect(yield* roles(BEN.id, GUILD.id)).toContain(GUILD.id)
      expect(yield* roles("1100000000000000777", GUILD.id)).toBeNull()
    }),
  )
})
