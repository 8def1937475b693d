/** `ORRERY_EDGES=DIR npm test` writes down which edges of the charts the tests took; `orrery coverage DIR` shows them. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll } from "vitest"

const directory = process.env["ORRERY_EDGES"]

if (directory !== undefined) {
  const { charts } = await import("../../src/machines/index.ts")
  const { Coverage, watchChart } = await import("../../src/replay/coverage.ts")
  const coverage = new Coverage()
  for (const chart of Object.values(charts)) watchChart(chart as never, coverage)
  afterAll(() => {
    mkdirSync(directory, { recursive: true })
    const name = `${process.pid}-${crypto.randomUUID()}.edges.json`
    writeFileSync(join(directory, name), JSON.stringify(coverage))
  })
}
