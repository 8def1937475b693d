/** `orrery config` and `orrery init` as people use them. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { configCommand } from "../../../src/adapters/cli/config.ts"
import { initCommand } from "../../../src/adapters/cli/init.ts"
import { running } from "../../support/command.ts"
import { orrery, temporaryHome } from "../../support/orrery.ts"

const config = running(configCommand)
const init = running(initCommand)

const home = (text?: string) => {
  const directory = temporaryHome()
  const file = join(directory, "orrery.toml")
  if (text !== undefined) writeFileSync(file, text)
  return { directory, file }
}

describe("config check", () => {
  it("says that all is well, what it comes to, and which tools an agent names in vain", async () => {
    const { file, directory } = home(`
[discord]
application_id = "549170854458687509"
[[partners.users]]
discord_id = "549170854458687509"
name = "ada"
template = "research"
[templates.research]
agents = ["writer"]
`)
    const brains = join(directory, "brains")
    mkdirSync(brains)
    writeFileSync(
      join(brains, "writer.md"),
      "---\nname: Writer\nrole: Writes\ntools: [time, knowledge.note, knowledge.forget, blender.render]\n---\nYou write.\n",
    )
    const environment = { ORRERY_HOME: directory, ORRERY_BRAINS: brains }
    const { code, out, err } = await orrery(["config", "check", file], environment).ended
    expect(code).toBe(0)
    expect(err.match(/nobody serves \S+;/g)).toEqual([
      "nobody serves knowledge.forget;",
      "nobody serves blender.render;",
    ])
    expect(err).toContain(`${join(brains, "writer.md")}: tools: `)
    expect(out).toContain(`${file} is fine.`)
    expect(out).toMatch(/runs on +a local Discord/)
    expect(out).toMatch(/partners +ada \(research\)/)
    expect(out).toMatch(/invite +https:\/\/discord\.com\/oauth2\/authorize\?client_id=549170854458687509&/)
  })

  it("says everything that is wrong, and ends with 1", async () => {
    const { file } = home('[playground]\nport = "x"\n[retention]\nkeep_day = 1\n')
    const { code, err, out } = await orrery(["config", "check"], { ORRERY_CONFIG: file, ORRERY_AGENTS: "0" })
      .ended
    expect(code).toBe(1)
    expect(out).toBe("")
    expect(err.trim().split("\n")).toEqual([
      "orrery: 3 problems in the configuration:",
      expect.stringContaining(`${file}:2:8: playground.port: `),
      expect.stringContaining(`${file}:4:1: retention.keep_day: `),
      expect.stringContaining("environment: ORRERY_AGENTS: "),
    ])
  })

  it.each([
    [
      "an agent that the team does not have",
      '[templates.a]\nagents = ["cook"]\n',
      {},
      /the team has no agent "cook"/,
    ],
    ["a team that is not there", '[team]\nbrains = "nowhere"\n', {}, /brains.*nowhere/],
    ["a cluster without its Redis", "", { CLUSTER: "127.0.0.1:1" }, /CLUSTER needs Redis/],
  ])("finds %s", async (_, text, environment: Record<string, string>, said) => {
    const { failed, out } = await config(["config", "check", home(text).file], environment)
    expect(failed).toEqual({ tag: "CheckFailed", message: expect.stringMatching(said) })
    expect(out).toBe("")
  })
})

describe("config show", () => {
  it("shows what is in effect, and no secret", async () => {
    const { file } = home('[discord]\ntoken = "hunter2"\n[pool]\nagents = 3\n')
    const environment = { REDIS_URL: "redis://ada:hunter2@redis.example" }
    const text = await orrery(["config", "show", "--config", file], environment).ended
    expect(text.code).toBe(0)
    expect(text.out).toMatch(/^agents = 3 +# /m)
    const json = await config(["config", "show", "--json", "--config", file], environment)
    expect(JSON.parse(json.out)).toMatchObject({
      file,
      sections: {
        pool: { agents: { value: 3, origin: file } },
        store: { redis: { value: "<redacted>", origin: "environment REDIS_URL" } },
      },
    })
    expect(text.out + text.err + json.out).not.toContain("hunter2")
  })
})

describe("init", () => {
  it("writes a file to start from, for its owner alone, and says what is next", async () => {
    const { file, directory } = home()
    const { code, out } = await orrery(["init", "--config", file], {}).ended
    expect(code).toBe(0)
    expect(out).toContain(`config check --config ${file}`)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await config(["config", "check", file], { ORRERY_HOME: directory })).failed).toBe(null)
  })

  it("leaves a file that is there as it is, unless it is told to write over it", async () => {
    const { file } = home("# mine\n")
    const { code, err } = await orrery(["init", "--config", file], {}).ended
    expect(code).toBe(2)
    expect(err).toMatch(/is there already.*--force/)
    expect(readFileSync(file, "utf8")).toBe("# mine\n")
    expect((await init(["init", "--config", file, "--force"])).failed).toBe(null)
    expect(readFileSync(file, "utf8")).toContain("[retention]")
  })

  it("says that there is no such directory", async () => {
    const { directory } = home()
    const { failed } = await init(["init", "--config", join(directory, "a/b.toml")])
    expect(failed).toEqual({
      tag: "InputError",
      message: expect.stringContaining("its directory is not there"),
    })
    expect(existsSync(join(directory, "a"))).toBe(false)
  })
})

describe("a start", () => {
  it("with a broken file ends at once, with all that is wrong", async () => {
    const { file } = home("[playground]\nport = -1\n")
    const { code, err } = await orrery(["start", "--config", file], {}).ended
    expect(code).toBe(2)
    expect(err).toContain(`${file}:2:8: playground.port: it is the number -1`)
  })
})
