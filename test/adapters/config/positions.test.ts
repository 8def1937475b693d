import { parse } from "smol-toml"
import { describe, expect, it } from "vitest"
import { positionsOf, type Path } from "../../../src/adapters/config/positions.ts"

/** The text from a position on, to the end of its line. */
const from = (text: string, { line, column }: { line: number; column: number }) =>
  text.split("\n")[line - 1]!.slice(column - 1)

const text = `\
# [pool]
"""not a text""" = 1
[pool]
agents = 50 # agents = 60
'odd key' . "k\\"ey" = 'it # is'

[templates.default]   # agents
agents = [
  "writer", # ["analyst"]
  'analyst',
  [1, 2], { x = "}", y.z = [3] },
]
description = """
agents = 1
[pool] \\"""
"""
[[templates.default.memory]]
label = "persona"
[templates.default.memory.inner]
deep = 1
[[templates.default.memory]]
label = '''
label = "no"'''''
[[templates.default.memory.parts]]
n = 1
[[templates.default.memory.parts]]
n = 2
`.replace('"""not a text""" = 1\n', "first.second = 2026-11-21 10:00:00\n")

const places: ReadonlyArray<readonly [Path, string, string]> = [
  [["first", "second"], "first.second =", "2026-11-21"],
  [["pool"], "[pool]", "[pool]"],
  [["pool", "agents"], "agents = 50", "50"],
  [["pool", "odd key", 'k"ey'], "'odd key' .", "'it # is'"],
  [["templates"], "[templates.default]", "[templates.default]"],
  [["templates", "default", "agents", 0], '"writer"', '"writer"'],
  [["templates", "default", "agents", 1], "'analyst'", "'analyst'"],
  [["templates", "default", "agents", 2, 1], "2]", "2]"],
  [["templates", "default", "agents", 3, "y", "z"], "y.z =", "[3]"],
  [["templates", "default", "description"], "description =", '"""'],
  [["templates", "default", "memory", 0, "label"], "label =", '"persona"'],
  [["templates", "default", "memory", 0, "inner", "deep"], "deep =", "1"],
  [["templates", "default", "memory", 1, "label"], "label =", "'''"],
  [["templates", "default", "memory", 1, "parts", 1, "n"], "n =", "2"],
]

describe("the position of a key", () => {
  it("is asked of a text that the parser reads", () => {
    expect(parse(text)).toHaveProperty("templates.default.memory.1.parts.1.n", 2)
  })

  it.each(places)("%j is %s", (path, key, value) => {
    const positions = positionsOf(text)
    expect(from(text, positions.key(path))).toSatisfy((it: string) => it.startsWith(key))
    expect(from(text, positions.value(path))).toSatisfy((it: string) => it.startsWith(value))
  })

  it("is that of the table around it when it is not there", () => {
    const positions = positionsOf(text)
    expect(from(text, positions.key(["templates", "default", "memory", 1, "limit"]))).toBe(
      "[[templates.default.memory]]",
    )
    expect(positions.key(["templates", "default", "memory", 1, "limit"]).line).toBeGreaterThan(
      positions.key(["templates", "default", "memory", 0]).line,
    )
    expect(positions.key(["nothing"])).toEqual({ line: 1, column: 1 })
  })

  it("counts lines as an editor does, with Windows line ends and a byte order mark too", () => {
    const windows = `\uFEFF# a\r\n[pool]\r\nagents = 1\r\n`
    expect(positionsOf(windows).value(["pool", "agents"])).toEqual({ line: 3, column: 10 })
  })
})
