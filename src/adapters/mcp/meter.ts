/** How much a server may send: a bucket that fills again, so that one that floods is noticed at once and one that works never is. */

export interface Bounds {
  /** What may come at once. */
  readonly bytes: number
  readonly messages: number
  /** By so much of it a second the bucket fills again: 0.25 is a quarter. */
  readonly refill: number
}

/** The largest answer that is read, in bytes. What an agent gets of it is far less. */
export const longestMessage = 4 * 1024 * 1024

export const bounds: Bounds = { bytes: 4 * longestMessage, messages: 2000, refill: 0.25 }

export interface Meter {
  /** False: it is too much, and was not taken. */
  readonly take: (bytes: number, messages: number) => boolean
}

export const makeMeter = (
  { bytes, messages, refill }: Bounds = bounds,
  now: () => number = () => performance.now(),
): Meter => {
  const left = { bytes, messages }
  let last = now()
  return {
    take: (someBytes, someMessages) => {
      const at = now()
      const part = ((at - last) / 1000) * refill
      last = at
      left.bytes = Math.min(bytes, left.bytes + part * bytes)
      left.messages = Math.min(messages, left.messages + part * messages)
      if (left.bytes < someBytes || left.messages < someMessages) return false
      left.bytes -= someBytes
      left.messages -= someMessages
      return true
    },
  }
}
