/** What a key of the configuration may hold: a Schema for the machine, words for people. Pure but for the home directory. */
import { homedir } from "node:os"
import { resolve } from "node:path"
import { Redacted, Schema } from "effect"
import { isZone } from "../schedules/when.ts"
import { millisOf, withUnit } from "./durations.ts"

export interface Endpoint {
  readonly host: string
  readonly port: number
}

/** A value as TOML writes it: a text, a number, true or false, a list of texts. */
export type Written = string | number | boolean | ReadonlyArray<string>

export interface Kind<A> {
  readonly schema: Schema.Codec<Written, unknown>
  /** What may be written, as it ends the sentence "expected …". */
  readonly expected: string
  /** The same of one item, for a list. */
  readonly item?: string
  /** What a file would say for the text of an environment variable. */
  readonly fromText: (text: string) => unknown
  /** The value of what was written and found good; a relative path is one from `directory`. */
  readonly read: (written: Written, directory: string) => A
  /** The way back, for people; a secret stays one. */
  readonly write: (value: A) => Written
  readonly secret: boolean
}

const kind = <A extends Written>(
  schema: Schema.Codec<A, unknown>,
  expected: string,
  more: Partial<Kind<A>> = {},
): Kind<A> => ({
  schema: schema as Schema.Codec<Written, unknown>,
  expected,
  fromText: (text) => text,
  read: (written) => written as A,
  write: (value) => value,
  secret: false,
  ...more,
})

export const whole = (minimum: number, maximum: number, unit = ""): Kind<number> =>
  kind(
    Schema.Int.check(Schema.isBetween({ minimum, maximum })),
    `a whole number from ${minimum} to ${maximum}${unit === "" ? "" : `, in ${unit}`}, without quotes`,
    { fromText: (text) => (/^[+-]?\d+$/.test(text) ? Number(text) : text) },
  )

/** With or without a fraction. */
export const decimal = (minimum: number, maximum: number): Kind<number> =>
  kind(
    Schema.Finite.check(Schema.isBetween({ minimum, maximum })),
    `a number from ${minimum} to ${maximum}, without quotes`,
    { fromText: (text) => (/^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : text) },
  )

export const port = kind(
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 })),
  "a port from 1 to 65535, or 0 for a free one, without quotes",
  { fromText: whole(0, 65_535).fromText },
)

export const yesOrNo = kind(Schema.Boolean, "true or false, without quotes", {
  fromText: (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : text),
})

const matching = (pattern: RegExp) => Schema.String.check(Schema.isPattern(pattern))

export const text = (longest: number) =>
  kind(
    Schema.String.check(Schema.isPattern(/\S/), Schema.isMaxCodePoints(longest)),
    `a text of 1 to ${longest} characters in quotes`,
  )

/** May say nothing. */
export const anyText = (longest: number) =>
  kind(
    Schema.String.check(Schema.isMaxCodePoints(longest)),
    `a text of at most ${longest} characters in quotes`,
  )

/** What is called by its name elsewhere. */
export const name = kind(
  matching(/^[a-z0-9][a-z0-9_-]{0,31}$/),
  "1 to 32 of a-z, 0-9, - and _ in quotes, beginning with a letter or a digit",
)

/** What a workflow is called. */
export const planName = kind(
  matching(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,31}$/u),
  "one word of at most 32 letters, digits, - and _ in quotes",
)

/** The id of a brain. */
export const brainName = kind(
  matching(/^[a-z0-9-]{1,32}$/),
  "the name of an agent's file without .md: 1 to 32 of a-z, 0-9 and - in quotes",
)

/** https://www.iana.org/time-zones */
export const timeZone = kind(
  Schema.String.check(Schema.makeFilter((written) => isZone(written))),
  'the name of a time zone in quotes, such as "Europe/Berlin" or "UTC"',
)

/** Ids of brains. */
export const agentNames = kind(
  Schema.Array(matching(/^[a-z0-9-]{1,32}$/)).check(Schema.isMaxLength(64)),
  "a list of at most 64 agents, each by the name of its file without .md, in quotes",
  { item: "the name of an agent's file without .md: 1 to 32 of a-z, 0-9 and - in quotes" },
)

/** What brains call their tools. */
export const toolNames: Kind<ReadonlyArray<string>> = kind(
  Schema.Array(matching(/^\S(.{0,62}\S)?$/)).check(Schema.isMaxLength(32)),
  "a list of at most 32 tools, each by its name in quotes",
  { item: "the name of a tool: 1 to 64 characters in quotes" },
)

