/** Budgets and the operator's workflows, as the file says them. */
import { describe, expect, it } from "vitest"
import { lineOf } from "../../../src/adapters/config/problem.ts"
import { unknownOwners } from "../../../src/adapters/config/names.ts"
import { plansOf, wrongSteps } from "../../../src/adapters/config/workflows.ts"
import { good, loaded, refused, written } from "./support.ts"

const ada = "549170854458687509"
const team = [
  { id: "writer", name: "Writer" },
  { id: "analyst", name: "Analyst" },
]
const workflow = `[[workflows]]
name = "launch-post"
steps = """
facts: @Analyst What matters about {topic}?
draft: @Writer Write it up: {facts.output} (on failure: retry 1)
"""
`

describe("budgets", () => {
  it("are off until somebody says them", async () => {
    const { live } = await loaded({})
    expect(live.budgets).toEqual({
      zone: "UTC",
      guilds: { each: null, byId: new Map() },
      users: { each: null, byId: new Map() },
      agents: { each: null, byId: new Map() },
    })
  })

  it("are said for all, and otherwise for some", async () => {
    const { live } = await loaded({
      file: written(`[budgets]
zone = "Europe/Berlin"
guild = 50000
[[budgets.users]]
id = "${ada}"
tokens = 9000
[[budgets.agents]]
name = "writer"
tokens = 0
`),
    })
    expect(live.budgets).toEqual({
      zone: "Europe/Berlin",
      guilds: { each: 50_000, byId: new Map() },
      users: { each: null, byId: new Map([[ada, 9000]]) },
      agents: { each: null, byId: new Map([["writer", 0]]) },
    })
  })

  it("are said by the environment, too", async () => {
    const { live } = await loaded({}, { ORRERY_BUDGETS_USER: "1000" })
    expect(live.budgets.users.each).toBe(1000)
  })

  it("take no zone that there is not, nobody twice, and no agent that the team does not have", async () => {
    expect(await refused({ file: written('[budgets]\nzone = "Mars/Crater"\n') })).toContain(
      'orrery.toml:2:8: budgets.zone: it is the text "Mars/Crater"; expected the name of a time zone in quotes, such as "Europe/Berlin" or "UTC", for example `zone = "UTC"`',
    )
    const one = `[[budgets.users]]\nid = "${ada}"\ntokens = 1\n`
    expect(await refused({ file: written(one + one) })).toContain(
      `orrery.toml:5:6: budgets.users[1].id: "${ada}" is there twice, first as budgets.users[0]`,
    )
    const { budgets, positions } = good('[[budgets.agents]]\nname = "writter"\ntokens = 1\n')
    const ids = team.map(({ id }) => id)
    expect(unknownOwners("orrery.toml", budgets.agents, ids, positions).map(lineOf)).toEqual([
      'orrery.toml:2:8: budgets.agents[0].name: the team has no agent "writter"; did you mean writer? For example `name = "writer"`',
    ])
  })
})

describe("workflows", () => {
  it("are written as in Discord", () => {
    const [plan] = plansOf(good(workflow).workflows, team)
    expect(plan).toMatchObject({
      name: "launch-post",
      steps: [
        { id: "facts", agent: { id: "analyst" }, after: [] },
        { id: "draft", agent: { id: "writer" }, after: ["facts"], onFailure: { then: "retry", times: 1 } },
      ],
    })
  })

  it("that the team cannot take are told with their line, and left out", () => {
    const { workflows, positions } = good(workflow.replace("@Writer", "@Cook"))
    expect(wrongSteps("orrery.toml", workflows, team, positions).map(lineOf)).toEqual([
      'orrery.toml:3:9: workflows[0].steps: in its line 2, nobody here is called @Cook. There are @Writer and @Analyst; expected steps that this team can take, for example `steps = "facts: @Analyst What matters about {topic}?"`',
    ])
    expect(plansOf(workflows, team)).toEqual([])
  })

  it("have a name that can be typed, once", async () => {
    expect(await refused({ file: written(workflow.replace("launch-post", "a b")) })).toContain(
      'orrery.toml:2:8: workflows[0].name: it is the text "a b"; expected one word',
    )
    expect(await refused({ file: written(workflow + workflow) })).toContain(
      'workflows[1].name: "launch-post" is there twice, first as workflows[0]',
    )
  })
})
