/** Servers of tools in the configuration: what they are given, what is never shown of it, and what is wrong with them. */
import { Redacted } from "effect"
import { describe, expect, it } from "vitest"
import { changesBetween } from "../../../src/adapters/config/changes.ts"
import { asJson, asToml } from "../../../src/adapters/config/show.ts"
import { unknownUsers } from "../../../src/adapters/config/tool-problems.ts"
import { good, loaded, refused, written } from "./support.ts"

const file = `
[tools.files]
command = ["npx", "-y", "files", "/srv"]
env = ["TOKEN=env:FILES_TOKEN", "MODE=fast=true"]
cwd = "work"
only = ["read"]

[tools.far]
url = "https://far.example/mcp?key=sesame-in-url"
headers = ["x-team: env:TEAM", "x-key: Basic env:KEY"]
token = "env:FAR_TOKEN"

[tools.time]
agents = []
`
const held = { FILES_TOKEN: "sesame-files", TEAM: "red", KEY: "sesame-key", FAR_TOKEN: "sesame-far" }

const given = (settings: ReadonlyArray<{ readonly name: string; readonly value: Redacted.Redacted }>) =>
  settings.map(({ name, value }) => [name, Redacted.value(value)])

describe("a server of tools", () => {
  it("is given what the environment holds", async () => {
    const { live } = await loaded({ file: written(file) }, held)
    const [files, far, time] = live.tools
    if (files?.reach.by !== "command" || far?.reach.by !== "url")
      throw new Error("they are reached otherwise")
    expect([files.reach.command, files.reach.args]).toEqual(["npx", ["-y", "files", "/srv"]])
    expect(files.reach.cwd).toMatch(/^\/.*\/work$/)
    expect(given(files.reach.env)).toEqual([
      ["TOKEN", "sesame-files"],
      ["MODE", "fast=true"],
    ])
    expect(given(far.reach.headers)).toEqual([
      ["x-team", "red"],
      ["x-key", "Basic sesame-key"],
      ["authorization", "Bearer sesame-far"],
    ])
    expect(time).toMatchObject({ reach: { by: "itself" }, agents: [], timeout: 30_000, warm: true })
  })

  it("keeps its secrets: they are shown nowhere", async () => {
    const found = await loaded({ file: written(file) }, held)
    for (const shown of [asToml(found), JSON.stringify(asJson(found)), JSON.stringify(found.live)]) {
      expect(shown).not.toContain("sesame-f")
      expect(shown).not.toContain("sesame-key")
    }
    expect(asToml(found)).not.toContain("sesame")
    expect(asToml(found)).toContain('env = ["TOKEN=<redacted>", "MODE=<redacted>"]')
  })

  it("is another one when a secret of its is, while Orrery runs", async () => {
    const path = written(file)
    const [before, same, after] = [
      await loaded({ file: path }, held),
      await loaded({ file: path }, held),
      await loaded({ file: path }, { ...held, FAR_TOKEN: "sesame-new" }),
    ]
    expect(changesBetween(before, same, before).atOnce).toEqual([])
    expect(changesBetween(before, after, before).atOnce).toEqual(["tools"])
  })
})

describe("what is wrong with it is told", () => {
  it.each([
    ["[tools.serch]", "tools.serch: nothing says where it is, and it is not built in; did you mean search?"],
    ['[tools.time]\ncommand = ["x"]', "tools.time.command: time is built in; expected another name"],
    ['[tools.a]\ncommand = ["x"]\nurl = "http://h/"', "tools.a.url: there is a `command` too"],
    [
      '[tools.a]\nurl = "http://h/"\nenv = ["A=b"]',
      "tools.a.env: this is for a server that is reached by `command`",
    ],
    [
      '[tools.a]\ncommand = ["x"]\ntoken = "t"',
      "tools.a.token: this is for a server that is reached by `url`",
    ],
    ['[tools.a]\ncommand = ["x"]\nenv = ["A=env:NO_SUCH"]', "tools.a.env[0]: the environment has no NO_SUCH"],
    ['[tools."a b"]\ncommand = ["x"]', '"a b" cannot be the name of a server'],
    ['[tools.a]\ncommand = ["x"]\nenv = ["sesame"]', "tools.a.env[0]: it is a text that is not shown here"],
  ])("%s", async (text, said) => {
    expect(await refused({ file: written(text) })).toContain(said)
  })

  it("agents that the team does not have", () => {
    const { tools, positions } = good('[tools.a]\ncommand = ["x"]\nagents = ["writr"]')
    const problems = unknownUsers("orrery.toml", tools, ["writer"], positions)
    expect(problems).toMatchObject([
      { key: "tools.a.agents[0]", found: 'the team has no agent "writr"; did you mean writer?' },
    ])
  })
})
