/** From text to what TOML says there, or to what hinders reading, in words for who does not know TOML. */
import { Result } from "effect"
import { parse, TomlError } from "smol-toml"
import { lineFor, nodeAt } from "./lookup.ts"
import { positionsOf, type Path } from "./positions.ts"
import { dotted, type Problem } from "./problem.ts"

/** Lists within lists. */
const deepest = 64

/** A number that JavaScript cannot hold is a bigint: an id without quotes is an error that can be explained. */
export const parseToml = (file: string, text: string): Result.Result<unknown, Problem> =>
  Result.try({
    try: () => parse(text, { integersAsBigInt: "asNeeded", maxDepth: deepest }),
    catch: (error): Problem =>
      error instanceof TomlError
        ? { file, at: { line: error.line, column: error.column }, ...explained(text, error) }
        : { file, at: null, key: null, found: "it cannot be read as TOML", ...anyLine },
  })

type Words = Omit<Problem, "file" | "at">

const anyLine = {
  expected: "lines such as `key = value` under lines such as [section]",
  example: "port = 4010",
}
const aList = {
  expected: "commas between its items and a bracket at its end",
  example: 'agents = ["strategist", "writer"]',
}

/** What is wrong with a value, by what the parser says. The text itself is not repeated: it may be a secret. */
const wrongValues: ReadonlyArray<readonly [RegExp, string]> = [
  [/unfinished string/, "the text that begins here does not end"],
  [/numeric|leading zero|underscore|date/, "this is no number, and not in quotes"],
  [/followed by an end-of-line/, "something follows the value in the same line"],
]

const explained = (text: string, error: TomlError): Words => {
  const said = error.message.split("\n", 1)[0]!.replace("Invalid TOML document: ", "")
  const lines = text.split(/\r?\n/)
  const line = lines[error.line - 1] ?? ""
  const rest = line.slice(error.column - 1)
  const ofKey = (found: string) => wrongLine(found, lines, error)

  if (/redefine/.test(said)) return twice(text, error, line)
  if (/control characters.*strings/.test(said) && rest === "")
    return ofKey("the text in this line does not end")
  if (/control characters/.test(said))
    return {
      key: null,
      found: "there is a control character here",
      expected: "plain text",
      example: anyLine.example,
    }
  if (/escape/.test(said))
    return {
      ...ofKey("a backslash in double quotes does not stand for itself"),
      expected: "single quotes around a text with backslashes",
      example: "home = 'C:\\orrery'",
    }
  if (/nested/.test(said)) return { key: null, found: `lists are nested more than ${deepest} deep`, ...aList }
  if (/unfinished (array|table)|comma or end/.test(said))
    return { key: null, found: "a list does not end, or a comma is missing in it", ...aList }
  if (/invalid value/.test(said)) return ofKey(whyNoValue(rest))
  if (/\bkey\b|table array/.test(said) && !/each key-value/.test(said)) return noKey(line, ofKey)
  const wrong = wrongValues.find(([pattern]) => pattern.test(said))?.[1]
  return ofKey(wrong ?? said)
}

/** A key that is known says itself what belongs there. */
const wrongLine = (found: string, lines: ReadonlyArray<string>, { line }: TomlError): Words => {
  const name = /^\s*([\w-]+)/.exec(lines[line - 1] ?? "")?.[1]
  const table = positionsOf(lines.slice(0, line - 1).join("\n")).table
  const path: Path = name === undefined ? table : [...table, name]
  const { node } = nodeAt(path)
  return name !== undefined && node?._tag === "Key"
    ? { key: dotted(path), found, expected: node.kind.expected, example: lineFor(name, node) }
    : { key: null, found, ...anyLine }
}

const whyNoValue = (rest: string): string => {
  if (/^\s*(#|$)/.test(rest)) return "nothing follows the ="
  if (/^(true|false)\b/i.test(rest)) return "true and false are written in small letters"
  return /^[“”„‘’«»`]/.test(rest)
    ? 'these are not the quotes that TOML knows, which are "'
    : "this is neither a number nor true or false, and not in quotes"
}

const noKey = (line: string, ofKey: (found: string) => Words): Words => {
  const plain = line.trim()
  if (plain.startsWith("[[") && !/\]\]/.test(plain))
    return {
      key: null,
      found: "the line begins with [[ and has no ]]",
      expected: "both",
      example: "[[partners.users]]",
    }
  if (plain.startsWith("["))
    return {
      key: null,
      found: "the name of the section does not end",
      expected: "a bracket at its end",
      example: "[playground]",
    }
  if (/^[{}]/.test(plain)) return { key: null, found: "this looks like JSON; the file is TOML", ...anyLine }
  if (/^[\w.-]+\s*:/.test(plain)) return ofKey("a : stands here where = belongs")
  if (/^[\w.-]+(\s|$)/.test(plain)) return ofKey("there is no = after the key")
  return { key: null, found: "no key can be read here", ...anyLine }
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
  const name = /^[^=\]#\n]*/.exec(text.slice(offset))![0].trim().slice(0, 80)
  const own = name.split(".").map((it) => it.trim().replace(/^(["'])(.*)\1$/, "$2"))
  const before = positionsOf(text.slice(0, offset).replace(/\[+$/, ""))
  const path = isHeader ? own : [...before.table, ...own]
  const first = before.has(path) ? `, first in line ${before.key(path).line}` : ""
  const { node } = nodeAt(path)
  if (!isHeader) {
    const example = node?._tag === "Key" ? lineFor(name, node) : anyLine.example
    return {
      key: dotted(path),
      found: `it is said twice${first}`,
      expected: "each key once in its section",
      example,
    }
  }
  const found = `the section is there twice${first}`
  return node?._tag === "Tables"
    ? { key: dotted(path), found, expected: "double brackets around each of several", example: `[[${name}]]` }
    : { key: dotted(path), found, expected: "each section once: put its keys together", example: `[${name}]` }
}
