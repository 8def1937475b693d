/** `orrery log list`: who has a log. */
import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { Store } from "../../actors/store.ts"
import { kinds, type Kind } from "../../machines/address.ts"
import { everyOf } from "../../replay/collect.ts"
import { decodeEntry } from "../../actors/journal.ts"
import { configured, flags } from "./flags.ts"
import { recordings } from "./log-store.ts"

const rowOf = Effect.fnUntraced(function* (kind: Kind) {
  const { journal, peek } = yield* Store
  return yield* Effect.forEach(yield* everyOf(kind), (address) =>
    Effect.gen(function* () {
      const seq = (yield* peek(address))?.seq ?? 0
      const [last] = yield* journal(address, seq, 1)
      const at = last === undefined ? null : new Date(decodeEntry(last.body).at).toISOString()
      return { address, entries: seq, last: at }
    }),
  )
})

export const listCommand = Command.make(
  "list",
  {
    config: flags.config,
    store: flags.store,
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("A line of JSON for each actor"),
    ),
  },
  Effect.fnUntraced(function* ({ json, ...chosen }) {
    const { settings } = yield* configured(chosen)
    const rows = (yield* Effect.forEach(kinds, rowOf).pipe(Effect.provide(recordings(settings)))).flat()
    if (json) return yield* Console.log(rows.map((row) => JSON.stringify(row)).join("\n"))
    const width = Math.max(7, ...rows.map(({ address }) => address.length))
    yield* Console.log(
      rows.length === 0
        ? "The store is empty: nobody has been told anything yet."
        : [
            `${"ADDRESS".padEnd(width)}  ENTRIES  LAST`,
            ...rows.map(
              ({ address, entries, last }) =>
                `${address.padEnd(width)}  ${String(entries).padStart(7)}  ${last ?? "(archived)"}`,
            ),
          ].join("\n"),
    )
  }),
).pipe(Command.withDescription("Lists the actors of the store, how many entries each has, and its last"))
