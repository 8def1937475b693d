/**
 * Makes a log that fails as short as it still fails: first by what keeps every hash (fewer logs, shorter ends, a later
 * beginning), so that a divergence stays the one that it is; then by leaving entries out, with all that follows from them, after
 * delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002).
 */
import * as books from "../actors/books.ts"
import { decodeSnapshot } from "../actors/journal.ts"
import type { Bundle, Recorded } from "./bundle.ts"
import { missing } from "./cut.ts"
import { replayed } from "./replay.ts"
import { retaken, type Place } from "./retake.ts"
import { sizeOf } from "./size.ts"

/** Whether a log still fails. */
export type Fails = (bundle: Bundle) => Promise<boolean>

/** Tries a smaller one: what is left is the smaller when it fails, and what was when it does not. */
const tried = async (now: Bundle, smaller: Bundle, fails: Fails): Promise<Bundle> =>
  sizeOf(smaller) < sizeOf(now) && missing(smaller).length === 0 && (await fails(smaller)) ? smaller : now

const fewerLogs = async (bundle: Bundle, fails: Fails): Promise<Bundle> => {
  let now = bundle
  for (const { address } of bundle) {
    if (now.length > 1)
      now = await tried(
        now,
        now.filter((log) => log.address !== address),
        fails,
      )
  }
  return now
}

const withLog = (bundle: Bundle, log: Recorded): Bundle =>
  bundle.map((it) => (it.address === log.address ? log : it))

/** The fewest entries from the beginning; by bisection, since not every longer one must fail. */
const shorterEnds = async (bundle: Bundle, fails: Fails): Promise<Bundle> => {
  let now = bundle
  for (const log of bundle) {
    let [passes, found] = [-1, log.entries.length]
    while (found - passes > 1) {
      const middle = (passes + found) >> 1
      const smaller = withLog(now, { ...log, entries: log.entries.slice(0, middle) })
      if ((await tried(now, smaller, fails)) === smaller) {
        found = middle
        now = smaller
      } else passes = middle
    }
  }
  return now
}

/** The log from a later entry on, with the state before it; undefined: it does not replay as far. */
const from = (log: Recorded, first: number): Recorded | undefined => {
  let base: Recorded["base"] = null
  replayed(log, (entry, _, { stepper, books: after, hash }) => {
    if (entry !== log.entries[first - 1]) return
    base = decodeSnapshot(books.record(stepper, after, hash))
  })
  return base === null ? undefined : { ...log, base, entries: log.entries.slice(first) }
}

const laterBeginnings = async (bundle: Bundle, fails: Fails): Promise<Bundle> => {
  let now = bundle
  for (const log of bundle) {
    let [found, passes] = [0, log.entries.length]
    while (passes - found > 1) {
      const middle = (found + passes) >> 1
      const later = from(log, middle)
      const smaller = later === undefined ? now : withLog(now, later)
      if (smaller !== now && (await tried(now, smaller, fails)) === smaller) {
        found = middle
        now = smaller
      } else passes = middle
    }
  }
  return now
}

const keyOf = ({ address, seq }: Place): string => `${address} ${seq}`

/** Leaves out halves, then quarters, and so on to single entries, as long as it fails. */
const fewerEntries = async (bundle: Bundle, fails: Fails): Promise<Bundle> => {
  let now = bundle
  let parts = 2
  for (;;) {
    const places = now.flatMap(({ address, entries }) => entries.map(({ seq }) => keyOf({ address, seq })))
    const size = Math.ceil(places.length / parts)
    let isSmaller = false
    for (let at = 0; at < places.length; at += size) {
      const left = new Set(places.slice(at, at + size))
      const smaller = takenWithout(now, left)
      if (smaller !== null && (await tried(now, smaller, fails)) === smaller) {
        now = smaller
        isSmaller = true
        break
      }
    }
    if (isSmaller) parts = Math.max(2, parts - 1)
    else if (size <= 1) return now
    else parts = Math.min(places.length, parts * 2)
  }
}

/** Null: today's code breaks without them. */
const takenWithout = (bundle: Bundle, left: ReadonlySet<string>): Bundle | null => {
  try {
    return retaken(bundle, { without: (place) => left.has(keyOf(place)) }).bundle
  } catch {
    return null
  }
}

/** `bundle` fails. The result fails too, and is no longer. */
export const shrunk = async (bundle: Bundle, fails: Fails): Promise<Bundle> => {
  const kept = await laterBeginnings(await shorterEnds(await fewerLogs(bundle, fails), fails), fails)
  const replays = kept.every((log) => replayed(log).trouble === null)
  const fewest = replays ? await fewerEntries(kept, fails) : kept
  return fewerLogs(fewest, fails)
}
