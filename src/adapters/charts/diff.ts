/** The charts of a revision and those of today: what changed, in words, and drawn. */
import { execFile } from "node:child_process"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { Schema } from "effect"
import type { AnyStateMachine } from "xstate"
import { changeWords, type Change } from "./compare.ts"
import { machineDefinition, type MachineDefinition } from "./definition.ts"
import { drawnDefinition } from "./drawn.ts"
import { marked } from "./marked.ts"
import { union } from "./union.ts"

/** There is no such revision, or no repository. Fix the input. */
export class NoRevision extends Schema.TaggedError<NoRevision>()("InputError", { message: Schema.String }) {}

const root = fileURLToPath(new URL("../../../", import.meta.url))

const git = async (...args: ReadonlyArray<string>): Promise<string> => {
  const { stdout } = await promisify(execFile)("git", ["-C", root, ...args], { maxBuffer: 64 * 1024 * 1024 })
  return stdout
}

/** The charts of a revision, by id. */
export const chartsAt = async (revision: string): Promise<ReadonlyMap<string, MachineDefinition>> => {
  try {
    const commit = (await git("rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`)).trim()
    const names = (await git("ls-tree", "--name-only", commit, "statecharts/")).split("\n")
    const files = names.filter((name) => name.endsWith(".json"))
    const all = await Promise.all(
      files.map(async (file) => JSON.parse(await git("show", `${commit}:${file}`)) as MachineDefinition),
    )
    return new Map(all.map((definition) => [definition.id, definition]))
  } catch (error) {
    const { stderr = "" } = error as { readonly stderr?: string }
    throw new NoRevision({
      message: `${revision} is no revision of this repository: ${stderr.trim() || String(error)}`,
    })
  }
}

export interface Difference {
  readonly id: string
  /** As `1 → 2`; null where it was not, or is no more. */
  readonly versions: readonly [string | null, string | null]
  readonly changes: ReadonlyArray<Change>
  readonly words: ReadonlyArray<string>
  /** Null: there is nothing to be drawn beside what `statecharts/` has. */
  readonly draw: (() => Promise<string>) | null
}

export const differences = (
  before: ReadonlyMap<string, MachineDefinition>,
  machines: ReadonlyArray<AnyStateMachine>,
): ReadonlyArray<Difference> => {
  const now = new Map(machines.map((machine) => [machine.id, machineDefinition(machine)]))
  const version = (of: MachineDefinition | undefined) => of?.version ?? null
  return [...new Set([...now.keys(), ...before.keys()])].flatMap((id): ReadonlyArray<Difference> => {
    const [was, is] = [before.get(id), now.get(id)]
    const versions = [version(was), version(is)] as const
    if (was === undefined || is === undefined)
      return [
        {
          id,
          versions,
          changes: [],
          words: [was === undefined ? "+ a new chart" : "- it is no more"],
          draw: null,
        },
      ]
    const { definition, marks, changes } = union(was, is)
    if (changes.length === 0) return []
    const words = changes.map((change) => changeWords(change, definition))
    return [
      { id, versions, changes, words, draw: async () => marked(await drawnDefinition(definition), marks) },
    ]
  })
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!)

const page = (revision: string, all: ReadonlyArray<Difference>): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Charts since ${escaped(revision)}</title>
<style>
  :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
  body { max-width: 90rem; margin: 2rem auto; padding: 0 1rem; }
  img { max-width: 100%; }
  pre { white-space: pre-wrap; }
</style>
<h1>Charts since ${escaped(revision)}</h1>
<p>Green and + came; red, dashed and − went; amber stands elsewhere (↷) or does something else (~).</p>
${all
  .map(
    ({ id, words, draw }) => `<h2 id="${id}">${id}</h2>
<pre>${escaped(words.join("\n"))}</pre>
${draw === null ? "" : `<img src="${id}.svg" alt="What changed in the chart of ${id}, as listed above">`}`,
  )
  .join("\n")}
</html>
`

/** One SVG for each chart that changed, and a page that shows them. */
export const writeDifferences = async (
  revision: string,
  all: ReadonlyArray<Difference>,
  directory: string,
): Promise<void> => {
  await mkdir(directory, { recursive: true })
  for (const { id, draw } of all)
    if (draw !== null) await writeFile(join(directory, `${id}.svg`), await draw())
  await writeFile(join(directory, "index.html"), page(revision, all))
}

export const summary = (revision: string, all: ReadonlyArray<Difference>): string => {
  if (all.length === 0) return `The charts are those of ${revision}`
  const count = (changes: ReadonlyArray<Change>) =>
    (["added", "removed", "moved", "changed"] as const)
      .map((is) => [is, changes.filter((change) => change.is === is).length] as const)
      .filter(([, n]) => n > 0)
      .map(([is, n]) => `${n} ${is}`)
      .join(", ")
  return all
    .flatMap(({ id, versions: [was, is], changes, words }) => [
      `${id}@${was ?? "–"}${was === is ? "" : ` → @${is ?? "–"}`}${changes.length === 0 ? "" : `: ${count(changes)}`}`,
      ...words.map((line) => `  ${line}`),
    ])
    .join("\n")
}
