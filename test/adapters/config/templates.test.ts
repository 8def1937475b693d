import { describe, expect, it } from "vitest"
import { partnersOf } from "../../../src/adapters/config/partners.ts"
import { resolve } from "../../../src/adapters/config/templates.ts"
import { good } from "./support.ts"

const templatesOf = (text: string) => resolve(good(text).templates)

const block = { description: "", limit: 2000, readOnly: false, shared: false }

describe("a template", () => {
  it("named default is there without being written: all of the team in one group", () => {
    expect(templatesOf("").get("default")).toEqual({
      name: "default",
      agents: null,
      memory: [],
      groups: [{ name: "main", coordination: "hybrid" }],
    })
  })

  it("is what the file says of it", () => {
    const template = templatesOf(`
[templates.default]
agents = ["strategist", "writer"]
[[templates.default.memory]]
label = "persona"
limit = 300
read_only = true
[[templates.default.groups]]
name = "night"
coordination = "sleep_time"
`)
    expect(template.get("default")).toEqual({
      name: "default",
      agents: ["strategist", "writer"],
      memory: [{ ...block, label: "persona", limit: 300, readOnly: true }],
      groups: [{ name: "night", coordination: "sleep_time" }],
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
      memory: [
        { ...block, label: "persona", limit: 5 },
        { ...block, label: "human", shared: true },
        { ...block, label: "notes" },
      ],
      groups: [{ name: "main", coordination: "pipeline" }],
    })
  })

  it("may extend the default that nobody wrote", () => {
    expect(templatesOf('[templates.a]\nextends = "default"\nagents = ["writer"]\n').get("a")).toEqual({
      name: "a",
      agents: ["writer"],
      memory: [],
      groups: [{ name: "main", coordination: "hybrid" }],
    })
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
