/** Events a second, over the last seconds, from a counter that only grows. Pure. */
const span = 5000

export function rateMeter() {
  let samples = []
  return {
    /** @param {number | undefined} count @param {number} now in ms */
    read(count, now) {
      if (count === undefined) return 0
      samples.push({ count, now })
      while (samples.length > 1 && samples[1].now <= now - span) samples.shift()
      const [first] = samples
      return now > first.now ? ((count - first.count) * 1000) / (now - first.now) : 0
    },
    forget() {
      samples = []
    },
  }
}
