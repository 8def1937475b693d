/** From text to what TOML says there, or to what hinders reading, in words for who does not know TOML. */
import { Result } from "effect"
import { parse, TomlError } from "smol-toml"
import { positionsOf } from "./positions.ts"
import type { Problem } from "./problem.ts"

/** Lists within lists. */
const deepest = 64

/** A number that JavaScript cannot hold is a bigint: an id without quotes is an error that can be explained. */
export const parseToml = (file: string, text: string): Result.Result<unknown, Problem> =>
  Result.try({
    try: () => parse(text, { integersAsBigInt: "asNeeded", maxDepth: deepest }),
    catch: (error): Problem =>
      error instanceof TomlError
        ? { file, at: { line: error.line, column: error.column }, key: null, ...explained(text, error) }
        : {
            file,
            at: null,
            key: null,
            found: "it cannot be read as TOML",
            expected: "`key = value` lines under [section] lines",
            example: "port = 4010",
          },
  })

type Words = Pick<Problem, "found" | "expected" | "example">

/** By what the parser says. The text around the place is not repeated: it may be a secret. */
const explanations: ReadonlyArray<readonly [RegExp, Words]> = [
  [
    /unfinished string/,
    {
      found: "the text that begins here does not end",
      expected: "a quote at its end, in the same line",
      example: 'redis = "env:REDIS_URL"',
    },
  ],
  [
    /numeric|leading zero|underscore|date/,
    { found: "this is no number", expected: "digits only, or a text in quotes", example: 'max_age = "24 h"' },
  ],
  [
    /must be followed by an end-of-line/,
    {
      found: "something follows the value in the same line",
      expected: "one key a line, and texts in quotes",
      example: 'sweep_every = "10 min"',
    },
  ],
  [
    /escape/,
    {
      found: "a backslash in double quotes means something else",
      expected: "single quotes around a text with backslashes",
      example: "home = 'C:\\orrery'",
    },
  ],
  [
    /unfinished (array|table)|comma or end/,
    {
      found: "a list or table does not end, or a comma is missing in it",
      expected: "commas between its items and a bracket at its end",
      example: 'agents = ["strategist", "writer"]',
    },
  ],
  [
    /table array declaration/,
    {
      found: "the line begins with [[ and does not end with ]]",
      expected: "as many brackets behind as before",
      example: "[[partners.users]]",
    },
  ],
  [
    /control characters/,
    {
      found: "there is a control character here",
      expected: "plain text; \\n and \\t in double quotes for a line break and a tabulator",
      example: 'description = "one\\ntwo"',
    },
  ],
  [
    /nested/,
    {
      found: `lists are nested more than ${deepest} deep`,
      expected: "a list of texts",
      example: 'agents = ["strategist", "writer"]',
    },
  ],
  [
    /illegal character in key|empty bare key|unexpected end of key|quoted key/,
    {
      found: "no key can be read here",
      expected: "a key of letters, digits, - and _, then =, then its value",
      example: "port = 4010",
    },
  ],
]

const explained = (text: string, error: TomlError): Words => {
  const said = error.message.split("\n", 1)[0]!.replace("Invalid TOML document: ", "")
  const line = text.split(/\r?\n/)[error.line - 1] ?? ""
  if (/redefine/.test(said)) return twice(text, error, line)
  if (/cannot find end of key/.test(said)) {
    return line.trimStart().startsWith("[")
      ? {
          found: "the header of a section does not end",
          expected: "a bracket at its end",
          example: "[playground]",
        }
      : {
          found: "the line has no =",
          expected: "`key = value`, [section], or a comment that begins with #",
          example: "port = 4010",
        }
  }
  if (/invalid value/.test(said)) return noValue(line.slice(error.column - 1))
  const known = explanations.find(([pattern]) => pattern.test(said))?.[1]
  return (
    known ?? { found: said, expected: "`key = value` lines under [section] lines", example: "port = 4010" }
  )
}

const noValue = (rest: string): Words => {
  if (/^\s*(#|$)/.test(rest))
    return {
      found: "nothing follows the =",
      expected: "a value, or # before the line to leave it out",
      example: "port = 4010",
    }
  if (/^(true|false)\b/i.test(rest))
    return {
      found: "true and false are written in small letters",
      expected: "true or false",
      example: "archive = true",
    }
  if (/^[“”„‘’«»`]/.test(rest))
    return {
      found: "these are not the quotes that TOML knows",
      expected: 'straight quotes, "',
      example: 'home = ".orrery"',
    }
  return {
    found: "this value is not in quotes",
    expected: "texts in quotes; only numbers, true and false go without",
    example: 'home = ".orrery"',
  }
}

/** A key or a section that stands twice: where it stood first. */
const twice = (text: string, { line, column }: TomlError, written: string): Words => {
  const offset =
    text
      .split("\n")
      .slice(0, line - 1)
      .reduce((sum, it) => sum + it.length + 1, 0) +
    column -
    1
  const isHeader = written.trimStart().startsWith("[")
  const name = /^[^=\]#]*/.exec(text.slice(offset))![0].trim().slice(0, 80)
  const path = name.split(".").map((it) => it.trim().replace(/^(["'])(.*)\1$/, "$2"))
  const before = positionsOf(text.slice(0, offset).replace(/\[+$/, ""))
  const full = isHeader ? path : [...before.table, ...path]
  const first = before.has(full) ? `, first in line ${before.key(full).line}` : ""
  return isHeader
    ? {
        found: `[${name}] is there twice${first}`,
        expected:
          "each section once, with all its keys; [[…]] for each of several partners, memory blocks or groups",
        example: "[[partners.users]]",
      }
    : {
        found: `\`${name}\` is said twice${first}`,
        expected: "each key once in its section",
        example: "port = 4010",
      }
}
