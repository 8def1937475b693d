/** Spans of time as people read them. */

/** 45 s, 3 min, 2 h 5 min. */
export const lasted = (ms: number): string => {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)} h${rest === 0 ? "" : ` ${rest} min`}`
}
