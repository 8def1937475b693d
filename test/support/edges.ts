/** `ORRERY_EDGES=DIR npm test` writes down which edges of the charts the tests took; `orrery coverage DIR` shows them. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll } from "vitest"

const directory = process.env["ORRERY_EDGES"]

if (directory !== undefined) {
  const { name, taken } = await import("./taken.ts")
  afterAll(() => {
    mkdirSync(directory, { recursive: true })
    writeFileSync(join(directory, name), JSON.stringify(taken))
  })
}
