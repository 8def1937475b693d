/** Files that somebody names to us are read up to a size that is stated, and what is no file is not read at all. */
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs"

/** It cannot be taken in. Make it smaller. */
export class FileTooLarge extends Error {
  override readonly name = "FileTooLarge"
}

/** A directory, a device or a pipe: it may have no end. Name a file. */
export class NoFile extends Error {
  override readonly name = "NoFile"
}

/**
 * The bytes of a file of at most `largest` of them, at once: who reads a file that was named to it has nothing else to do, and a log
 * of some kilobytes takes longer to wait for than to read.
 *
 * @throws FileTooLarge, NoFile, or what the file system says
 */
export const readBounded = (path: string, largest: number): Uint8Array => {
  if (!statSync(path).isFile()) throw new NoFile("it is no file")
  const file = openSync(path, "r")
  try {
    const { size } = fstatSync(file)
    if (size > largest) throw new FileTooLarge(`it has ${size} bytes`)
    // One more than fits, for it may have grown, or be one that says it is empty and is not.
    let room = Buffer.allocUnsafe(Math.min(largest, Math.max(size, 4096)) + 1)
    let read = 0
    for (;;) {
      if (read === room.length) {
        if (read > largest) throw new FileTooLarge(`it has more than ${largest} bytes`)
        const more = Buffer.allocUnsafe(Math.min(2 * room.length, largest + 1))
        room.copy(more)
        room = more
      }
      const bytes = readSync(file, room, read, room.length - read, null)
      if (bytes === 0) return room.subarray(0, read)
      read += bytes
    }
  } finally {
    closeSync(file)
  }
}
