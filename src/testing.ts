/**
 * `orrery/testing`: recorded logs in one's own Vitest.
 *
 *     import { load, replay } from "orrery/testing"
 *
 *     const log = await load("talk.jsonl")
 *     await expect(log).toReplay()
 *     expect((await replay(log)).messages[0].text).toContain("racket")
 *
 * No network, no store, no clock: what came from outside is in the log.
 */
import { fileURLToPath } from "node:url"
import { expect } from "vitest"
import { logsIn, readLog } from "./adapters/files/logs.ts"
import type { Bundle } from "./replay/bundle.ts"
import { gapInWords, missing } from "./replay/cut.ts"
import type { Trouble } from "./replay/outcome.ts"
import { outcomesOf, type Outcomes } from "./replay/outcomes.ts"
import { replayed } from "./replay/replay.ts"
import { lines } from "./replay/report.ts"

export { LogInvalid } from "./adapters/files/logs.ts"
export type { Bundle, Recorded } from "./replay/bundle.ts"
export type { Change } from "./replay/changes.ts"
export type { Flip } from "./replay/guards.ts"
export type { Broken, Diverged, Trouble, Unknown } from "./replay/outcome.ts"
export type { Outcomes, Said } from "./replay/outcomes.ts"

/** A log that was loaded, or where it lies: a file, or a directory of them. */
export type Log = Bundle | string | URL

export interface Replay extends Outcomes {
  /** Whether all entries of all logs led where they led, and the file is a consistent cut. */
  readonly ok: boolean
  /** Entries that were equal. */
  readonly entries: number
  /** The first trouble of each log that has one. */
  readonly troubles: ReadonlyArray<Trouble & { readonly address: string }>
  /** All of it in words. */
  readonly report: string
}

const isBundle = (log: Log): log is Bundle => Array.isArray(log)
const pathOf = (log: string | URL): string => (typeof log === "string" ? log : fileURLToPath(log))

/** @throws LogInvalid when the file is no log, is not whole, or was changed. */
export const load = (file: string | URL): Promise<Bundle> => readLog(pathOf(file))

/** Steps a log through the code that is imported, and says what came of it. @throws LogInvalid */
export const replay = async (log: Log): Promise<Replay> => {
  const bundles = isBundle(log) ? [log] : await Promise.all((await logsIn(pathOf(log))).map(readLog))
  const results = bundles.flatMap((bundle) => bundle.map((one) => replayed(one)))
  const gaps = bundles.flatMap(missing)
  return {
    ...outcomesOf(bundles.flat()),
    ok: gaps.length === 0 && results.every(({ trouble }) => trouble === null),
    entries: results.reduce((sum, { entries }) => sum + entries, 0),
    troubles: results.flatMap(({ address, trouble }) => (trouble === null ? [] : [{ address, ...trouble }])),
    report: [...results.flatMap(lines), ...gaps.map(gapInWords)].join("\n"),
  }
}

expect.extend({
  async toReplay(log: Log) {
    const { ok, report } = await replay(log)
    return {
      pass: ok,
      message: () =>
        ok ? `it replays, and should not:\n${report}` : `it does not replay as it was recorded:\n${report}`,
    }
  },
})

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Replays a log, a file or a directory: every entry leads where it led when it was recorded. */
    toReplay: () => Promise<void>
  }
}
