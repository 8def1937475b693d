/** Shuts the real world out of this process while a simulation runs: its clock, its timers, its randomness. */
import type { Timeline } from "./timeline.ts"

const forbidden = (what: string) => (): never => {
  throw new Error(`${what} was used in the simulation`)
}

/** `setImmediate` becomes the timeline's; whoever asks the real world for time or chance gets an error. */
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
  Date.now = forbidden("Date.now")
  try {
    return await body()
  } finally {
    Object.assign(globalThis, { setImmediate, clearImmediate, setTimeout, setInterval })
    Math.random = random
    Date.now = now
  }
}
