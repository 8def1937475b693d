import { homedir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { ConfigProvider, Effect, Redacted } from "effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { catchUpPolicy } from "../../../src/adapters/discord/policy.ts"
import { advice } from "../../../src/adapters/config/advice.ts"
import { models } from "../../../src/adapters/config/models.ts"
import { lineOf } from "../../../src/adapters/config/problem.ts"
import { asJson, asToml } from "../../../src/adapters/config/show.ts"
import { modelConfig } from "../../../src/adapters/model/config.ts"
import { retention } from "../../../src/actors/keeping/retention.ts"
import { loaded, refused, written } from "./support.ts"

const hidden = (value: Redacted.Redacted | null) => (value === null ? null : Redacted.value(value))

describe("a configuration", () => {
  it("may be missing", async () => {
    const { settings, live, file } = await loaded({})
    expect(file).toBeNull()
    expect(settings).toMatchObject({
      home: resolve(".orrery"),
      database: resolve(".orrery/orrery.db"),
      archiveDir: resolve(".orrery/archive"),
      brains: resolve("brains"),
      token: null,
      redis: null,
      cluster: null,
      agents: 50,
      playgroundPort: 4010,
      inspectorPort: 4020,
      poolShards: null,
      requestsPerSecond: 50,
      gatewayShards: null,
    })
    expect(live.catchUp).toEqual(catchUpPolicy)
    expect(live.retention).toEqual(retention)
    expect(live.partners).toEqual([])
    expect([...live.templates.keys()]).toEqual(["default"])
  })

  it("comes from the file", async () => {
    const file = written(`
[discord]
application_id = "549170854458687509"
[store]
home = "kept"
[cluster]
address = "[::1]:34431"
[pool]
agents = 3
[catch_up]
max_age = "2 days"
answer_within = "90 s"
[retention]
keep_days = 7
archive = false
sweep_every = "1.5 h"
`)
    const { settings, live } = await loaded({ file })
    expect(settings).toMatchObject({
      applicationId: "549170854458687509",
      home: join(dirname(file), "kept"),
      archiveDir: join(dirname(file), "kept/archive"),
      cluster: { address: { host: "::1", port: 34431 }, listen: null },
      agents: 3,
    })
    expect(live.catchUp).toEqual({ maxAge: 172_800_000, maxMessages: 200, answerWithin: 90_000 })
    expect(live.retention).toEqual({
      keepDays: 7,
      keepEntries: 10_000,
      archive: false,
      archiveDays: null,
      sweepEvery: 5_400_000,
    })
  })

  it("is the one of ORRERY_CONFIG, unless a flag names another", async () => {
    const one = written("[pool]\nagents = 1\n")
    const other = written("[pool]\nagents = 2\n")
    expect((await loaded({}, { ORRERY_CONFIG: one })).settings.agents).toBe(1)
    expect((await loaded({ file: other }, { ORRERY_CONFIG: one })).settings.agents).toBe(2)
  })

  it("is the orrery.toml of the place where Orrery is started, when nobody names one", async () => {
    const before = process.cwd()
    process.chdir(dirname(written("[pool]\nagents = 4\n[team]\nbrains = 'mine'\n")))
    onTestFinished(() => process.chdir(before))
    const { settings, file } = await loaded({})
    expect(file?.name).toBe("orrery.toml")
    expect(settings).toMatchObject({ agents: 4, brains: resolve("mine") })
  })

  it("is the flag's above the environment's above the file's", async () => {
    const file = written('[store]\nredis = "redis://file"\n[team]\nbrains = "file"\n[pool]\nagents = 1\n')
    const environment = { REDIS_URL: "redis://environment", ORRERY_BRAINS: "~/environment" }
    const fromFile = (await loaded({ file })).settings
    expect([hidden(fromFile.redis), fromFile.brains]).toEqual(["redis://file", join(dirname(file), "file")])
    const above = (await loaded({ file }, environment)).settings
    expect([hidden(above.redis), above.brains, above.agents]).toEqual([
      "redis://environment",
      join(homedir(), "environment"),
      1,
    ])
    const flags = { store: { redis: Redacted.make("redis://flag") }, brains: "/flag" }
    const top = (await loaded({ file, ...flags }, environment)).settings
    expect([hidden(top.redis), top.brains]).toEqual(["redis://flag", "/flag"])
  })

  it("leaves the file's Redis for the embedded store of a flag", async () => {
    const file = written('[store]\nredis = "redis://file"\n')
    const { settings } = await loaded({ file, store: { database: "/tmp/x.db" } })
    expect(settings).toMatchObject({ redis: null, database: "/tmp/x.db" })
  })

  it("takes an empty variable for a missing one", async () => {
    const file = written("[pool]\nagents = 3\n")
    expect((await loaded({ file }, { ORRERY_AGENTS: " ", REDIS_URL: "" })).settings).toMatchObject({
      agents: 3,
      redis: null,
    })
  })

  it("has the old ways of the environment to write a duration", async () => {
    const { entries } = await loaded({}, { ORRERY_MODEL_TIMEOUT: "90 seconds" })
    expect(entries.find(({ key }) => key === "timeout")?.value).toBe(90_000)
  })

  it("tells all that is wrong in the environment and the file at once", async () => {
    const file = written('[pool]\nagents = "x"\n')
    const environment = { ORRERY_INSPECTOR_PORT: "many", CLUSTER: "here", ORRERY_RETENTION_ARCHIVE: "maybe" }
    expect((await refused({ file }, environment)).split("\n")).toEqual([
      "4 problems in the configuration:",
      '  orrery.toml:2:10: pool.agents: it is the text "x"; expected a whole number from 1 to 10000, without quotes, for example `agents = 50`',
      "  environment: CLUSTER: it is the text \"here\"; expected HOST:PORT, for example `CLUSTER='runner-1.example:34431'`",
      '  environment: ORRERY_INSPECTOR_PORT: it is the text "many"; expected a port from 1 to 65535, or 0 for a free one, for example `ORRERY_INSPECTOR_PORT=4020`',
      '  environment: ORRERY_RETENTION_ARCHIVE: it is the text "maybe"; expected true or false, for example `ORRERY_RETENTION_ARCHIVE=true`',
    ])
  })
})

describe("a secret", () => {
  it("may be in a variable that the file names", async () => {
    const file = written('[discord]\ntoken = "env:BOT"\n')
    const { settings, entries } = await loaded({ file }, { BOT: "abc.def" })
    expect(hidden(settings.token)).toBe("abc.def")
    expect(entries.find(({ key }) => key === "token")?.origin).toEqual({ from: "file", name: file })
  })

  it("is missed where the variable is not set", async () => {
    const file = written('[discord]\ntoken = "env:BOT"\n')
    expect(await refused({ file })).toBe(
      "1 problem in the configuration:\n  orrery.toml:2:9: discord.token: the environment has no BOT; expected the variable to be set, or # before this line to leave it out, for example `BOT=… npm start`",
    )
  })

  it("is not shown when the variable holds something else", async () => {
    const file = written('[store]\nredis = "env:STORE"\n')
    const said = await refused({ file }, { STORE: "hunter2", DISCORD_TOKEN: "hunter2 hunter2" })
    expect(said).toContain("store.redis: what STORE holds in the environment cannot be used")
    expect(said).toContain("environment: DISCORD_TOKEN: it is a text that is not shown here")
    expect(said).not.toContain("hunter2")
  })

  it("is hidden wherever the configuration is shown", async () => {
    const file = written(
      '[discord]\ntoken = "hunter2"\n[models]\nopenai_api_key = "hunter2"\nanthropic_api_key = "env:CLAUDE"\n',
    )
    const found = await loaded(
      { file },
      { REDIS_URL: "redis://ada:hunter2@redis.example", CLAUDE: "hunter2" },
    )
    const shown = [
      asToml(found),
      JSON.stringify(asJson(found)),
      JSON.stringify(found.settings),
      String(found.entries),
    ]
    expect(shown.filter((it) => it.includes("hunter2"))).toEqual([])
    expect(asToml(found)).toMatch(/^token = "<redacted>" +# \S*orrery\.toml$/m)
    expect(asToml(found)).toMatch(/^redis = "<redacted>" +# environment REDIS_URL$/m)
  })

  it("that stands in the file itself should rather not", async () => {
    const file = written('[discord]\ntoken = "hunter2"\n')
    const said = advice(await loaded({ file }), ["ORRERY_AGENT", "HOME"]).map(lineOf)
    expect(said).toEqual([
      `${file}:2:9: discord.token: the secret itself stands in the file; expected it in the environment, and its name here, for example \`token = "env:DISCORD_TOKEN"\``,
      "environment: ORRERY_AGENT: nobody reads this variable; did you mean ORRERY_AGENTS?",
    ])
  })
})

describe("what is shown", () => {
  it("says of each value who says so", async () => {
    const file = written("[pool]\nagents = 3\n")
    const found = await loaded({ file, brains: "/flag" }, { ORRERY_INSPECTOR_PORT: "0" })
    expect(asToml(found)).toMatch(/^agents = 3 +# \S+orrery\.toml$/m)
    expect(asToml(found)).toMatch(/^port = 0 +# environment ORRERY_INSPECTOR_PORT$/m)
    expect(asToml(found)).toMatch(/^brains = "\/flag" +# flag --brains$/m)
    expect(asToml(found)).toMatch(/^max_age = "24 h" +# default$/m)
    expect(asToml(found)).toMatch(/^# token +# not set: a local Discord runs/m)
    expect(asJson(found)).toMatchObject({
      file,
      sections: {
        pool: { agents: { value: 3, origin: file } },
        catch_up: { max_age: { value: "24 h", origin: "default" } },
        discord: { token: { value: null } },
      },
      partners: [],
      templates: {
        default: { agents: null, groups: [{ name: "main", coordination: "hybrid", members: null }] },
      },
    })
  })

  it("is a file that says the same", async () => {
    const file = written(`
[retention]
keep_days = 7
[[partners.users]]
discord_id = "549170854458687509"
name = "ada"
template = "research"
[templates.research]
agents = ["writer"]
[[templates.research.memory]]
label = "persona"
read_only = true
`)
    const before = await loaded({ file })
    const after = await loaded({ file: written(asToml(before)) })
    expect(after.settings).toEqual(before.settings)
    expect(after.live).toEqual(before.live)
  })
})

describe("the models of a file", () => {
  const read = async (text: string, environment: Readonly<Record<string, string>>) => {
    const found = await loaded({ file: written(text) }, environment)
    return Effect.runPromise(
      modelConfig.pipe(
        Effect.provide(models(found)),
        Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnvRecord(environment)),
      ),
    )
  }

  it("stand under those of the environment", async () => {
    const text = '[models]\nmodel = "file"\nlite = "small"\nopenai_api_key = "env:KEY"\ntimeout = "42 s"\n'
    const { model, tiers, openai, patience } = await read(text, { ORRERY_MODEL: "environment", KEY: "k" })
    expect({ model, lite: tiers.lite, premium: tiers.premium }).toEqual({
      model: "environment",
      lite: "small",
      premium: null,
    })
    expect(hidden(openai.key)).toBe("k")
    expect(patience.timeout).toMatchObject({ value: { millis: 42_000 } })
  })

  it("count where the environment has an empty variable", async () => {
    expect((await read('[models]\nmodel = "file"\n', { ORRERY_MODEL: "" })).model).toBe("file")
  })
})
