/**
 * Draws every machine into `statecharts/`: `<id>.json`, `<id>.svg`, and a README that shows them all.
 *
 *     node src/adapters/charts/generate.ts           writes what differs
 *     node src/adapters/charts/generate.ts --check   names what differs, and fails if anything does
 *     node src/adapters/charts/generate.ts diff REV  draws what changed since a revision of the repository
 */

import { existsSync } from "node:fs"
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { AnyStateMachine } from "xstate"
import { charts } from "../../machines/index.ts"
import { bestPicture } from "./best.ts"
import { machineDefinition } from "./definition.ts"
import { readme } from "./readme.ts"
import { svg } from "./svg.ts"

export type Machines = Readonly<Record<string, AnyStateMachine>>

export const folder = fileURLToPath(new URL("../../../statecharts/", import.meta.url))

/** Content by file name. The same machines give the same bytes everywhere. */
export const chartFiles = async (machines: Machines): Promise<ReadonlyMap<string, string>> => {
  const files = new Map<string, string>()
  const definitions = Object.values(machines).map(machineDefinition)
  for (const definition of definitions) {
    files.set(`${definition.id}.json`, `${JSON.stringify(definition, null, 2)}\n`)
    files.set(`${definition.id}.svg`, svg(await bestPicture(definition)))
  }
  files.set("README.md", readme(definitions))
  return files
}

export interface Difference {
  readonly file: string
  readonly is: "missing" | "different" | "left over"
}

/** What in the folder is not what the machines say. */
export const differences = async (
  machines: Machines = charts,
  directory: string = folder,
): Promise<ReadonlyArray<Difference>> => compare(await chartFiles(machines), await present(directory))

/** Makes the folder what the machines say, and tells what had to be changed. */
export const generate = async (
  machines: Machines = charts,
  directory: string = folder,
): Promise<ReadonlyArray<Difference>> => {
  const wanted = await chartFiles(machines)
  const changes = compare(wanted, await present(directory))
  await mkdir(directory, { recursive: true })
  for (const { file, is } of changes)
    if (is === "left over") await rm(join(directory, file))
    else await writeFile(join(directory, file), wanted.get(file)!)
  return changes
}

const compare = (
  wanted: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): ReadonlyArray<Difference> => [
  ...[...wanted]
    .filter(([file, text]) => found.get(file) !== text)
    .map(([file]) => ({ file, is: found.has(file) ? ("different" as const) : ("missing" as const) })),
  ...[...found.keys()]
    .filter((file) => !wanted.has(file))
    .map((file) => ({ file, is: "left over" as const })),
]

/** The generated kinds of files in a folder; anything else there is not ours. */
const present = async (directory: string): Promise<ReadonlyMap<string, string>> => {
  if (!existsSync(directory)) return new Map()
  const files = (await readdir(directory)).filter((file) => /\.(json|svg)$|^README\.md$/.test(file))
  return new Map(
    await Promise.all(
      files.map(async (file) => [file, await readFile(join(directory, file), "utf8")] as const),
    ),
  )
}

const diff = async (revision: string): Promise<void> => {
  const { chartsAt, differences: since, summary, writeDifferences } = await import("./diff.ts")
  const all = since(await chartsAt(revision), Object.values(charts) as ReadonlyArray<AnyStateMachine>)
  process.stdout.write(`${summary(revision, all)}\n`)
  if (all.length === 0) return
  await writeDifferences(revision, all, "charts-diff")
  process.stdout.write("drawn in charts-diff/index.html\n")
}

if (import.meta.main && process.argv[2] === "diff") {
  await diff(process.argv[3] ?? "HEAD").catch((error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 2
  })
} else if (import.meta.main) {
  const check = process.argv.includes("--check")
  const found = await (check ? differences() : generate())
  const report = found.map(({ file, is }) => `statecharts/${file}: ${check ? is : "written"}\n`)
  process.stdout.write(report.join("") || "statecharts/ is what the machines say\n")
  process.exitCode = check && found.length > 0 ? 1 : 0
}
