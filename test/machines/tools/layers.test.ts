/** Rules of several: each decides for themselves, a no of anybody's stands, what is remembered answers where it is asked. */
import { describe, expect, it } from "vitest"
import { judge, layer, remembered } from "../../../src/machines/tools/layers.ts"
import type { Rule, Verdict } from "../../../src/machines/tools/permissions.ts"
import { repealed, ruled, rulingsAtMost, type Ruling } from "../../../src/machines/tools/ruling.ts"
import { ada, bob, channel, guild } from "../support/words.ts"

const call = { tool: "git", argument: "push origin", agent: "writer", guild, roles: [] }
const rule = (verdict: Verdict, pattern = "git"): Rule => ({ verdict, pattern })
const ruling = (more: Partial<Ruling> & Pick<Ruling, "rule">): Ruling => ({
  channel: null,
  by: ada,
  at: 1,
  ...more,
})

interface Laid {
  readonly operator?: ReadonlyArray<Rule>
  readonly server?: ReadonlyArray<Ruling>
  readonly person?: ReadonlyArray<Ruling>
}

const judged = ({ operator = [], server = [], person = [] }: Laid, harmless = false) => {
  const { verdict, whose } = judge(
    layer("operator", operator),
    [...remembered("server", server)(channel), ...remembered("person", person)(channel)],
    call,
    harmless,
  )
  return [verdict, whose]
}

const no = ruling({ rule: rule("deny") })
const yes = ruling({ rule: rule("allow") })
const exact = ruling({ rule: rule("allow", "git:push origin") })

describe("who decides", () => {
  it("is nobody where nobody laid anything down: what is harmless is allowed, all else asked", () => {
    expect([judged({}), judged({}, true)]).toEqual([
      ["ask", null],
      ["allow", null],
    ])
  })

  it("is the operator, where nothing is remembered", () => {
    for (const verdict of ["allow", "ask", "deny"] as const)
      expect(judged({ operator: [rule(verdict)] }, true)).toEqual([verdict, "operator"])
  })

  it("is who was asked, where the operator asks", () => {
    expect(judged({ operator: [rule("ask")], person: [yes] })).toEqual(["allow", "person"])
    expect(judged({ operator: [rule("ask", "git:push *")], server: [yes] })).toEqual(["allow", "server"])
  })

  it("is the operator who denies, whatever others remember, however specific", () => {
    expect(judged({ operator: [rule("deny", "*")], server: [exact], person: [exact] })).toEqual([
      "deny",
      "operator",
    ])
  })

  it("is a server, a conversation, a person who says no, whatever the others allow", () => {
    expect(judged({ operator: [rule("allow")], server: [no], person: [exact] })).toEqual(["deny", "server"])
    expect(judged({ operator: [rule("allow")], server: [yes], person: [no] })).toEqual(["deny", "person"])
    expect(judged({ server: [yes, { ...no, channel }], person: [exact] })).toEqual(["deny", "conversation"])
    expect(judged({ server: [no, { ...exact, channel }] })).toEqual(["deny", "server"])
  })

  it("is the most specific rule among those of one", () => {
    expect(judged({ person: [no, exact] })).toEqual(["allow", "person"])
    expect(judged({ operator: [rule("deny"), rule("allow", "git:push *")] })).toEqual(["allow", "operator"])
  })

  it("is nobody who spoke of another conversation", () => {
    expect(judged({ server: [{ ...yes, channel: "302" }], person: [{ ...no, channel: "302" }] })).toEqual([
      "ask",
      null,
    ])
    expect(judged({ person: [{ ...yes, channel }] })).toEqual(["allow", "person"])
  })
})

describe("what is remembered", () => {
  it("is one thing about the same calls of the same agent in the same place: the last", () => {
    const of = { rule: { ...rule("allow"), agent: "writer" }, channel: null, by: ada, at: 1 }
    const kept = ruled(ruled(undefined, of), { ...of, rule: { ...of.rule, verdict: "deny" }, by: bob, at: 2 })
    expect(kept).toMatchObject([{ rule: { verdict: "deny" }, by: bob, at: 2 }])
    expect(ruled(kept, { ...of, channel })).toHaveLength(2)
    expect(ruled(kept, { ...of, rule: { ...of.rule, agent: "analyst" } })).toHaveLength(2)
    expect(repealed(kept, of)).toEqual([])
    expect(repealed(kept, { ...of, channel })).toEqual(kept)
  })

  it("has room for so much: what was allowed longest ago is asked again, and a no is kept", () => {
    const first = [ruling({ rule: rule("deny", "a") }), ruling({ rule: rule("allow", "b") })]
    const many = Array.from({ length: rulingsAtMost - 1 }, (_, n) => ruling({ rule: rule("allow", `t${n}`) }))
    const kept = many.reduce<ReadonlyArray<Ruling>>((all, one) => ruled(all, one), first)
    expect(kept).toHaveLength(rulingsAtMost)
    expect(kept.slice(0, 2).map(({ rule }) => rule.pattern)).toEqual(["a", "t0"])
  })
})
