/** One file through today's code, as data that passes between threads. */
import { readLog } from "../files/logs.ts"
import { gapInWords, missing } from "../../replay/cut.ts"
import { replayed } from "../../replay/replay.ts"
import { asJson, lines } from "../../replay/report.ts"

export interface FileReport {
  readonly file: string
  /** Of each log in it; empty when the file does not read. */
  readonly logs: ReadonlyArray<ReturnType<typeof asJson> & { readonly lines: ReadonlyArray<string> }>
  /** Why the file does not read, or is no consistent cut; null: it is well. */
  readonly invalid: string | null
}

export const replayFile = async (file: string): Promise<FileReport> => {
  try {
    const bundle = await readLog(file)
    const logs = bundle.map((log) => {
      const replay = replayed(log)
      return { ...asJson(replay), lines: lines(replay) }
    })
    const [gap] = missing(bundle)
    return { file, logs, invalid: gap === undefined ? null : `${file} is ${gapInWords(gap)}` }
  } catch (error) {
    if ((error as { _tag?: string })._tag !== "LogInvalid") throw error
    return { file, logs: [], invalid: (error as Error).message }
  }
}
