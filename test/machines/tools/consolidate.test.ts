import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { consolidated } from "../../../src/machines/tools/consolidate.ts"
import { covers, pattern } from "../../../src/machines/tools/pattern.ts"
import { permissions, type Call, type Rule, type Verdict } from "../../../src/machines/tools/permissions.ts"

const rules = (...lines: ReadonlyArray<string>): ReadonlyArray<Rule> =>
  lines.map((line) => {
    const [verdict, ...rest] = line.split(" ")
    return { verdict: verdict as Verdict, pattern: rest.join(" ") }
  })
const patterns = (lines: ReadonlyArray<Rule>) => lines.map(({ verdict, pattern }) => `${verdict} ${pattern}`)

describe("a list of permissions", () => {
  it("says once what it said twice, and leaves out what a wider rule says", () => {
    const { rules: kept, newlyAllowed } = consolidated(
      rules("allow git:status", "allow git:status", "allow git:status*", "deny git:push", "deny git:push"),
    )
    expect(patterns(kept)).toEqual(["allow git:status*", "deny git:push"])
    expect(newlyAllowed).toEqual([])
  })

  it("keeps a narrow rule over which another would decide", () => {
    const list = rules("allow git:*", "deny git:push*", "allow git:push origin main")
    expect(consolidated(list).rules).toEqual(list)
  })

  it("makes one pattern of three that begin alike, and says so", () => {
    const {
      rules: kept,
      newlyAllowed,
      replacements,
    } = consolidated(rules("allow npm:view a", "allow npm:view b", "allow npm:view c", "allow npm:ci"))
    expect(patterns(kept)).toEqual(["allow npm:ci", "allow npm:view *"])
    expect(patterns(newlyAllowed)).toEqual(["allow npm:view *"])
    expect(replacements).toMatchObject([{ why: "widened", replaced: { length: 3 } }])
  })

  it("makes no pattern of two, of an address' scheme, of what was denied, nor of all MCP servers", () => {
    for (const list of [
      rules("allow npm:view a", "allow npm:view b"),
      rules("allow web:https://a.example", "allow web:https://b.example", "allow web:https://c.example"),
      rules("deny npm:view a", "deny npm:view b", "deny npm:view c"),
      rules("allow mcp__one", "allow mcp__two", "allow mcp__three"),
    ])
      expect(consolidated(list).rules).toEqual(list)
  })

  it("does not widen into what is asked for or denied, nor what destroys; it says why", () => {
    const asked = consolidated(
      rules("allow sh:cat a/1", "allow sh:cat a/2", "allow sh:cat a/3", "ask sh:cat *"),
    )
    expect(asked.newlyAllowed).toEqual([])
    expect(asked.left).toContainEqual({
      pattern: "sh:cat a/*",
      rules: 3,
      why: "a rule asks or denies some of it",
    })
    const grave = consolidated(rules("allow git:push a", "allow git:push b", "allow git:push c"))
    expect(grave.newlyAllowed).toEqual([])
    expect(grave.left).toMatchObject([
      { pattern: "git:push *", why: "some of them destroy or send something" },
    ])
  })

  it("keeps what every call comes to, but for what it says is newly allowed", () => {
    const word = fc.constantFrom("a ", "b ", "cc ", "dd/", "ee/", "ff", "*")
    const glob = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join("").trim())
    const scope = fc.constantFrom<Partial<Rule>>({}, {}, {}, { agent: "x" }, { role: "1" })
    const list = fc.array(
      fc
        .tuple(
          fc.constantFrom<Verdict>("allow", "allow", "allow", "ask", "deny"),
          fc.constantFrom("t", "u.v", "u.w", "u.x", "u.*"),
          fc.option(glob, { nil: "*" }),
          scope,
        )
        .map(([verdict, tool, argument, scope]): Rule => ({
          verdict,
          pattern: `${tool}:${argument}`,
          ...scope,
        })),
      { maxLength: 16 },
    )
    const argument = fc
      .array(fc.constantFrom("a ", "b ", "cc ", "dd/", "ee/", "ff", "z"), { maxLength: 5 })
      .map((words) => words.join("").trim())
    const call = fc.record<Call>({
      tool: fc.constantFrom("t", "u.v", "u.w", "u.z"),
      argument,
      agent: fc.constantFrom("x", "y"),
      guild: fc.constant(null),
      roles: fc.constantFrom([], ["1"]),
    })
    fc.assert(
      fc.property(list, fc.array(call, { minLength: 20, maxLength: 20 }), (list, calls) => {
        const result = consolidated(list)
        const [before, after] = [permissions(list), permissions(result.rules)]
        for (const each of calls) {
          const [was, is] = [before(each), after(each)]
          if (was.verdict === is.verdict) continue
          // Nobody had said anything of it, and the report says that it is allowed now.
          expect([was.rule, is.verdict]).toEqual([null, "allow"])
          expect(
            result.newlyAllowed.some(({ pattern: text }) => {
              const { tool, argument } = pattern(text)
              return covers(tool, each.tool) && covers(argument, each.argument)
            }),
          ).toBe(true)
        }
      }),
      { numRuns: 400 },
    )
  })
})
