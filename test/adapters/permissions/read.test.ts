import { Effect } from "effect"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { readPermissions } from "../../../src/adapters/permissions/read.ts"
import { consolidated } from "../../../src/machines/tools/consolidate.ts"

const read = (text: string) => Effect.runSync(readPermissions(text))
const refused = (text: string) => Effect.runSync(Effect.flip(readPermissions(text))).message

describe("a file of permissions", () => {
  it("is lines, each with its verdict; without one, it is allowed", () => {
    expect(read("# mine\nallow git:status\n\ndeny  git:push *\r\nnpm:ci\nask\n")).toEqual([
      { verdict: "allow", pattern: "git:status" },
      { verdict: "deny", pattern: "git:push *" },
      { verdict: "allow", pattern: "npm:ci" },
      { verdict: "allow", pattern: "ask" },
    ])
  })

  it("is the JSON of coding agents, whose calls are read as patterns", () => {
    const expected = [
      { verdict: "allow", pattern: "Bash:git status*" },
      { verdict: "deny", pattern: "Read:.env" },
    ]
    const lists = { allow: ["Bash(git status:*)"], deny: ["Read(.env)"] }
    expect(read(JSON.stringify({ permissions: lists, model: "any" }))).toEqual(expected)
    expect(read(JSON.stringify(lists))).toEqual(expected)
    expect(read(JSON.stringify(["Bash(git status:*)"]))).toEqual(expected.slice(0, 1))
  })

  it("that is broken is refused with what was expected", () => {
    expect(refused("{")).toMatch(/^The JSON is broken/)
    expect(refused('{"allow": "git"}')).toMatch(/expected \{"allow": \[…\]/)
    expect(refused('{"permissions": {"allow": [1]}}')).toMatch(/expected \{"allow": \[…\]/)
  })

  it("of 206 entries with the usual redundancy comes below 50", () => {
    const rules = read(readFileSync(new URL("206.json", import.meta.url), "utf8"))
    const { rules: few, newlyAllowed, replacements } = consolidated(rules)
    expect(rules).toHaveLength(206)
    expect(few.length).toBeLessThan(50)
    expect(newlyAllowed).toEqual(replacements.filter(({ why }) => why === "widened").map(({ by }) => by))
  })
})
