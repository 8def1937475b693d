/** Whether there is room and permission for what Orrery writes into files. */
import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs"
import { dirname } from "node:path"
import { adviceOf } from "../sqlite/advice.ts"
import { about, type Finding } from "./finding.ts"

const { fine, advice, trouble } = about("files")

const [little, much] = [100, 1024]

/** The directory itself, or the nearest above it that exists. */
const existing = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : existing(dirname(path))

const mebibytes = (bytes: number) =>
  bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`

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
}

export const fileFindings = ({ home, database }: Places): ReadonlyArray<Finding> => {
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
  const size = database !== null && existsSync(database) ? statSync(database).size : null
  return [
    free < little * 2 ** 20
      ? trouble(`${room}: free some, or nothing can be committed`)
      : free < much * 2 ** 20
        ? advice(`${room}: that is little for journals and archives`)
        : fine(room),
    ...(database === null || !existsSync(dirname(database)) ? [] : adviceOf(database).map(advice)),
    ...(size === null ? [] : [fine(`the store, ${database}, has ${mebibytes(size)}`)]),
  ]
}
