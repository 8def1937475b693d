/**
 * What a runner holds of conversations that it knows: 100,000 have spoken before and sleep in Redis. A fresh runner takes them
 * over; then some of them speak, and only these are in memory.
 *
 * Redis is a private one with appendonly, appendfsync everysec. Memory is the resident set after a garbage collection.
 */
import { Effect } from "effect"
import { metAsleep } from "./support/asleep-in-redis.ts"
import { AtOnceLayer } from "./support/at-once.ts"
import { conversations, known } from "./support/conversations.ts"
import { heardBy } from "./support/message.ts"

const printed = await metAsleep({
  count: known,
  what: "conversations have spoken",
  performer: AtOnceLayer,
  runner: "runner-that-knows.ts",
  make: Effect.fnUntraced(function* (host, n) {
    const of = conversations(n)
    yield* host.tell(of, heardBy(of, 0))
    yield* host.tell(of, heardBy(of, 1))
    yield* host.sleep(of)
  }),
})
console.log(printed.trim())
process.exit(0)
