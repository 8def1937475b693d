/** What a fuzz run feeds: something that takes data from outside, and the inputs that somebody hostile would give it. */
import * as fc from "fast-check"

export interface Target {
  readonly name: string
  /** Its share of the inputs, in relation to the others'. */
  readonly weight: number
  /** Opens what takes the inputs, feeds it, and closes it. */
  readonly feed: (runs: number, seed: number, meter: Meter) => Promise<Fed>
}

/** What became of the inputs of one target. */
export interface Fed {
  readonly inputs: number
  /** What broke, with the smallest input found that breaks it. */
  readonly crashes: ReadonlyArray<string>
  readonly hangs: ReadonlyArray<string>
}

/** Says before each input that it comes, and how long one may keep this thread busy, in ms. */
export interface Meter {
  readonly tick: () => void
  readonly patience: number
}

/** Takes an input, and throws when that is not one of the ways in which it may end. */
type Take<A> = (input: A) => unknown

export interface Opened<A> {
  readonly take: Take<A>
  readonly close: () => Promise<void>
}

/** A target that must be opened, a server say. */
export const opened = <A>(
  name: string,
  weight: number,
  inputs: fc.Arbitrary<A>,
  open: () => Promise<Opened<A>>,
): Target => ({
  name,
  weight,
  feed: async (runs, seed, meter) => {
    const { take, close } = await open()
    try {
      return await feed(inputs, take, runs, seed, meter)
    } finally {
      await close()
    }
  },
})

/** A target that is a function. */
export const target = <A>(name: string, weight: number, inputs: fc.Arbitrary<A>, take: Take<A>): Target =>
  opened(name, weight, inputs, async () => ({ take, close: async () => {} }))

const feed = async <A>(
  inputs: fc.Arbitrary<A>,
  take: Take<A>,
  runs: number,
  seed: number,
  { tick, patience }: Meter,
): Promise<Fed> => {
  const hangs: Array<string> = []
  const timed = async (input: A): Promise<number> => {
    tick()
    const began = process.threadCpuUsage()
    await take(input)
    const { user, system } = process.threadCpuUsage(began)
    return (user + system) / 1000
  }
  const property = fc.asyncProperty(inputs, async (input) => {
    // What the thread does beside, compiling and collecting, makes one run slow, not two.
    if ((await timed(input)) > patience && (await timed(input)) > patience) hangs.push(shown(input))
  })
  const { failed, numRuns, counterexample, errorInstance } = await fc.check(property, { numRuns: runs, seed })
  const crash = `${describe(errorInstance)}\n  input: ${shown(counterexample?.[0])}`
  return { inputs: numRuns, crashes: failed ? [crash] : [], hangs }
}

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 6).join("\n") : String(error)

const shown = (input: unknown): string => {
  const text = fc.stringify(input)
  return text.length > 600 ? `${text.slice(0, 600)}… (${text.length} characters)` : text
}
