import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { contains, covers, meet, pattern, written } from "../../../src/machines/tools/pattern.ts"
import {
  argumentOf,
  permissions,
  type Call,
  type Rule,
  type Verdict,
} from "../../../src/machines/tools/permissions.ts"

const call = (tool: string, argument = "", over: Partial<Call> = {}): Call => ({
  tool,
  argument,
  agent: "expert",
  guild: "7",
  roles: [],
  ...over,
})
const verdict = (rules: ReadonlyArray<Rule>, asked: Call): Verdict => permissions(rules)(asked).verdict
const rule = (verdict: Verdict, pattern: string, scope: Partial<Rule> = {}): Rule => ({
  verdict,
  pattern,
  ...scope,
})

describe("a rule", () => {
  it("is asked for where there is none", () => {
    expect(permissions([])(call("git", "push"))).toEqual({ verdict: "ask", rule: null })
  })

  it("is for a tool, and for its argument where it says one", () => {
    expect(verdict([rule("allow", "git")], call("git", "push"))).toBe("allow")
    expect(verdict([rule("allow", "git:*")], call("git"))).toBe("allow")
    expect(verdict([rule("allow", "git:status")], call("git", "status --short"))).toBe("ask")
    expect(verdict([rule("allow", "blender.render:*")], call("blender.save", "a"))).toBe("ask")
    expect(verdict([rule("allow", "blender.*")], call("blender.save", "a"))).toBe("allow")
    expect(
      verdict([rule("allow", "web:https://docs.example/*")], call("web", "https://docs.example/a")),
    ).toBe("allow")
  })

  it("wins over a less specific one, whatever both say", () => {
    const rules = [rule("deny", "git:*"), rule("allow", "git:status*"), rule("ask", "git:status --porcelain")]
    expect(verdict(rules, call("git", "push"))).toBe("deny")
    expect(verdict(rules, call("git", "status --short"))).toBe("allow")
    expect(verdict(rules, call("git", "status --porcelain"))).toBe("ask")
    expect(verdict([rule("allow", "*"), rule("deny", "*.delete")], call("files.delete", "a"))).toBe("deny")
  })

  it("counts as deny over ask over allow where two say as much", () => {
    const rules = [rule("allow", "git:*"), rule("ask", "git:*")]
    expect(verdict(rules, call("git", "x"))).toBe("ask")
    expect(verdict([...rules, rule("deny", "git:*")], call("git", "x"))).toBe("deny")
  })

  it("may be for one agent, one guild, one role; who is nearer decides", () => {
    const rules = [
      rule("deny", "git:*"),
      rule("ask", "git:*", { role: "3" }),
      rule("allow", "git:*", { agent: "coder" }),
      rule("deny", "git:*", { guild: "9" }),
    ]
    expect(verdict(rules, call("git", "push"))).toBe("deny")
    expect(verdict(rules, call("git", "push", { roles: ["1", "3"] }))).toBe("ask")
    expect(verdict(rules, call("git", "push", { guild: "9", roles: ["3"] }))).toBe("deny")
    expect(verdict(rules, call("git", "push", { agent: "coder", guild: "9" }))).toBe("allow")
  })

  it("decides the same through the index as by looking at every rule", () => {
    const glob = fc.array(fc.constantFrom("a", "b", "*"), { maxLength: 4 }).map((parts) => parts.join(""))
    const scope = fc.option(fc.constantFrom("1", "2"), { nil: undefined })
    const rules = fc.array(
      fc
        .record({
          verdict: fc.constantFrom<Verdict>("allow", "ask", "deny"),
          tool: glob,
          argument: glob,
          scope,
        })
        .map(({ verdict, tool, argument, scope }) =>
          rule(verdict, `${tool}:${argument}`, scope === undefined ? {} : { role: scope }),
        ),
      { maxLength: 12 },
    )
    const text = fc.array(fc.constantFrom("a", "b"), { maxLength: 4 }).map((parts) => parts.join(""))
    const strict: ReadonlyArray<Verdict> = ["deny", "ask", "allow"]
    const says = (glob: string) => (glob.includes("*") ? glob.replaceAll("*", "").length : 1e9)
    fc.assert(
      fc.property(rules, text, text, fc.subarray(["1", "2"]), (rules, tool, argument, roles) => {
        const [first] = rules
          .map((rule) => ({ rule, ...pattern(rule.pattern) }))
          .filter(
            (at) =>
              covers(at.tool, tool) &&
              covers(at.argument, argument) &&
              (at.rule.role === undefined || roles.includes(at.rule.role)),
          )
          .toSorted(
            (one, other) =>
              says(other.tool) - says(one.tool) ||
              says(other.argument) - says(one.argument) ||
              Number(other.rule.role !== undefined) - Number(one.rule.role !== undefined) ||
              strict.indexOf(one.rule.verdict) - strict.indexOf(other.rule.verdict),
          )
        expect(verdict(rules, call(tool, argument, { roles }))).toBe(first?.rule.verdict ?? "ask")
      }),
    )
  })
})

describe("a pattern", () => {
  const glob = fc.array(fc.constantFrom("a", "b", "*"), { maxLength: 6 }).map((parts) => parts.join(""))
  const text = fc.array(fc.constantFrom("a", "b"), { maxLength: 7 }).map((parts) => parts.join(""))
  const matches = (glob: string, text: string) => new RegExp(`^${glob.replaceAll("*", ".*")}$`).test(text)
  const texts = (length: number): ReadonlyArray<string> =>
    length === 0 ? [""] : texts(length - 1).flatMap((text) => ["a", "b", "c"].map((letter) => text + letter))
  const all = [0, 1, 2, 3, 4, 5].flatMap(texts)

  it("is read and written", () => {
    expect(written(pattern("git:push origin:*"))).toBe("git:push origin:*")
    expect(written(pattern("git"))).toBe("git:*")
  })

  it("matches as the regular expression of the same meaning does", () => {
    fc.assert(fc.property(glob, text, (glob, text) => covers(glob, text) === matches(glob, text)))
  })

  it("contains another exactly where it matches all that the other matches", () => {
    const short = fc.array(fc.constantFrom("a", "b", "*"), { maxLength: 3 }).map((parts) => parts.join(""))
    fc.assert(
      fc.property(short, short, (wide, narrow) => {
        const every = all.filter((text) => matches(narrow, text)).every((text) => matches(wide, text))
        return contains({ tool: "t", argument: wide }, { tool: "t", argument: narrow }) === every
      }),
    )
  })

  it("meets another exactly where some text is matched by both", () => {
    const short = fc.array(fc.constantFrom("a", "b", "*"), { maxLength: 3 }).map((parts) => parts.join(""))
    fc.assert(
      fc.property(short, short, (one, other) => {
        const some = all.some((text) => matches(one, text) && matches(other, text))
        return meet({ tool: "t", argument: one }, { tool: "t", argument: other }) === some
      }),
    )
  })

  it("takes no longer for an argument that was made to take long", () => {
    expect(covers(`${"a*".repeat(50)}c`, "a".repeat(200_000))).toBe(false)
  })
})

describe("the argument of a call", () => {
  it("is the text of a tool that takes one, JSON in the order of its keys else", () => {
    expect(argumentOf({ command: "git push" })).toBe("git push")
    expect(argumentOf({ b: 1, a: { d: 2, c: [3] } })).toBe('{"a":{"c":[3],"d":2},"b":1}')
    expect(argumentOf({})).toBe("")
    expect(argumentOf(undefined)).toBe("")
  })
})
