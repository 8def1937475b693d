import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { ExportInvalid, largestExport, read } from "../../../src/adapters/feed/export.ts"

const fileOf = (content: string) => {
  const directory = mkdtempSync(join(tmpdir(), "orrery-export-"))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const path = join(directory, "channel.json")
  writeFileSync(path, content)
  return path
}

const refused = (path: string) => Effect.runPromise(Effect.flip(read(path)))

describe("an export", () => {
  it("that is too large is refused before it is read, with what to do instead", async () => {
    const path = fileOf("")
    // A hole: it takes no room on the disk.
    truncateSync(path, largestExport + 1)
    const error = await refused(path)
    expect(error).toBeInstanceOf(ExportInvalid)
    expect(error.message).toMatch(/larger than the 256 MiB that are fed at once: .*--partition/)
  })

  it("that is no file is refused", async () => {
    expect((await refused("/dev/zero")).message).toBe("/dev/zero cannot be read: it is no file")
  })
})
