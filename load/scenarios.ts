/** What each scenario asks of the runner, as stretches of time with a rate each. Pure. */

export interface Stretch {
  readonly name: string
  /** Messages in a second, each of which calls an agent. */
  readonly rate: number
  readonly seconds: number
}

export interface Options {
  readonly minutes: number
  /** The usual rate. */
  readonly rate: number
}

/** What a stretch came to, for who decides whether there is another. */
export interface Outcome {
  readonly rate: number
  readonly held: boolean
}

export interface Scenario {
  readonly does: string
  /** Unless told. */
  readonly minutes: number
  /** Heaps are compared, at the beginning and at the end. */
  readonly heaps: boolean
  /** The next stretch after those before; null: that was all. */
  readonly next: (options: Options, before: ReadonlyArray<Outcome>) => Stretch | null
}

const planned =
  (stretches: (options: Options) => ReadonlyArray<Stretch>): Scenario["next"] =>
  (options, before) =>
    stretches(options)[before.length] ?? null

/** Rates of the stress test, each so much above the one before, for so long. */
const [growth, stepSeconds] = [1.25, 15]

/** How long a spike lasts, in s, and how many times the usual rate it is. */
const [spikeSeconds, spikeTimes] = [5, 10]

export const scenarios = {
  steady: {
    does: "the same rate all the time",
    minutes: 5,
    heaps: false,
    next: planned(({ rate, minutes }) => [{ name: "steady", rate, seconds: minutes * 60 }]),
  },
  spike: {
    does: `${spikeTimes} times the rate for ${spikeSeconds} s, and the usual rate before and after`,
    minutes: 4,
    heaps: false,
    next: planned(({ rate, minutes }) => {
      const rest = minutes * 60 - spikeSeconds
      return [
        { name: "before", rate, seconds: rest / 4 },
        { name: "spike", rate: rate * spikeTimes, seconds: spikeSeconds },
        { name: "after", rate, seconds: (rest * 3) / 4 },
      ]
    }),
  },
  endurance: {
    does: "the same rate for long: memory, latency and errors as trends, the heap compared",
    minutes: 60,
    heaps: true,
    next: planned(({ rate, minutes }) => [{ name: "endurance", rate, seconds: minutes * 60 }]),
  },
  stress: {
    does: `a rate that grows by a quarter every ${stepSeconds} s until it is not held, and then the usual rate: half of what was held`,
    minutes: 6,
    heaps: false,
    next: ({ rate, minutes }, before) => {
      const last = before.at(-1)
      if (last === undefined) return { name: "stress", rate: rate / 2, seconds: stepSeconds }
      const broken = before.find(({ held }) => !held)
      if (broken === undefined && before.length * stepSeconds < minutes * 60)
        return { name: "stress", rate: Math.round(last.rate * growth), seconds: stepSeconds }
      if (broken === undefined || broken !== last) return null
      return { name: "recovery", rate: Math.max(1, Math.round(broken.rate / growth / 2)), seconds: 60 }
    },
  },
} as const satisfies Readonly<Record<string, Scenario>>

export type Name = keyof typeof scenarios

export const isScenario = (name: string): name is Name => name in scenarios

/** When the messages of a stretch are due, in ms since it began: at even distances, whoever is ready for them. */
export const dueTimes = ({ rate, seconds }: Stretch): ReadonlyArray<number> =>
  Array.from({ length: Math.round(rate * seconds) }, (_, n) => (n * 1000) / rate)
