/** What an actor told others, as its log shows it: the effects that are letters, each with its cause. */
import type { Owed } from "../actors/journal.ts"
import { decodeEntry } from "../actors/journal.ts"
import type { Address } from "../machines/address.ts"
import type { Recorded } from "./bundle.ts"
import { replayed } from "./replay.ts"

export interface Tells {
  readonly cause: string
  /** Null: a shard of the pool, whichever serves the guild. */
  readonly to: ReadonlyArray<Address> | null
}

const toldBy = ({ cause, effect }: Owed): ReadonlyArray<Tells> =>
  effect.type === "Tell"
    ? [{ cause, to: [effect.to] }]
    : effect.type === "Allocate" || effect.type === "Release"
      ? [{ cause, to: null }]
      : []

export const wantedOf = (log: Recorded): { causes: ReadonlyArray<string>; tells: ReadonlyArray<Tells> } => {
  const causes = log.entries.map(({ body }) => decodeEntry(body).cause)
  const tells: Array<Tells> = []
  replayed(log, ({ seq }, _, { books }) => {
    for (const owed of books.outbox.values()) if (owed.key.startsWith(`${seq}.`)) tells.push(...toldBy(owed))
  })
  return { causes, tells }
}
