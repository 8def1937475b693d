/**
 * How long stays in a state took: counts in buckets, sixteen to a doubling, so that a quantile is right to within 4 %, and a stay
 * costs one addition (HdrHistogram's way: https://hdrhistogram.org).
 */
const perDoubling = 16
/** Up to 2^41 ms, 70 years. */
const highest = 40
const buckets = (highest - 2) * perDoubling

export class Dwell {
  #counts: Uint32Array | null = null
  #total = 0

  /** Stays that ended. */
  get total(): number {
    return this.#total
  }

  /** In ms. */
  add(ms: number): void {
    this.#counts ??= new Uint32Array(buckets)
    this.#counts[bucketOf(ms)]!++
    this.#total++
  }

  /** In ms, for `share` between 0 and 1; null while no stay has ended. */
  quantile(share: number): number | null {
    if (this.#counts === null) return null
    const wanted = Math.max(1, Math.ceil(share * this.#total))
    let seen = 0
    const bucket = this.#counts.findIndex((count) => (seen += count) >= wanted)
    return middleOf(bucket)
  }
}

/** Below 16 ms each has its own; above, each doubling is cut in sixteen. */
const bucketOf = (ms: number): number => {
  if (ms < perDoubling) return Math.max(0, Math.floor(ms))
  const doublings = ms < 2 ** 31 ? 31 - Math.clz32(ms) : Math.min(highest, Math.floor(Math.log2(ms)))
  const part = Math.min(2 * perDoubling - 1, Math.floor(ms / 2 ** (doublings - 4)))
  return (doublings - 4) * perDoubling + part
}

const middleOf = (bucket: number): number => {
  if (bucket < perDoubling) return bucket
  const doublings = Math.floor(bucket / perDoubling) + 3
  const part = perDoubling + (bucket % perDoubling)
  return Math.round((part + 0.5) * 2 ** (doublings - 4))
}
