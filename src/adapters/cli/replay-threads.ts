/** Many logs over all processors: each thread takes the next file when it has done one. */
import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { replayFile, type FileReport } from "./replay-file.ts"

/** A thread takes about a second to start: fewer files than this are not worth one. */
const few = 8

/** Reports come as they are done, in any order. */
export const replayFiles = async (
  files: ReadonlyArray<string>,
  done: (report: FileReport) => void,
): Promise<void> => {
  const threads = Math.min(availableParallelism(), Math.ceil(files.length / few))
  const left = files.values()
  if (threads <= 1) {
    for (const file of left) done(await replayFile(file))
    return
  }
  await Promise.all(Array.from({ length: threads }, () => thread(left, done)))
}

/** Files that a thread has at a time: while it steps through one, the other is read. */
const atOnce = 2

/** What a file leaves behind dies with it, and is not worth being moved to where old things are. In MB. */
const young = 128

const thread = (left: IterableIterator<string>, done: (report: FileReport) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./replay-worker.ts", import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: young },
    })
    let underWay = 0
    const next = () => {
      const { value, done: over } = left.next()
      if (over === true) {
        if (underWay === 0) void worker.terminate().then(() => resolve())
        return
      }
      underWay++
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows, this is a thread
      worker.postMessage(value)
    }
    worker.on("message", (report: FileReport) => {
      underWay--
      done(report)
      next()
    })
    worker.on("error", reject)
    for (let n = 0; n < atOnce; n++) next()
  })
