/** Which edges of the charts this process took, whatever test files it ran. */
import { charts } from "../../src/machines/index.ts"
import { Coverage, watchChart } from "../../src/replay/coverage.ts"

export const name = `${process.pid}-${crypto.randomUUID()}.edges.json`
export const taken = new Coverage()

for (const chart of Object.values(charts)) watchChart(chart as never, taken)
