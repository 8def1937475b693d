/**
 * Recorded logs as a file: one actor's after another's, each a header and then its entries as the journal has them. After an
 * entry may stand what it came to when it was recorded, which no hash covers and no replay believes, but can be compared with.
 *
 *     {"log":2,"address":"conversation/123","base":null,"entries":40,"redacted":false}
 *     {"seq":1,"at":…,"event":{…},…,"hash":"…"}
 *     {"then":{"edges":[…],"patch":[…],"asks":[…],…}}
 *
 * Format 1 is what the archive and Orrery 0.1.0 write: one log a file, and nothing after entries.
 */
import { Schema } from "effect"
import { Snapshot } from "../actors/journal.ts"
import { LogBroken } from "../actors/keeping/log.ts"
import type { StoredEntry } from "../actors/store.ts"
import { Address } from "../machines/address.ts"

export interface RecordedEntry extends StoredEntry {
  /** Where it stands in its file. */
  readonly line: number
  /** What it came to when it was recorded, as its line (`then.ts` reads it); null: nobody wrote it down. */
  readonly then: string | null
}

export interface Recorded {
  readonly address: Address
  /** The state before the first entry; null: the log begins with the actor. */
  readonly base: Snapshot | null
  /** Texts, names and ids of people are replaced, and hashes are over what replaced them. */
  readonly redacted: boolean
  readonly entries: ReadonlyArray<RecordedEntry>
}

/** The logs of one file: each of another actor. */
export type Bundle = ReadonlyArray<Recorded>

const Header = Schema.Struct({
  log: Schema.Literals([1, 2]),
  address: Address,
  base: Schema.NullOr(Snapshot),
  /** How many follow. */
  entries: Schema.optionalKey(Schema.Int),
  redacted: Schema.optionalKey(Schema.Boolean),
})
const decodeHeader = Schema.decodeUnknownSync(Header)
const decodeLine = Schema.decodeUnknownSync(
  Schema.Struct({ seq: Schema.Int, id: Schema.NullOr(Schema.String) }),
)

export const written = (bundle: Bundle): string => {
  const lines: Array<string> = []
  for (const { address, base, redacted, entries } of bundle) {
    lines.push(JSON.stringify({ log: 2, address, base, entries: entries.length, redacted }))
    for (const { body, then } of entries) {
      lines.push(body)
      if (then !== null) lines.push(then)
    }
  }
  return `${lines.join("\n")}\n`
}

const broken = (line: number, message: string) => new LogBroken({ line, message })

interface Section {
  readonly header: typeof Header.Type
  readonly line: number
  readonly entries: Array<{ seq: number; id: string | null; body: string; line: number; then: string | null }>
}

/** @throws LogBroken */
export const read = (text: string): Bundle => readLines(text.split("\n"))

/**
 * The same of what stands between the ends of lines: nothing stands after the last.
 *
 * @throws LogBroken
 */
export const readLines = (parts: ReadonlyArray<string>): Bundle => {
  const isWhole = parts.at(-1) === ""
  const lines = isWhole ? parts.slice(0, -1) : parts
  const sections: Array<Section> = []
  lines.forEach((body, n) => {
    const line = n + 1
    const isCut = line === lines.length && !isWhole
    const section = sections.at(-1)
    if (section !== undefined && body.startsWith('{"then":')) {
      const entry = section.entries.at(-1)
      if (entry === undefined)
        throw broken(line, "what an entry came to stands here without an entry before it")
      if (isCut) parse(body, line, isCut)
      entry.then = body
      return
    }
    const glimpsed = section === undefined || isCut ? null : glance(body)
    if (glimpsed !== null) {
      section!.entries.push({ ...glimpsed, body, line, then: null })
      return
    }
    const parsed = parse(body, line, isCut)
    if ("log" in parsed || section === undefined) {
      if (section !== undefined) counted(section, line - 1)
      sections.push({ header: header(parsed, line), line, entries: [] })
    } else {
      section.entries.push({ ...entryLine(parsed, line), body, line, then: null })
    }
  })
  if (sections.length === 0) throw broken(1, "the file is empty: it is no log")
  counted(sections.at(-1)!, lines.length)
  unique(sections)
  return sections.map(({ header: { address, base, redacted = false }, entries }) => ({
    address,
    base: base as Snapshot | null,
    redacted,
    entries,
  }))
}

/** How an entry begins, and how it ends (`chained` of `actors/journal.ts`). */
const beginning = /^\{"seq":(\d+),"at":\d+,/
const ending = /,"id":(null|"[^"\\]*"),"epoch":\d+,"machine":"[^"\\]*","hash":"[\w-]*"\}$/

/** What is needed of an entry that stands as it was written; whether all of it reads, its replay will tell. Null: to be parsed. */
const glance = (body: string): { seq: number; id: string | null } | null => {
  const [begins, ends] = [beginning.exec(body), ending.exec(body)]
  return begins === null || ends === null
    ? null
    : { seq: Number(begins[1]), id: ends[1] === "null" ? null : ends[1]!.slice(1, -1) }
}

const parse = (body: string, line: number, isCut: boolean): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed === "object" && parsed !== null) return parsed as Record<string, unknown>
  } catch {
    if (isCut && line > 1) throw broken(line, "the file ends in the middle of a line: it was cut off")
  }
  throw broken(line, line === 1 ? notALog : "this line is no JSON object: the file was changed")
}

const notALog =
  'this is no recorded log: one begins with a line like {"log":2,"address":"conversation/…", as orrery log export writes it'

const header = (parsed: Record<string, unknown>, line: number): typeof Header.Type => {
  if (!("log" in parsed)) throw broken(line, notALog)
  if (typeof parsed["log"] === "number" && parsed["log"] > 2)
    throw broken(line, `it is in format ${parsed["log"]}, and this Orrery reads up to 2: run a newer one`)
  try {
    return decodeHeader(parsed)
  } catch (error) {
    throw broken(line, `the header does not read: ${String(error)}`)
  }
}

const entryLine = (parsed: Record<string, unknown>, line: number): { seq: number; id: string | null } => {
  const { seq, id } = parsed
  if (Number.isInteger(seq) && (id === null || typeof id === "string")) return { seq: seq as number, id }
  try {
    return decodeLine(parsed)
  } catch (error) {
    throw broken(line, `the entry does not read: ${String(error)}`)
  }
}

const counted = (section: Section, line: number): void => {
  const { address, entries: expected } = section.header
  const { length } = section.entries
  if (expected === undefined || length === expected) return
  inOrder(section)
  throw broken(
    line,
    length < expected
      ? `the log of ${address} ends after ${length} of ${expected} entries: it was cut off`
      : `the log of ${address} has ${length} entries where its header says ${expected}`,
  )
}

/** A number too few or too many has a place, unless it is at the end. */
const inOrder = ({ header: { address, base }, entries }: Section): void => {
  let last = base?.seq ?? 0
  for (const [n, { seq, line }] of entries.entries()) {
    const expected = last + 1
    if (seq > expected) {
      const what = n === 0 ? "the log begins with" : `after entry ${last} comes`
      throw broken(line, `entry ${expected} of ${address} is missing: ${what} entry ${seq}`)
    }
    if (seq < expected)
      throw broken(line, `after entry ${last} of ${address} comes entry ${seq}: the file was changed`)
    last = seq
  }
}

const unique = (sections: ReadonlyArray<Section>): void => {
  const seen = new Set<string>()
  for (const {
    header: { address },
    line,
  } of sections) {
    if (seen.has(address)) throw broken(line, `a second log of ${address}: a file holds one of each actor`)
    seen.add(address)
  }
}
