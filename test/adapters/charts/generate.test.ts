import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { chartFiles, differences, generate } from "../../../src/adapters/charts/generate.ts"
import { atom } from "./samples.ts"

describe("the generated charts", () => {
  it("are what the machines say (if not: npm run charts)", async () => {
    expect(await differences()).toEqual([])
  }, 120_000)
})

describe("generating", () => {
  const machines = { atom }
  let directory: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "charts-"))
  })

  afterEach(() => rm(directory, { recursive: true }))

  it("gives the same bytes every time", async () => {
    expect(await chartFiles(machines)).toEqual(await chartFiles(machines))
  })

  it("writes a definition and a picture for each machine, and a page that shows them", async () => {
    await generate(machines, directory)
    expect((await readdir(directory)).sort()).toEqual(["README.md", "atom.json", "atom.svg"])
    expect(await differences(machines, directory)).toEqual([])
  })

  it("finds what is missing, what was changed, and what is left over", async () => {
    await generate(machines, directory)
    await rm(join(directory, "atom.json"))
    await writeFile(join(directory, "atom.svg"), "<svg/>")
    await writeFile(join(directory, "molecule.svg"), "<svg/>")
    const found = [
      { file: "atom.json", is: "missing" },
      { file: "atom.svg", is: "different" },
      { file: "molecule.svg", is: "left over" },
    ]
    expect(await differences(machines, directory)).toEqual(found)
    expect(await generate(machines, directory)).toEqual(found)
    expect(await differences(machines, directory)).toEqual([])
  })

  it("leaves alone what is not its own", async () => {
    await writeFile(join(directory, "notes.txt"), "mine")
    await generate(machines, directory)
    expect(await readdir(directory)).toContain("notes.txt")
  })
})
