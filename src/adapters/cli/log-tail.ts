/** `orrery log tail`: entries as they are committed. */
import { Console, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { Store } from "../../actors/store.ts"
import { kinds, type Address } from "../../machines/address.ts"
import { everyOf } from "../../replay/collect.ts"
import { addressOf } from "./address.ts"
import { configured, flags } from "./flags.ts"
import { entryLine } from "./log-line.ts"
import { recordings } from "./log-store.ts"

/** Entries of one reading. */
const page = 500

/** Prints what came after `seen`, and notes it. */
const advance = (address: Address, seen: Map<Address, number>, json: boolean, prefix: string) =>
  Effect.gen(function* () {
    const { journal } = yield* Store
    const entries = yield* journal(address, (seen.get(address) ?? 0) + 1, page)
    for (const { seq, body } of entries) {
      yield* Console.log(
        json ? JSON.stringify({ address, entry: JSON.parse(body) }) : entryLine(body, prefix),
      )
      seen.set(address, seq)
    }
  })

export const tailCommand = Command.make(
  "tail",
  {
    config: flags.config,
    store: flags.store,
    address: Argument.String("address").pipe(
      Argument.withDescription("An actor, as conversation/123 (default: all of them)"),
      Argument.optional,
    ),
    last: Flag.Int("last").pipe(
      Flag.withDefault(10),
      Flag.withDescription("Begin with so many entries of before, of each actor (default: 10)"),
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("A line of JSON for each entry"),
    ),
    once: Flag.Boolean("once").pipe(
      Flag.withDefault(false),
      Flag.withDescription("End after what is there now"),
    ),
  },
  Effect.fnUntraced(function* ({ address, last, json, once, ...chosen }) {
    const { settings } = yield* configured(chosen)
    const one = Option.isSome(address) ? yield* addressOf(address.value) : null
    const follow = Effect.gen(function* () {
      const { peek } = yield* Store
      const seen = new Map<Address, number>()
      let begun = false
      const round = Effect.gen(function* () {
        const all = one === null ? (yield* Effect.forEach(kinds, everyOf)).flat() : [one]
        for (const of of all) {
          if (!begun) seen.set(of, Math.max(0, ((yield* peek(of))?.seq ?? 0) - last))
          yield* advance(of, seen, json, one === null ? `${of}  ` : "")
        }
        begun = true
      })
      if (once) yield* round
      else yield* round.pipe(Effect.andThen(Effect.sleep("500 millis")), Effect.forever)
    })
    yield* follow.pipe(Effect.provide(recordings(settings)))
  }),
).pipe(Command.withDescription("Shows entries as they are committed, until it is stopped"))
