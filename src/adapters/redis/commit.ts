/**
 * Group commit: a batch becomes as few scripts as it can.
 *
 * A script runs alone in Redis, so its size is bounded: 256 entries or 512 KiB of text take 2 to 4 ms. The scripts of
 * a batch are sent together and answered in one round trip. On a cluster a script holds the actors of one tag.
 */
import type { Commit, CommitResult } from "../../actors/store.ts"
import { Cluster } from "ioredis"
import type { Client, Refusal } from "./connection.ts"
import { actorPrefix, tagOf } from "./keys.ts"

const maxEntries = 256
const maxCharacters = 512 * 1024

/** One script's worth of a batch. */
interface Chunk {
  /** Where in the batch its commits stand. */
  readonly positions: Array<number>
  readonly prefixes: Array<string>
  /** As `commit.lua` lists them. */
  readonly args: Array<string>
  entries: number
  characters: number
}

const emptyChunk = (): Chunk => ({ positions: [], prefixes: [], args: [], entries: 0, characters: 0 })

const isFull = (chunk: Chunk): boolean => chunk.entries >= maxEntries || chunk.characters >= maxCharacters

const wakeArg = (wakeAt: Commit["wakeAt"]): string =>
  wakeAt === undefined ? "" : wakeAt === null ? "-" : String(wakeAt)

const append = (chunk: Chunk, commit: Commit, position: number): void => {
  const { entries, record } = commit
  chunk.positions.push(position)
  chunk.prefixes.push(actorPrefix(commit.address))
  chunk.args.push(
    String(commit.epoch),
    String(commit.expectedSeq),
    commit.expectedHash,
    commit.hash,
    record ?? "",
    wakeArg(commit.wakeAt),
    String(entries.length),
  )
  chunk.entries += entries.length
  chunk.characters += record?.length ?? 0
  for (const { seq, id, body } of entries) {
    chunk.args.push(String(seq), id ?? "", body)
    chunk.characters += body.length
  }
}

const chunksOf = (batch: ReadonlyArray<Commit>, byTag: boolean): Array<Chunk> => {
  const chunks: Array<Chunk> = []
  const open = new Map<number, Chunk>()
  batch.forEach((commit, position) => {
    const tag = byTag ? tagOf(commit.address) : 0
    let chunk = open.get(tag)
    if (chunk === undefined || isFull(chunk)) {
      chunk = emptyChunk()
      chunks.push(chunk)
      open.set(tag, chunk)
    }
    append(chunk, commit, position)
  })
  return chunks
}

const resultOf = (refusal: Refusal): CommitResult => {
  if (refusal[1] === "fenced") return { _tag: "Fenced", epoch: refusal[2], seq: refusal[3] }
  const [, , ...ids] = refusal
  return { _tag: "Duplicates", ids }
}

const committed: CommitResult = { _tag: "Committed" }

export const commitBatch = async (
  client: Client,
  batch: ReadonlyArray<Commit>,
): Promise<ReadonlyArray<CommitResult>> => {
  const results = Array.from(batch, (): CommitResult => committed)
  const chunks = chunksOf(batch, client instanceof Cluster)
  const send = async (chunk: Chunk) => {
    const refusals = await client.orreryCommit(chunk.prefixes.length, chunk.prefixes, chunk.args)
    for (const refusal of refusals) results[chunk.positions[refusal[0] - 1]!] = resultOf(refusal)
  }
  await Promise.all(chunks.map(send))
  return results
}
