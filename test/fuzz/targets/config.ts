/** What operators write: settings, addresses, brains, exports. */
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ConfigProvider, Effect, Result } from "effect"
import * as fc from "fast-check"
import * as Brains from "../../../src/adapters/brains/brains.ts"
import { take } from "../../../src/adapters/config/file.ts"
import { load } from "../../../src/adapters/config/load.ts"
import { lineOf } from "../../../src/adapters/config/problem.ts"
import { starter } from "../../../src/adapters/config/starter.ts"
import * as Export from "../../../src/adapters/feed/export.ts"
import { choose } from "../../../src/adapters/model/choose.ts"
import { modelConfig } from "../../../src/adapters/model/config.ts"
import { parseRedisUrl } from "../../../src/adapters/redis/url.ts"
import { StoreUnavailable } from "../../../src/actors/store.ts"
import { anyJson, garbled, hostileText, jsonText, must, nearly, type Json } from "../inputs.ts"
import { opened, target, type Opened } from "../target.ts"

const names = [
  "ORRERY_HOME",
  "DISCORD_TOKEN",
  "DISCORD_API_BASE",
  "REDIS_URL",
  "ORRERY_BRAINS",
  "ORRERY_PLAYGROUND_PORT",
  "ORRERY_INSPECTOR_PORT",
  "ORRERY_AGENTS",
  "CLUSTER",
  "ORRERY_MODEL",
  "ORRERY_MODEL_PREMIUM",
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "ANTHROPIC_API_KEY",
  "ANTHROPIC_BASE_URL",
  "ORRERY_MODEL_TIMEOUT",
]

const redisUrl = garbled(
  fc.constantFrom(
    "redis://user:p%40ss@127.0.0.1:6379/3",
    "redis+cluster://[::1]:7000,h:7001?cluster=true",
    "rediss://h",
  ),
)
const setting = fc.oneof(
  hostileText(200, ["~", "/", "0", "-1", "65536", "1e9", "90 seconds", "Infinity", "offline"]),
  fc.constantFrom("4010", "1e3", "0x10", " 7 ", "infinity seconds", "-5 seconds", "99999999999999999 weeks"),
  fc.webUrl({ withQueryParameters: true }),
  redisUrl,
)

