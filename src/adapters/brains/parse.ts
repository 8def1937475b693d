/** One file to one brain, or to everything that is wrong with it. Pure. */
import { Result, SchemaIssue } from "effect"
import type { Brain } from "../../machines/agent/brain.ts"
import { takeApart, type FrontMatter } from "./front-matter.ts"
import { decodeFrontMatter, expectations, type Key } from "./keys.ts"
import type { Problem } from "./problem.ts"

/** Larger files are refused before they are read. In bytes. */
export const largestFile = 64 * 1024

export interface Parsed {
  readonly brain: Brain
  readonly lead: boolean
}

/** `file` is the path as the operator knows it; the brain's id is its name without `.md`. */
export const parse = (file: string, text: string): Result.Result<Parsed, ReadonlyArray<Problem>> => {
  const whole = (line: number, found: string, expected: string, example: string): Problem => ({
    file,
    line,
    key: null,
    found,
    expected,
    example,
  })
  const problems: Array<Problem> = []

  const id = file.replace(/^.*[\\/]/, "").replace(/\.md$/, "")
  if (!/^[a-z0-9-]{1,32}$/.test(id)) {
    problems.push(
      whole(1, "the file's name cannot be an id", "1 to 32 of a-z, 0-9 and -, then .md", "data-analyst.md"),
    )
  }

  const parts = takeApart(text)
  if (!("body" in parts)) {
    const found = parts.map((it) =>
      whole(
        it.line,
        it.found,
        "YAML between two lines of ---, with texts that hold a colon in quotes",
        "name: Writer",
      ),
    )
    return Result.fail([...problems, ...found])
  }
  if (parts.body === "") {
    problems.push(
      whole(1, "nothing follows the front matter", "the system prompt after it", "You are a patient editor."),
    )
  }

  const decoded = decodeFrontMatter(parts.data ?? {})
  if (Result.isFailure(decoded)) problems.push(...wrongKeys(file, parts, decoded.failure.issue))
  if (problems.length > 0 || Result.isFailure(decoded)) return Result.fail(problems)

  const { lead, ...rest } = decoded.success
  const triggers = [...new Set(rest.triggers.map((trigger) => tidy(trigger).toLowerCase()))]
  const expertise = [...new Map(rest.expertise.map((topic) => [tidy(topic).toLowerCase(), tidy(topic)])).values()]
  return Result.succeed({
    lead,
    brain: { id, ...rest, name: rest.name.trim(), triggers, expertise, prompt: parts.body },
  })
}

const tidy = (words: string) => words.normalize("NFC").trim().replace(/\s+/g, " ")

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** One problem a key, at its first line: a list with three wrong items is one thing to put right. */
const wrongKeys = (file: string, { data, lineOf }: FrontMatter, issue: SchemaIssue.Issue): Array<Problem> => {
  const perKey = new Map<string, Problem>()
  for (const { path = [] } of issuesOf(issue).issues) {
    const [key, ...rest] = path.map((part) => (typeof part === "object" ? part.key : part))
    const name = String(key ?? "")
    if (perKey.has(name)) continue
    const at = { file, line: lineOf(key === undefined ? [] : [key, ...rest]) }
    if (key === undefined) {
      const expected = "one key a line, each with its value"
      perKey.set(name, {
        ...at,
        key: null,
        found: "the front matter holds no keys",
        expected,
        example: "name: Writer",
      })
    } else if (Object.hasOwn(expectations, name)) {
      perKey.set(name, { ...at, key: name, found: shown(data, [key, ...rest]), ...expectations[name as Key] })
    } else {
      const expected = `one of ${Object.keys(expectations).join(", ")}`
      perKey.set(name, { ...at, key: name, found: "this key is not known", expected, example: nearest(name) })
    }
  }
  return [...perKey.values()].sort((a, b) => a.line - b.line)
}

const shown = (data: unknown, path: ReadonlyArray<PropertyKey>): string => {
  let value: unknown = data
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key]
  if (value === undefined) return "it is missing"
  const text = JSON.stringify(value)
  return `it is ${text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text}`
}

/** The example of the key that was meant most likely: the one that shares most letters with what was written. */
const nearest = (written: string): string => {
  const letters = new Set(written.toLowerCase())
  const likeness = (key: string) => {
    const own = new Set(key.toLowerCase())
    const both = [...own].filter((letter) => letters.has(letter)).length
    return both / (own.size + letters.size - both)
  }
  const [best] = (Object.keys(expectations) as Array<Key>).sort((a, b) => likeness(b) - likeness(a))
  return expectations[best!].example
}
