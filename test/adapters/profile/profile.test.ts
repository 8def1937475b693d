/** A process that runs profiles itself, and what is in the files is said in ten lines. */
import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { Redacted } from "effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { summed } from "../../../src/adapters/cli/profile.ts"
import { profileRoutes } from "../../../src/adapters/profile/routes.ts"
import { bytesOf, growthOf, ofCpu, type HeapSnapshot } from "../../../src/adapters/profile/summary.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { World } from "../../support/world.ts"
import { startOrrery } from "../inspector/support.ts"

const run = promisify(execFile)

const running = async (token?: string) => {
  const folder = mkdtempSync(join(tmpdir(), "orrery-profile-"))
  const orrery = await startOrrery(new World(), new MemoryStore().layer, {
    also: profileRoutes(folder),
    token: token === undefined ? null : Redacted.make(token),
  })
  onTestFinished(async () => {
    await orrery.stop()
    rmSync(folder, { recursive: true })
  })
  const ask = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${orrery.origin}/api/profile`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    })
  const profile = async (kind: "cpu", seconds: number) => {
    const response = await ask({ kind, seconds })
    expect(response.status).toBe(200)
    return ((await response.json()) as { files: ReadonlyArray<string> }).files
  }
  return { ask, profile }
}

/** Does something again and again until a promise is settled. */
const during = async <A>(promise: Promise<A>, work: () => void): Promise<A> => {
  const again = setInterval(work, 0)
  return promise.finally(() => clearInterval(again))
}

function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)
}

describe("a process that is profiled", () => {
  it("tells which functions take its time", async () => {
    const { profile } = await running()
    const files = await during(profile("cpu", 0.3), () => void fibonacci(27))
    expect(files).toEqual([expect.stringMatching(/cpu-.*\.cpuprofile$/)])
    const { top } = ofCpu(JSON.parse(readFileSync(files[0]!, "utf8")) as never)
    expect(top.map(({ name }) => name)).toContainEqual(
      expect.stringMatching(/^fibonacci {2}test\/adapters\/profile\/profile\.test\.ts:\d+$/),
    )
    expect(top.length).toBeLessThanOrEqual(10)
    expect(summed("cpu", files).join("\n")).toContain("fibonacci")
  })

  it("tells what has come to its memory in between, in files that its user alone may read", async () => {
    const folder = mkdtempSync(join(tmpdir(), "orrery-hoarder-"))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, "hoarder.ts"), folder])
    const files = JSON.parse(stdout) as ReadonlyArray<string>
    expect(files).toHaveLength(2)
    for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600)
    const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as HeapSnapshot
    const { top } = growthOf(bytesOf(read(files[0]!)), bytesOf(read(files[1]!)))
    expect(top.map(({ name }) => name)).toContain("Hoard")
    expect(summed("heap", files).join("\n")).toMatch(/MB before, .* MB after; what there is more of:\n.*/)
  })

  it("makes one profile at a time, and says what it can make", async () => {
    const { ask, profile } = await running()
    const first = profile("cpu", 0.2)
    const second = await ask({ kind: "cpu", seconds: 0.2 })
    expect(second.status).toBe(409)
    await first
    expect((await ask({ kind: "cpu", seconds: 0.01 })).status).toBe(200)
    const wrong = await ask({ kind: "disk", seconds: 1 })
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({
      message: expect.stringContaining('"cpu" or "heap"') as string,
    })
    expect((await ask({ kind: "cpu", seconds: 0.01, more: "x".repeat(2000) })).status).toBe(413)
  })

  it("does so for nobody who lacks the token, or comes from another page", async () => {
    const { ask } = await running("a-token-of-sixteen")
    const wanted = { kind: "cpu", seconds: 0.01 }
    expect((await ask(wanted)).status).toBe(401)
    expect((await ask(wanted, { authorization: "Bearer a-token-of-sixteen" })).status).toBe(200)
    const elsewhere = { authorization: "Bearer a-token-of-sixteen", origin: "http://evil.example" }
    expect((await ask(wanted, elsewhere)).status).toBe(403)
  })
})