const secrets = ["DISCORD_TOKEN", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"]
const planted = "planted-secret-0123456789"

/** Secrets are told from what else is set: an error quotes what it cannot read. */
const environment = fc
  .dictionary(fc.constantFrom(...names), setting, { noNullPrototype: true })
  .map((env) =>
    Object.fromEntries(
      Object.entries(env).map(([name, value]) => [
        name,
        secrets.includes(name) ? `${planted}${value}` : value,
      ]),
    ),
  )

const configuration = target("settings", 6, environment, async (env) => {
  const provider = ConfigProvider.fromEnvRecord(env)
  const flags = { file: null, store: null, brains: null }
  const read = await Effect.runPromise(
    load(flags).pipe(Effect.provideService(ConfigProvider.ConfigProvider, provider), Effect.result),
  )
  if (Result.isFailure(read)) {
    const words = read.failure.message
    must(words !== "", "no words")
    must(!words.includes(planted), "a secret in an error")
  }
  const model = await Effect.runPromise(Effect.result(modelConfig.parse(provider)))
  if (Result.isFailure(model)) return must(model.failure.message !== "", "no words")
  const { openai, model: name } = model.success
  if (openai.key === null && openai.baseUrl === null && name !== "offline") return
  const chosen = await Effect.runPromise(Effect.result(choose(model.success)))
  must(Result.isSuccess(chosen) || chosen.failure._tag === "ModelFailed", "no ModelFailed")
})

const everyLine = starter().replaceAll(/^#(?=[a-z_[])/gm, "")
const sections = [
  '[discord]\ntoken = "env:BOT"\n[pool]\nagents = 5\n',
  '[[partners.users]]\ndiscord_id = "549170854458687509"\nname = "a"\ntemplate = "b"\n[templates.b]\nextends = "default"\n',
  '[templates.a]\nagents = ["writer", "analyst"]\n[[templates.a.memory]]\nlabel = "x"\nlimit = 3\n[[templates.a.groups]]\nname = "y"\n',
  'catch_up = { max_age = "24 h", max_messages = 0x10 }\nretention.keep_days = 1_0\n',
]
const signsOfToml = [
  "[",
  "[[",
  "]]",
  '"""',
  "'''",
  "=",
  ".",
  "{",
  "\\u",
  "#",
  "\n",
  "__proto__",
  "nan",
  "1979-05-27",
]

const files = target(
  "orrery.toml",
  6,
  fc.oneof(
    { weight: 6, arbitrary: garbled(fc.constantFrom(everyLine, ...sections)) },
    {
      weight: 3,
      arbitrary: fc.array(fc.constantFrom(...sections), { maxLength: 6 }).map((all) => all.join("")),
    },
    { weight: 2, arbitrary: hostileText(5000, signsOfToml) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...signsOfToml, "a."), fc.nat(4000))
        .map(([it, n]) => `a = ${it.repeat(n)}`),
    },
  ),
  (text) => {
    const read = take("orrery.toml", text)
    if (Result.isSuccess(read)) return
    const lines = text.split("\n")
    must(read.failure.length > 0 && read.failure.length <= 50, "as many problems as can be read")
    for (const problem of read.failure) {
      must(!/\bexpected (undefined|null)\b|\[object/.test(lineOf(problem)), "no words")
      const { line, column } = problem.at ?? { line: 1, column: 1 }
      must(line >= 1 && line <= lines.length, `line ${line}`)
      must(column >= 1 && column <= lines[line - 1]!.length + 1, `column ${column}`)
    }
  },
)

const urls = target(
  "REDIS_URL",
  3,
  fc.oneof(redisUrl, hostileText(2000, ["redis://", "@", ":", "/", "%"])),
  (url) => {
    try {
      must(!parseRedisUrl(url).label.includes("@"), "a password in the label")
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
    }
  },
)

const front: Json = {
  name: "Writer",
  role: "Writes",
  triggers: ["draft", "blog post"],
  autoRespond: false,
  lead: true,
  maxTokens: 400,
  temperature: 0.5,
  tools: ["search"],
  tier: "lite",
  avatar: "https://example.org/a.png",
}

/** YAML with the values in its flow style, which is that of JSON. */
const stringify = (json: Json): string =>
  typeof json !== "object" || json === null || Array.isArray(json)
    ? JSON.stringify(json)
    : Object.entries(json)
        .map(([key, value]) => `${key === "" ? '""' : key}: ${JSON.stringify(value)}`)
        .join("\n")

const bombs = [
  "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nname: *c",
  "name: &a [*a]",
  "name: !!binary R0lGODlhDAAMAIQAAP==\nrole: !!js/function x",
  "<<: {name: A}\nrole: &r b\ntools: [*r]",
  "? [a, b]\n: c\n? {x: y}\n: z",
  "__proto__: {a: 1}\nconstructor: b\ntoString: c",
  "name: |\n  a\n b\nrole: >-\n\n c",
  "%YAML 9.9\n---\nname: a",
]

const yaml = fc.oneof(
  { weight: 4, arbitrary: nearly(front).map(stringify) },
  { weight: 2, arbitrary: garbled(fc.constantFrom(...bombs, stringify(front))) },
  {
    weight: 1,
    arbitrary: hostileText(20_000, ["&a ", "*a", "? ", "- ", "[", "{", "!!", "|", "<<: ", "k: "]),
  },
  {
    weight: 1,
    arbitrary: fc.nat(4000).map((count) => Array.from({ length: count }, (_, n) => `k${n}:`).join("\n")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("[", "{a: ", "- ", "? "), fc.nat(4000))
      .map(([it, n]) => `name: ${it.repeat(n)}`.slice(0, 66_000)),
  },
)

const ends = fc.constantFrom("\n", "\r\n", "\r")
const file: fc.Arbitrary<Uint8Array> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom("", "\uFEFF"), yaml, ends, garbled(fc.constant("\n---\nYou write.\n")))
      .map(([mark, front, end, body]) => Buffer.from(`${mark}---\n${front}${body}`.replaceAll("\n", end))),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({ maxLength: 20 })
      .map((noise) => Buffer.concat([Buffer.from("---\nname: "), noise, Buffer.from("\n---\nx")])),
  },
)

/** Something that reads a file, in a directory of its own. */
const inDirectory =
  <A>(take: (directory: string, input: A) => Promise<unknown>) =>
  async (): Promise<Opened<A>> => {
    const directory = await mkdtemp(join(tmpdir(), "orrery-fuzz-"))
    return {
      take: (input) => take(directory, input),
      close: () => rm(directory, { recursive: true, force: true }),
    }
  }

const brains = opened(
  "brains",
  8,
  file,
  inDirectory(async (directory, bytes) => {
    await writeFile(join(directory, "writer.md"), bytes)
    const loaded = await Effect.runPromise(Effect.result(Brains.load(directory)))
    if (Result.isSuccess(loaded)) return
    must(loaded.failure._tag === "BrainInvalid", "no BrainInvalid")
    must(!/\bexpected undefined\b/.test(loaded.failure.message), "no words for what is expected")
  }),
)

const recording: Json = {
  guild: { id: "700000000000000100", name: "Tea" },
  channel: { id: "700000000000000200", name: "launch", topic: null, type: "GuildTextChat" },
  messages: [
    {
      id: "700000000000001000",
      type: "Default",
      timestamp: "2020-02-15T23:02:46.362Z",
      content: "Hello",
      author: { id: "700000000000000001", name: "Ada", nickname: null, isBot: false },
    },
    {
      id: "700000000000001001",
      type: "Reply",
      timestamp: "2020-02-15T23:02:47Z",
      content: "Hi",
      author: { id: "700000000000000002", name: "Ben" },
      reference: { messageId: "700000000000001000" },
    },
  ],
}

const exports = opened(
  "exports",
  5,
  fc.oneof(jsonText(nearly(recording)), jsonText(anyJson)),
  inDirectory(async (directory, text) => {
    const path = join(directory, "channel.json")
    await writeFile(path, text)
    const read = await Effect.runPromise(Effect.result(Export.read(path)))
    must(Result.isSuccess(read) || read.failure._tag === "ExportInvalid", "no ExportInvalid")
  }),
)

export const config = [configuration, files, urls, brains, exports]
