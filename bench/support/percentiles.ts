/** The median and the 99th percentile of durations in ms, by nearest rank, to a hundredth. */
export const percentiles = (durations: ReadonlyArray<number>) => {
  const sorted = durations.toSorted((a, b) => a - b)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  const rounded = (ms: number) => Number(ms.toFixed(2))
  return { p50_ms: rounded(rank(0.5)), p99_ms: rounded(rank(0.99)) }
}
