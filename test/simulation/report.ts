/** What is told of a seed that failed. */
import type { Options, Verdict } from "./simulation.ts"

const lastLines = 60

export const commandFor = ({ seed, steps, without, mutant, failover }: Options): string =>
  [
    `npm run simulate -- --seeds 1 --from ${seed} --trace`,
    ...(steps === null || steps === undefined ? [] : [`--steps ${steps}`]),
    ...(without === undefined || without.size === 0 ? [] : [`--without ${[...without].join(",")}`]),
    ...(failover === true ? ["--failover"] : []),
    ...(mutant === null || mutant === undefined ? [] : [`--mutant "${mutant.name}"`]),
  ].join(" ")

export const report = (options: Options, verdict: Verdict, whole: boolean): string => {
  const { transcript } = verdict.world
  const shown = whole ? transcript : transcript.slice(-lastLines)
  return [
    "",
    `Seed ${options.seed} fails after ${verdict.steps} steps and ${verdict.faults} faults: ${verdict.failure?.message ?? "not any more"}`,
    ...(shown.length < transcript.length ? [`  … ${transcript.length - shown.length} lines before`] : []),
    ...shown.map((line) => `  ${line}`),
    `Again: ${commandFor(options)}`,
    "",
  ].join("\n")
}
