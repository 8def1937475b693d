import { describe, expect, it } from "vitest"
import { partnersOf } from "../../../src/adapters/config/partners.ts"
import { standardMemory, standardOf } from "../../../src/actors/constellations/templates.ts"
import { inTeam, resolve } from "../../../src/adapters/config/templates.ts"
import { team } from "../../support/world.ts"
import { good } from "./support.ts"

const templatesOf = (text: string) => resolve(good(text).templates)

const block = { description: "", limit: 2000, readOnly: false, shared: false }

describe("a template", () => {
  it("named default is there without being written: all of the team in one group", () => {
    expect(templatesOf("").get("default")).toEqual({
      name: "default",
      agents: null,
      core: null,
      memory: standardMemory,
      groups: [{ name: "main", coordination: "hybrid", members: null }],
    })
  })

  it("is what the file says of it", () => {
    const template = templatesOf(`
[templates.default]
agents = ["strategist", "writer"]
core = ["writer"]
[[templates.default.memory]]
label = "persona"
limit = 300
read_only = true
[[templates.default.groups]]
name = "night"
coordination = "sleep_time"
members = ["strategist"]
`)
    expect(template.get("default")).toEqual({
      name: "default",
      agents: ["strategist", "writer"],
      core: ["writer"],
      memory: [{ ...block, label: "persona", limit: 300, readOnly: true }],
      groups: [{ name: "night", coordination: "sleep_time", members: ["strategist"] }],
    })
  })

  it("has what the one has that it extends, its own agents instead, its own blocks and groups over it", () => {
    const templates = templatesOf(`
[templates.child]
extends = "parent"
[[templates.child.memory]]
label = "persona"
limit = 5
[[templates.child.memory]]
label = "notes"
[templates.parent]
extends = "grandparent"
agents = ["writer"]
[[templates.parent.memory]]
label = "human"
shared = true
[templates.grandparent]
agents = ["analyst"]
[[templates.grandparent.memory]]
label = "persona"
[[templates.grandparent.groups]]
name = "main"
coordination = "pipeline"
`)
    expect(templates.get("child")).toEqual({
      name: "child",
      agents: ["writer"],
      core: null,
      memory: [
        { ...block, label: "persona", limit: 5 },
        { ...block, label: "human", shared: true },
        { ...block, label: "notes" },
      ],
      groups: [{ name: "main", coordination: "pipeline", members: null }],
    })
  })

  it("may extend the default that nobody wrote", () => {
    expect(templatesOf('[templates.a]\nextends = "default"\nagents = ["writer"]\n').get("a")).toEqual({
      name: "a",
      agents: ["writer"],
      core: null,
      memory: standardMemory,
      groups: [{ name: "main", coordination: "hybrid", members: null }],
    })
  })

  it("is laid out for the team that there is: its lead first, and nobody who is not there", () => {
    const { agents, lead } = team
    const all = agents.map(({ id }) => id)
    expect(inTeam(templatesOf("").get("default")!, team)).toEqual(standardOf(team))
    const without = templatesOf('[templates.a]\nextends = "default"\nagents = ["writer", "gone"]\n').get("a")!
    expect(inTeam(without, team)).toMatchObject({
      agents: ["writer"],
      core: ["writer"],
      groups: [{ name: "main", members: ["writer"] }],
    })
    expect(inTeam({ ...without, agents: null, core: ["writer", "gone"] }, team)).toMatchObject({
      agents: all,
      core: ["writer"],
    })
    expect(all).toContain(lead.id)
  })

  it("may be called as parts of a language are", () => {
    expect(templatesOf("[templates.constructor]\n").get("constructor")?.name).toBe("constructor")
    expect([...templatesOf("[templates.constructor]\n").keys()]).toEqual(["default", "constructor"])
  })
})

describe("a partner", () => {
  it("has the default template, and begins with the first word", () => {
    const { partners } = good('[[partners.users]]\ndiscord_id = "549170854458687509"\nname = "ada"\n')
    expect(partnersOf(partners)).toEqual([
      { discordId: "549170854458687509", name: "ada", autoInitialize: false, template: "default" },
    ])
  })
})
