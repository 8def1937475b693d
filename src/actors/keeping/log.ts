/**
 * An actor's log as a file: JSON lines, a header and then the entries as the journal has them. What is archived, exported and
 * replayed is this.
 *
 *     {"log":1,"address":"conversation/123","base":null}
 *     {"seq":1,"at":…,"event":{…},…,"hash":"…"}
 */
import { Schema } from "effect"
import { Address } from "../../machines/address.ts"
import { Snapshot } from "../journal.ts"
import type { StoredEntry } from "../store.ts"

const Header = Schema.Struct({
  /** The version of this format. */
  log: Schema.Literal(1),
  address: Address,
  /** The state before the first entry; null: the log begins with the actor. */
  base: Schema.NullOr(Snapshot),
})

export interface Log {
  readonly address: Address
  readonly base: Snapshot | null
  readonly entries: ReadonlyArray<StoredEntry>
}

/** The file is no log, or not whole. Fix the input: `line` says where. */
export class LogBroken extends Schema.TaggedError<LogBroken>()("LogBroken", {
  line: Schema.Int,
  message: Schema.String,
}) {}

export const written = ({ address, base, entries }: Log): string => {
  const lines = [JSON.stringify({ log: 1, address, base })]
  for (const { body } of entries) lines.push(body)
  return `${lines.join("\n")}\n`
}

const decodeHeader = Schema.decodeUnknownSync(Schema.fromJsonString(Header))
const Line = Schema.Struct({ seq: Schema.Int, id: Schema.NullOr(Schema.String) })
const decodeLine = Schema.decodeUnknownSync(Schema.fromJsonString(Line))

/** @throws LogBroken */
export const read = (text: string): Log => {
  const lines = text.split("\n")
  if (lines.at(-1) === "") lines.pop()
  const at = <A>(line: number, decode: () => A): A => {
    try {
      return decode()
    } catch (error) {
      throw new LogBroken({ line, message: String(error) })
    }
  }
  const header = at(1, () => decodeHeader(lines[0] ?? ""))
  const entries = lines.slice(1).map((body, n) => ({ ...at(n + 2, () => decodeLine(body)), body }))
  return { address: header.address, base: header.base as Snapshot | null, entries }
}
