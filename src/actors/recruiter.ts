/** The fleet may be another one than when the pool shards last looked: those that there are look again at every start. */
import { Effect, Layer, Schedule } from "effect"
import { idOf } from "../machines/address.ts"
import { Mail } from "./mail.ts"
import { Placement } from "./placement.ts"
import { Store } from "./store.ts"

const most = 10_000
const patience = Schedule.min([Schedule.exponential("100 millis"), Schedule.spaced("5 seconds")])
const lookAgain = { id: null, cause: "start", event: { type: "ALLOCATE" } } as const

export const RecruiterLayer = Layer.effectDiscard(
  Effect.gen(function* () {
    const store = yield* Store
    const mail = yield* Mail
    const { pools } = yield* Placement
    const recruit = Effect.gen(function* () {
      const known = yield* store.addresses("pool", null, most)
      const current = known.filter((address) => pools.includes(idOf(address)))
      yield* Effect.forEach(
        current,
        (address) => Effect.retry(mail.tell(address, lookAgain), { schedule: patience, times: 10 }),
        { concurrency: 16, discard: true },
      )
    })
    yield* Effect.forkScoped(Effect.ignore(Effect.retry(recruit, { schedule: patience, times: 10 })))
  }),
)
