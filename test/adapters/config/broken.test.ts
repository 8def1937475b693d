import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { largestFile, take } from "../../../src/adapters/config/file.ts"
import { unknownAgents } from "../../../src/adapters/config/names.ts"
import { lineOf } from "../../../src/adapters/config/problem.ts"
import { broken } from "./broken.ts"
import { directory, good, refused, written } from "./support.ts"

const saidAbout = (file: string): ReadonlyArray<string> => {
  const result = take("orrery.toml", file)
  return Result.isSuccess(result) ? [] : result.failure.map(lineOf)
}

describe("a broken file", () => {
  it.each(broken)("is told what is wrong: $what", ({ file, says }) => {
    expect(saidAbout(file)).toEqual(says.map((line) => `orrery.toml:${line}`))
  })

  it("gets an example for each thing that is wrong", () => {
    expect(broken.length).toBeGreaterThan(70)
    const without = broken.filter(({ file }) => saidAbout(file).some((line) => !line.includes(" example `")))
    expect(without.map(({ what }) => what)).toEqual([])
  })

  it("never sees a secret again", () => {
    const secrets = /MTk4|hunter2|12345678/
    expect(broken.filter(({ file }) => secrets.test(file)).length).toBeGreaterThan(5)
    expect(broken.flatMap(({ file }) => saidAbout(file)).filter((line) => secrets.test(line))).toEqual([])
  })

  it("is not told more than can be read", () => {
    const file = Array.from({ length: 5000 }, (_, n) => `strange${n} = ${n}`).join("\n")
    expect(saidAbout(file)).toHaveLength(50)
  })

  it.each([
    ["deep lists", `a = ${"[".repeat(100_000)}`],
    ["deep keys", `${"a.".repeat(300_000)}b = 1`],
    ["a long text that does not end", `[store]\nhome = """${"\\".repeat(900_001)}`],
    ["only blank lines, then nonsense", `${"\n".repeat(1_000_000)}=`],
    ["many sections", `${"[[partners.users]]\n".repeat(50_000)}`],
  ])("may be hostile: %s", (_, file) => {
    expect(saidAbout(file).length).toBeGreaterThan(0)
  })
})

describe("a file that cannot be read", () => {
  const said = async (file: string) => (await refused({ file })).split("\n")[1]?.trim()

  it("is not there", async () => {
    expect(await said(join(directory(), "orrery.toml"))).toMatch(
      /^orrery\.toml: there is no such file; expected one that exists, or to have one written, for example `npm run orrery -- init --config orrery\.toml`$/,
    )
  })

  it("is a directory", async () => {
    const path = join(directory(), "orrery.toml")
    mkdirSync(path)
    expect(await said(path)).toBe(
      "orrery.toml: it is no file; expected a UTF-8 text file of at most 1 MiB, for example `orrery.toml`",
    )
  })

  it("is too large", async () => {
    expect(await said(written("#".repeat(largestFile + 1)))).toBe(
      "orrery.toml: it has 1048577 bytes; expected a UTF-8 text file of at most 1 MiB, for example `orrery.toml`",
    )
  })

  it("is no text", async () => {
    expect(await said(written(Uint8Array.of(0x70, 0xff, 0xfe)))).toBe(
      "orrery.toml: it is no UTF-8 text; expected a UTF-8 text file of at most 1 MiB, for example `orrery.toml`",
    )
  })
})

describe("a template's agents", () => {
  const team = ["analyst", "strategist", "writer"]
  const said = (text: string) => {
    const { templates, positions } = good(text)
    return unknownAgents("orrery.toml", templates, team, positions).map(lineOf)
  }

  it("are of the team", () => {
    expect(said('[templates.a]\nagents = ["writer", "analyst"]\n')).toEqual([])
  })

  it("are told where they are not", () => {
    expect(said('[templates.a]\nagents = ["writter", "cook"]\n')).toEqual([
      'orrery.toml:2:11: templates.a.agents[0]: the team has no agent "writter"; did you mean writer? For example `agents = ["writer"]`',
      'orrery.toml:2:22: templates.a.agents[1]: the team has no agent "cook"; expected one of analyst, strategist, writer, or a file cook.md among the brains, for example `agents = ["analyst"]`',
    ])
  })
})
