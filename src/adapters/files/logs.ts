/** Recorded logs on disk: JSON lines, or those compressed with gzip. */
import { readdir, stat, writeFile } from "node:fs/promises"
import { isUtf8 } from "node:buffer"
import { dirname, join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { Schema } from "effect"
import { LogBroken } from "../../actors/keeping/log.ts"
import { readLines, written, type Bundle } from "../../replay/bundle.ts"
import { FileTooLarge, NoFile, readBounded } from "./read.ts"

/** A log is taken into memory as a whole. In bytes, as it lies on disk and unpacked. */
export const largestLog = 512 * 1024 * 1024

/** The file is no log, is not whole or was changed, or cannot be read. Fix the input: `message` names file and line. */
export class LogInvalid extends Schema.TaggedError<LogInvalid>()("LogInvalid", { message: Schema.String }) {}

/** A file cannot be written. Choose another place: `message` names the file and says why. */
export class NotWritten extends Schema.TaggedError<NotWritten>()("NotWritten", { message: Schema.String }) {}

const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const why = (path: string, error: unknown): string => {
  if (error instanceof LogBroken) return `${path}:${error.line}: ${error.message}`
  if (error instanceof FileTooLarge) return `${path}: ${error.message}; a log may have ${largestLog}`
  if (error instanceof NoFile) return `${path}: ${error.message}`
  const { code, message } = error as NodeJS.ErrnoException
  if (code === "ENOENT") return `${path} is not there`
  if (code === "EACCES") return `${path} may not be read`
  if (code === "Z_BUF_ERROR") return `${path}: the file ends too early: it was cut off`
  if (code === "Z_DATA_ERROR") return `${path}: it does not unpack: the file was changed`
  return `${path}: ${message}`
}

/**
 * What stands between the ends of lines. Each is decoded by itself: most hold nothing beyond ASCII, and take half the room then and
 * half the time of whoever reads them.
 */
const partsOf = (bytes: Uint8Array): ReadonlyArray<string> => {
  if (!isUtf8(bytes)) throw new Error("it is no UTF-8: it is no log, or the file was changed")
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Array<string> = []
  let from = 0
  for (let end = all.indexOf(10); end !== -1; end = all.indexOf(10, from)) {
    parts.push(all.toString("utf8", from, end))
    from = end + 1
  }
  parts.push(all.toString("utf8", from))
  return parts
}

/** @throws LogInvalid */
export const readLog = async (path: string): Promise<Bundle> => {
  try {
    const bytes = readBounded(path, largestLog)
    return readLines(partsOf(isPacked(bytes) ? gunzipSync(bytes, { maxOutputLength: largestLog }) : bytes))
  } catch (error) {
    throw new LogInvalid({ message: why(path, error) })
  }
}

const whyNot = (path: string, { code, message }: NodeJS.ErrnoException): string => {
  if (code === "EEXIST") return `${path} is there already, and is left as it is`
  if (code === "ENOENT") return `${path} cannot be written: ${dirname(path)} is not there`
  if (code === "EISDIR") return `${path} cannot be written: it is a directory`
  if (code === "EACCES") return `${path} may not be written`
  return `${path} cannot be written: ${message}`
}

const write = async (path: string, content: string | Uint8Array, options: object): Promise<void> => {
  try {
    await writeFile(path, content, options)
  } catch (error) {
    throw new NotWritten({ message: whyNot(path, error as NodeJS.ErrnoException) })
  }
}

/**
 * Packs it when the name ends in `.gz`.
 *
 * @throws NotWritten
 */
export const writeLog = (path: string, bundle: Bundle): Promise<void> => {
  const text = written(bundle)
  return write(path, path.endsWith(".gz") ? gzipSync(text) : text, { mode: 0o600 })
}

/** @throws NotWritten when it is there already, too */
export const writeNew = (path: string, text: string): Promise<void> => write(path, text, { flag: "wx" })

/**
 * The logs that a path stands for: itself, or all `.jsonl` and `.jsonl.gz` in a directory and below.
 *
 * @throws LogInvalid
 */
export const logsIn = async (path: string): Promise<ReadonlyArray<string>> => {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const names = await readdir(path, { recursive: true })
    const found = names.filter((name) => /\.jsonl(\.gz)?$/.test(name)).toSorted()
    if (found.length === 0) throw new NoFile("there is no .jsonl and no .jsonl.gz in it")
    return found.map((name) => join(path, name))
  } catch (error) {
    throw new LogInvalid({ message: why(path, error) })
  }
}
