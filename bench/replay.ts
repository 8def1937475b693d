/**
 * How fast recorded logs replay, as `orrery replay` does it: read from disk, decoded, stepped, state and hash compared at each
 * entry, on as many threads as there are processors. Their start is in it. Over and over:
 *
 * - `entries_per_s`: the golden logs, which Orrery 0.1.0 wrote; each entry's hash is over the whole state
 * - `today_entries_per_s`: logs as today's Orrery writes and exports them, of people and agents who talk (`support/recorded.ts`)
 */
import { mkdtemp, rm } from "node:fs/promises"
import { availableParallelism, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { replayFiles } from "../src/adapters/cli/replay-threads.ts"
import { logsIn } from "../src/adapters/files/logs.ts"
import { recorded } from "./support/recorded.ts"

// As `bin/orrery.js` does it, so that threads start as they do for a user.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(
  new URL("../node_modules/.cache/compile", import.meta.url),
)

const wanted = 600_000

/** Entries a second. */
const measured = async (name: string, logs: ReadonlyArray<string>, times: number): Promise<number> => {
  const files = Array.from({ length: times }, () => logs).flat()
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
    `${name}: ${entries} entries of ${files.length} logs in ${seconds.toFixed(1)} s, ${availableParallelism()} threads`,
  )
  return Math.round(entries / seconds)
}

const golden = await logsIn(fileURLToPath(new URL("../test/replay", import.meta.url)))
const entries_per_s = await measured("golden logs", golden, 500)

const folder = await mkdtemp(join(tmpdir(), "orrery-bench-replay-"))
const today = await recorded(folder)
const today_entries_per_s = await measured("today's logs", today.files, Math.ceil(wanted / today.entries))
await rm(folder, { recursive: true })

console.log(JSON.stringify({ bench: "replay", entries_per_s, today_entries_per_s }))