/** Calls of tools, see `machines/tools/pattern.ts`. */
export const toolPattern = kind(
  matching(/^[^\s:()"'`]{1,100}(:[^]{0,500})?$/),
  "a tool, and after a colon what it is called with, in quotes; * is any text",
)

/** What a server of tools calls its own. */
export const toolList: Kind<ReadonlyArray<string>> = kind(
  Schema.Array(matching(/^\S(.{0,126}\S)?$/)).check(Schema.isMaxLength(128)),
  "a list of at most 128 of the server's tools, each by its name in quotes",
  { item: "the name of a tool: 1 to 128 characters in quotes" },
)

/** A program and its arguments. */
export const commandLine: Kind<ReadonlyArray<string>> = kind(
  Schema.Array(Schema.String.check(Schema.isMaxCodePoints(4096))).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(100),
  ),
  "a list of a program and at most 99 arguments, each in quotes",
  { item: "a text of at most 4096 characters in quotes" },
)

const settingShapes = {
  "=": { pattern: /^[A-Za-z_]\w{0,99}=[^\n]{0,8192}$/, example: "NAME=env:NAME" },
  ":": { pattern: /^[\w!#$%&'*+.^`|~-]{1,100}:[ \t]*[\t\x20-\x7e]{1,8192}$/, example: "name: env:NAME" },
} as const

/** Names with values, which may be secrets or name the variables that hold them: `NAME=env:NAME`, `name: Bearer env:NAME`. */
export const settingsList = (between: keyof typeof settingShapes): Kind<ReadonlyArray<string>> => {
  const { pattern, example } = settingShapes[between]
  return kind(
    Schema.Array(matching(pattern)).check(Schema.isMaxLength(32)),
    `a list of at most 32, each as "${example}" in quotes`,
    {
      item: `a name, ${between} and a value in quotes, or better the variable that holds it, as "${example}"`,
      secret: true,
    },
  )
}

/** Models as their providers call them. */
export const modelNames: Kind<ReadonlyArray<string>> = kind(
  Schema.Array(matching(/^[^\s,](?:[^,]{0,198}[^\s,])?$/)).check(Schema.isMaxLength(8)),
  "a list of at most 8 models, each by its name in quotes",
  {
    item: "the name of a model: 1 to 200 characters without commas in quotes",
    fromText: (text) => text.split(",").map((name) => name.trim()),
  },
)

export const oneOf = <const L extends ReadonlyArray<string>>(...all: L) =>
  kind(
    Schema.Literals(all) as Schema.Codec<L[number], unknown>,
    `one of ${all.map((it) => `"${it}"`).join(", ")}`,
  )

/** https://discord.com/developers/docs/reference#snowflakes */
export const snowflake = (where: string) =>
  kind(matching(/^[1-9]\d{16,18}$|^1[0-7]\d{18}$/), `a Discord id: 17 to 20 digits in quotes (${where})`)

/** Ids of channels, categories, servers or people. */
export const snowflakes: Kind<ReadonlyArray<string>> = kind(
  Schema.Array(matching(/^[1-9]\d{16,18}$|^1[0-7]\d{18}$/)).check(Schema.isMaxLength(1000)),
  "a list of at most 1000 Discord ids, each in quotes",
  {
    item: "a Discord id: 17 to 20 digits in quotes",
    fromText: (text) => text.split(",").flatMap((id) => (id.trim() === "" ? [] : [id.trim()])),
  },
)

const urlOf = (written: string): URL | null => (/^https?:\/\//i.test(written) ? URL.parse(written) : null)

export const url = kind(
  Schema.String.check(
    Schema.makeFilter((written) => {
      const url = urlOf(written)
      return url !== null && url.username === "" && url.password === ""
    }),
  ),
  "an address that begins with http:// or https://, without a user or a password",
)

/** In milliseconds; from `shortest` to `longest`, which are written as in a file. */
export const duration = (shortest: string, longest: string): Kind<number> => {
  const [minimum, maximum] = [millisOf(shortest)!, millisOf(longest)!]
  const within = Schema.makeFilter((written: string) => {
    const millis = millisOf(written)
    return millis !== null && millis >= minimum && millis <= maximum
  })
  return {
    schema: Schema.String.check(within) as Schema.Codec<Written, unknown>,
    expected: `a duration from "${shortest}" to "${longest}" in quotes: a number and ms, s, min, h or days`,
    fromText: (text) => text,
    read: (written) => millisOf(String(written))!,
    write: withUnit,
    secret: false,
  }
}

/** A directory; `~` is the user's own. Decoded to an absolute path. */
export const path = kind(
  Schema.String.check(Schema.isPattern(/\S/), Schema.isMaxCodePoints(4096)),
  "a directory in quotes; a relative one counts from the place of this file",
  {
    read: (written, directory) => resolve(directory, String(written).replace(/^~(?=\/|$)/, homedir())),
  },
)

/** `HOST:PORT`, with the host of IPv6 in brackets. */
export const endpoint: Kind<Endpoint> = {
  schema: matching(/^(\[[\da-fA-F:.]+\]|[^\s:[\]/]+):\d{1,5}$/) as Schema.Codec<Written, unknown>,
  expected: "HOST:PORT in quotes",
  fromText: (text) => text,
  read: (written) => {
    const at = String(written).lastIndexOf(":")
    return {
      host: String(written)
        .slice(0, at)
        .replace(/^\[|\]$/g, ""),
      port: Number(String(written).slice(at + 1)),
    }
  },
  write: ({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`,
  secret: false,
}

/** A file may say where a secret is instead of what it is: `env:NAME`. */
export const variableOf = (written: unknown): string | null =>
  /^env:([A-Za-z_]\w{0,99})$/.exec(String(written))?.[1] ?? null

/** Never shown. */
export const secret = (
  label: string,
  { pattern = /^\S+$/, expected = "a text without spaces" } = {},
): Kind<Redacted.Redacted> => ({
  schema: Schema.String.check(
    Schema.makeFilter((written) =>
      written.startsWith("env:") ? variableOf(written) !== null : pattern.test(written),
    ),
  ) as Schema.Codec<Written, unknown>,
  expected: `${expected} in quotes, or better the variable that holds it, as "env:${label}"`,
  fromText: (text) => text,
  read: (written) => Redacted.make(String(written), { label }),
  write: () => "<redacted>",
  secret: true,
})
