/** What SQLite or the file system said, as one sentence that tells an operator what to do. */
import { dirname } from "node:path"
import { StoreUnavailable } from "../../actors/store.ts"

/** By primary result code: https://sqlite.org/rescode.html */
const byResultCode: ReadonlyMap<number, string> = new Map([
  [3, "may not be used by this user: give it permission on the file and its directory."],
  [5, "is being written by another process: end the one that has it open."],
  [6, "is being written by another process: end the one that has it open."],
  [8, "may not be written: give this user write permission on the file and its directory."],
  [10, "could not be read or written: look at the disk and at the space that is left on it."],
  [11, "is damaged: restore it from a backup (sqlite3 <file> .recover may save the rest)."],
  [13, "could not grow: free space on its disk. Nothing that was acknowledged is lost."],
  [14, "cannot be opened: look whether its directory exists and whether this user may use it."],
  [26, "is not an SQLite database: correct the path, or move that file away."],
])

const bySystemCode: ReadonlyMap<string, string> = new Map([
  ["EACCES", "cannot be created: give this user write permission on the directory."],
  ["EPERM", "cannot be created: give this user write permission on the directory."],
  ["EROFS", "lies on a read-only file system: choose another place."],
  ["ENOSPC", "could not grow: free space on its disk. Nothing that was acknowledged is lost."],
  ["ENOTDIR", "lies below something that is not a directory: correct the path."],
  ["EEXIST", "lies below something that is not a directory: correct the path."],
])

/** Makes the translator of errors for one file. */
export const explainer =
  (path: string) =>
  (error: unknown): StoreUnavailable => {
    if (error instanceof StoreUnavailable) return error
    const {
      message = String(error),
      errcode,
      code,
    } = error as Partial<NodeJS.ErrnoException> & {
      /** Extended result code; the primary one is its low byte. */
      readonly errcode?: number
    }
    const known = errcode === undefined ? bySystemCode.get(code ?? "") : byResultCode.get(errcode & 0xff)
    const sentence = known ?? `failed: look at the disk of ${dirname(path)}.`
    return new StoreUnavailable({ message: `${path} ${sentence} (${message})` })
  }
