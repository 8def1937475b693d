/** From what TOML says to what the sections hold, or to everything that is wrong with it. Pure. */
import { Result, Schema, SchemaIssue } from "effect"
import { lineFor, nodeAt, oneOf } from "./lookup.ts"
import type { Path, Positions } from "./positions.ts"
import { dotted, shown, type Problem } from "./problem.ts"
import { root, sections } from "./sections.ts"
import { nearest } from "./suggest.ts"
import { structOf, type Keys, type Table } from "./tree.ts"

const decodeFile = Schema.decodeUnknownResult(structOf(root.keys), {
  errors: "all",
  onExcessProperty: "error",
})

/** More are hardly read by anybody. */
export const mostProblems = 50

/** A file whose every value is of its kind; names have not been followed yet. */
export const decode = (
  file: string,
  written: unknown,
  positions: Positions,
): Result.Result<unknown, ReadonlyArray<Problem>> => {
  const decoded = decodeFile(written)
  if (Result.isSuccess(decoded)) return Result.succeed(decoded.success)
  const perKey = new Map<string, Path>()
  for (const { path = [] } of issuesOf(decoded.failure.issue).issues) {
    const keys = path.map((part) => (typeof part === "object" ? part.key : part)) as Path
    if (perKey.size < mostProblems) perKey.set(dotted(keys), keys)
  }
  return Result.fail(
    inOrder([...perKey.values()].map((path): Problem => ({ file, ...wrong(path, written, positions) }))),
  )
}

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

export const inOrder = (problems: ReadonlyArray<Problem>): ReadonlyArray<Problem> =>
  problems.toSorted(
    (a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0),
  )

const wrong = (path: Path, written: unknown, positions: Positions): Omit<Problem, "file"> => {
  const key = dotted(path)
  const value = valueAt(written, path)
  const { node, parent } = nodeAt(path)
  const at = positions.value(path)
  if (node === null) return { at: positions.key(path), key, ...unknown(path, parent) }
  switch (node._tag) {
    case "Key": {
      const { secret } = node.kind
      const expected =
        typeof path.at(-1) === "number" ? (node.kind.item ?? node.kind.expected) : node.kind.expected
      const name = path.findLast((part) => typeof part === "string")
      const example = `${name} = ${exampleFor(node.example, node.kind.expected, value)}`
      return { at, key, found: shown(value, secret), expected, example }
    }
    case "Table": {
      const { node: around } = nodeAt(path.slice(0, -1))
      return around?._tag === "Named"
        ? {
            at,
            key,
            found: kindOf(value),
            expected: "a section with a name for each",
            example: around.example,
          }
        : {
            at,
            key,
            found: kindOf(value),
            expected: "a section with its keys in lines of their own",
            example: `[${headerOf(path)}]`,
          }
    }
    case "Tables": {
      const many = Array.isArray(value)
      const example = `[[${headerOf(path)}]]`
      return {
        at,
        key,
        found: many ? `there are ${value.length}` : kindOf(value),
        expected: many ? `at most ${node.most}` : "a section with double brackets for each",
        example: many ? null : example,
      }
    }
    case "Named": {
      const found =
        typeof value === "object" && value !== null ? `there are ${Object.keys(value).length}` : kindOf(value)
      return {
        at,
        key,
        found,
        expected: `at most ${node.most} sections, each with a name`,
        example: node.example,
      }
    }
  }
}

/** An id that was written as a number is told with its own digits. */
const exampleFor = (example: string, expected: string, value: unknown): string =>
  expected.includes("Discord id") &&
  (typeof value === "bigint" || (typeof value === "number" && value > 1e15))
    ? JSON.stringify(String(value))
    : example

/** A table is no place for a value: it might be a secret. */
const kindOf = (value: unknown): string =>
  typeof value === "object" ? shown(value) : `it is a ${typeof value === "string" ? "text" : typeof value}`

const headerOf = (path: Path): string => dotted(path.filter((part) => typeof part === "string"))

const unknown = (path: Path, parent: Table | null): Pick<Problem, "found" | "expected" | "example"> => {
  const name = String(path.at(-1))
  const known = parent?.keys ?? {}
  const isRoot = path.length === 1
  const what = isRoot ? "section" : "key"
  const meant = nearest(name, Object.keys(known))
  if (meant !== null) {
    return {
      found: `this ${what} is not known; did you mean ${meant}?`,
      expected: null,
      example: lineFor(meant, known[meant]!),
    }
  }
  const elsewhere = Object.entries(sections).flatMap(([section, { keys }]) =>
    Object.entries(keys as Keys).flatMap(([key, node]) => (key === name ? [{ section, node }] : [])),
  )
  if (elsewhere.length > 0) {
    const headers = elsewhere.map(({ section }) => `[${section}]`).join(" or ")
    const example = lineFor(name, elsewhere[0]!.node)
    return { found: "this key is not known here", expected: `it under ${headers}`, example }
  }
  const names = Object.keys(known)
  const first = names[0]!
  return {
    found: `this ${what} is not known`,
    expected: oneOf(names),
    example: lineFor(first, known[first]!),
  }
}

const valueAt = (written: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, part)
        ? (value as Record<string | number, unknown>)[part]
        : undefined,
    written,
  )
