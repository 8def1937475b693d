/** Whether there is room and permission for what Orrery writes into files. */
import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs"
import { dirname } from "node:path"
import { adviceOf } from "../sqlite/advice.ts"
import { about, mebibytes, type Finding } from "./finding.ts"

const { fine, advice, trouble } = about("files")

const [little, much] = [100, 1024]

/** The directory itself, or the nearest above it that exists. */
const existing = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : existing(dirname(path))

const isWritable = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

export interface Places {
  /** The directory that Orrery writes into. */
  readonly home: string
  /** The embedded store's file; null: the store is a Redis. */
  readonly database: string | null
  /** What the caches may hold in the file beside it, in bytes. */
  readonly caches?: number
}

/** What that file may still grow by. */
const growth = ({ database, caches = 0 }: Places): number => {
  if (database === null) return 0
  const file = `${database}-cache`
  return Math.max(0, caches - (existsSync(file) ? statSync(file).size : 0))
}

export const fileFindings = (places: Places): ReadonlyArray<Finding> => {
  const { home, database } = places
  const place = existing(home)
  if (!statSync(place).isDirectory()) return [trouble(`${place} is no directory: set ORRERY_HOME to one`)]
  if (!isWritable(place))
    return [
      trouble(
        `${place} cannot be written to: give the user that runs Orrery the right to, or set ORRERY_HOME`,
      ),
    ]
  const { bavail, bsize } = statfsSync(place)
  const free = bavail * bsize
  const room = `${mebibytes(free)} are free at ${place}`
  const more = growth(places)
  const size = database !== null && existsSync(database) ? statSync(database).size : null
  return [
    free < little * 2 ** 20
      ? trouble(`${room}: free some, or nothing can be committed`)
      : free < much * 2 ** 20
        ? advice(`${room}: that is little for journals and archives`)
        : free - more < much * 2 ** 20
          ? advice(
              `${room}, and the caches may take ${mebibytes(more)} of it: free some, or keep less there (lasting_mb under [caches])`,
            )
          : fine(room),
    ...(database === null || !existsSync(dirname(database)) ? [] : adviceOf(database).map(advice)),
    ...(size === null ? [] : [fine(`the store, ${database}, has ${mebibytes(size)}`)]),
  ]
}
