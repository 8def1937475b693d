/** What a run came to: figures, and whether what was promised held. Pure. */
import type { Run, Sample } from "./drive.ts"
import type { Name } from "./scenarios.ts"
import { thinking, type Said } from "./system.ts"

/** In ms, and a share. */
export const promised = { p50: 500, p95: 2000, p99: 5000, errors: 0.001, recovery: 120_000 } as const
/** How much more than at first a runner may take at the end of an endurance run, by the trend, as a share. */
const flat = 0.1

export interface Second {
  /** Since the beginning, in s. */
  readonly at: number
  readonly due: number
  readonly answered: number
  /** Due and not answered, at its end. */
  readonly open: number
  readonly errors: number
  /** Of messages that were due in it, in ms; null: none was answered. */
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** By nearest rank. */
export const rank = (sorted: ReadonlyArray<number>, share: number): number | null =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null

const latencies = (said: ReadonlyArray<Said>): ReadonlyArray<number> =>
  said.flatMap(({ due, answered }) => (answered === null ? [] : [answered - due])).toSorted((a, b) => a - b)

/** Nobody answered, or it was answered more than once. */
const isError = ({ answered, wrong }: Said): boolean => answered === null || wrong

export const secondsOf = ({ said }: Pick<Run, "said">): ReadonlyArray<Second> => {
  const last = Math.max(0, ...said.slice(-1).map(({ due }) => due))
  const ends = said.reduce((end, { answered }) => Math.max(end, answered ?? 0), last)
  const count = Math.floor(ends / 1000) + 1
  const due = Array.from({ length: count }, (): Array<Said> => [])
  const answered = Array.from({ length: count }, () => 0)
  for (const its of said) {
    due[Math.floor(its.due / 1000)]?.push(its)
    if (its.answered !== null) answered[Math.floor(its.answered / 1000)]!++
  }
  let open = 0
  return due.map((its, at) => {
    open += its.length - answered[at]!
    const took = latencies(its)
    return {
      at,
      due: its.length,
      answered: answered[at]!,
      open,
      errors: its.filter(isError).length,
      p50: rank(took, 0.5),
      p95: rank(took, 0.95),
      p99: rank(took, 0.99),
    }
  })
}

/** By how much a value grows in an hour, by least squares; null: fewer values than `least`. */
export const trend = (
  values: ReadonlyArray<readonly [at: number, value: number]>,
  least = 10,
): number | null => {
  const n = values.length
  if (n < least) return null
  const [x, y] = [0, 1].map((of) => values.reduce((sum, pair) => sum + pair[of]!, 0) / n) as [number, number]
  const above = values.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0)
  const below = values.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
  return below === 0 ? null : (above / below) * 3600
}

/** What is left after each collection of garbage: the least of every tenth of the time. */
const floors = (samples: ReadonlyArray<Sample>, of: (sample: Sample) => number | null) => {
  const size = Math.max(1, Math.ceil(samples.length / 10))
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, n) =>
    samples
      .slice(n * size, (n + 1) * size)
      .flatMap((sample) => {
        const value = of(sample)
        return value === null ? [] : [[sample.at, value] as const]
      })
      .reduce<readonly [number, number] | null>(
        (least, pair) => (least === null || pair[1] < least[1] ? pair : least),
        null,
      ),
  ).filter((pair) => pair !== null)
}

const mean = (values: ReadonlyArray<number | null>): number => {
  const known = values.filter((value) => value !== null)
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
}

/** From the end of a stretch until p95 is within bounds and stays there, in ms; null: it never was again. */
export const recoveryAfter = (seconds: ReadonlyArray<Second>, end: number): number | null => {
  const after = seconds.filter(({ at, due }) => at * 1000 >= end && due > 0)
  if (after.length === 0) return null
  const slow = after.findLast(
    ({ p95, due, errors }) => p95 === null || p95 > promised.p95 || errors > due * 0.05,
  )
  if (slow === undefined) return 0
  return slow === after.at(-1) ? null : (slow.at + 1) * 1000 - end
}

const rounded = (value: number | null, digits = 3): number | null =>
  value === null ? null : Number(value.toFixed(digits))
const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const took = (ms: number | null) => (ms === null ? "never" : `${(ms / 1000).toFixed(2)} s`)

export interface Verdict {
  readonly held: boolean
  readonly figures: Readonly<Record<string, number | string | null>>
  readonly lines: ReadonlyArray<string>
}

/** Who was busiest while a stretch lasted. */
const busiest = (samples: ReadonlyArray<Sample>): string => {
  const shares = {
    "the runner": mean(samples.map(({ runnerCpu }) => runnerCpu)),
    "the playground and its people": mean(samples.map(({ playgroundCpu }) => playgroundCpu)),
    Redis: mean(samples.map(({ redisCpu }) => redisCpu)),
  }
  const sorted = Object.entries(shares).toSorted(([, a], [, b]) => b - a)
  const machine = percent(mean(samples.map(({ machine }) => machine)))
  return `${sorted.map(([name, of]) => `${name} ${percent(of)}`).join(", ")} of a core each; the machine ${machine}, with what else it had to do`
}

