import { expect, it } from "vitest"
import { run } from "./run.ts"
import { targets } from "./targets.ts"

/** A short run with a seed of its own; `npm run fuzz` makes long ones with any. How long inputs take is not looked at here. */
it("nothing that decodes untrusted data breaks on hostile inputs", { timeout: 120_000 }, async () => {
  const lines: Array<string> = []
  const tally = await run(targets, {
    inputs: 3000,
    seed: 7,
    patience: Infinity,
    report: (line) => lines.push(line),
  })
  expect(tally, lines.join("\n")).toMatchObject({ crashes: 0, hangs: 0 })
  expect(tally.inputs).toBeGreaterThanOrEqual(3000)
})
