/** How the agents of one person work together in their direct messages. */
import { Stream } from "effect"
import { describe, expect, it } from "vitest"
import { standardFor, type Laying } from "../../../src/actors/performing/groups.ts"
import { standardOf as templateOf } from "../../../src/actors/constellations/templates.ts"
import type { Coordination } from "../../../src/machines/conversation/settings.ts"
import { builtIn } from "../../../src/machines/conversation/settings.ts"
import { team } from "../../support/world.ts"

const laying = (coordination: Coordination): Laying => ({
  partners: {
    all: () => [],
    named: (user) =>
      user === "7" ? { discordId: "7", name: "ada", autoInitialize: false, template: "research" } : undefined,
    changes: Stream.make([]),
  },
  templates: {
    named: (name) =>
      name === "research"
        ? { ...templateOf(team), groups: [{ name: "main", coordination, members: ["writer"] }] }
        : null,
    names: () => ["research"],
  },
})

describe("direct messages", () => {
  it("go as the first group of the person's template says", () => {
    const given = laying("pipeline")
    const standard = standardFor(builtIn, given, team, "7")
    expect(standard).toEqual({ ...builtIn, coordination: "pipeline" })
    expect(standardFor(builtIn, given, team, "7")).toBe(standard)
  })

  it("go as everybody's where the group says nothing else, or the person is no partner", () => {
    expect(standardFor(builtIn, laying("hybrid"), team, "7")).toBe(builtIn)
    expect(standardFor(builtIn, laying("pipeline"), team, "8")).toBe(builtIn)
  })

  it("say nothing of a server's channels", () => {
    expect(standardFor(builtIn, laying("pipeline"), team, null)).toBe(builtIn)
  })
})
