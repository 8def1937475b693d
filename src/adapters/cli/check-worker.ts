/** A thread of `check-thread.ts`. */
import { parentPort, workerData } from "node:worker_threads"
import type { Checked } from "../../check/chart.ts"
import { checkPart, recordedIn, type Extent } from "../../check/check.ts"
import type { Bundle } from "../../replay/bundle.ts"

export interface Work {
  readonly extent: Extent
  readonly bundles: ReadonlyArray<Bundle>
}

export type Answer =
  | { readonly type: "progress"; readonly states: number; readonly waiting: number }
  | { readonly type: "checked"; readonly checked: Checked | null }

const { extent, bundles } = workerData as Work
const recorded = recordedIn(bundles)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows, this is a thread
const tell = (answer: Answer) => parentPort?.postMessage(answer)

parentPort?.on("message", (part) => {
  const checked = checkPart(part, extent, recorded, (states, waiting) =>
    tell({ type: "progress", states, waiting }),
  )
  tell({ type: "checked", checked })
})
