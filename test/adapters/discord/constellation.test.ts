/** `/constellation`: what is one's own, to look at and to make one's own. */
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { Templates } from "../../../src/actors/constellations/templates.ts"
import { ADA, BEN } from "../../../src/adapters/playground/sample-world.ts"
import { agentsOf, blocksOf } from "../../../src/machines/constellation/layout.ts"
import type { ConstellationContext } from "../../../src/machines/constellation/constellation.ts"
import type { Template } from "../../../src/machines/constellation/template.ts"
import { Play } from "../../machines/support/play.ts"
import { analyst, channel, hears, team, Told, writer } from "./fixtures.ts"
import { answered, autocomplete, callback, command } from "./interacting.ts"
import { bodies } from "./looking.ts"

const template: Template = {
  name: "default",
  agents: [writer.id],
  core: [writer.id],
  memory: [
    { label: "user", description: "Who you are", limit: 100, readOnly: false, shared: true },
    { label: "notes", description: "", limit: 50, readOnly: true, shared: false },
  ],
  groups: [{ name: "main", coordination: "pipeline", members: [writer.id] }],
}
const laid = Layer.succeed(Templates, {
  named: (name) => (name === template.name ? template : null),
  names: () => [template.name],
})

/** Ada's, as it was just made. */
const made = Effect.gen(function* () {
  const play = new Play<ConstellationContext>("constellation", { id: ADA.id })
  const made = agentsOf(template, true)
  play
    .tell({ type: "ALLOCATE", user: { id: ADA.id, name: "Ada" } })
    .tell({ type: "AGENTS_READY", template, ...made })
    .tell({ type: "MEMORY_READY", blocks: blocksOf(template.memory, made.agents) })
    .tell({ type: "GROUPS_READY", groups: template.groups })
  ;(yield* Told).actors.set(`constellation/${ADA.id}`, play as Play<unknown>)
  return play
})
const told = (name: string, options: Readonly<Record<string, string>> = {}) =>
  Effect.flatMap(command(`constellation ${name}`, options), answered)
const said = (name: string, options: Readonly<Record<string, string>> = {}) =>
  Effect.map(told(name, options), ({ content }) => content)
const fieldsOf = Effect.map(told("show"), ({ embeds }) =>
  Object.fromEntries((embeds[0]?.fields ?? []).map(({ name, value }) => [name, value])),
)

const tests = (name: string, test: Parameters<typeof hears>[1]) => hears(name, test, {}, team, null, laid)

describe("/constellation", () => {
  tests(
    "shows what is there, and one agent, group or block of it, to who asks alone",
    Effect.gen(function* () {
      yield* made
      expect(yield* fieldsOf).toEqual({
        Agents: `- **${writer.name}** – ${writer.role}`,
        Groups: `- **main**, one after the other: ${writer.name}`,
        Memory: `- **user**, 0 of 100 characters\n- **notes of ${writer.name}**, 0 of 50 characters, agents only read it`,
      })
      expect(yield* said("show", { what: `agent ${writer.id}` })).toBe(
        `**${writer.name}** – ${writer.role}\nIn **main**.\n- **notes of ${writer.name}**, 0 of 50 characters, agents only read it`,
      )
      expect(yield* said("show", { what: "main" })).toContain("one after the other")
      expect(yield* said("show", { what: "USER" })).toContain("Who you are\nIt is empty.")
      expect(yield* said("show", { what: "nothing" })).toMatch(
        /^Your constellation has no “nothing”\. There is agent /,
      )
      const acknowledged = (yield* bodies("POST", callback)) as ReadonlyArray<{ data?: { flags?: number } }>
      expect(acknowledged.every(({ data }) => data?.flags === 64)).toBe(true)
    }),
  )

  tests(
    "takes agents in and out, under the name that one gives them, and goes back to the template",
    Effect.gen(function* () {
      const play = yield* made
      expect(yield* said("add", { agent: analyst.id })).toContain(
        `**${analyst.name}** is in your constellation`,
      )
      expect(play.context.agents).toEqual([writer.id, analyst.id])
      expect(yield* said("add", { agent: analyst.name })).toBe(
        `**${analyst.name}** is in your constellation already.`,
      )
      expect(yield* said("rename", { agent: analyst.name, name: "  Anna\nLyst " })).toBe(
        `**${analyst.name}** is **Anna Lyst** to you. Everybody else knows it as ${analyst.name}.`,
      )
      expect(yield* said("remove", { agent: writer.id })).toContain(
        `**${writer.name}** is in your constellation and its groups no more`,
      )
      expect(yield* fieldsOf).toMatchObject({
        Agents: `- **Anna Lyst** – ${analyst.role} *(for everybody else ${analyst.name}; added by you)*`,
        "You do without": writer.name,
        Groups: "- **main**, one after the other: Anna Lyst",
      })
      expect(yield* said("remove", { agent: "anna lyst" })).toBe(
        "**Anna Lyst** is your last agent: add another before you do without it.",
      )
      expect(yield* said("reset")).toBe(
        `Your constellation is as the template \`default\` has it: without ${analyst.name}; ${writer.name} as it has it; Anna Lyst is ${analyst.name} again. What is written in memory stays.`,
      )
      expect([play.context.agents, play.context.own]).toEqual([
        [writer.id],
        { added: [], removed: [], names: {} },
      ])
    }),
  )

  tests(
    "offers what can be chosen, and says what cannot be",
    Effect.gen(function* () {
      yield* made
      const offered = (name: string, option: string, typed = "") =>
        Effect.map(autocomplete(`constellation ${name}`, option, typed), (all) =>
          all.map(({ value }) => value),
        )
      expect(yield* offered("show", "what")).toEqual([
        `agent ${writer.id}`,
        "group main",
        "memory user",
        `memory notes of ${writer.name}`,
      ])
      expect(yield* offered("add", "agent")).toEqual([analyst.id])
      expect(yield* offered("remove", "agent")).toEqual([writer.id])
      expect(yield* offered("show", "what", "MAIN")).toEqual(["group main"])
      expect(yield* said("add", { agent: "nobody" })).toContain('Nobody here is called "nobody"')
      expect(yield* said("remove", { agent: "nobody" })).toBe(
        `Your constellation has no agent “nobody”. There is ${writer.name}.`,
      )
      expect(yield* said("rename", { agent: writer.id })).toContain("as everybody does: say another")
      expect(yield* said("rename", { agent: writer.id, name: analyst.name })).toBe(
        `You have a **${analyst.name}** already: choose another name.`,
      )
      expect(yield* said("rename", { agent: writer.id, name: "**Will**" })).toContain("A name has no")
    }),
  )

  tests(
    "is nobody else's: who has none yet hears when it begins",
    Effect.gen(function* () {
      yield* made
      const fresh = new Play<unknown>("constellation", { id: BEN.id })
      ;(yield* Told).actors.set(`constellation/${BEN.id}`, fresh)
      const id = yield* command("constellation show", {}, channel, BEN.id)
      expect((yield* answered(id)).content).toBe(
        "You have no constellation yet: it begins with your first message to an agent.",
      )
    }),
  )
})
