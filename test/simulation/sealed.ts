/** Shuts the real world out of this process while a simulation runs: its clock, its timers, its randomness. */
import type { Timeline } from "./timeline.ts"

const forbidden = (what: string) => (): never => {
  throw new Error(`${what} was used in the simulation`)
}

/** `setImmediate` and `Date.now` become the timeline's; whoever asks the real world for timers or chance gets an error. */
export const sealed = async <A>(timeline: Timeline, body: () => Promise<A>): Promise<A> => {
  const { setImmediate, clearImmediate, setTimeout, setInterval } = globalThis
  const { random } = Math
  const { now } = Date
  const cleared = new Set<unknown>()
  Object.assign(globalThis, {
    setImmediate: (run: (...args: ReadonlyArray<unknown>) => void, ...args: ReadonlyArray<unknown>) => {
      const handle = {}
      timeline.soon(() => {
        if (!cleared.delete(handle)) run(...args)
      })
      return handle
    },
    clearImmediate: (handle: unknown) => void cleared.add(handle),
    setTimeout: forbidden("setTimeout"),
    setInterval: forbidden("setInterval"),
  })
  Math.random = forbidden("Math.random")
  // Effect's caches ask the real clock when whoever looked something up is gone by the time it is found.
  Date.now = () => Math.floor(timeline.now)
  try {
    return await body()
  } finally {
    Object.assign(globalThis, { setImmediate, clearImmediate, setTimeout, setInterval })
    Math.random = random
    Date.now = now
  }
}
