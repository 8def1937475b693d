/** How much is in a recording. */
import type { Bundle } from "./bundle.ts"

export const many = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`

export const sizeOf = (bundle: Bundle): number => bundle.reduce((sum, { entries }) => sum + entries.length, 0)

/** As `1260 entries of 19 actors`. */
export const sizeInWords = (bundle: Bundle): string =>
  `${many(sizeOf(bundle), "entry", "entries")} of ${many(bundle.length, "actor")}`
