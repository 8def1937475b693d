/** A constellation laid out by a template, and again by another: what is the user's own stays, and nothing written is lost. */
import {
  assert as check,
  boolean,
  constant,
  constantFrom,
  integer,
  property,
  record,
  string,
  type Arbitrary,
  uniqueArray,
} from "fast-check"
import { describe, expect, it } from "vitest"
import {
  agentsOf,
  blocksOf,
  joined,
  laidOut,
  nothingOwn,
  type Laid,
} from "../../../src/machines/constellation/layout.ts"
import { differences } from "../../../src/machines/constellation/plan.ts"
import type { Template } from "../../../src/machines/constellation/template.ts"
import { template } from "../../support/template.ts"

/** As it is when it was just made. */
const fresh = (more: Partial<Laid> = {}, of: Template = template, whole = true): Laid => {
  const made = agentsOf(of, whole)
  const memory = blocksOf(of.memory, made.agents)
  return { template: of, whole, ...made, memory, groups: of.groups, own: nothingOwn, ...more }
}

const again = (laid: Laid, by: Template): Laid => ({ ...laid, ...laidOut(laid, by) })
const write = (laid: Laid, label: string, agent: string | null, value: string): Laid => ({
  ...laid,
  memory: laid.memory.map((block) =>
    block.label === label && block.agent === agent ? { ...block, value } : block,
  ),
})

describe("a layout", () => {
  it("does not change when the template has not", () => {
    expect(again(fresh(), template)).toEqual(fresh())
    expect(differences(fresh(), laidOut(fresh(), template))).toEqual([])
    const core = fresh({}, template, false)
    expect(again(core, template)).toEqual(core)
  })

  it("takes what the template has now, and tells what differs", () => {
    const next: Template = {
      name: "default",
      agents: ["writer", "analyst", "critic"],
      core: ["writer"],
      memory: [
        { ...template.memory[0]!, limit: 3000 },
        { label: "plans", description: "", limit: 100, readOnly: true, shared: true },
      ],
      groups: [
        { ...template.groups[0]!, coordination: "pipeline", members: ["writer", "critic"] },
        { name: "review", coordination: "supervisor", members: ["critic"] },
      ],
    }
    const before = write(fresh(), "user", null, "Ada likes tea")
    expect(differences(before, laidOut(before, next))).toEqual([
      "+ agent critic",
      "- agent strategist",
      "+ memory plans",
      "- memory notes of writer",
      "- memory notes of analyst",
      "- memory notes of strategist",
      "~ memory user: limit 2000 → 3000",
      "+ group review",
      '~ group main: coordination "hybrid" → "pipeline", members writer analyst strategist → writer critic',
    ])
    expect(again(before, next).memory[0]).toMatchObject({ value: "Ada likes tea", limit: 3000 })
  })

  it("keeps what somebody wrote, also where the template has no place for it or less", () => {
    const notes = write(write(fresh(), "notes", "analyst", "42"), "user", null, "x".repeat(90))
    const next = { ...template, memory: [{ ...template.memory[0]!, limit: 10 }] }
    expect(
      again(notes, next).memory.map(({ label, agent, value, limit }) => [label, agent, value.length, limit]),
    ).toEqual([
      ["user", null, 90, 90],
      ["notes", "analyst", 2, 500],
    ])
  })

  it("keeps the agents that the user added, and does without those that they removed", () => {
    const own = { added: ["critic"], removed: ["analyst"], names: { writer: "Will" } }
    const now = again(fresh({ own }), template)
    expect(now.agents).toEqual(["writer", "strategist", "critic"])
    expect(now.groups[0]!.members).toEqual(["writer", "strategist", "critic"])
    expect(now.own).toEqual(own)
    const back = again({ ...now, own: nothingOwn }, template)
    expect([back.agents, back.groups]).toEqual([template.agents, template.groups])
  })

  it("lets an agent that comes later find the notes that it had", () => {
    const without = again(
      write(fresh({ own: { ...nothingOwn, removed: ["analyst"] } }), "notes", "analyst", "42"),
      template,
    )
    const back: Laid = { ...without, later: ["analyst"] }
    expect(joined(back, ["analyst"]).memory?.filter(({ agent }) => agent === "analyst")).toMatchObject([
      { label: "notes", value: "42" },
    ])
  })
})

describe("for every template and whatever its user did", () => {
  const name = constantFrom("a", "b", "c", "d")
  const names = uniqueArray(name)
  const templates: Arbitrary<Template> = record({
    name: constant("x"),
    agents: names,
    core: names,
    memory: uniqueArray(
      record({
        label: name,
        description: constantFrom("", "what"),
        limit: integer({ min: 1, max: 9 }),
        readOnly: boolean(),
        shared: boolean(),
      }),
      { selector: ({ label }) => label },
    ),
    groups: uniqueArray(
      record({
        name,
        coordination: constantFrom("hybrid" as const, "pipeline" as const),
        members: names,
      }),
      { selector: (group) => group.name },
    ),
  })
  const laid = record({
    template: templates,
    whole: boolean(),
    added: names,
    removed: names,
    text: string(),
  }).map(({ template, whole, added, removed, text }): Laid => {
    const made = fresh({ own: { added, removed, names: {} } }, template, whole)
    return {
      ...made,
      memory: made.memory.map((block, n) => ({ ...block, value: n % 2 === 0 ? text : "" })),
    }
  })

  it("what is written stays, own wishes hold, and once applied there is nothing more to apply", () => {
    check(
      property(laid, templates, (before, next) => {
        const after = again(before, next)
        const written = (of: Laid) =>
          of.memory
            .filter(({ value }) => value !== "")
            .map(({ label, agent, value }) => `${label} ${agent} ${value}`)
        expect(written(after).toSorted()).toEqual(written(before).toSorted())
        const all = [...after.agents, ...after.later]
        const { added, removed } = before.own
        for (const brain of added) expect(all).toContain(brain)
        for (const brain of removed) if (!added.includes(brain)) expect(all).not.toContain(brain)
        expect(new Set(all).size).toBe(all.length)
        expect(differences(after, laidOut(after, next))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
