/**
 * How long stays in a state took: counts in buckets that grow by a tenth, so that a quantile is right to within 5 %, and a stay
 * costs one addition (the idea of HdrHistogram: https://hdrhistogram.org).
 */
const perDoubling = 7
/** Up to 2^40 ms, 35 years. */
const buckets = 40 * perDoubling

export class Dwell {
  readonly #counts = new Uint32Array(buckets)
  #total = 0

  /** Stays that ended. */
  get total(): number {
    return this.#total
  }

  /** In ms. */
  add(ms: number): void {
    this.#counts[bucketOf(ms)]!++
    this.#total++
  }

  /** In ms, for `share` between 0 and 1; null while no stay has ended. */
  quantile(share: number): number | null {
    if (this.#total === 0) return null
    const wanted = Math.max(1, Math.ceil(share * this.#total))
    let seen = 0
    for (let bucket = 0; bucket < buckets; bucket++) {
      seen += this.#counts[bucket]!
      if (seen >= wanted) return middleOf(bucket)
    }
    return middleOf(buckets - 1)
  }
}

const bucketOf = (ms: number): number =>
  ms < 1 ? 0 : Math.min(buckets - 1, Math.floor(Math.log2(ms) * perDoubling) + 1)

const middleOf = (bucket: number): number =>
  bucket === 0 ? 0 : Math.round(10 * 2 ** ((bucket - 0.5) / perDoubling)) / 10
