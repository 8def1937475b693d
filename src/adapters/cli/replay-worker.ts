/** A thread of `orrery replay`: told a file, answers with its report, until it is ended. */
import { parentPort } from "node:worker_threads"
import { replayFile } from "./replay-file.ts"

parentPort!.on("message", (file: string) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows, this is a thread
  void replayFile(file).then((report) => parentPort!.postMessage(report))
})
