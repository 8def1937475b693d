/** What may be asked of the inspector; `api.ts` says of which path, and what is answered. */
import { Schema } from "effect"
import { Address, kinds } from "../../machines/address.ts"
import { Snowflake } from "../../machines/values.ts"

const upTo = (maximum: number) =>
  Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum }))

const Words = Schema.optionalKey(Schema.Literals(["shown", "hidden"]))

/** `find` is a part of the id; `after` is the `next` of the page before. */
export const ActorsQuery = Schema.Struct({
  /** A path as in `statecharts/`: each that is found is read. */
  state: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(120))),
  kind: Schema.Literals(kinds),
  find: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(64))),
  after: Schema.optionalKey(Address),
  limit: Schema.optionalKey(upTo(100)),
})

/**
 * Which actors in memory, and how they are sorted. `state` is a path as in `statecharts/`; `error` a part of what went wrong;
 * `mail` letters at least that wait; `older` seconds at least since its state last changed. Presets: `underway` owes or reads
 * something, `waiting` has nothing but timers, `failing` broke on an event or is in a state of failure, `stuck` see `Hold`.
 */
export const AwakeQuery = Schema.Struct({
  kind: Schema.optionalKey(Schema.Literals(kinds)),
  find: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(96))),
  user: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(20))),
  guild: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(20))),
  state: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(120))),
  error: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200))),
  preset: Schema.optionalKey(Schema.Literals(["underway", "stuck", "failing", "waiting"])),
  mail: Schema.optionalKey(upTo(1_000_000)),
  older: Schema.optionalKey(upTo(1_000_000_000)),
  sort: Schema.optionalKey(Schema.Literals(["address", "age", "moved", "mailbox", "owed"])),
  page: Schema.optionalKey(upTo(2000)),
  limit: Schema.optionalKey(upTo(100)),
})

/** `user` by their id, `template` by its name; `after` is the `next` of the page before. */
export const PlanQuery = Schema.Struct({
  user: Schema.optionalKey(Snowflake),
  template: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(100))),
  after: Schema.optionalKey(Address),
})

export const ActorQuery = Schema.Struct({ words: Words })

/** Entries from the one numbered `from` on, oldest first. */
export const JournalQuery = Schema.Struct({
  from: Schema.optionalKey(upTo(Number.MAX_SAFE_INTEGER)),
  limit: Schema.optionalKey(upTo(100)),
  words: Words,
})

/** After entry `seq`, compared with after entry `against`: the one before it unless another is asked for. */
export const MomentQuery = Schema.Struct({
  seq: Schema.NumberFromString.check(Schema.isInt(), Schema.isGreaterThanOrEqualTo(0)),
  against: Schema.optionalKey(
    Schema.NumberFromString.check(Schema.isInt(), Schema.isGreaterThanOrEqualTo(0)),
  ),
  words: Words,
})

/** Entries before the one numbered `before`; without it, the newest. */
export const ChangesQuery = Schema.Struct({
  path: Schema.String.check(Schema.isMaxLength(500)),
  before: Schema.optionalKey(upTo(Number.MAX_SAFE_INTEGER)),
  words: Words,
})

export const FormQuery = Schema.Struct({ event: Schema.String.check(Schema.isMaxLength(100)) })

/** `from`: an actor that the message touched; without it, it is a message's id in Discord, in that `channel` if it is known. */
export const WayQuery = Schema.Struct({
  from: Schema.optionalKey(Address),
  channel: Schema.optionalKey(Snowflake),
  words: Words,
})

/** From entry `from` on, itself included. */
export const SeekQuery = Schema.Struct({
  event: Schema.String.check(Schema.isMaxLength(200)),
  from: upTo(Number.MAX_SAFE_INTEGER),
  backwards: Schema.optionalKey(Schema.Literals(["1"])),
})

/** `actor`: whose entries are pushed as they are committed. */
export const LiveQuery = Schema.Struct({ actor: Schema.optionalKey(Address), words: Words })
