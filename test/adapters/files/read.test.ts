import { appendFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { FileTooLarge, NoFile, readBounded } from "../../../src/adapters/files/read.ts"

const directory = () => {
  const path = mkdtempSync(join(tmpdir(), "orrery-files-"))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

describe("a file", () => {
  it.each([0, 1, 4096, 5000, 100_000])("of %i bytes is read when it may have as many", (size) => {
    const path = join(directory(), "file")
    const bytes = Buffer.from(Array.from({ length: size }, (_, n) => n % 251))
    writeFileSync(path, bytes)
    expect(Buffer.compare(readBounded(path, Math.max(size, 1)), bytes)).toBe(0)
    appendFileSync(path, "x".repeat(size === 0 ? 2 : 1))
    expect(() => readBounded(path, Math.max(size, 1))).toThrow(FileTooLarge)
  })

  it("that says it is empty and is not is read as far as it may", () => {
    expect(String(readBounded("/proc/self/status", 1024 * 1024))).toContain("Pid:")
    expect(() => readBounded("/proc/self/status", 100)).toThrow(FileTooLarge)
  })

  it("that is a device or a directory is none", () => {
    const path = join(directory(), "zero.md")
    symlinkSync("/dev/zero", path)
    expect(() => readBounded(path, 100)).toThrow(NoFile)
    expect(() => readBounded(directory(), 100)).toThrow(NoFile)
  })

  it("that is not there is an error of the file system", () => {
    expect(() => readBounded(join(directory(), "none"), 100)).toThrow(
      expect.objectContaining({ code: "ENOENT" }),
    )
  })
})
