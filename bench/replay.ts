/**
 * How fast recorded logs replay: the golden logs, over and over, as `orrery replay` does it: read from disk, decoded, stepped,
 * state and hash compared at each entry, on as many threads as there are processors. Their start is in it.
 */
import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import { replayFiles } from "../src/adapters/cli/replay-threads.ts"
import { logsIn } from "../src/adapters/files/logs.ts"

/** Of all golden logs. */
const times = 500

const golden = await logsIn(fileURLToPath(new URL("../test/replay", import.meta.url)))
const files = Array.from({ length: times }, () => golden).flat()

let entries = 0
const began = performance.now()
await replayFiles(files, ({ file, invalid, logs }) => {
  for (const log of logs) {
    if (!log.ok) throw new Error(`${file} does not replay: ${log.lines.join("\n")}`)
    entries += log.entries
  }
  if (invalid !== null) throw new Error(invalid)
})
const seconds = (performance.now() - began) / 1000

console.log(
  `${entries} entries of ${files.length} logs in ${seconds.toFixed(1)} s, ${availableParallelism()} threads`,
)
console.log(JSON.stringify({ bench: "replay", entries_per_s: Math.round(entries / seconds) }))
