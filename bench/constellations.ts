/**
 * What a runner holds of constellations: 100,000 users have one (6 agents, 3 blocks of memory, 4 groups, two exchanges), and all
 * of them hibernate in Redis. A fresh runner finds them, so that each is known in memory without I/O; then 1,000 users speak, one
 * after the other, and only their constellations are awake.
 *
 * Redis is a private one with appendonly, appendfsync everysec. Memory is the resident set, and the heap, after a garbage
 * collection; a wake is from telling the event until it is durable: the actor is claimed, read, replayed, stepped, committed.
 */
import { Effect } from "effect"
import type { Event } from "../src/machines/events.ts"
import { metAsleep } from "./support/asleep-in-redis.ts"
import { PartsAtOnceLayer } from "./support/parts-at-once.ts"
import { agents } from "./support/template.ts"
import { constellationOf, user, users } from "./support/users.ts"

const lines =
  "Which of the two plans costs less over three years, if we count the people who have to learn it? "

const exchange = (n: number, brain: string): Event => ({
  type: "REMEMBER",
  user: user(n),
  brain,
  turn: `${n}.${brain}`,
  asked: lines,
  answered: lines.repeat(3),
})

const printed = await metAsleep({
  count: users,
  what: "constellations are made",
  performer: PartsAtOnceLayer,
  runner: "runner-of-constellations.ts",
  make: Effect.fnUntraced(function* (host, n) {
    const of = constellationOf(n)
    const told: ReadonlyArray<Event> = [
      { type: "ALLOCATE", user: user(n), whole: true },
      exchange(n, agents[0]!),
      exchange(n, agents[1]!),
      { type: "RELEASE" },
    ]
    for (const event of told) yield* host.tell(of, { id: null, cause: of, event })
    yield* host.sleep(of)
  }),
})
console.log(printed.trim())
process.exit(0)
