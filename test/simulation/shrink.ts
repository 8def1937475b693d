/** Makes a failing seed smaller: the fewest steps after which it still fails, without the faults that have no part in it. */
import { Violation } from "./audit/violation.ts"
import { simulate, type Options, type Verdict } from "./simulation.ts"

const ruleOf = ({ failure }: Verdict): string | null =>
  failure === null ? null : failure instanceof Violation ? failure.rule : failure.message

/** `failed` is what `options` came to. */
export const shrink = async (options: Options, failed: Verdict): Promise<Options> => {
  const rule = ruleOf(failed)
  const fails = async (smaller: Options) => ruleOf(await simulate(smaller)) === rule
  const fewest = await fewestSteps(options, failed.steps, fails)
  let smallest = fewest
  for (const [kind] of failed.world.faults.rates) {
    const smaller = { ...smallest, without: new Set([...(smallest.without ?? []), kind]) }
    if (await fails(smaller)) smallest = smaller
  }
  return fewestSteps(smallest, smallest.steps ?? failed.steps, fails)
}

/** By bisection: not every longer run of a failing seed fails, but the one that is found does. */
const fewestSteps = async (
  options: Options,
  known: number,
  fails: (options: Options) => Promise<boolean>,
): Promise<Options> => {
  let [passes, found] = [0, known]
  while (found - passes > 1) {
    const middle = (passes + found) >> 1
    if (await fails({ ...options, steps: middle })) found = middle
    else passes = middle
  }
  const fewest = { ...options, steps: found }
  return (await fails(fewest)) ? fewest : options
}
