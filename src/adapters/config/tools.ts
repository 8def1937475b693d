/** Tools that agents may use: servers that speak MCP, and what is built in. https://modelcontextprotocol.io */
import { Redacted } from "effect"
import type { CacheKind } from "../../actors/caching/terms.ts"
import { withUnit } from "./durations.ts"
import {
  agentNames,
  commandLine,
  duration,
  oneOf,
  path,
  secret,
  settingsList,
  toolList,
  url,
  whole,
  yesOrNo,
} from "./kinds.ts"
import { part, table, type Named, type Values } from "./tree.ts"

/** Kinds of values that tools read. */
const cacheKinds = [
  "files",
  "documentation",
  "research",
  "patterns",
] as const satisfies ReadonlyArray<CacheKind>

const server = table(
  "A server of tools, or a tool that is built in.",
  {
    command: part(commandLine, {
      does: "The program that is the server, with its arguments: it is run here, and spoken with over its input and output.",
      standard: null,
      without: "the server is at `url`, or built in",
      example: '["npx", "-y", "@modelcontextprotocol/server-filesystem", "/srv/docs"]',
    }),
    env: part(settingsList("="), {
      does: "What the program finds in its environment besides PATH and HOME.",
      standard: null,
      without: "PATH and HOME alone",
      example: '["GITHUB_TOKEN=env:GITHUB_TOKEN"]',
    }),
    cwd: part(path, {
      does: "The directory in which the program is run.",
      standard: null,
      without: "where Orrery was started",
      example: '"tools"',
    }),
    url: part(url, {
      does: "The address of a server that is reached over HTTP.",
      standard: null,
      without: "the server is a `command`, or built in",
      example: '"https://tools.example/mcp"',
    }),
    headers: part(settingsList(":"), {
      does: "Headers of every request to it.",
      standard: null,
      without: "none but those of the protocol",
      example: '["x-team: env:DOCS_TEAM"]',
    }),
    token: part(secret("DOCS_TOKEN"), {
      does: "What it lets in: sent as `authorization: Bearer`.",
      standard: null,
      without: "it is asked without one",
      example: '"env:DOCS_TOKEN"',
    }),
    timeout: part(duration("1 s", "1 h"), { does: "How long one call may take.", standard: 30_000 }),
    at_once: part(whole(1, 100, "calls"), {
      does: "Calls of it that run at a time; others wait.",
      standard: 8,
    }),
    agents: part(agentNames, {
      does: "Who may use it; an empty list: nobody.",
      standard: null,
      without:
        "whoever names it, or one of its tools, in the `tools` of its front matter; everybody what is built in",
      example: '["analyst"]',
    }),
    only: part(toolList, {
      does: "Those of its tools that may be used.",
      standard: null,
      without: "all of them",
      example: '["read_file", "search_files"]',
    }),
    harmless: part(toolList, {
      does: "Those of its tools that change nothing anywhere, and are not asked about: docs/permissions.md.",
      standard: null,
      without: "those of which the server says that they only read",
      example: '["read_file"]',
    }),
    cache: part(oneOf(...cacheKinds), {
      does: "What its harmless tools read, which says for how long it is kept for the people of a server: docs/caches.md.",
      standard: null,
      without: "nothing of it is kept",
      example: '"documentation"',
    }),
    warm: part(yesOrNo, {
      does: "Whether it is connected from the start on, and kept so. Otherwise with its first call, until it was not used for 10 min.",
      standard: true,
    }),
  },
  { live: true },
)

/** What the file says under `[tools]`. */
export const tools: Named<typeof server> = {
  _tag: "Named",
  does: "Tools that agents may use.",
  of: server,
  most: 32,
  example: "[tools.docs]",
}

export type Written = ReadonlyMap<string, Values<(typeof server)["keys"]>>

/** What a program finds in its environment, or a server among the headers. */
export interface Setting {
  readonly name: string
  readonly value: Redacted.Redacted
}

/** How a server is reached. */
export type Reach =
  | {
      readonly by: "command"
      readonly command: string
      readonly args: ReadonlyArray<string>
      readonly env: ReadonlyArray<Setting>
      readonly cwd: string | null
    }
  | { readonly by: "url"; readonly url: string; readonly headers: ReadonlyArray<Setting> }
  | { readonly by: "itself" }

