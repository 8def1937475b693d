/** What is read without a script: nothing here takes an actor over. */
import { Cluster, type ChainableCommander } from "ioredis"
import type { Claim, StoredEntry } from "../../actors/store.ts"
import { address, idOf, type Address, type Kind } from "../../machines/address.ts"
import type { Client } from "./connection.ts"
import { actorsKey, journalKey, stateKey, tagCount, tagOf, wakeKey } from "./keys.ts"

/** Entries a request asks for at most, so that none keeps Redis busy for more than some ms. */
const page = 512

type Commands = Client | ChainableCommander

const tags = Array.from({ length: tagCount }, (_, tag) => tag)

/** Entries `from` to `to`, at most `limit`. What lies at or below a committed seq never changes. */
export const readJournal = async (
  client: Client,
  of: Address,
  from: number,
  to: number,
  limit: number,
): Promise<Array<StoredEntry>> => {
  const entries: Array<StoredEntry> = []
  for (let next = Math.max(from, 1); next <= to && entries.length < limit;) {
    const count = Math.min(page, limit - entries.length)
    const rows = await client.xrange(journalKey(of), next, Number.isFinite(to) ? to : "+", "COUNT", count)
    for (const [id, [event, body]] of rows) {
      entries.push({ seq: parseInt(id, 10), id: event === "" ? null : event!, body: body! })
    }
    if (rows.length < count) break
    next = entries.at(-1)!.seq + 1
  }
  return entries
}

/** The state as it stands; a commit that comes in between changes neither its record nor the tail up to its seq. */
export const readState = async (client: Client, of: Address): Promise<Claim | null> => {
  const [epoch, seq, hash, record, recordSeq] = await client.hmget(
    stateKey(of),
    "epoch",
    "seq",
    "hash",
    "record",
    "recordSeq",
  )
  if (seq === null || seq === undefined) return null
  const tail = await readJournal(client, of, Number(recordSeq ?? 0) + 1, Number(seq), Infinity)
  return { epoch: Number(epoch), seq: Number(seq), hash: hash ?? "", record: record ?? null, tail }
}

/** The same question about many tags, in one round trip to each node. */
const askEach = async (
  client: Client,
  asked: ReadonlyArray<number>,
  question: (to: Commands, tag: number) => unknown,
): Promise<Array<Array<string>>> => {
  if (client instanceof Cluster) {
    return Promise.all(asked.map((tag) => question(client, tag) as Promise<Array<string>>))
  }
  const pipeline = client.pipeline()
  for (const tag of asked) question(pipeline, tag)
  const answers = (await pipeline.exec()) ?? []
  return answers.map(([error, members]) => {
    if (error) throw error
    return members as Array<string>
  })
}

interface Waking {
  readonly address: Address
  readonly at: number
}

const wakingOf = (flat: ReadonlyArray<string>): Array<Waking> => {
  const waking: Array<Waking> = []
  for (let at = 0; at < flat.length; at += 2) {
    waking.push({ address: flat[at] as Address, at: Number(flat[at + 1]) })
  }
  return waking
}

/**
 * The earliest of all tags. Each tag is asked for little more than its share; only when one that was cut short could
 * hide an actor that is due before the last one taken are all asked for more.
 */
export const readDue = async (client: Client, now: number, limit: number): Promise<Array<Address>> => {
  if (limit <= 0) return []
  for (let share = Math.ceil(limit / tagCount) + 8; ; share *= 4) {
    const answers = await askEach(client, tags, (to, tag) =>
      to.zrangebyscore(wakeKey(tag), "-inf", now, "WITHSCORES", "LIMIT", 0, share),
    )
    const perTag = answers.map(wakingOf)
    const earliest = perTag
      .flat()
      .sort((a, b) => a.at - b.at)
      .slice(0, limit)
    const last = earliest.length < limit ? Infinity : earliest.at(-1)!.at
    const hides = (waking: ReadonlyArray<Waking>) => waking.length === share && waking.at(-1)!.at < last
    if (!perTag.some(hides)) return earliest.map((waking) => waking.address)
  }
}

/** Tags asked at once: few actors are found in few round trips, and of many not too many are read in vain. */
const tagsAtOnce = 16

/** In the order of tags, and within one by id. */
export const readAddresses = async <K extends Kind>(
  client: Client,
  kind: K,
  after: Address | null,
  limit: number,
): Promise<Array<Address>> => {
  const found: Array<Address> = []
  const first = after === null ? 0 : tagOf(after)
  for (let next = first; next < tagCount && found.length < limit; next += tagsAtOnce) {
    const answers = await askEach(client, tags.slice(next, next + tagsAtOnce), (to, tag) => {
      const from = after !== null && tag === first ? `(${idOf(after)}` : "-"
      return to.zrangebylex(actorsKey(tag, kind), from, "+", "LIMIT", 0, limit)
    })
    for (const id of answers.flat()) found.push(address(kind, id))
  }
  return found.slice(0, limit)
}
