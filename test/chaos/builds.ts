/** Two builds of Orrery, each in a directory of its own, so that nobody's editing changes a run, and one is upgraded to the other. */
import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "../..")
const parts = ["src", "brains", "statecharts", "package.json"]

export interface Build {
  readonly name: string
  readonly directory: string
}

const labelled = (directory: string, label: string): void => {
  const file = join(directory, "package.json")
  const json = JSON.parse(readFileSync(file, "utf8")) as { version: string }
  writeFileSync(file, JSON.stringify({ ...json, version: `${json.version}-${label}` }))
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"))
}

/** The code as it lies here, under a label that its `--version` tells. */
const copy = (home: string, name: string): Build => {
  const directory = join(home, `build-${name}`)
  for (const part of parts) cpSync(join(root, part), join(directory, part), { recursive: true })
  labelled(directory, name)
  return { name, directory }
}

/** The code of a commit. */
const checkout = (home: string, name: string, commit: string): Build => {
  const directory = join(home, `build-${name}`)
  mkdirSync(directory)
  const archive = execFileSync("git", ["archive", commit, ...parts], { cwd: root, maxBuffer: 1 << 28 })
  execFileSync("tar", ["-x", "-C", directory], { input: archive })
  labelled(directory, name)
  return { name, directory }
}

/** `other`: the commit that is the second build; null: the same code under another label. */
export const makeBuilds = (home: string, other: string | null): readonly [Build, Build] => [
  copy(home, "a"),
  other === null ? copy(home, "b") : checkout(home, "b", other),
]
