/** One fuzz run over all targets. */
import type { Target } from "./target.ts"

/** The last line of `npm run fuzz`. */
export interface Tally {
  readonly inputs: number
  readonly crashes: number
  readonly hangs: number
}

export interface RunOptions {
  /** In all, over the targets by their weights. */
  readonly inputs: number
  readonly seed: number
  /** An input that keeps its thread busy for longer than this, in ms, hangs. */
  readonly patience: number
  /** Comes before each input, with the index of its target. */
  readonly tick?: (target: number) => void
  readonly report: (line: string) => void
}

export const run = async (
  targets: ReadonlyArray<Target>,
  { inputs, seed, patience, tick = () => {}, report }: RunOptions,
): Promise<Tally> => {
  const weights = targets.reduce((sum, { weight }) => sum + weight, 0)
  let tally: Tally = { inputs: 0, crashes: 0, hangs: 0 }
  for (const [index, { name, weight, feed }] of targets.entries()) {
    const began = performance.now()
    const fed = await feed(Math.ceil((inputs * weight) / weights), seed, {
      patience,
      tick: () => tick(index),
    })
    report(`${name}: ${fed.inputs} inputs in ${((performance.now() - began) / 1000).toFixed(1)} s`)
    for (const crash of fed.crashes) report(`  crash: ${crash}`)
    for (const hang of fed.hangs) report(`  hang: ${hang}`)
    tally = {
      inputs: tally.inputs + fed.inputs,
      crashes: tally.crashes + fed.crashes.length,
      hangs: tally.hangs + fed.hangs.length,
    }
  }
  return tally
}
