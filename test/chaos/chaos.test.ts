/** A minute of real faults. It takes two processors for longer than all other tests together: in CI, or when CHAOS=true asks for it. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

const main = join(import.meta.dirname, "main.ts")
const wanted = process.env["CI"] === "true" || process.env["CHAOS"] === "true"

const chaos = async (...args: ReadonlyArray<string>) => {
  const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] })
  const closed = once(child, "close")
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: (await closed)[0] as number | null, out, err }
}

describe("npm run chaos", () => {
  it.skipIf(!wanted)(
    "loses nothing, says nothing twice and breaks no rule in a minute of kills, stops and restarts",
    { timeout: 240_000 },
    async () => {
      const { code, out, err } = await chaos("--minutes", "1", "--runners", "3", "--seed", "1")
      const result = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "") as Readonly<Record<string, number>>
      expect(result, err).toMatchObject({ bench: "chaos", lost: 0, duplicates: 0, violations: 0 })
      expect(code).toBe(0)
      expect(result["kills"]).toBeGreaterThan(2)
      expect(result["stops"]).toBeGreaterThan(0)
      expect(result["messages"]).toBeGreaterThan(50)
    },
  )

  it.each([
    [["--minutes", "soon"], /--minutes is a number of at least 0\.1/],
    [["--runners", "1"], /--runners is a whole number of at least 2/],
    [["--kills", "3"], /Unknown option '--kills'/],
  ])("%j is refused with what would be right", async (args, says) => {
    const { code, out, err } = await chaos(...args)
    expect([code, out]).toEqual([2, ""])
    expect(err).toMatch(says)
    expect(err).toContain("npm run chaos -- --minutes M --runners N")
  })
})