export const judge = (name: Name, run: Run): Verdict => {
  const { said, samples, stretches, complaints } = run
  const all = latencies(said)
  const [p50, p95, p99] = [rank(all, 0.5), rank(all, 0.95), rank(all, 0.99)]
  const errors = said.filter(isError).length / Math.max(1, said.length)
  const late = rank(
    said.map(({ due, sent }) => sent - due).toSorted((a, b) => a - b),
    0.99,
  )
  const seconds = secondsOf(run)
  const within = (value: number | null, bound: number) => value !== null && value < bound
  const quick = within(p50, promised.p50) && within(p95, promised.p95) && within(p99, promised.p99)
  const figures: Record<string, number | string | null> = {
    sent: said.length,
    p50_s: rounded((p50 ?? Number.NaN) / 1000),
    p95_s: rounded((p95 ?? Number.NaN) / 1000),
    p99_s: rounded((p99 ?? Number.NaN) / 1000),
    errors: rounded(errors, 6),
    sent_late_p99_s: rounded((late ?? Number.NaN) / 1000),
    machine_busy: rounded(mean(samples.map(({ machine }) => machine)), 2),
    runner_cpu: rounded(mean(samples.map(({ runnerCpu }) => runnerCpu)), 2),
    resident_mb: rounded(
      (samples.findLast(({ resident }) => resident !== null)?.resident ?? Number.NaN) / 2 ** 20,
      0,
    ),
  }
  const lines = [
    `answers p50 ${took(p50)} (promised < 0.5 s), p95 ${took(p95)} (< 2 s), p99 ${took(p99)} (< 5 s), of which the model thinks ${thinking} ms`,
    `errors  ${percent(errors)} of ${said.length} messages (promised < 0.1 %)`,
    `people  p99 sent ${took(late)} after it was due: that counts as waiting`,
    `busy    ${busiest(samples)}`,
    ...(complaints.length === 0
      ? []
      : [`runner  ${complaints.length} warnings, the first: ${complaints[0]!.slice(0, 160)}`]),
  ]
  const kept = quick && errors < promised.errors

  if (name === "steady") return { held: kept, figures, lines }

  if (name === "spike") {
    const spike = stretches.find((stretch) => stretch.name === "spike")!
    const recovery = recoveryAfter(seconds, (spike.from + spike.seconds) * 1000)
    const most = Math.max(...seconds.map(({ open }) => open))
    return {
      held: recovery !== null && recovery <= promised.recovery,
      figures: { ...figures, recovery_s: rounded((recovery ?? Number.NaN) / 1000), most_waiting: most },
      lines: [
        ...lines,
        `spike   ${most} waited at most; p95 below 2 s again ${took(recovery)} after its end (promised < 120 s)`,
      ],
    }
  }

  if (name === "endurance") {
    const grown = (values: ReadonlyArray<readonly [number, number]>) => {
      const [grows, first, last] = [trend(values, 5), values[0], values.at(-1)]
      return grows === null ? null : (grows * (last![0] - first![0])) / 3600 / first![1]
    }
    // The first tenth is warm-up: caches fill, code is compiled.
    const settled = samples.slice(Math.ceil(samples.length / 10))
    const heap = grown(floors(settled, ({ heap }) => heap))
    const resident = grown(floors(settled, ({ resident }) => resident))
    const slower = trend(seconds.flatMap(({ at, p95 }) => (p95 === null ? [] : [[at, p95] as const])))
    const failing = trend(seconds.map(({ at, errors }) => [at, errors] as const))
    const { heaps } = run
    return {
      held: kept && heap !== null && heap < flat && resident !== null && resident < flat,
      figures: {
        ...figures,
        heap_growth: rounded(heap),
        resident_growth: rounded(resident),
        p95_growth_s_per_hour: rounded((slower ?? Number.NaN) / 1000),
        errors_growth_per_s_per_hour: rounded(failing, 4),
        heap_before_mb: rounded((heaps?.before ?? Number.NaN) / 2 ** 20, 1),
        heap_after_mb: rounded((heaps?.after ?? Number.NaN) / 2 ** 20, 1),
      },
      lines: [
        ...lines,
        `memory  heap ${heap === null ? "?" : percent(heap)} more, resident ${resident === null ? "?" : percent(resident)} more by the trend of what each collection leaves (flat: < ${percent(flat)})`,
        `trends  p95 ${slower === null ? "?" : (slower / 1000).toFixed(3)} s an hour, errors ${failing?.toFixed(4) ?? "?"} a second an hour`,
        ...(heaps === null
          ? []
          : [
              `heap    ${(heaps.before / 2 ** 20).toFixed(1)} MB before, ${(heaps.after / 2 ** 20).toFixed(1)} MB after; most of what came: ${heaps.top
                .slice(0, 5)
                .map((of) => `${of.name} ${(of.amount / 2 ** 20).toFixed(1)} MB`)
                .join(", ")}`,
            ]),
      ],
    }
  }

  const broken = stretches.find((stretch) => stretch.name === "stress" && !stretch.held)
  const held = stretches.findLast((stretch) => stretch.name === "stress" && stretch.held)
  if (broken === undefined)
    return {
      held: false,
      figures: { ...figures, held_per_s: held?.rate ?? null, breaks_at_per_s: null },
      lines: [...lines, `stress  not broken at ${held?.rate ?? 0}/s: give it more minutes`],
    }
  const end = broken.from + broken.seconds
  const recovery = recoveryAfter(seconds, end * 1000)
  const then = samples.filter(({ at }) => at >= broken.from && at <= end)
  return {
    held: recovery !== null && recovery <= promised.recovery,
    figures: {
      ...figures,
      held_per_s: held?.rate ?? null,
      breaks_at_per_s: broken.rate,
      recovery_s: rounded((recovery ?? Number.NaN) / 1000),
    },
    lines: [
      ...lines,
      `stress  held ${held?.rate ?? 0}/s; breaks at ${broken.rate}/s: more than 5 of 100 waited over 2 s. Busy then: ${busiest(then)}`,
      `after   p95 below 2 s again ${took(recovery)} after the rate fell`,
    ],
  }
}
