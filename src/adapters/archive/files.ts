/**
 * The archive as files, one for each segment, which `zcat` reads:
 *
 *     <folder>/conversation/123/000000000001-000000010240.jsonl.gz
 */
import { createHash } from "node:crypto"
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { gunzip, gzip } from "node:zlib"
import { Effect, Layer, Option, Schema } from "effect"
import { Archive, ArchiveFailed, type Segment } from "../../actors/keeping/archive.ts"
import { Address, idOf, kindOf, kinds } from "../../machines/address.ts"

const decodeAddress = Schema.decodeUnknownOption(Address)

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

/** The names of what a folder holds; nothing where there is none. */
const namesIn = (folder: string): Promise<ReadonlyArray<string>> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return []
    throw error
  })

/** Who writes a segment has it written within this, in ms. */
const writtenWithin = 60_000

/** What a crash left half written is no segment, and holds words of people all the same. */
const tidied = async (root: string, path: string): Promise<void> => {
  const found = await stat(path).catch(() => undefined)
  if (found !== undefined && Date.now() - found.mtimeMs > writtenWithin) await removed(root, path)
}

const segments = async (root: string, address: Address): Promise<ReadonlyArray<Segment>> => {
  const folder = folderOf(root, address)
  const names = await namesIn(folder)
  for (const name of names) if (name.endsWith(".tmp")) await tidied(root, join(folder, name))
  return names.toSorted().flatMap((name) => {
    const [, from, to] = pattern.exec(name) ?? []
    return from === undefined || to === undefined ? [] : [{ address, from: Number(from), to: Number(to) }]
  })
}

/** Folders that no address has were not made by us. */
const addressesIn = async (root: string): Promise<ReadonlyArray<Address>> => {
  const perKind = kinds.map(async (kind) => {
    const names = await namesIn(join(root, kind))
    return names.flatMap((name) => Option.toArray(decodeAddress(`${kind}/${name.split("~")[0]!}`)))
  })
  return (await Promise.all(perKind)).flat()
}

/** A folder that is empty now tells of nobody. */
const removed = async (root: string, path: string): Promise<void> => {
  await rm(path, { force: true })
  const folder = dirname(path)
  if (folder !== root && (await namesIn(folder)).length === 0) await rmdir(folder).catch(() => undefined)
}

export const layer = ({ folder }: { readonly folder: string }): Layer.Layer<Archive> => {
  const attempt = <A>(work: () => Promise<A>, what = `The archive in ${folder}`) =>
    Effect.tryPromise({
      try: work,
      catch: (error) =>
        new ArchiveFailed({
          message: `${what} failed: look at its disk and permissions. (${String(error)})`,
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
      attempt(
        async () =>
          (await decompress(await readFile(pathOf(segment)), { maxOutputLength: most })).toString("utf8"),
        `The archived log ${pathOf(segment)}`,
      ),
    remove: (segment) => attempt(() => removed(folder, pathOf(segment))),
    addresses: attempt(() => addressesIn(folder)),
    list: (address) => attempt(() => segments(folder, address)),
  })
}
