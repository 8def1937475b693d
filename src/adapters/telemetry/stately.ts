/**
 * Running actors for Stately's inspector, for those who have it: the messages that `@statelyai/inspect` 0.7 takes over a WebSocket
 * (its `createInspectorServer`), https://github.com/statelyai/inspect. That page is hosted by Stately, so what people and agents wrote
 * is left out here, and nothing is sent unless an address is configured.
 */
import { Effect, Layer, Queue, Schedule } from "effect"
import type { AnyStateMachine } from "xstate"
import { decodeEntry } from "../../actors/journal.ts"
import { Observer, type Observation } from "../../actors/watching/observer.ts"
import { kindOf, type Address } from "../../machines/address.ts"
import { charts } from "../../machines/index.ts"
import { toldIn } from "../../replay/cut.ts"

export interface StatelyOptions {
  /** Where its server listens, as `http://127.0.0.1:8080`; null: nobody looks. */
  readonly stately: string | null
}

/** Messages that wait for the inspector; it shows no more either. The oldest go. */
const most = 200
const protocol = "0.7.2"

/** Fields whose texts name things, and are nobody's words. */
const names: ReadonlySet<string> = new Set(
  "type id brain channel guild conversation turn agent home pool state route mode pace status machine".split(
    " ",
  ),
)

/** What is said is left out; how long it is stays. */
export const withoutWords = (value: unknown, key = ""): unknown => {
  if (typeof value === "string") return names.has(key) ? value : `(${value.length} characters)`
  if (Array.isArray(value)) return value.map((item) => withoutWords(item, key))
  if (typeof value !== "object" || value === null) return value
  const plain = "toJSON" in value ? (value as { toJSON: () => object }).toJSON() : value
  return Object.fromEntries(Object.entries(plain).map(([name, inner]) => [name, withoutWords(inner, name)]))
}

const definitions = new Map<string, string>()

/** The chart as it is configured; of a function its name. */
const definitionOf = (chart: AnyStateMachine): string => {
  const known = definitions.get(chart.id)
  if (known !== undefined) return known
  const text = JSON.stringify(chart.config, (_, value: unknown) =>
    typeof value === "function" ? value.name : value,
  )
  definitions.set(chart.id, text)
  return text
}

const base = (address: Address, at: number) => ({
  sessionId: address,
  rootId: address,
  id: null,
  createdAt: String(at),
  _version: protocol,
})

const actor = (address: Address, at: number) => ({
  ...base(address, at),
  type: "@xstate.actor",
  name: address,
  definition: definitionOf(charts[kindOf(address)] as AnyStateMachine),
  snapshot: { status: "active" },
})

/** What an inspector is told of a commit: an event and the state that it led to, for each entry. */
const messagesOf = ({ address, entries, through }: Observation): ReadonlyArray<object> =>
  entries.flatMap(({ body }, n) => {
    const { event, at, id } = decodeEntry(body)
    const snapshot = through[n]
    if (event === null || snapshot === undefined) return []
    const shown = withoutWords(event)
    const { value, context } = snapshot
    const from = toldIn(id)
    return [
      { ...base(address, at), type: "@xstate.event", event: shown, ...(from && { sourceId: from.by }) },
      {
        ...base(address, at),
        type: "@xstate.snapshot",
        event: shown,
        snapshot: { status: "active", value, context: withoutWords(context) },
      },
    ]
  })

/** One connection: ends when it does. Who was told of an actor before is told again. */
const connection = (url: string, queue: Queue.Dequeue<Observation>) =>
  Effect.gen(function* () {
    const socket = yield* Effect.acquireRelease(
      Effect.sync(() => new WebSocket(url.replace(/^http/, "ws"))),
      (open) => Effect.sync(() => open.close()),
    )
    yield* Effect.callback<void, "gone">((resume) => {
      socket.addEventListener("open", () => resume(Effect.void))
      socket.addEventListener("error", () => resume(Effect.fail("gone")))
    })
    const gone = Effect.callback<never, "gone">((resume) => {
      socket.addEventListener("close", () => resume(Effect.fail("gone")))
    })
    const known = new Set<Address>()
    const send = (message: object) => socket.send(JSON.stringify(message))
    const tell = Effect.map(Queue.take(queue), (observation) => {
      const { address, entries } = observation
      if (!known.has(address)) send(actor(address, decodeEntry(entries[0]!.body).at))
      known.add(address)
      for (const message of messagesOf(observation)) send(message)
    })
    return yield* Effect.raceFirst(Effect.forever(tell), gone)
  }).pipe(Effect.scoped)

const show = (url: string) =>
  Effect.gen(function* () {
    const observer = yield* Observer
    const queue = yield* Queue.sliding<Observation>(most)
    const end = observer.watch((observation) => void Queue.offerUnsafe(queue, observation))
    yield* Effect.addFinalizer(() => Effect.sync(end))
    yield* connection(url, queue).pipe(Effect.retry(Schedule.spaced("5 seconds")), Effect.forkScoped)
    yield* Effect.logInfo(`Stately's inspector is told at ${new URL(url).origin}, without what is said`)
  })

export const layer = ({ stately }: StatelyOptions): Layer.Layer<never, never, Observer> =>
  stately === null ? Layer.empty : Layer.effectDiscard(show(stately))
