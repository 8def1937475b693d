/** What every change must keep: types, lint, format. The same as `npm run check`. */
import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { describe, it } from "vitest"

const root = join(import.meta.dirname, "../..")
const run = promisify(execFile)

/** Fails with what the tool said. */
const passes = async (tool: string, ...args: ReadonlyArray<string>) => {
  const ended = run(join(root, "node_modules/.bin", tool), args, { cwd: root, maxBuffer: 1 << 24 })
  await ended.catch(({ stdout, stderr }: { stdout: string; stderr: string }) => {
    throw new Error(`${tool} ${args.join(" ")}\n${stdout}${stderr}`)
  })
}

describe("the project", () => {
  // Checkers that share the work look at much of it twice.
  it("has sound types", () => passes("tsc", "--noEmit", "--singleThreaded"), 120_000)
  it("follows the lint rules", () => passes("oxlint"), 60_000)
  it("is formatted", () => passes("oxfmt", "--check"), 60_000)
})
