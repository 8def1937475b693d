/** Files that somebody names to us are read up to a size that is stated, and what is no file is not read at all. */
import { open, stat } from "node:fs/promises"

/** It cannot be taken in. Make it smaller. */
export class FileTooLarge extends Error {
  override readonly name = "FileTooLarge"
}

/** A directory, a device or a pipe: it may have no end. Name a file. */
export class NoFile extends Error {
  override readonly name = "NoFile"
}

/**
 * The bytes of a file of at most `largest` of them.
 *
 * @throws FileTooLarge, NoFile, or what the file system says
 */
export const readBounded = async (path: string, largest: number): Promise<Uint8Array> => {
  if (!(await stat(path)).isFile()) throw new NoFile("it is no file")
  await using file = await open(path)
  const { size } = await file.stat()
  if (size > largest) throw new FileTooLarge(`it has ${size} bytes`)
  // One more than fits, for it may have grown, or be one that says it is empty and is not.
  let room = Buffer.alloc(Math.min(largest, Math.max(size, 4096)) + 1)
  let read = 0
  for (;;) {
    if (read === room.length) {
      if (read > largest) throw new FileTooLarge(`it has more than ${largest} bytes`)
      const more = Buffer.alloc(Math.min(2 * room.length, largest + 1))
      room.copy(more)
      room = more
    }
    const { bytesRead } = await file.read(room, read, room.length - read)
    if (bytesRead === 0) return room.subarray(0, read)
    read += bytesRead
  }
}
