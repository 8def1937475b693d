/**
 * The archive as files, one for each segment, which `zcat` reads:
 *
 *     <folder>/conversation/123/000000000001-000000010240.jsonl.gz
 */
import { createHash } from "node:crypto"
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { gunzip, gzip } from "node:zlib"
import { Effect, Layer } from "effect"
import { Archive, ArchiveFailed, type Segment } from "../../actors/keeping/archive.ts"
import { kindOf, idOf, type Address } from "../../machines/address.ts"

const compress = promisify(gzip)
const decompress = promisify(gunzip)
/** Of one segment, in characters: what is longer was not written by us. */
const most = 1024 * 1024 * 1024

const digits = (seq: number) => String(seq).padStart(12, "0")
const nameOf = ({ from, to }: Segment) => `${digits(from)}-${digits(to)}.jsonl.gz`
const pattern = /^(\d{12})-(\d{12})\.jsonl\.gz$/

/** Ids keep their case where a file system does not: those with capitals get a mark of their own. */
const folderOf = (root: string, address: Address): string => {
  const id = idOf(address)
  const mark = id === id.toLowerCase() ? "" : `~${createHash("sha256").update(id).digest("hex").slice(0, 8)}`
  return join(root, kindOf(address), id + mark)
}

/** The file and its name outlast a power cut. */
const write = async (path: string, bytes: Buffer): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  const file = await open(temporary, "w")
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  const folder = await open(dirname(path), "r")
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const segments = async (root: string, address: Address): Promise<ReadonlyArray<Segment>> => {
  const names = await readdir(folderOf(root, address)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return []
    throw error
  })
  return names.toSorted().flatMap((name) => {
    const [, from, to] = pattern.exec(name) ?? []
    return from === undefined || to === undefined ? [] : [{ address, from: Number(from), to: Number(to) }]
  })
}

export const layer = ({ folder }: { readonly folder: string }): Layer.Layer<Archive> => {
  const attempt = <A>(work: () => Promise<A>) =>
    Effect.tryPromise({
      try: work,
      catch: (error) =>
        new ArchiveFailed({
          message: `The archive in ${folder} failed: look at its disk and permissions. (${String(error)})`,
        }),
    })
  const pathOf = (segment: Segment) => join(folderOf(folder, segment.address), nameOf(segment))
  /** One that was kept before a crash, and whose entries are in a longer one now. */
  const superseded = async (segment: Segment) => {
    for (const other of await segments(folder, segment.address)) {
      if (other.from === segment.from && other.to < segment.to) await rm(pathOf(other))
    }
  }
  return Layer.succeed(Archive, {
    label: folder,
    put: (segment, log) =>
      attempt(async () => {
        await write(pathOf(segment), await compress(log))
        await superseded(segment)
      }),
    get: (segment) =>
      attempt(async () =>
        (await decompress(await readFile(pathOf(segment)), { maxOutputLength: most })).toString("utf8"),
      ),
    list: (address) => attempt(() => segments(folder, address)),
  })
}
