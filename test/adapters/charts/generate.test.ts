import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { charts } from "../../../src/machines/index.ts"
import { machineDefinition } from "../../../src/adapters/charts/definition.ts"
import { chartFiles, differences, folder, generate } from "../../../src/adapters/charts/generate.ts"
import { readme } from "../../../src/adapters/charts/readme.ts"
import { atom } from "./samples.ts"

/** Their pictures take long to draw, and are held against those in the folder where they are looked at: best.test.ts. */
describe("the generated charts (if they are not so: npm run charts)", () => {
  const definitions = Object.values(charts).map(machineDefinition)

  it("are a definition and a picture of each machine, and a page that shows them", async () => {
    const names = definitions.flatMap(({ id }) => [`${id}.json`, `${id}.svg`])
    expect((await readdir(folder)).sort()).toEqual(["README.md", ...names].sort())
    expect(await readFile(join(folder, "README.md"), "utf8")).toBe(readme(definitions))
  })

  it.each(definitions)("say of $id what its machine says", async (definition) => {
    const written = await readFile(join(folder, `${definition.id}.json`), "utf8")
    expect(written).toBe(`${JSON.stringify(definition, null, 2)}\n`)
  })
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
