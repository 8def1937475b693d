/** What a brain needs of its agent, from its front matter and the fleet's description to the pool's choice. */
import { it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { describe, expect } from "vitest"
import { needOf } from "../../../src/actors/performing/needs.ts"
import { Placement } from "../../../src/actors/placement.ts"
import { parse } from "../../../src/adapters/brains/parse.ts"
import { settingsOf } from "../../../src/adapters/config/settings.ts"
import { sections } from "../../../src/adapters/config/sections.ts"
import { fill } from "../../../src/adapters/config/tree.ts"
import type { Route } from "../../../src/machines/values.ts"
import { turn } from "../../machines/support/words.ts"
import { good } from "../../adapters/config/support.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { brain, eventually, hears, message, team, World } from "../../support/world.ts"

const values = Object.fromEntries(
  Object.entries(sections).map(([name, { keys }]) => [name, fill(keys, {}, "/")]),
) as Parameters<typeof settingsOf>[0]

/** The fleet that a file describes. */
const fleetOf = (file: string, agents: number, shards: number) => ({
  agents,
  shards,
  kits: settingsOf(values, good(file)).kits,
})

const written = (front: string) => {
  const read = parse("researcher.md", `---\nname: Researcher\nrole: Finds out\n${front}---\nYou find out.\n`)
  if (Result.isFailure(read)) throw new Error(JSON.stringify(read.failure))
  return read.success.brain
}

describe("what a turn needs", () => {
  const of = (route: Route, more: object = {}) => needOf({ ...turn("writer"), route, ...more }, team).priority

  it("is the purpose and the tools of its brain's front matter", () => {
    const agents = [written("tools: [web, search, web]\npurpose: ai_companion\n"), brain("writer")]
    const need = (id: string) => needOf(turn(id), { ...team, agents })
    expect(need("researcher")).toMatchObject({ purpose: "ai_companion", tools: ["search", "web"] })
    expect(need("writer")).toMatchObject({ purpose: "other", tools: [] })
    expect(need("gone")).toMatchObject({ purpose: "other", tools: [] })
  })

  it("is the more urgent the more directly a person asked", () => {
    const via = { message: { ...turn("writer").message, via: "analyst" } }
    expect([of("mention"), of("keyword"), of("manager"), of("mention", via)]).toEqual([4, 3, 2, 1])
    expect(of("none", { aside: true })).toBe(1)
  })
})

describe("the fleet", () => {
  it("spreads those that are unlike the others over the shards as evenly as the others", () => {
    const kits =
      "[[pool.kits]]\nagents = 3\ntools = ['search']\n[[pool.kits]]\nagents = 1\ntier = 'premium'\n"
    const { agentsOf, profilesOf } = Effect.runSync(
      Effect.provide(Placement, Placement.layer(fleetOf(kits, 5, 2))),
    )
    expect([agentsOf("0").length, agentsOf("1").length]).toEqual([3, 2])
    const searcher = { tier: "standard", tools: ["search"] }
    expect(profilesOf("0")).toEqual({ "0-0001": searcher, "0-0002": searcher })
    expect(profilesOf("1")).toEqual({ "1-0001": searcher, "1-0002": { tier: "premium" } })
  })
})

describe("a message for an agent with a tool", () => {
  it.effect("is answered by an agent of the pool that has the tool, and no other gets it", () => {
    const world = new World({ team: { ...team, agents: [...team.agents, written("tools: [search]\n")] } })
    const store = new MemoryStore()
    const kits =
      "[[pool.kits]]\nagents = 2\ntools = ['draw']\n[[pool.kits]]\nagents = 1\ntools = ['search']\n"
    return Effect.gen(function* () {
      yield* Effect.yieldNow
      yield* hears(message("What is new?", { called: ["researcher"] }))
      yield* eventually(() => world.said.length === 1)
      expect(world.said[0]?.brain.id).toBe("researcher")
      const agents = [...store.actors.keys()].filter((address) => address.startsWith("agent/"))
      expect(agents).toEqual(["agent/0-0003"])
    }).pipe(Effect.provide(world.runtime(store.layer, fleetOf(kits, 3, 1))))
  })
})
