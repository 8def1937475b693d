/** Checks in a thread of its own: it does nothing else for seconds or minutes, and meanwhile somebody may want to stop. */
import { Worker } from "node:worker_threads"
import { Effect } from "effect"
import type { Checked } from "../../check/chart.ts"
import type { Part } from "../../check/check.ts"
import { attempted } from "./attempted.ts"
import type { Answer, Work } from "./check-worker.ts"

type Progress = (states: number, waiting: number) => void

const asked = (worker: Worker, part: Part, progress: Progress): Promise<Checked | null> =>
  new Promise((resolve, reject) => {
    const hear = (answer: Answer) => {
      if (answer.type === "progress") return progress(answer.states, answer.waiting)
      worker.off("message", hear).off("error", reject)
      resolve(answer.checked)
    }
    worker.on("message", hear).once("error", reject)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows, this is a thread
    worker.postMessage(part)
  })

/** As `checkPart`, one part at a time; the thread ends with the scope. */
export const checker = (work: Work) =>
  Effect.acquireRelease(
    Effect.sync(() => new Worker(new URL("./check-worker.ts", import.meta.url), { workerData: work })),
    (worker) => Effect.promise(() => worker.terminate()),
  ).pipe(
    Effect.map(
      (worker) => (part: Part, progress: Progress) => attempted(() => asked(worker, part, progress)),
    ),
  )
