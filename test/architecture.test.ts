/** Who may know whom: machines nobody, actors the machines, adapters the actors; and files that can be read at a sitting. */
import { globSync, readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))

interface File {
  readonly path: string
  readonly lines: number
  /** Files of the repository that it imports. */
  readonly imports: ReadonlyArray<string>
}

const pattern = /^\s*(?:import|export)\b[^"'`;]*?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm

const files: ReadonlyArray<File> = globSync("src/**/*.{ts,js}", { cwd: root }).map((path) => {
  const text = readFileSync(join(root, path), "utf8")
  const imports = [...text.matchAll(pattern)]
    .map((match) => (match[1] ?? match[2])!)
    .filter((from) => from.startsWith("."))
    .map((from) => relative(root, resolve(root, dirname(path), from)))
  return { path, lines: text.trimEnd().split("\n").length, imports }
})

const edges = files.flatMap(({ path, imports }) => imports.map((to) => ({ path, to })))
const across = (allowed: (from: string, to: string) => boolean) =>
  edges.filter(({ path, to }) => !allowed(path, to)).map(({ path, to }) => `${path} → ${to}`)

/** Charts of earlier versions, each with all it leant on. */
const generated = /^src\/machines\/retired\/.*\.js$/

/** `adapters/redis` of `src/adapters/redis/store.ts`. */
const partOf = (path: string): string =>
  path
    .split("/")
    .slice(1, path.startsWith("src/adapters/") ? 3 : 2)
    .join("/")

/** Adapters that bring others together. */
const compositionRoots = ["adapters/cli", "adapters/doctor"]
/** Adapters that others lean on: the team, and what is common to those that read settings, files and words, and serve pages. */
const shared = [
  "adapters/brains",
  "adapters/config",
  "adapters/files",
  "adapters/http",
  "adapters/routing",
  "adapters/schedules",
  "adapters/workflows",
]
/** The few that know one other adapter, and what for. */
const acquaintances: Readonly<Record<string, string | ReadonlyArray<string>>> = {
  "adapters/inspector": "adapters/charts", // shows the charts
  "adapters/discord": "adapters/model", // tells who answers, as the offline manager sees it
  "adapters/brains": "adapters/model", // tries an agent before it is on the team
  "adapters/tools": "adapters/mcp", // offers what servers have beside what is built in
  "adapters/feed": "adapters/playground", // speaks in the local Discord
  "adapters/cluster": "adapters/redis", // meets in the same Redis
  "adapters/cache": ["adapters/redis", "adapters/sqlite"], // keeps in the same Redis, or as its store does in a file
}

describe("the source", () => {
  it("has files to look at, whose imports are found", () => {
    expect(files.length).toBeGreaterThan(50)
    expect(edges).toContainEqual({ path: "src/actors/actor.ts", to: "src/actors/draft.ts" })
    expect(edges.filter(({ to }) => !files.some(({ path }) => path === to) && /\.[jt]s$/.test(to))).toEqual(
      [],
    )
  })

  it("has machines that import machines only", () => {
    expect(across((from, to) => partOf(from) !== "machines" || partOf(to) === "machines")).toEqual([])
  })

  it("has actors that import no adapter", () => {
    expect(
      across((from, to) => partOf(from) !== "actors" || ["machines", "actors"].includes(partOf(to))),
    ).toEqual([])
  })

  it("has replays that import actors and machines only", () => {
    expect(
      across(
        (from, to) => partOf(from) !== "replay" || ["machines", "actors", "replay"].includes(partOf(to)),
      ),
    ).toEqual([])
  })

  it("has checks that import replays, actors and machines only", () => {
    const known = ["machines", "actors", "replay", "check"]
    expect(across((from, to) => partOf(from) !== "check" || known.includes(partOf(to)))).toEqual([])
  })

  it("has adapters that do not import each other, but for who brings them together", () => {
    const strange = across((from, to) => {
      const [here, there] = [partOf(from), partOf(to)]
      if (!here.startsWith("adapters/") || !there.startsWith("adapters/")) return true
      return (
        here === there ||
        compositionRoots.includes(here) ||
        shared.includes(there) ||
        [acquaintances[here]].flat().includes(there)
      )
    })
    expect(strange).toEqual([])
  })

  it("imports no composition root, but for who starts it", () => {
    const roots = ["src/main.ts", "src/orrery.ts"]
    expect(across((_, to) => !roots.includes(to))).toEqual(["src/main.ts → src/orrery.ts"])
  })

  it("has no import cycle", () => {
    const imports = new Map(files.map(({ path, imports }) => [path, imports]))
    const done = new Set<string>()
    const cycles: Array<string> = []
    const visit = (path: string, trail: ReadonlyArray<string>): void => {
      if (trail.includes(path))
        return void cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "))
      if (done.has(path)) return
      for (const to of imports.get(path) ?? []) visit(to, [...trail, path])
      done.add(path)
    }
    for (const { path } of files) visit(path, [])
    expect(cycles).toEqual([])
  })

  it("has no file over 300 lines", () => {
    const written = files.filter(({ path }) => !generated.test(path))
    expect(written.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path}: ${lines}`)).toEqual(
      [],
    )
  })
})