/** A server as the file has it. */
export interface ToolTerms {
  readonly name: string
  readonly reach: Reach
  /** Of one call, in ms. */
  readonly timeout: number
  readonly atOnce: number
  /** Ids of brains; null: whoever names it, everybody what is built in. */
  readonly agents: ReadonlyArray<string> | null
  readonly only: ReadonlyArray<string> | null
  readonly harmless: ReadonlyArray<string> | null
  readonly warm: boolean
  /** What its harmless tools read; null: nothing of it is kept. */
  readonly cache: CacheKind | null
}

type WrittenServer = Values<(typeof server)["keys"]>

const named = /(?:^|[\s=])env:([A-Za-z_]\w{0,99})$/

/** The variable that holds the value, or the end of it: `NAME=env:NAME`, `authorization: Bearer env:NAME`. */
const variableIn = (written: string): string | null => named.exec(written)?.[1] ?? null

/** Variables that hold what a server is given, and where they are named. */
export const variablesOf = ({ env, headers, token }: WrittenServer) =>
  [
    ...(env ?? []).map((written, n) => ({ at: ["env", n], written })),
    ...(headers ?? []).map((written, n) => ({ at: ["headers", n], written })),
    ...(token === null ? [] : [{ at: ["token"], written: Redacted.value(token) }]),
  ].flatMap(({ at, written }) => {
    const variable = variableIn(written)
    return variable === null ? [] : [{ at, variable }]
  })

export const variablesIn = (written: Written): ReadonlyArray<string> => [
  ...new Set([...written.values()].flatMap(variablesOf).map(({ variable }) => variable)),
]

/** What the environment holds under the names that the file uses; null: nothing. */
export type Held = ReadonlyMap<string, string | null>

const resolved = (written: string, held: Held): string => {
  const variable = variableIn(written)
  return variable === null
    ? written
    : written.slice(0, -`env:${variable}`.length) + (held.get(variable) ?? "")
}

/** `NAME=value`, `name: value`. */
const settingOf = (between: "=" | ":", held: Held) => (written: string) => {
  const at = written.indexOf(between)
  return {
    name: written.slice(0, at),
    value: Redacted.make(resolved(written.slice(at + 1), held).trim()),
  }
}

const reachOf = ({ command, env, cwd, url, headers, token }: WrittenServer, held: Held): Reach => {
  if (command !== null)
    return {
      by: "command",
      command: command[0]!,
      args: command.slice(1),
      env: (env ?? []).map(settingOf("=", held)),
      cwd,
    }
  if (url === null) return { by: "itself" }
  const own = (headers ?? []).map(settingOf(":", held))
  const bearer = token === null ? null : Redacted.make(`Bearer ${resolved(Redacted.value(token), held)}`)
  return {
    by: "url",
    url,
    headers: bearer === null ? own : [...own, { name: "authorization", value: bearer }],
  }
}

export const toolsOf = (written: Written, held: Held): ReadonlyArray<ToolTerms> =>
  [...written].map(([name, its]) => ({
    name,
    reach: reachOf(its, held),
    timeout: its.timeout,
    atOnce: its.at_once,
    agents: its.agents,
    only: its.only,
    harmless: its.harmless,
    warm: its.warm,
    cache: its.cache,
  }))

/** With what secrets hold: to be compared, and never to be shown. */
export const revealed = (tools: ReadonlyArray<ToolTerms>): string =>
  JSON.stringify(tools.map((its) => [its, secretsOf(its.reach).map(({ value }) => Redacted.value(value))]))

/** What a server is given that may be secret. */
export const secretsOf = (reach: Reach): ReadonlyArray<Setting> => {
  if (reach.by === "itself") return []
  return reach.by === "command" ? reach.env : reach.headers
}

/** With the names of the file, and nothing that might be a secret. */
export const shownOf = ({ reach, atOnce, name: _, ...its }: ToolTerms) => ({
  ...(reach.by === "command" && {
    command: [reach.command, ...reach.args],
    env: reach.env.map(({ name }) => `${name}=<redacted>`),
    cwd: reach.cwd,
  }),
  ...(reach.by === "url" && {
    url: reach.url.replace(/\?.*$/s, "?<redacted>"),
    headers: reach.headers.map(({ name }) => `${name}: <redacted>`),
  }),
  at_once: atOnce,
  ...its,
  timeout: withUnit(its.timeout),
})
