/** Rules of what agents may do with tools, as the file says them. */
import { describe, expect, it } from "vitest"
import type { Loaded } from "../../../src/adapters/config/load.ts"
import { rulesOf, unknownRuled } from "../../../src/adapters/config/permissions.ts"
import { lineOf } from "../../../src/adapters/config/problem.ts"
import { asJson, asToml } from "../../../src/adapters/config/show.ts"
import { changesBetween } from "../../../src/adapters/config/changes.ts"
import { good, loaded, refused, written } from "./support.ts"

const rules = `[[permissions]]
allow = "git:status*"

[[permissions]]
ask = "git:push *"
agent = "writer"
guild = "549170854458687509"

[[permissions]]
deny = "*"
role = "549170854458687511"
`

const read = [
  { verdict: "allow", pattern: "git:status*" },
  { verdict: "ask", pattern: "git:push *", agent: "writer", guild: "549170854458687509" },
  { verdict: "deny", pattern: "*", role: "549170854458687511" },
]

describe("rules in the file", () => {
  it("say what may be called, and for whom", () => {
    expect(rulesOf(good(rules).permissions)).toEqual(read)
  })

  it("are in effect as they stand there, and shown", async () => {
    const now: Loaded = await loaded({ file: written(rules) })
    expect(now.live.permissions).toEqual(read)
    expect(asToml(now)).toContain('[[permissions]]\nask = "git:push *"\nagent = "writer"')
    expect(asJson(now)).toMatchObject({ permissions: [{ allow: "git:status*" }, {}, { deny: "*" }] })
  })

  it("take effect at once when they change", async () => {
    const [before, after] = [await loaded({}), await loaded({ file: written(rules) })]
    expect(changesBetween(before, after, before).atOnce).toEqual(["permissions"])
  })

  it.each(["Bash(git status)", "git status", "", ":x"])(
    "name a pattern that is none: %s",
    async (pattern) => {
      const said = await refused({ file: written(`[[permissions]]\nallow = ${JSON.stringify(pattern)}\n`) })
      expect(said).toContain("orrery.toml:2:9: permissions[0].allow: it is")
      expect(said).toContain(
        'a tool, and after a colon what it is called with, in quotes; * is any text, for example `allow = "git:status*"`',
      )
    },
  )

  it("say something, and may say several things of the same agent", async () => {
    expect(await refused({ file: written('[[permissions]]\nagent = "writer"\n') })).toContain(
      "orrery.toml:1:1: permissions[0]: it neither allows nor denies anything",
    )
    const both = '[[permissions]]\nallow = "a"\ndeny = "a:b*"\nagent = "writer"\n'
    expect(rulesOf(good(both).permissions)).toEqual([
      { verdict: "allow", pattern: "a", agent: "writer" },
      { verdict: "deny", pattern: "a:b*", agent: "writer" },
    ])
  })

  it("are about agents that the team has", () => {
    const { permissions, positions } = good(rules.replace('"writer"', '"writr"'))
    expect(unknownRuled("orrery.toml", permissions, ["analyst", "writer"], positions).map(lineOf)).toEqual([
      'orrery.toml:6:9: permissions[1].agent: the team has no agent "writr"; did you mean writer? For example `agent = "writer"`',
    ])
  })
})
